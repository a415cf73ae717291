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

  private let archive: AnalysisArchive
  private let stations = Mutex<(grid: any Grid, stations: [Station])?>(nil)

  init(_ source: any ForecastSource) async throws {
    archive = try await AnalysisArchive(source)
  }

  /// - Throws: `VerifyError` where the analysis is no single field, or has too many cells.
  func reports(of variable: Variable, from: UTCTime, through: UTCTime) async throws -> Reports {
    var fields: [(time: UTCTime, field: Field)] = []
    for key in archive.keys(of: variable, from: from, through: through) {
      guard let (field, origin) = try await archive.field(of: key) else { continue }
      guard field.values.count <= Self.cellLimit else {
        throw VerifyError(
          "\(origin): the analysis has \(field.values.count) cells; up to \(Self.cellLimit) count as stations",
          suggestion: "Give it as 'analysis: {files: ...}' beside 'forecasts', where fields are compared as fields.")
      }
      fields.append((key.validTime, field))
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
    let times = (variable.map { [$0] } ?? Array(archive.variables)).flatMap(archive.validTimes)
    guard let first = times.min(), let last = times.max() else { return nil }
    return first...last
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
