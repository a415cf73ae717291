import Fields
public import Foundation
public import Stations

/// Station observations of one hour as harp and HARMONIE's verification write them: `vobs2019021700`.
///
/// The first line has the number of SYNOP and of TEMP reports and the version. In version 4 the
/// names of the columns follow, each with its accumulation in hours; versions 2 and 3 have fifteen
/// columns of their own. Then each SYNOP report is a line `id lat lon elevation values...`, where -99
/// is missing. The hour is in the file's name alone. TEMP reports are counted as unsupported.
///
/// `PSS` is the pressure at the station and `PS` that at mean sea level, both in hPa; cloud cover is
/// in oktas, visibility in metres, the rest in SI units. Columns whose period the format leaves open
/// (gusts, extremes) and cloud columns without a counterpart here are counted as unknown variables.
public struct VobsReader: ObservationReader {
  public static let format = "vobs"
  public static let title = "harp vobs text, one hour of SYNOP reports a file"

  public init(options: ReaderOptions) {}

  public static func recognises(head: [UInt8], fileName: String) -> Bool {
    let lines = head.split(separator: 10, maxSplits: 2, omittingEmptySubsequences: false)
    guard lines.count >= 2, let first = numbers(lines[0]), let second = numbers(lines[1]) else { return false }
    return (2...3).contains(first.count) && (2...4).contains(first[first.count - 1]) && second.count == 1
  }

  private static func numbers(_ line: ArraySlice<UInt8>) -> [Int]? {
    let words = String(decoding: line, as: UTF8.self).split(whereSeparator: \.isWhitespace)
    let numbers = words.compactMap { Int($0) }
    return numbers.count == words.count ? numbers : nil
  }

  public func circumstances(of file: URL) -> String { file.lastPathComponent }

  public func read(_ file: URL, into collector: inout ObservationCollector) throws {
    let validTime = try VobsReader.validTime(of: file)
    let text = try TextFile(file)
    var parser = Parser(file: text, validTime: validTime)
    try text.forEachLine { line, number in try parser.take(line, number, into: &collector) }
    try parser.finish(into: &collector)
  }

  /// The hour in a file's name.
  private static func validTime(of file: URL) throws(FormatError) -> UTCTime {
    let digits = file.lastPathComponent.dropFirst("vobs".count).prefix { $0.isASCII && $0.isNumber }
    guard file.lastPathComponent.hasPrefix("vobs"), digits.count == 10, let time = UTCTime(String(digits)) else {
      throw FormatError(
        file, "a vobs file tells its hour by its name alone; expected one like vobs2019021700, so rename the file")
    }
    return time
  }
}

/// A column of a vobs file as its header names it.
struct VobsColumn: Hashable {
  let name: String
  /// Hours of accumulation.
  let period: Int

  /// The variable and the line that takes its values to the canonical unit; nil where there is none.
  var variable: (variable: Variable, scale: Double)? {
    switch name {
    case "NN": (.cloudCover, 0.125)
    case "DD": (.windDirection10m, 1)
    case "FF": (.windSpeed10m, 1)
    case "TT": (.temperature2m, 1)
    case "TD": (.dewPoint2m, 1)
    case "RH": (.relativeHumidity2m, 1)
    case "QQ": (Variable(.specificHumidity, .height(2)), 1)
    case "PSS": (.surfacePressure, 100)
    case "PS": (.seaLevelPressure, 100)
    case "VI": (.visibility, 1)
    default: name.hasPrefix("PE") && period > 0 ? (.precipitation(.hours(period)), 1) : nil
    }
  }

  /// The columns of versions 2 and 3, where precipitation is that of 12 hours.
  static let old = ["NN", "DD", "FF", "TT", "RH", "PS", "PE", "QQ", "VI", "TD", "TX", "TN", "GW", "GX", "WX"]
    .map { VobsColumn(name: $0, period: $0 == "PE" ? 12 : 0) }
}

extension VobsReader {
  /// Reads line by line; the header says what comes next.
  private struct Parser {
    private enum Expected {
      case counts, columnCount, columns, levelCount, reports
    }

    private let file: TextFile
    private let validTime: UTCTime
    private var expected = Expected.counts
    private var reportCount = 0
    private var soundingCount = 0
    private var columnCount = 0
    private var columns: [VobsColumn] = []
    /// By column: the collector's number of the variable, or nil, and the factor to its unit.
    private var targets: [(variable: Int32?, scale: Double)] = []
    private var reportsSeen = 0
    private var words: [ByteText] = []

    init(file: TextFile, validTime: UTCTime) {
      self.file = file
      self.validTime = validTime
      words.reserveCapacity(32)
    }

    mutating func take(_ line: ByteText, _ number: Int, into collector: inout ObservationCollector) throws {
      // What follows the SYNOP reports are TEMP reports.
      if expected == .reports, reportsSeen == reportCount { return }
      line.words(into: &words)
      guard !words.isEmpty else { return }
      switch expected {
      case .counts:
        let counts = words.compactMap(\.integer)
        guard (2...3).contains(words.count), counts.count == words.count, counts.allSatisfy({ $0 >= 0 }) else {
          throw file.error(
            line: number, "expected the numbers of SYNOP and TEMP reports and the version, found '\(line.excerpt)'")
        }
        reportCount = counts[0]
        soundingCount = counts.count == 3 ? counts[1] : 0
        let version = counts[counts.count - 1]
        guard (2...4).contains(version) else {
          throw file.error(line: number, "expected vobs version 2, 3 or 4, found \(version)")
        }
        if version == 4 {
          expected = .columnCount
        } else {
          expected = .levelCount
        }
      case .levelCount:
        columns = VobsColumn.old
        register(into: &collector)
      case .columnCount:
        guard words.count == 1, let count = words[0].integer, (1...200).contains(count) else {
          throw file.error(line: number, "expected the number of columns, found '\(line.excerpt)'")
        }
        columnCount = count
        expected = .columns
      case .columns:
        guard words.count == 2, let period = words[1].integer else {
          throw file.error(line: number, "expected a column's name and accumulation in hours, found '\(line.excerpt)'")
        }
        columns.append(VobsColumn(name: words[0].string, period: period))
        if columns.count == columnCount { register(into: &collector) }
      case .reports:
        reportsSeen += 1
        try report(line, number, into: &collector)
      }
    }

    private mutating func register(into collector: inout ObservationCollector) {
      targets = columns.map { column in
        guard let (variable, scale) = column.variable else { return (nil, 1) }
        return (collector.number(of: variable), scale)
      }
      expected = .reports
    }

    private func report(_ line: ByteText, _ number: Int, into collector: inout ObservationCollector) throws {
      guard words.count == columns.count + 4 else {
        collector.reject(.malformed, "line \(number): expected \(columns.count + 4) columns, found \(words.count)")
        return
      }
      guard let latitude = words[1].double, let longitude = words[2].double, let height = words[3].double else {
        collector.reject(.malformed, "line \(number): expected a position, found '\(line.excerpt)'")
        return
      }
      let coordinate = Coordinate(latitude: latitude, longitude: longitude)
      let station = Station(
        id: words[0].integer.flatMap { StationIdentifier.wmo($0) } ?? words[0].string, coordinate: coordinate,
        elevation: height == VobsReader.missing ? nil : height)
      guard let place = collector.number(of: station) else {
        let (reason, count) = (
          latitude == VobsReader.missing ? ImportRejection.missingPosition : .invalidPosition,
          words[4...].count { $0.double != VobsReader.missing }
        )
        collector.reject(reason, count: max(1, count), "line \(number): \(station.id) at \(coordinate)")
        return
      }
      for (i, target) in targets.enumerated() {
        let word = words[i + 4]
        guard let value = word.double else {
          collector.reject(.notANumber, "line \(number): \(columns[i].name) is '\(word.excerpt)'")
          continue
        }
        if value == VobsReader.missing {
          collector.countMissing()
        } else if let variable = target.variable {
          try collector.add(station: place, variable: variable, validTime: validTime, value: value * target.scale)
        } else {
          collector.reject(.unknownVariable, "line \(number): \(columns[i].name) of \(columns[i].period) h")
        }
      }
    }

    func finish(into collector: inout ObservationCollector) throws {
      guard expected == .reports, reportsSeen == reportCount else {
        let found = expected == .reports ? "ends after \(reportsSeen)" : "ends within its header"
        throw FormatError(
          file.url, "the file announces \(reportCount) SYNOP reports and \(found); it is cut off, fetch it again")
      }
      if soundingCount > 0 {
        collector.reject(
          .unsupportedReport, count: soundingCount, "\(soundingCount) TEMP reports at the end of the file")
      }
    }
  }

  /// What stands in a vobs file for a missing value.
  private static let missing = -99.0
}
