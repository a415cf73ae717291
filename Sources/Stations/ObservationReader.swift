public import Fields
public import Foundation

/// Reads one format of station observations.
///
/// A reader turns a file into stations and values in canonical units and hands both to a collector;
/// it stores nothing. What it can't use it rejects with a reason, so that
/// `read = kept + rejected` holds for every file. It throws only where the file as a whole can't be
/// read; then nothing of it is kept.
public protocol ObservationReader: Sendable {
  /// The name given with `--format`: `vobs`, `isd-lite`.
  static var format: String { get }
  /// For people, in one line.
  static var title: String { get }

  /// Whether a file is of this format, from its first bytes (at most 4096) and its name.
  static func recognises(head: [UInt8], fileName: String) -> Bool

  /// Throws where the options are wrong for the format, or where what they name can't be read.
  init(options: ReaderOptions) throws

  /// Reads a whole file. Call `collector.report(progress:)` now and then in a long one.
  func read(_ file: URL, into collector: inout ObservationCollector) throws

  /// What besides a file's bytes decides what is read from it. A file whose bytes and
  /// circumstances are known to a store is not imported again. A reader that takes the time from
  /// the file's name must tell so here.
  func circumstances(of file: URL) -> String
}

extension ObservationReader {
  public func circumstances(of file: URL) -> String { "" }
}

/// Why a report or a value was not kept.
public enum ImportRejection: String, Sendable, Codable, CodingKeyRepresentable, CaseIterable {
  case malformed
  case missingPosition = "missing position"
  case invalidPosition = "invalid position"
  case unknownStation = "unknown station"
  case invalidTime = "invalid time"
  case unknownVariable = "unknown variable"
  case unknownUnit = "unknown unit"
  case notANumber = "not a number"
  case implausible = "implausible value"
  case flaggedBySource = "flagged by its source"
  case duplicateInFile = "duplicate in the file"
  case unsupportedReport = "unsupported kind of report"
}

/// Takes what a reader finds, and passes it on in batches so that memory does not grow with the
/// file.
///
/// Stations and variables are registered once and then named by number, so that adding a value is a
/// handful of stores.
public struct ObservationCollector {
  /// A column-wise batch of values.
  public struct Batch {
    public var stations: [Int32] = []
    public var variables: [Int32] = []
    public var validTimes: [Int64] = []
    public var values: [Double] = []
    public var qualities: [UInt8] = []

    public var count: Int { values.count }

    mutating func removeAll() {
      stations.removeAll(keepingCapacity: true)
      variables.removeAll(keepingCapacity: true)
      validTimes.removeAll(keepingCapacity: true)
      values.removeAll(keepingCapacity: true)
      qualities.removeAll(keepingCapacity: true)
    }
  }

  /// Every station seen, in order; their positions in this array are the numbers in batches.
  public private(set) var stations: [Station] = []
  /// Every variable seen, likewise.
  public private(set) var variables: [Variable] = []
  /// Values offered by the reader, kept or not. Missing values are counted in `missing` alone.
  public private(set) var read = 0
  public private(set) var kept = 0
  /// Values the file marks as missing: neither read nor rejected.
  public private(set) var missing = 0
  public private(set) var rejected: [ImportRejection: Int] = [:]
  /// The first few rejections of each reason, for people: `line 17: latitude 95.0`.
  public private(set) var examples: [ImportRejection: [String]] = [:]

  /// What is to be said once of the file as a whole: columns that were passed over, units that were assumed.
  public private(set) var notes: [String] = []
  /// Identifiers of stations whose height is out of `Station.elevationRange` and was taken for unknown.
  public private(set) var unlikelyHeights: Set<String> = []
  /// The first of them, for people: `01492, -9999.0 m`.
  public private(set) var unlikelyHeightExample: String?

  private var stationNumbers: [Station: Int32] = [:]
  private var variableNumbers: [Variable: Int32] = [:]
  private var plausible: [ClosedRange<Double>] = []
  private var batch = Batch()
  private let capacity: Int
  private let progress: ((Double) -> Void)?
  private let sink: (Batch, [Station], [Variable]) throws -> Void

  /// A collector that calls `sink` with every full batch, and with the rest at `finish()`.
  public init(
    capacity: Int = 65_536, progress: ((Double) -> Void)? = nil,
    sink: @escaping (Batch, [Station], [Variable]) throws -> Void
  ) {
    self.capacity = capacity
    self.progress = progress
    self.sink = sink
  }

  /// Tells whoever watches how much of the file is read, from 0 to 1.
  public func report(progress fraction: Double) { progress?(fraction) }

  /// The number of a station, or nil where its position is not on Earth: then the reader rejects
  /// what the station reports. The same identifier at another position is another entry. A height
  /// that no ground has is taken for unknown and counted.
  public mutating func number(of station: Station) -> Int32? {
    if let known = stationNumbers[station] { return known }
    guard station.coordinate.isValid else { return nil }
    if let height = station.elevation, !Station.elevationRange.contains(height) {
      if unlikelyHeights.insert(station.id).inserted, unlikelyHeightExample == nil {
        unlikelyHeightExample = "\(station.id), \(height) m"
      }
      var placed = station
      placed.elevation = nil
      let number = number(of: placed)
      stationNumbers[station] = number
      return number
    }
    let number = Int32(stations.count)
    stations.append(station)
    stationNumbers[station] = number
    return number
  }

  public mutating func number(of variable: Variable) -> Int32 {
    if let known = variableNumbers[variable] { return known }
    let number = Int32(variables.count)
    variables.append(variable)
    plausible.append(variable.quantity.plausible)
    variableNumbers[variable] = number
    return number
  }

  /// Keeps a value in the variable's canonical unit. A value outside the quantity's plausible range,
  /// or not finite, or at a time that no observation has, is rejected and counted instead.
  public mutating func add(
    station: Int32, variable: Int32, validTime: UTCTime, value: Double, quality: Quality = .unchecked
  ) throws {
    guard value.isFinite, plausible[Int(variable)].contains(value) else {
      let (place, what) = (stations[Int(station)].id, variables[Int(variable)])
      let unit = what.unit == .one ? "" : " \(what.unit)"
      reject(
        value.isFinite ? .implausible : .notANumber,
        "\(place), \(validTime): \(what) = \(ObservationText.rounded(value))\(unit)")
      return
    }
    guard validTime >= .distantPast, validTime < .distantFuture else {
      let place = stations[Int(station)].id
      reject(.invalidTime, "\(place): \(validTime) is not in 1700...2099")
      return
    }
    read += 1
    kept += 1
    batch.stations.append(station)
    batch.variables.append(variable)
    batch.validTimes.append(validTime.secondsSince1970)
    batch.values.append(value)
    batch.qualities.append(quality.rawValue)
    if batch.count >= capacity { try flush() }
  }

  /// Counts values that were read and can't be kept.
  public mutating func reject(
    _ reason: ImportRejection, count: Int = 1, _ example: @autoclosure () -> String
  ) {
    read += count
    rejected[reason, default: 0] += count
    if examples[reason, default: []].count < 3 { examples[reason, default: []].append(example()) }
  }

  public mutating func note(_ text: String) { notes.append(text) }

  public mutating func countMissing(_ count: Int = 1) { missing += count }

  /// Passes on what is left. The caller of a reader calls this, not the reader.
  public mutating func finish() throws { try flush() }

  private mutating func flush() throws {
    guard batch.count > 0 else { return }
    try sink(batch, stations, variables)
    batch.removeAll()
  }
}
