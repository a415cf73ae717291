import Fields
import Formats
import Metrics

/// All systems against the analysis, in one variable and unit.
struct FieldComparison {
  let worker: FieldWorker
  let unit: EvaluationUnit
  let variable: Variable
  let grid: VerificationGrid
  let threads: Int

  /// What a system has of the comparison.
  private struct Scored {
    let system: ScoredSystem
    /// Nil where the forecast is missing.
    let forecast: FieldReader.Reading?
    var sums: FieldSums?
  }

  func add(to result: inout UnitResult) async throws {
    let reader = FieldReader(variable: variable, regridders: worker.regridders, target: grid.grid, threads: threads)
    let time = unit.validTime
    guard let analysis = try await reader.reading({ try await worker.archive.field(of: $0, at: time) }) else { return }
    let metrics = try await worker.metrics(of: variable)
    let statistics = Accumulation.statistics(of: metrics)
    var scored: [Scored] = []
    for system in worker.systems {
      guard system.isScored(in: variable) else { continue }
      let withMembers = metrics.contains(where: FieldWorker.isOfMembers)
      scored.append(Scored(system: system, forecast: try await forecast(of: system, reader, withMembers: withMembers)))
    }
    var columns = try climatology(statistics)
    let pass = FieldPass(
      statistics, over: try grid.cells(by: analysis.values, of: variable, columns))
    if let baseline = scored.first(where: { $0.system.isBaseline })?.forecast, pass.needs(.baseline) {
      columns[.baseline] = baseline.values
    }
    for i in scored.indices {
      guard let forecast = scored[i].forecast else { continue }
      scored[i].sums = try await pass.sums(of: fields(forecast, analysis, columns), threads: threads)
    }
    try addAll(scored, analysis, to: &result)
    if worker.pairing == .all { addMaps(scored, analysis, to: &result) }
    try await addCommon(scored, analysis, columns, pass, to: &result)
  }

  func forecast(
    of system: ScoredSystem, _ reader: FieldReader, withMembers: Bool = false
  ) async throws -> FieldReader.Reading? {
    guard system.keys.contains(worker.key(variable, unit)) else { return nil }
    if withMembers {
      return try await reader.ensemble { try await system.source.forecast($0, from: unit.initTime, at: unit.leadTime) }
    }
    return try await reader.reading { part in
      guard let forecast = try await system.source.forecast(part, from: unit.initTime, at: unit.leadTime) else {
        return nil
      }
      return (try forecast.meanField(), forecast.origin)
    }
  }

  /// What statistics and strata need of the climatology and it has, on the verification grid.
  func climatology(_ statistics: [any Statistic]) throws -> [PairColumn: [Float]] {
    var columns: [PairColumn: [Float]] = [:]
    let wanted = statistics.reduce(into: worker.membership.columns(of: variable)) { $0.formUnion($1.columns) }
    for column in wanted where column.isClimatological {
      guard let field = try worker.climatology.field(of: column, of: variable, at: unit.validTime) else { continue }
      let origin = "the climatology of \(variable)"
      columns[column] = try worker.regridders.values(of: field, on: grid.grid, origin).values
    }
    return columns
  }

  /// The fields of a pass.
  private func fields(
    _ forecast: FieldReader.Reading, _ analysis: FieldReader.Reading, _ columns: [PairColumn: [Float]]
  ) -> ScoredFields {
    var columns = columns
    if let f = forecast.northward, let o = analysis.northward {
      columns[.secondForecast] = f
      columns[.secondObservation] = o
    }
    var values = forecast.values
    if Bearing.isMeasured(by: variable) {
      for cell in values.indices {
        values[cell] = Float(Bearing.turned(Double(values[cell]), towards: Double(analysis.values[cell])))
      }
    }
    return ScoredFields(
      variable: variable, initTime: unit.initTime, leadTime: unit.leadTime, forecasts: values,
      observations: analysis.values, columns: columns, members: forecast.members)
  }

  // MARK: - What each system has

  private func addAll(_ scored: [Scored], _ analysis: FieldReader.Reading, to result: inout UnitResult) throws {
    for part in scored {
      try add(part.sums, of: part.system, .all, to: &result)
      result.entries.append(entry(part.system, .all, ledger(of: part, analysis)))
    }
    for system in worker.systems where !system.isScored(in: variable) && !system.isBesideRaw {
      var ledger = Ledger()
      ledger.reject(.variable, analysedCells(analysis))
      for pairing in Matching.Pairing.allCases { result.entries.append(entry(system, pairing, ledger)) }
    }
  }

  private func add(
    _ sums: FieldSums?, of system: ScoredSystem, _ pairing: Matching.Pairing, to result: inout UnitResult
  ) throws {
    guard let sums else { return }
    for (position, stratum) in worker.strata.enumerated() {
      for part in try sums.sums(ofStratum: position) ?? [] {
        result.cells.append(
          UnitResult.Cell(
            system: system.name, variable: variable, pairing: pairing, stratum: stratum.name, sums: part))
      }
    }
    for (family, positions) in worker.membership.families(of: variable) {
      let count = sums.used(outsideStrata: positions)
      guard count > 0 else { continue }
      result.outside.append(
        UnitResult.Outside(system: system.name, variable: variable, pairing: pairing, family: family, count: count))
    }
  }

  private func entry(_ system: ScoredSystem, _ pairing: Matching.Pairing, _ ledger: Ledger) -> UnitResult.Entry {
    UnitResult.Entry(
      system: system.name, variable: variable, pairing: pairing, ledger: ledger,
      pairs: MatchedPairs(
        variable: variable, initTime: unit.initTime, leadTime: unit.leadTime, stations: [], forecasts: [],
        observations: []))
  }

  private func ledger(of part: Scored, _ analysis: FieldReader.Reading) -> Ledger {
    var ledger = Ledger()
    guard let sums = part.sums, let forecast = part.forecast else {
      let analysed = analysedCells(analysis)
      ledger.reject(.missingForecast, analysed)
      ledger.reject(.missingAnalysis, grid.cells.cellCount - analysed)
      return ledger
    }
    let outside = min(forecast.outside, sums.missingForecasts)
    ledger.use(sums.used)
    ledger.reject(.offGrid, outside)
    ledger.reject(.mask, sums.missingForecasts - outside)
    ledger.reject(.missingAnalysis, sums.missingObservations)
    return ledger
  }

  private func analysedCells(_ analysis: FieldReader.Reading) -> Int {
    grid.cells.count { !analysis.values[$0].isNaN }
  }

  // MARK: - What all of them have

  private func addCommon(
    _ scored: [Scored], _ analysis: FieldReader.Reading, _ columns: [PairColumn: [Float]], _ pass: FieldPass,
    to result: inout UnitResult
  ) async throws {
    let common = commonAnalysis(scored, analysis)
    if worker.pairing == .common, scored.allSatisfy({ $0.forecast != nil }) {
      addMaps(scored, common ?? analysis, to: &result)
    }
    for part in scored {
      var ledger = ledger(of: part, analysis)
      var sums = part.sums
      if sums != nil, let common, let forecast = part.forecast {
        sums = try await pass.sums(of: fields(forecast, common, columns), threads: threads)
      }
      // Where a system has no forecast, there is no cell that all of them have.
      if scored.contains(where: { $0.forecast == nil }) { sums = nil }
      ledger.withdraw(ledger.used - (sums?.used ?? 0), as: .notCommon)
      try add(sums, of: part.system, .common, to: &result)
      result.entries.append(entry(part.system, .common, ledger))
    }
  }

  private func addMaps(_ scored: [Scored], _ analysis: FieldReader.Reading, to result: inout UnitResult) {
    guard let map = grid.map, worker.maps?.leadTimes.contains(unit.leadTime) ?? false,
      WindVariables(variable) == nil
    else { return }
    for part in scored {
      guard let forecast = part.forecast else { continue }
      var sums = MapSums(cellCount: map.blocks.count)
      sums.add(forecast.values, analysis.values, of: map.blocks, grid.cells)
      result.maps.append(UnitResult.MapPart(system: part.system.name, variable: variable, grid: map, sums: sums))
    }
  }

  /// The analysis where every system has a value; nil where that is all of it, or where a forecast is missing.
  private func commonAnalysis(_ scored: [Scored], _ analysis: FieldReader.Reading) -> FieldReader.Reading? {
    let forecasts = scored.compactMap(\.forecast)
    guard forecasts.count == scored.count, scored.contains(where: { ($0.sums?.missingForecasts ?? 0) > 0 }) else {
      return nil
    }
    var common = analysis
    for forecast in forecasts {
      for cell in common.values.indices where forecast.values[cell].isNaN { common.values[cell] = .nan }
    }
    return common
  }
}
