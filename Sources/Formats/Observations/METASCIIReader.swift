public import Foundation
public import Stations
import Fields

/// Point observations in MET's eleven columns: message type, station, valid time, latitude, longitude,
/// elevation, variable (a GRIB abbreviation or code), level, height, quality and value.
///
/// A report of a surface message type (`ADPSFC`, `SFCSHP`, `MSONET`) is at 2 m or 10 m; any other is at
/// the pressure of its level. For `APCP` the level is the length of the accumulation, in hours or as
/// HHMMSS. -9999 is missing. Quality marks are those of PrepBUFR: 0 to 2 good, 3 suspect, more bad.
///
/// Source: MET User's Guide, "Re-Formatting of Point Observations", ASCII2NC.
public struct METASCIIReader: ObservationReader {
  public static let format = "met-ascii"
  public static let title = "MET point observations in eleven columns of text"

  public init(options: ReaderOptions) {}

  public static func recognises(head: [UInt8], fileName: String) -> Bool {
    head.withUnsafeBufferPointer { bytes in
      var words: [ByteText] = []
      var result: Bool?
      ByteText(bytes).forEachLine { line, _ in
        guard result == nil, !line.trimmed.isEmpty, line[0] != UInt8(ascii: "#") else { return }
        line.words(into: &words)
        result = words.count == 11 && words[2].metTime != nil && words[3].double != nil && words[4].double != nil
      }
      return result ?? false
    }
  }

  public func read(_ file: URL, into collector: inout ObservationCollector) throws {
    let text = try TextFile(file)
    var words: [ByteText] = []
    try text.forEachLine { line, number in
      guard !line.trimmed.isEmpty, line[0] != UInt8(ascii: "#") else { return }
      line.words(into: &words)
      guard words.count == 11 else {
        return collector.reject(.malformed, "line \(number): expected 11 columns, found \(words.count)")
      }
      try METASCIIReader.read(words, line: number, into: &collector)
    }
  }

  private static let surfaceTypes: Set<String> = ["ADPSFC", "SFCSHP", "MSONET"]

  private static func read(_ words: [ByteText], line: Int, into collector: inout ObservationCollector) throws {
    guard let time = words[2].metTime else {
      return collector.reject(.invalidTime, "line \(line): '\(words[2].excerpt)'")
    }
    guard let latitude = words[3].double, let longitude = words[4].double else {
      return collector.reject(.missingPosition, "line \(line): '\(words[3].excerpt) \(words[4].excerpt)'")
    }
    guard let entry = METLexicon(words[6].string) else {
      return collector.reject(.unknownVariable, "line \(line): '\(words[6].excerpt)'")
    }
    let isSurface = surfaceTypes.contains(words[0].string)
    guard let variable = variable(entry, level: words[7], isSurface: isSurface) else {
      return collector.reject(
        .unsupportedReport, "line \(line): \(words[0].string) \(words[6].excerpt) at level '\(words[7].excerpt)'")
    }
    guard let value = words[10].double else {
      return words[10].isMissing
        ? collector.countMissing() : collector.reject(.notANumber, "line \(line): '\(words[10].excerpt)'")
    }
    if value == -9999 { return collector.countMissing() }
    let elevation = words[5].double.flatMap { $0 == -9999 ? nil : $0 }
    let station = Station(
      id: StationIdentifier.wmo(words[1].string), coordinate: Coordinate(latitude: latitude, longitude: longitude),
      elevation: elevation)
    guard let place = collector.number(of: station) else {
      return collector.reject(
        .invalidPosition, "line \(line): \(station.id) at latitude \(latitude), longitude \(longitude)")
    }
    let (scale, offset) = entry.unit.line(to: variable.unit) ?? (1, 0)
    try collector.add(
      station: place, variable: collector.number(of: variable), validTime: time, value: value * scale + offset,
      quality: quality(words[9]))
  }

  private static func variable(_ entry: METLexicon, level: ByteText, isSurface: Bool) -> Variable? {
    if entry.quantity == .precipitation { return entry.accumulated(over: level.string) }
    if isSurface { return entry.atSurface() }
    guard entry.quantity != .surfacePressure, let pressure = level.double, pressure > 0 else { return nil }
    return Variable(entry.quantity, .pressure(pressure))
  }

  /// The quality mark of PrepBUFR.
  static func quality(_ word: ByteText) -> Quality {
    switch word.integer {
    case 0, 1, 2: .good
    case 3: .suspect
    case .some(4...): .bad
    default: .unchecked
    }
  }
}
