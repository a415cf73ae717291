import Fields
import Foundation
import Stations

/// What the columns of a table of observations hold: as `--columns` says it, or as its header does.
///
/// A table is wide, with a column for each variable, or long, with one column of variables, one of
/// values and one of units.
struct TableColumns {
  enum Role: String, CaseIterable {
    case station, time, latitude, longitude, elevation, name, variable, value, unit, quality

    /// The headers by which a column is known without being told.
    var headers: [String] {
      switch self {
      case .station: ["station", "station_id", "id", "stid", "sid", "wmo"]
      case .time: ["valid_time", "time", "datetime", "date_time", "timestamp", "date"]
      case .latitude: ["latitude", "lat"]
      case .longitude: ["longitude", "lon", "long"]
      case .elevation: ["elevation", "elev", "altitude", "alt", "height"]
      case .name: ["name", "station_name"]
      case .variable: ["variable"]
      case .value: ["value"]
      case .unit: ["unit", "units"]
      case .quality: ["quality"]
      }
    }
  }

  struct Values {
    var column: Int
    var header: String
    var variable: Variable
    var scale: Double
    var offset: Double
    /// The header names no unit, and the variable's own is taken.
    var isUnitAssumed = false
  }

  private(set) var positions: [Role: Int] = [:]
  /// A second column of the time, where the date and the hour are apart.
  private(set) var secondTime: Int?
  private(set) var values: [Values] = []
  /// What is wrong with the unit of a column whose variable is known.
  private(set) var unitProblem: String?
  let count: Int
  /// Headers that no word of this package explains.
  private(set) var passedOver: [String] = []

  subscript(role: Role) -> Int? { positions[role] }

  var isLong: Bool { positions[.variable] != nil && positions[.value] != nil }

  /// Whether a report can be made of a row: its time, its station or place, and a value.
  var problem: String? {
    if positions[.time] == nil { return "no column of times" }
    if positions[.station] == nil, positions[.latitude] == nil || positions[.longitude] == nil {
      return "no column of stations, and none of latitudes and longitudes"
    }
    if !isLong, values.isEmpty, unitProblem == nil { return "no column of values" }
    return nil
  }

  /// What is to be said of the header once.
  var notes: [String] {
    var notes: [String] = []
    if !passedOver.isEmpty {
      let names = passedOver.map { "'\($0)'" }.joined(separator: ", ")
      notes.append("columns passed over: \(names); --columns can say what they hold")
    }
    let assumed = isLong ? [] : values.filter(\.isUnitAssumed)
    if !assumed.isEmpty {
      let units = assumed.map { "\($0.header) in \($0.variable.unit)" }.joined(separator: ", ")
      notes.append("no unit in the header: \(units) assumed")
    }
    if isLong, positions[.unit] == nil { notes.append("no column of units: those of the variables are assumed") }
    return notes
  }

  /// The columns that a header tells by its words.
  init(header: [String]) {
    count = header.count
    let plain = header.map { $0.lowercased().trimmingCharacters(in: .whitespaces) }
    for role in Role.allCases {
      positions[role] = role.headers.lazy.compactMap { plain.firstIndex(of: $0) }.first
    }
    for (i, title) in header.enumerated() where !positions.values.contains(i) {
      let (name, unit) = TableColumns.split(title)
      guard let variable = Variable(name) else {
        passedOver.append(title.isEmpty ? "column \(i + 1)" : title)
        continue
      }
      guard let line = TableColumns.line(unit ?? variable.unit.symbol, to: variable) else {
        unitProblem = unitProblem ?? "'\(title)': '\(unit ?? "")' is no unit of \(variable.quantity.title)"
        continue
      }
      values.append(
        Values(
          column: i, header: title, variable: variable, scale: line.scale, offset: line.offset,
          isUnitAssumed: unit == nil && variable.unit != .one))
    }
  }

  /// `t2m [degC]` or `t2m (degC)` in its name and unit.
  private static func split(_ title: String) -> (name: String, unit: String?) {
    let text = title.trimmingCharacters(in: .whitespaces)
    guard let last = text.last, last == "]" || last == ")", let open = text.lastIndex(of: last == "]" ? "[" : "(")
    else { return (text, nil) }
    return (
      String(text[..<open]).trimmingCharacters(in: .whitespaces), String(text[text.index(after: open)...].dropLast())
    )
  }

  static func line(_ unit: String, to variable: Variable) -> (scale: Double, offset: Double)? {
    PhysicalUnit(unit)?.line(to: variable.unit)
  }

  /// The columns that a map names; throws where the header has no such column.
  init(_ map: ColumnMap, header: [String], file: URL) throws(FormatError) {
    count = header.count
    let plain = header.map { $0.trimmingCharacters(in: .whitespaces) }
    func find(_ title: String) throws(FormatError) -> Int {
      guard let i = plain.firstIndex(of: title) ?? plain.firstIndex(where: { $0.lowercased() == title.lowercased() })
      else {
        throw FormatError(
          file, "no column is called '\(title)', as --columns has it; the header is \(plain.joined(separator: ", "))")
      }
      return i
    }
    for (role, titles) in map.roles {
      positions[role] = try find(titles[0])
      if role == .time, titles.count > 1 { secondTime = try find(titles[1]) }
    }
    for entry in map.values {
      values.append(
        Values(
          column: try find(entry.title), header: entry.title, variable: entry.variable, scale: entry.scale,
          offset: entry.offset))
    }
  }
}

/// A map of columns as a user writes it: `station=STN,time=date+hour,t2m=temp:degC`.
///
/// Left of each `=` is what a column holds: one of the roles, or the short name of a variable; right
/// is the column's header, for a variable with the unit of its values behind a colon where that is
/// not the variable's own. Two columns of a time are joined by `+`.
struct ColumnMap {
  struct Entry {
    var title: String
    var variable: Variable
    var scale: Double
    var offset: Double
  }

  private(set) var roles: [TableColumns.Role: [String]] = [:]
  private(set) var values: [Entry] = []

  init(_ text: String) throws(StationsError) {
    for part in text.split(separator: ",") {
      let sides = part.split(separator: "=", maxSplits: 1).map { $0.trimmingCharacters(in: .whitespaces) }
      guard sides.count == 2, !sides[0].isEmpty, !sides[1].isEmpty else {
        throw StationsError("--columns", "expected parts like time=date or t2m=temp:degC, found '\(part)'")
      }
      if let role = TableColumns.Role(rawValue: sides[0]) {
        let titles = role == .time ? sides[1].split(separator: "+").map(String.init) : [sides[1]]
        guard (1...2).contains(titles.count) else {
          throw StationsError("--columns", "a time is in one column or in two, as time=date+hour; found '\(part)'")
        }
        roles[role] = titles
      } else if let variable = Variable(sides[0]) {
        values.append(try ColumnMap.entry(variable, sides[1]))
      } else {
        let known = TableColumns.Role.allCases.map(\.rawValue).joined(separator: ", ")
        throw StationsError(
          "--columns", "'\(sides[0])' is neither a variable such as t2m, ws10m or tp24h nor one of \(known)")
      }
    }
  }

  private static func entry(_ variable: Variable, _ text: String) throws(StationsError) -> Entry {
    guard let colon = text.lastIndex(of: ":") else {
      return Entry(title: text, variable: variable, scale: 1, offset: 0)
    }
    let unit = String(text[text.index(after: colon)...])
    guard PhysicalUnit(unit) != nil else {
      throw StationsError(
        "--columns", "the unit '\(unit)' of \(variable) is unknown; expected one like \(variable.unit)")
    }
    guard let line = TableColumns.line(unit, to: variable) else {
      throw StationsError(
        "--columns", "\(variable) is measured in \(variable.unit), which '\(unit)' does not convert to")
    }
    return Entry(title: String(text[..<colon]), variable: variable, scale: line.scale, offset: line.offset)
  }
}
