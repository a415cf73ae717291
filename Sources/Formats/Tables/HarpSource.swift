import Fields
import Foundation
import GRDB
import Stations

/// The forecasts of one system in harp's tables: one query a forecast.
///
/// Stations come under their WMO numbers in five digits. A `T2m` of harp has been brought to the
/// height of the station already; it comes without the model's height, so that no correction is made
/// again. `T2m_uncorrected` comes with it.
struct HarpSource: ForecastSource {
  let name: String
  private let held: [ForecastKey: Held]

  /// Where a forecast is.
  private struct Held: Sendable {
    let table: HarpTable
    let row: HarpTable.Row
    let columns: [String]
    let entry: HarpLexicon.Entry
    /// From the table's unit to the canonical one.
    let scale: Double
    let offset: Double
  }

  init(_ urls: [URL], options: SourceOptions) throws(FormatError) {
    name = options.name
    var held: [ForecastKey: Held] = [:]
    for url in urls {
      let table = try HarpTable(url)
      let rows = try table.rows()
      let parameters = Set(rows.map(\.parameter))
      let chosen = options.column.flatMap { parameters.contains($0) ? $0 : nil }
      let columns = try HarpSource.columns(of: table, options.column, isParameter: chosen != nil)
      for row in rows where chosen == nil || row.parameter == chosen {
        guard let entry = HarpLexicon.entry(of: row.parameter, pressure: row.pressure, leadTime: row.leadTime) else {
          continue
        }
        let next = try HarpSource.held(table, row, columns, entry, options)
        let key = ForecastKey(next.entry.variable(), initTime: row.initTime, leadTime: row.leadTime)
        if let other = held[key] {
          throw FormatError(
            url, place: "\(row.parameter) from \(row.initTime) at \(row.leadTime)",
            "\(other.table.url.lastPathComponent) holds \(key.variable) too, as \(other.row.parameter); "
              + "give one of the two, or choose with column: \(row.parameter)")
        }
        held[key] = next
      }
    }
    self.held = held
  }

  private static func held(
    _ table: HarpTable, _ row: HarpTable.Row, _ columns: [String], _ entry: HarpLexicon.Entry,
    _ options: SourceOptions
  ) throws(FormatError) -> Held {
    var entry = entry
    guard let unit = options.units[entry.variable().description] ?? PhysicalUnit(row.unit) else {
      throw FormatError(
        table.url, place: row.parameter, "unknown unit '\(row.unit)'; say it with units: {\(entry.variable()): ...}")
    }
    if isHeight(unit, of: entry.variable()) { entry.quantity = .geopotentialHeight }
    guard let line = unit.line(to: entry.quantity.unit) else {
      throw FormatError(
        table.url, place: row.parameter,
        "the unit '\(row.unit)' is no unit of \(entry.quantity.title); expected one like \(entry.quantity.unit)")
    }
    return Held(table: table, row: row, columns: columns, entry: entry, scale: line.scale, offset: line.offset)
  }

  /// `Z` is a geopotential or, in metres, its height.
  static func isHeight(_ unit: PhysicalUnit, of variable: Variable) -> Bool {
    variable.quantity == .geopotential && unit.dimension == .length
  }

  /// The value columns to read: the one or the model that `wanted` names, else the only model's.
  private static func columns(
    of table: HarpTable, _ wanted: String?, isParameter: Bool
  ) throws(FormatError) -> [String] {
    let all = table.columns
    if let wanted, !isParameter {
      let named = all.filter { $0.name == wanted }
      let chosen = named.isEmpty ? all.filter { $0.model == wanted && $0.isMember } : named
      let found = chosen.isEmpty ? all.filter { $0.model == wanted } : chosen
      guard !found.isEmpty else {
        // Another file of the system may hold the parameter that was chosen.
        if HarpLexicon.entry(of: wanted, leadTime: .hours(1)) != nil { return all.map(\.name) }
        throw FormatError(
          table.url, place: "table FC",
          "no column or model '\(wanted)'; there are \(all.map(\.name).joined(separator: ", "))")
      }
      return found.map(\.name)
    }
    guard Set(all.map { "\($0.model) \($0.isMember)" }).count == 1, all.count == 1 || all[0].isMember else {
      throw FormatError(
        table.url, place: "table FC",
        "holds several systems; choose one with column: (\(all.map(\.name).joined(separator: ", ")))")
    }
    return all.map(\.name)
  }

  func contents() async throws -> [ForecastKey] { held.keys.sorted() }

  func forecast(_ variable: Variable, from initTime: UTCTime, at leadTime: TimeSpan) async throws -> Forecast? {
    guard let held = held[ForecastKey(variable, initTime: initTime, leadTime: leadTime)] else { return nil }
    let values: StationValues
    do {
      values = try await held.table.database.read { db in try HarpSource.values(held, db) }
    } catch let error as FormatError {
      throw error
    } catch {
      throw FormatError(held.table.url, place: "\(variable) from \(initTime) at \(leadTime)", "\(error)")
    }
    return Forecast(
      variable, initTime: initTime, leadTime: leadTime, values: .stations(values),
      origin: "\(held.table.url.lastPathComponent), \(held.row.parameter)")
  }

  private static func values(_ held: Held, _ db: Database) throws -> StationValues {
    let names = held.table.names
    let position = names.hasPosition ? "lat, lon" : "NULL, NULL"
    let elevation = names.hasElevation && !held.entry.isHeightCorrected ? "model_elevation" : "NULL"
    let values = held.columns.map(\.quotedDatabaseIdentifier).joined(separator: ", ")
    var sql =
      "SELECT SID, \(position), \(elevation), \(values) FROM FC WHERE \(names.initTime) = ? AND \(names.leadTime) = ? AND parameter = ?"
    var arguments: StatementArguments = [held.row.initTime.secondsSince1970, held.row.hours, held.row.parameter]
    if let pressure = held.row.pressure {
      sql += " AND p = ?"
      arguments += [pressure]
    }
    var identifiers: [String] = []
    var coordinates: [Coordinate?] = []
    var elevations: [Double?] = []
    var members = [[Double]](repeating: [], count: held.columns.count)
    let cursor = try Row.fetchCursor(db, sql: sql + " ORDER BY SID", arguments: arguments)
    while let row = try cursor.next() {
      let identifier = identifier(row[0])
      identifiers.append(identifier)
      let latitude: Double? = try number(row[1], "lat", identifier, held.table)
      let longitude: Double? = try number(row[2], "lon", identifier, held.table)
      let place = latitude.flatMap { lat in longitude.map { Coordinate(latitude: lat, longitude: $0) } }
      if let place, !place.isValid {
        throw FormatError(
          held.table.url, place: "station \(identifier)", "\(place) is no place on Earth; correct or remove its rows")
      }
      coordinates.append(place)
      elevations.append(try number(row[3], "model_elevation", identifier, held.table))
      for m in members.indices {
        let value = try number(row[4 + m], held.columns[m], identifier, held.table)
        members[m].append(value.map { $0 * held.scale + held.offset } ?? .nan)
      }
    }
    return StationValues(identifiers: identifiers, coordinates: coordinates, elevations: elevations, members: members)
  }

  private static func identifier(_ value: DatabaseValue) -> String {
    StationIdentifier.wmo(String.fromDatabaseValue(value) ?? Int64.fromDatabaseValue(value).map(String.init) ?? "")
  }

  /// A number, nil for NULL; throws where the table has text.
  private static func number(
    _ value: DatabaseValue, _ column: String, _ station: String, _ table: HarpTable
  ) throws(FormatError) -> Double? {
    switch value.storage {
    case .null: return nil
    case .double(let x): return x
    case .int64(let x): return Double(x)
    case .string(let text):
      throw FormatError(table.url, place: "station \(station), column \(column)", "expected a number, found '\(text)'")
    case .blob:
      throw FormatError(table.url, place: "station \(station), column \(column)", "expected a number, found a blob")
    }
  }
}
