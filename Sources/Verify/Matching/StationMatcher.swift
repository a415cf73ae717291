public import Fields
import Metrics
import Stations

/// Matches fields and station tables with reports of stations.
///
/// A field's value at a station is taken by the plan's interpolation, inside the grid alone. A table's
/// value belongs to the station of the same identifier, if their positions agree; a station that the table has
/// twice with different values has none. Directions are taken as
/// unit vectors, so that halfway from 359° to 1° is 0°. Temperatures are
/// brought to the station's height where a correction is given; a candidate whose height is unknown, at the
/// station or in the model, is then rejected.
public struct StationMatcher: Matcher {
  /// For messages: the system whose forecasts are matched.
  let system: String
  private let matching: Matching
  let method: Matching.Method
  let stationDistance: Double
  /// nil scores forecasts as they are.
  let correction: HeightCorrection?
  /// The height of the model's ground in metres.
  let orography: Field?
  let landMask: LandMask?
  let stencils: StencilCache
  let tables: StationTableIndex

  public init(
    system: String, matching: Matching, correction: HeightCorrection? = nil, orography: Field? = nil,
    landFraction: Field? = nil
  ) {
    self.init(
      system: system, matching: matching, correction: correction, orography: orography,
      landMask: landFraction.map { LandMask(name: system, fraction: $0) }, stencils: StencilCache())
  }

  init(
    system: String, matching: Matching, correction: HeightCorrection?, orography: Field?, landMask: LandMask?,
    stencils: StencilCache, tables: StationTableIndex = StationTableIndex()
  ) {
    self.system = system
    self.matching = matching
    method = matching.method
    stationDistance = matching.stationDistance
    self.correction = correction
    self.orography = orography
    self.landMask = landMask
    self.stencils = stencils
    self.tables = tables
  }

  public func match(_ forecast: Forecast, with candidates: Candidates) throws -> Match {
    precondition(
      forecast.variable == candidates.variable && forecast.validTime == candidates.validTime,
      "a forecast and candidates of different variables or times")
    var values: StationForecasts
    switch forecast.values {
    case .fields(let members): values = try fieldValues(members, candidates)
    case .stations(let table): values = tableValues(table, candidates)
    }
    if let correction, HeightCorrection.applies(to: forecast.variable) {
      try correct(&values, by: correction, forecast, candidates)
    }
    return values.match(forecast, candidates)
  }

  /// The same without height correction.
  var uncorrected: StationMatcher {
    StationMatcher(
      system: system, matching: matching, correction: nil, orography: orography, landMask: landMask,
      stencils: stencils, tables: tables)
  }

  // MARK: - Fields

  private func fieldValues(_ members: [Field], _ candidates: Candidates) throws -> StationForecasts {
    var values = StationForecasts(memberCount: members.count, count: candidates.count)
    let isDirection = Bearing.isMeasured(by: candidates.variable)
    for (member, field) in members.enumerated() {
      let table = try stencils.table(on: field.grid, method, landMask: landMask, for: candidates)
      field.values.withUnsafeBufferPointer { cells in
        for (i, number) in candidates.stationIndex.enumerated() {
          switch table.states[Int(number)] {
          case .found:
            let stencil = table.stencils[Int(number)]
            values.members[i * members.count + member] =
              isDirection ? Bearing.value(of: stencil, in: cells) : stencil.value(in: cells)
          case .noLand: values.fates[i] = .mask
          case .offGrid, .unknown: values.fates[i] = .offGrid
          }
        }
      }
    }
    return values
  }

  // MARK: - Tables

  private func tableValues(_ table: StationValues, _ candidates: Candidates) -> StationForecasts {
    let count = table.members.count
    var values = StationForecasts(memberCount: count, count: candidates.count)
    let rows = tables.rows(of: table.identifiers)
    for (i, station) in candidates.stations.enumerated() {
      switch row(of: station, in: table, rows) {
      case .found(let row):
        for member in 0..<count { values.members[i * count + member] = table.members[member][row] }
      case .rejected(let reason): values.fates[i] = reason
      }
    }
    return values
  }

  private enum TableRow {
    case found(Int)
    case rejected(RejectionReason)
  }

  /// The row of a station that is where the table says. Several rows of it are one where they say the same.
  private func row(of station: Station, in table: StationValues, _ rows: StationTableIndex.Rows) -> TableRow {
    let named = rows.rows(of: station.id)
    guard !named.isEmpty else { return .rejected(.unknownStation) }
    let near = named.filter { isSamePlace(table.coordinates[$0], station.coordinate) }
    guard let row = near.first else { return .rejected(.position) }
    let isOne = near.dropFirst().allSatisfy { other in
      table.elevations[other] == table.elevations[row]
        && table.members.allSatisfy { $0[other] == $0[row] || ($0[other].isNaN && $0[row].isNaN) }
    }
    return isOne ? .found(row) : .rejected(.duplicate)
  }

  /// Whether a table's station is where the observing one is; a table without positions is trusted.
  func isSamePlace(_ tabled: Coordinate?, _ observed: Coordinate) -> Bool {
    tabled.map { $0.distance(to: observed) <= stationDistance } ?? true
  }

  // MARK: - Height

  /// The height of the model's ground at each candidate; NaN where it is unknown.
  func modelHeights(_ forecast: Forecast, _ candidates: Candidates) throws -> [Double] {
    var heights = [Double](repeating: .nan, count: candidates.count)
    switch forecast.values {
    case .stations(let table):
      let rows = tables.rows(of: table.identifiers)
      for (i, station) in candidates.stations.enumerated() {
        if case .found(let row) = row(of: station, in: table, rows), let height = table.elevations[row] {
          heights[i] = height
        }
      }
    case .fields:
      guard let orography else { return heights }
      let table = try stencils.table(on: orography.grid, method, landMask: landMask, for: candidates)
      orography.values.withUnsafeBufferPointer { cells in
        for (i, number) in candidates.stationIndex.enumerated() where table.states[Int(number)] == .found {
          heights[i] = table.stencils[Int(number)].value(in: cells)
        }
      }
    }
    return heights
  }

  private func correct(
    _ values: inout StationForecasts, by correction: HeightCorrection, _ forecast: Forecast,
    _ candidates: Candidates
  ) throws {
    let heights = try modelHeights(forecast, candidates)
    for (i, station) in candidates.stations.enumerated() where values.fates[i] == nil {
      guard let elevation = station.elevation, !heights[i].isNaN else {
        values.fates[i] = .height
        continue
      }
      for k in i * values.memberCount..<(i + 1) * values.memberCount {
        values.members[k] = correction.corrected(values.members[k], from: heights[i], to: elevation)
      }
    }
  }
}
