public import Fields
import Metrics

extension Explainer {
  /// The stories of the cell of the comparison that is nearest to a point, at a valid time: one for each system,
  /// variable and initial time that is valid then.
  ///
  /// Throws where the evaluation is against stations, holds nothing at that time, or no such system or variable, or the
  /// point is outside the grid.
  public func stories(
    at point: Coordinate, validTime: UTCTime, system: String? = nil, variable: Variable? = nil
  ) async throws -> [CellStory] {
    guard let fields = evaluation.fields else {
      throw VerifyError(
        "the evaluation is against stations, and a point of the map has no story",
        suggestion: "Name a station with --station.")
    }
    let units = try units(at: validTime)
    try refuseUnknown(system: system)
    var stories: [CellStory] = []
    for wanted in try variables(variable) {
      guard let grid = try await fields.grids.grid(of: wanted) else { continue }
      guard let cell = grid.grid.nearestCells(to: point, count: 1)?.first else {
        throw VerifyError("\(point) is outside the grid of the comparison, \(grid.grid.summary)")
      }
      for unit in units where fields.isCompared(wanted, in: unit) {
        stories += try await FieldComparison(
          worker: fields, unit: unit, variable: wanted, grid: grid, threads: 1
        ).stories(of: cell).filter { system == nil || $0.system == system }
      }
    }
    guard !stories.isEmpty else {
      throw VerifyError(
        "no forecast that is valid at \(validTime.shortDescription) was compared with an analysis",
        suggestion: "See what both hold with `verify check`.")
    }
    return stories
  }
}

extension FieldComparison {
  /// The stories of one cell, by the way a run goes.
  fileprivate func stories(of cell: Int) async throws -> [CellStory] {
    let reader = FieldReader(variable: variable, regridders: worker.regridders, target: grid.grid, threads: threads)
    let time = unit.validTime
    let analysis = try await reader.reading { try await worker.archive.field(of: $0, at: time) }
    let observed = analysis?.values(of: cell) ?? []
    let cells = try analysis.map { try grid.cells(by: $0.values, of: variable, try climatology([])) } ?? grid.cells
    let strata = worker.strata.indices.filter { cells.parts.isCell(cell, inStratum: $0) }.map { worker.strata[$0].name }
    var stories: [CellStory] = []
    for system in worker.systems where system.isScored(in: variable) {
      let forecast = try await forecast(of: system, reader)
      let values = forecast?.values(of: cell) ?? []
      let rejection: RejectionReason? =
        observed.isEmpty ? .missingAnalysis : forecast == nil ? .missingForecast : values.isEmpty ? .mask : nil
      stories.append(
        CellStory(
          system: system.name, variable: variable, initTime: unit.initTime, leadTime: unit.leadTime,
          grid: grid.grid.summary, cell: cell, coordinate: grid.grid.coordinate(of: cell),
          weight: grid.cells.weight(of: cell), strata: strata,
          forecastOrigin: forecast?.origin, analysisOrigin: analysis?.origin, forecast: values, analysis: observed,
          rejection: rejection, lackedBy: []))
    }
    let lacking = stories.filter { $0.forecast.isEmpty }.map(\.system)
    for i in stories.indices { stories[i].lackedBy = lacking.filter { $0 != stories[i].system } }
    return stories
  }
}

extension FieldReader.Reading {
  /// The value of a cell, or both components; empty where it is missing.
  fileprivate func values(of cell: Int) -> [Double] {
    let parts = [values[cell]] + (northward.map { [$0[cell]] } ?? [])
    return parts.contains(where: \.isNaN) ? [] : parts.map(Double.init)
  }
}
