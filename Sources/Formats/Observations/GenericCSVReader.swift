import Fields
public import Foundation
public import Stations

/// Tables of observations in text: CSV, or with another separator, one header line, quoted fields.
///
/// The header says what the columns hold where it uses this package's words (`station`, `time`,
/// `latitude`, `longitude`, `elevation`, short names such as `t2m [degC]`, or `variable`, `value`
/// and `unit`); else `ReaderOptions.columns` does. Values without a unit are in the variable's own.
/// Empty fields, `NA`, `NaN`, `null` and `-` are missing. A table without positions needs
/// `ReaderOptions.stationList`, itself such a table; one without stations keeps reports by position.
/// Lines that begin with `#` are comments.
public struct GenericCSVReader: ObservationReader {
  public static let format = "csv"
  public static let title = "Tables in text with a header line; --columns says what its columns hold"

  private let options: ReaderOptions
  private let map: ColumnMap?
  private let timeFormat: TableTime

  /// Throws where the map of columns or the form of times is wrong, or names an unknown unit.
  public init(options: ReaderOptions) throws {
    self.options = options
    map = try options.columns.map { try ColumnMap($0) }
    timeFormat = try TableTime(options.timeFormat)
    if let delimiter = options.delimiter, delimiter.asciiValue == nil {
      throw StationsError("--delimiter", "expected one ASCII character, found '\(delimiter)'")
    }
  }

  public static func recognises(head: [UInt8], fileName: String) -> Bool {
    head.withUnsafeBufferPointer { bytes in
      guard let line = ByteText(bytes).tableHeader else { return false }
      return TableColumns(header: line.fields(line.likelyDelimiter)).problem == nil
    }
  }

  public func read(_ file: URL, into collector: inout ObservationCollector) throws {
    let places = try options.stationList.map { try StationPlaces($0, delimiter: options.delimiter) }
    let text = try TextFile(file)
    var rows: TableRows?
    try text.withBytes { bytes in
      try bytes.forEachLine { line, number in
        guard !line.trimmed.isEmpty, line[0] != UInt8(ascii: "#") else { return }
        if rows == nil {
          let header = line.withoutByteOrderMark
          let delimiter = options.delimiter?.asciiValue ?? header.likelyDelimiter
          let titles = header.fields(delimiter)
          let columns = try map.map { try TableColumns($0, header: titles, file: file) } ?? TableColumns(header: titles)
          if let problem = columns.problem {
            throw FormatError(
              file, place: "line \(number)",
              "\(problem) in the header '\(header.excerpt)', separated by \(delimiter == 9 ? "tab" : "'\(String(UnicodeScalar(delimiter)))'"); "
                + "say which with --columns station=...,time=...,t2m=..., and what separates them with --delimiter")
          }
          if let problem = columns.unitProblem {
            throw FormatError(
              file, place: "line \(number)",
              "\(problem); correct the header, or say the unit with --columns station=...,time=...,t2m=COLUMN:degC")
          }
          if columns[.latitude] == nil || columns[.longitude] == nil, places == nil {
            throw FormatError(
              file, place: "line \(number)",
              "no columns of latitude and longitude; name them with --columns, or give a list of stations with --stations"
            )
          }
          for note in columns.notes { collector.note(note) }
          rows = TableRows(
            columns: columns, delimiter: delimiter, timeFormat: timeFormat, places: places, collector: &collector)
        } else {
          try rows?.take(line, number, into: &collector)
          if number.isMultiple(of: 65_536), let base = bytes.bytes.baseAddress, let here = line.bytes.baseAddress {
            collector.report(progress: Double(base.distance(to: here)) / Double(bytes.count))
          }
        }
      }
    }
    if rows == nil { throw FormatError(file, "no header line; expected one with the names of the columns") }
  }
}

/// The positions of stations by identifier, from a table with columns of them.
struct StationPlaces {
  private var stations: [String: Station] = [:]

  init(_ file: URL, delimiter: Character?) throws {
    let text = try TextFile(file)
    var columns: TableColumns?
    var separator = UInt8(ascii: ",")
    var problem: FormatError?
    text.forEachLine { line, number in
      guard problem == nil, !line.trimmed.isEmpty, line[0] != UInt8(ascii: "#") else { return }
      guard let known = columns else {
        let header = line.withoutByteOrderMark
        separator = delimiter?.asciiValue ?? header.likelyDelimiter
        let found = TableColumns(header: header.fields(separator))
        columns = found
        if found[.station] == nil || found[.latitude] == nil || found[.longitude] == nil {
          problem = text.error(
            line: number, "expected a header with station, latitude and longitude, found '\(header.excerpt)'")
        }
        return
      }
      let fields = line.fields(separator)
      func field(_ role: TableColumns.Role) -> String? {
        guard let i = known[role], i < fields.count, !fields[i].isEmpty else { return nil }
        return fields[i]
      }
      guard let id = field(.station), let latitude = field(.latitude).flatMap(Double.init),
        let longitude = field(.longitude).flatMap(Double.init)
      else { return }
      let identifier = StationIdentifier.wmo(id)
      stations[identifier] = Station(
        id: identifier, name: field(.name), coordinate: Coordinate(latitude: latitude, longitude: longitude),
        elevation: field(.elevation).flatMap(Double.init))
    }
    if let problem { throw problem }
  }

  subscript(identifier: String) -> Station? { stations[identifier] }
}

extension ByteText {
  /// The first line that is neither empty nor a comment.
  fileprivate var tableHeader: ByteText? {
    var start = 0
    while start < count {
      var end = start
      while end < count, bytes[end] != 10 { end += 1 }
      let line = self[start..<end].trimmed.withoutByteOrderMark
      if !line.isEmpty, line[0] != UInt8(ascii: "#") { return line }
      start = end + 1
    }
    return nil
  }

  fileprivate var withoutByteOrderMark: ByteText {
    count >= 3 && bytes[0] == 0xEF && bytes[1] == 0xBB && bytes[2] == 0xBF ? self[3..<count] : self
  }

  /// Of the usual separators the most frequent one.
  fileprivate var likelyDelimiter: UInt8 {
    let counts = [44, 59, 9, 124].map { separator in (separator, bytes.count { $0 == separator }) }
    return UInt8(counts.max { $0.1 < $1.1 }?.0 ?? 44)
  }

  fileprivate func fields(_ delimiter: UInt8) -> [String] {
    var fields: [ByteText] = []
    csvFields(separatedBy: delimiter, into: &fields)
    return fields.map { $0.trimmed.string }
  }
}
