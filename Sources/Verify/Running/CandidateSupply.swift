import Fields
import Stations
import Synchronization

/// Candidates by variable and valid time. Several forecasts are valid at one time, so the latest are kept.
final class CandidateSupply: Sendable {
  private struct Key: Hashable {
    let variable: Variable
    let validTime: UTCTime
  }

  /// Candidates and the digest of the reports they were made from.
  struct Supply: Sendable {
    let candidates: Candidates
    let digest: String
  }

  private struct Kept {
    var supplies: [Key: Supply] = [:]
    /// The oldest first.
    var order: [Key] = []
  }

  private let source: any ReportSource
  let selection: ReportSelection
  private let register: StationRegister
  private let capacity: Int
  private let kept = Mutex(Kept())

  init(_ source: any ReportSource, selection: ReportSelection, register: StationRegister, capacity: Int = 64) {
    self.source = source
    self.selection = selection
    self.register = register
    self.capacity = capacity
  }

  /// All the reports of a variable that count at a valid time.
  func reports(of variable: Variable, at validTime: UTCTime) async throws -> Reports {
    let window = selection.window(at: validTime)
    return try await source.reports(of: variable, from: window.from, through: window.through)
  }

  func supply(of variable: Variable, at validTime: UTCTime) async throws -> Supply {
    let key = Key(variable: variable, validTime: validTime)
    if let known = kept.withLock({ $0.supplies[key] }) { return known }
    let reports = try await reports(of: variable, at: validTime)
    let supply = Supply(
      candidates: Candidates(reports, at: validTime, selection: selection, register: register),
      digest: CandidateSupply.digest(of: reports))
    kept.withLock { kept in
      guard kept.supplies.updateValue(supply, forKey: key) == nil else { return }
      kept.order.append(key)
      if kept.order.count > capacity { kept.supplies[kept.order.removeFirst()] = nil }
    }
    return supply
  }

  /// A digest of reports, for the recognition of changed observations.
  private static func digest(of reports: Reports) -> String {
    guard reports.count > 0 else { return "none" }
    var hash = SHA256()
    for station in reports.stations {
      hash.update("\(station.id) \(station.coordinate.latitude) \(station.coordinate.longitude180) ")
      hash.update(station.elevation.map { "\($0)\n" } ?? "-\n")
    }
    for source in reports.sources { hash.update("\(source)\n") }
    func add<Number>(_ column: [Number]) { column.withUnsafeBytes { hash.update($0) } }
    add(reports.stationIndex.map(\.littleEndian))
    add(reports.sourceIndex.map(\.littleEndian))
    add(reports.validTimes.map(\.secondsSince1970.littleEndian))
    add(reports.values.map(\.bitPattern.littleEndian))
    add(reports.northwardValues.map(\.bitPattern.littleEndian))
    add(reports.qualities.map(\.rawValue))
    return hash.hexDigest
  }
}
