import Fields
import Foundation
import Stations

/// What a file of the `verif` program holds, text or NetCDF: forecasts and observations that are
/// already matched.
struct VerifTable {
  /// The file's own name and unit of its one variable; nil where it states none.
  var variableName: String?
  var unit: String?
  var locations: [Location] = []
  var rows: [Row] = []
  /// Rows × members.
  var members: [Double] = []
  var memberCount = 0
  var hasForecast = false
  var hasObservation = false
  /// What was odd and how it was read, for people.
  var remarks: [String] = []
  /// Rows whose time is missing.
  var untimed = 0

  struct Location: Hashable {
    var id: String
    var coordinate: Coordinate?
    var elevation: Double?
  }

  /// One initial time, lead time and location; NaN is missing.
  struct Row {
    var initTime: UTCTime
    var leadTime: TimeSpan
    var location: Int
    var observation: Double
    var forecast: Double
  }

  /// The variable and the line that takes its values to the canonical unit.
  ///
  /// `given` is what the user says of a file that says nothing, or something this package does not know.
  func variable(
    in url: URL, given: Variable?, unit givenUnit: (Variable) -> PhysicalUnit?
  ) throws(FormatError) -> (variable: Variable, scale: Double, offset: Double) {
    guard let variable = given ?? variableName.flatMap(VerifLexicon.variable) else {
      let found = variableName.map { "'\($0)' is no variable this package knows" } ?? "the file names no variable"
      throw FormatError(url, "\(found); say which it is, as in variable: t2m")
    }
    let text = unit ?? ""
    guard let unit = givenUnit(variable) ?? (unit == nil ? nil : PhysicalUnit(text)) else {
      let found = unit.map { "unknown unit '\($0)'" } ?? "the file states no unit"
      throw FormatError(url, "\(found); say it, as in units: {\(variable): degC}")
    }
    guard let line = unit.line(to: variable.unit) else {
      throw FormatError(url, "'\(text)' is no unit of \(variable.quantity.title); expected one like \(variable.unit)")
    }
    return (variable, line.scale, line.offset)
  }

  /// Which values are the forecast.
  enum Choice: String { case deterministic = "fcst", ensemble }

  /// The values that `column` names: `fcst` or `ensemble`; without it `fcst` where the file has it.
  func choice(in url: URL, _ column: String?) throws(FormatError) -> Choice {
    let held = (hasForecast ? [Choice.deterministic] : []) + (memberCount > 0 ? [.ensemble] : [])
    guard let first = held.first else {
      throw FormatError(url, "holds no forecast: there is no column fcst and no member (e0, e1, ...)")
    }
    guard let column else { return first }
    guard let choice = Choice(rawValue: column), held.contains(choice) else {
      throw FormatError(
        url, "has no column '\(column)' of forecasts; choose \(held.map(\.rawValue).joined(separator: " or "))")
    }
    return choice
  }

  /// Its forecasts, put into a table; a row that comes twice counts as it comes last, as in `verif`.
  func put(into table: inout StationTable, from url: URL, options: SourceOptions) throws(FormatError) {
    let (variable, scale, offset) = try variable(in: url, given: options.variable) { options.units[$0.description] }
    let choice = try choice(in: url, options.column)
    for (i, row) in rows.enumerated() {
      let values =
        choice == .ensemble ? Array(members[i * memberCount..<(i + 1) * memberCount]) : [row.forecast]
      let place = locations[row.location]
      table.put(
        values.map { $0 * scale + offset }, at: (place.id, place.coordinate, place.elevation),
        ForecastKey(variable, initTime: row.initTime, leadTime: row.leadTime), origin: url.lastPathComponent)
    }
  }

  func inspection(of url: URL, format: String) -> FileInspection {
    let variable = variableName.flatMap(VerifLexicon.variable)
    var warnings: [String] = []
    if variable == nil {
      warnings.append(variableName.map { "'\($0)' is no variable this package knows" } ?? "no variable is named")
    }
    if unit.flatMap({ PhysicalUnit($0) }) == nil {
      warnings.append(unit.map { "unknown unit '\($0)'" } ?? "no unit is stated")
    }
    let keys = Set(rows.map { ForecastKey(variable ?? .temperature2m, initTime: $0.initTime, leadTime: $0.leadTime) })
    let entry = StationTable.entry(
      name: variableName ?? "?", variable: variable, unit: unit ?? "", packing: "",
      keys: keys.map { ($0.initTime, $0.leadTime) }, members: max(memberCount, hasForecast ? 1 : 0), warnings: warnings)
    let size = (try? url.resourceValues(forKeys: [.fileSizeKey]).fileSize) ?? 0
    var general = remarks
    if untimed > 0 { general.append("\(untimed) rows without a time are left out") }
    let places = locations.count == 1 ? "1 location" : "\(locations.count) locations"
    return FileInspection(
      file: url.path, format: format, byteCount: size, entries: [entry], warnings: general,
      notes: ["\(places), \(rows.count) rows, observations: \(hasObservation ? "yes" : "no")"])
  }
}

/// The variable names that files of `verif` use.
enum VerifLexicon {
  /// The variable of a name, or nil. `Precip` says nothing of its period, so that it is none.
  static func variable(_ name: String) -> Variable? {
    if let known = names[name.lowercased().filter { !" _".contains($0) }] { return known }
    return Variable(name)
  }

  private static let names: [String: Variable] = [
    "t": .temperature2m, "t2m": .temperature2m, "temperature": .temperature2m, "airtemperature": .temperature2m,
    "airtemperature2m": .temperature2m, "2mtemperature": .temperature2m,
    "td": .dewPoint2m, "dewpoint": .dewPoint2m, "dewpointtemperature": .dewPoint2m,
    "rh": .relativeHumidity2m, "relativehumidity": .relativeHumidity2m, "relativehumidity2m": .relativeHumidity2m,
    "wind": .windSpeed10m, "windspeed": .windSpeed10m, "windspeed10m": .windSpeed10m, "ff": .windSpeed10m,
    "winddirection": .windDirection10m, "dd": .windDirection10m, "winddirection10m": .windDirection10m,
    "mslp": .seaLevelPressure, "airpressureatsealevel": .seaLevelPressure, "pressure": .seaLevelPressure,
    "cloudcover": .cloudCover, "cloudareafraction": .cloudCover,
    "windgust": Variable(.windGust, .height(10)), "visibility": .visibility,
  ]
}
