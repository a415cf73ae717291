import Fields
import Foundation
import Stations

/// The text files of the `verif` program: comments with the variable and its unit, a line of column
/// names, and a row for each initial time, lead time and location.
///
/// Read as `verif` 1.4.0 reads them, but where it guesses this refuses: a row without any time, a
/// longitude without its latitude, text where a number belongs. Columns for probabilities (`p0`),
/// quantiles (`q0.1`) and `pit` are left alone.
struct VerifText {
  private var table = VerifTable()
  private var columns: [String: Int] = [:]
  private var names: [String] = []
  private var memberColumns: [Int] = []
  private var locationNumbers: [String: Int] = [:]
  private let file: TextFile
  private let initTime: UTCTime?

  /// The first bytes of a file whose header names the columns of a `verif` text.
  static func recognises(head: [UInt8]) -> Bool {
    head.withUnsafeBufferPointer { bytes in
      var result: Bool?
      var words: [ByteText] = []
      ByteText(bytes).forEachLine { line, _ in
        guard result == nil, !line.trimmed.isEmpty, line[0] != UInt8(ascii: "#") else { return }
        line.words(into: &words)
        let names = Set(words.map(\.string))
        result =
          !names.isDisjoint(with: ["obs", "fcst"])
          && !names.isDisjoint(with: ["date", "unixtime", "leadtime", "offset"])
      }
      return result ?? false
    }
  }

  /// Throws where the file can't be read whole. `initTime` is that of files without a time.
  static func read(_ url: URL, initTime: UTCTime? = nil) throws(FormatError) -> VerifTable {
    var text = VerifText(file: try TextFile(url), initTime: initTime)
    try text.read()
    return text.table
  }

  private init(file: TextFile, initTime: UTCTime?) {
    self.file = file
    self.initTime = initTime
  }

  private mutating func read() throws(FormatError) {
    do {
      var words: [ByteText] = []
      try file.forEachLine { line, number in
        let line = line.trimmed
        if line.isEmpty { return }
        if line[0] == UInt8(ascii: "#") { return comment(line[1..<line.count]) }
        line.words(into: &words)
        if names.isEmpty { return try header(words, number) }
        guard words.count == names.count else {
          throw file.error(line: number, "expected \(names.count) columns, found \(words.count): \(line.excerpt)")
        }
        try row(words, number)
      }
    } catch let error as FormatError {
      throw error
    } catch {
      throw FormatError(file.url, "\(error)")
    }
    guard !names.isEmpty else {
      throw FormatError(file.url, "no line names the columns (date leadtime location obs fcst ...)")
    }
  }

  private mutating func comment(_ text: ByteText) {
    let line = text.trimmed.string
    if line.hasPrefix("variable:") {
      table.variableName = line.dropFirst(9).trimmingCharacters(in: .whitespaces)
    } else if line.hasPrefix("units:") {
      table.unit = line.dropFirst(6).trimmingCharacters(in: .whitespaces)
    }
  }

  private mutating func header(_ words: [ByteText], _ number: Int) throws(FormatError) {
    names = words.map(\.string)
    for (i, name) in names.enumerated() {
      let canonical = ["offset": "leadtime", "id": "location", "elev": "altitude"][name] ?? name
      columns[canonical] = i
      if name.hasPrefix("e"), Double(name.dropFirst()) != nil { memberColumns.append(i) }
    }
    memberColumns.sort { (Double(names[$0].dropFirst()) ?? 0) < (Double(names[$1].dropFirst()) ?? 0) }
    table.memberCount = memberColumns.count
    table.hasForecast = columns["fcst"] != nil
    table.hasObservation = columns["obs"] != nil
    guard table.hasForecast || table.hasObservation || table.memberCount > 0 else {
      throw file.error(
        line: number,
        "expected a line of column names with obs or fcst among them, found: \(names.joined(separator: " "))")
    }
    guard columns["date"] != nil || columns["unixtime"] != nil || initTime != nil else {
      throw file.error(line: number, "no column holds the initial time (date or unixtime); say it with init_time")
    }
    guard (columns["lat"] == nil) == (columns["lon"] == nil) else {
      throw file.error(
        line: number, "lat and lon come only together; found \(columns["lat"] == nil ? "lon" : "lat") alone")
    }
    let known = ["date", "unixtime", "hour", "leadtime", "location", "lat", "lon", "altitude", "obs", "fcst"]
    let members = Set(memberColumns)
    let unread = names.indices.filter { i in !members.contains(i) && !known.contains { columns[$0] == i } }
    if !unread.isEmpty {
      table.remarks.append("columns left alone: \(unread.map { names[$0] }.joined(separator: " "))")
    }
  }

  private mutating func row(_ words: [ByteText], _ number: Int) throws(FormatError) {
    guard let time = try time(words, number) else {
      table.untimed += 1
      return
    }
    var lead = TimeSpan.zero
    if columns["leadtime"] != nil {
      guard let hours = try value(words, "leadtime", number), abs(hours) < 1e6 else {
        table.untimed += 1
        return
      }
      lead = .seconds(Int64((hours * 3600).rounded()))
    }
    table.rows.append(
      VerifTable.Row(
        initTime: time, leadTime: lead, location: try location(words, number),
        observation: try value(words, "obs", number) ?? .nan, forecast: try value(words, "fcst", number) ?? .nan))
    for column in memberColumns { table.members.append(try value(words[column], names[column], number) ?? .nan) }
  }

  private func time(_ words: [ByteText], _ number: Int) throws(FormatError) -> UTCTime? {
    if let column = columns["date"] {
      guard let date = try value(words, "date", number) else { return nil }
      guard words[column].count == 8, let number = Int(exactly: date), let day = UTCTime(String(number)) else {
        throw file.error(line: number, "expected a date like 20120131, found '\(words[column].excerpt)'")
      }
      guard columns["hour"] != nil else { return day }
      guard let hour = try value(words, "hour", number) else { return nil }
      guard (0...24).contains(hour) else { throw file.error(line: number, "hour \(hour) is none of a day") }
      return day + .seconds(Int64((hour * 3600).rounded()))
    }
    guard columns["unixtime"] != nil else { return initTime }
    guard let seconds = try value(words, "unixtime", number) else { return nil }
    guard abs(seconds) < 1e12 else { throw file.error(line: number, "unixtime \(seconds) is far out of range") }
    return UTCTime(secondsSince1970: Int64(seconds))
  }

  /// The number of the row's location. One that comes again keeps the position it came with first.
  private mutating func location(_ words: [ByteText], _ number: Int) throws(FormatError) -> Int {
    let latitude = try value(words, "lat", number)
    let longitude = try value(words, "lon", number)
    let elevation = try value(words, "altitude", number)
    var coordinate: Coordinate?
    if let latitude, let longitude {
      let place = Coordinate(latitude: latitude, longitude: longitude)
      guard place.isValid else { throw file.error(line: number, "\(place) is no place on Earth") }
      coordinate = place
    }
    var id = VerifText.identifier(columns["location"].map { words[$0] })
    if id == nil, let coordinate {
      // Without identifiers, as in verif, another height at the same position is another location.
      let position = Station.positionalID(coordinate)
      let taken = locationNumbers[position].map { table.locations[$0].elevation != elevation } ?? false
      id = taken ? position + (elevation.map { ",\($0)m" } ?? ",") : position
    }
    return locationNumber(of: id ?? "location 1", coordinate, elevation, line: number)
  }

  private mutating func locationNumber(of id: String, _ coordinate: Coordinate?, _ elevation: Double?, line: Int) -> Int
  {
    if let known = locationNumbers[id] {
      let first = table.locations[known]
      if let coordinate, let other = first.coordinate, coordinate != other,
        !table.remarks.contains(where: { $0.hasPrefix("location \(id)") })
      {
        table.remarks.append(
          "location \(id) is at \(other) and, in line \(line), at \(coordinate); the first is used")
      }
      return known
    }
    locationNumbers[id] = table.locations.count
    table.locations.append(VerifTable.Location(id: id, coordinate: coordinate, elevation: elevation))
    return table.locations.count - 1
  }

  /// `18700`, `18700.0` and `01001` are numbers of stations; other text is its own identifier.
  private static func identifier(_ word: ByteText?) -> String? {
    guard let word, !word.isMissing else { return nil }
    if let number = word.double, number == number.rounded(), abs(number) < 1e15 {
      return StationIdentifier.wmo(Int(number)) ?? String(Int(number))
    }
    return word.string
  }

  private func value(_ words: [ByteText], _ name: String, _ number: Int) throws(FormatError) -> Double? {
    guard let column = columns[name] else { return nil }
    return try value(words[column], name, number)
  }

  /// A number; nil for what means missing: -999, `nan`, `NA`, `.`.
  private func value(_ word: ByteText, _ name: String, _ number: Int) throws(FormatError) -> Double? {
    if let value = word.double { return value == -999 ? nil : value }
    guard word.isMissing else {
      throw file.error(line: number, "column \(name): expected a number, found '\(word.excerpt)'")
    }
    return nil
  }
}

extension ByteText {
  /// Whether it is one of the ways in which tables of text say that there is no value.
  var isMissing: Bool {
    switch string.lowercased() {
    case "", "nan", "na", "n/a", ".", "-", "null", "none", "-999", "-9999": true
    default: false
    }
  }
}
