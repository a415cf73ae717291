import Fields
import Stations
import Synchronization

/// An analysis in the place of observations: every cell of its grid is a station at the cell's centre.
///
/// All cells have one weight, whatever their area. A missing cell is no report. At a valid time the analysis of
/// the shortest lead time counts, so that a file of accumulated analyses serves as well.
final class AnalysisReports: ReportSource {
  /// More cells than this are not taken for stations.
  static let cellLimit = 1_000_000

  private let source: any ForecastSource
  private let keys: [Variable: [UTCTime: ForecastKey]]
  private let stations = Mutex<(grid: any Grid, stations: [Station])?>(nil)

  init(_ source: any ForecastSource) async throws {
    self.source = source
    var keys: [Variable: [UTCTime: ForecastKey]] = [:]
    for key in try await source.contents() {
      let known = keys[key.variable]?[key.validTime]
      if known.map({ key.leadTime < $0.leadTime }) ?? true { keys[key.variable, default: [:]][key.validTime] = key }
    }
    self.keys = keys
  }

  /// - Throws: `VerifyError` where the analysis is no single field, or has too many cells.
  func reports(of variable: Variable, from: UTCTime, through: UTCTime) async throws -> Reports {
    let held = (keys[variable] ?? [:]).filter { (from...through).contains($0.key) }.sorted { $0.key < $1.key }
    var fields: [(time: UTCTime, field: Field)] = []
    for (time, key) in held {
      guard let analysis = try await source.forecast(variable, from: key.initTime, at: key.leadTime) else { continue }
      fields.append((time, try AnalysisReports.field(of: analysis)))
    }
    guard let first = fields.first?.field else { return Reports(variable: variable) }
    guard fields.allSatisfy({ $0.field.grid.isEqual(to: first.grid) }) else {
      throw VerifyError(
        "the analyses of \(variable) around \(from.shortDescription) are on different grids",
        suggestion: "Give analyses of one grid.")
    }
    var reports = Reports(variable: variable, stations: stations(on: first.grid), sources: ["analysis"])
    for cell in 0..<first.grid.count {
      for (time, field) in fields where !field.values[cell].isNaN {
        reports.stationIndex.append(Int32(cell))
        reports.validTimes.append(time)
        reports.values.append(Double(field.values[cell]))
        reports.qualities.append(.unchecked)
        reports.sourceIndex.append(0)
      }
    }
    return reports
  }

  func timeSpan(of variable: Variable?) throws -> ClosedRange<UTCTime>? {
    let times = keys.filter { variable == nil || $0.key == variable }.flatMap(\.value.keys)
    guard let first = times.min(), let last = times.max() else { return nil }
    return first...last
  }

  private static func field(of analysis: Forecast) throws -> Field {
    guard case .fields(let members) = analysis.values, members.count == 1 else {
      throw VerifyError(
        "\(analysis.origin): an analysis has to be one field, not \(analysis.memberCount) members or a table",
        suggestion: "Give the analysis, or a single member, alone.")
    }
    guard members[0].values.count <= cellLimit else {
      throw VerifyError(
        "\(analysis.origin): the analysis has \(members[0].values.count) cells; up to \(cellLimit) count as stations",
        suggestion: "Give a part of it, or a coarser one.")
    }
    return members[0]
  }

  private func stations(on grid: any Grid) -> [Station] {
    stations.withLock { known in
      if let known, known.grid.isEqual(to: grid) { return known.stations }
      let made = (0..<grid.count).map { Station(id: "cell \($0)", coordinate: grid.coordinate(of: $0)) }
      known = (grid, made)
      return made
    }
  }
}
