public import Fields
public import Foundation
import GRDB

/// Station forecasts in SQLite as harp keeps them: a table `FC` with one row a station, initial time
/// and lead time, and one column a member.
///
/// Source: the tables that harpIO's `read_forecast()` writes (harphub.github.io/harpIO); both its
/// older column names (`fcdate`, `leadtime`, `validdate`) and its newer (`fcst_dttm`, `lead_time`,
/// `valid_dttm`) are read. Times are seconds since 1970, lead times hours.
public enum HarpFormat: ForecastFormat {
  public static let name = "harp FCTABLE"

  public static func recognises(_ path: PathProbe) -> Bool {
    guard path.starts(with: "SQLite format 3\0") else { return false }
    return (try? HarpTable(path.url)) != nil
  }

  public static func inspect(_ url: URL) throws(FormatError) -> FileInspection {
    let table = try HarpTable(url)
    var entries: [String: FileInspection.Entry] = [:]
    for row in try table.rows() {
      let known = HarpLexicon.entry(of: row.parameter, pressure: row.pressure, leadTime: row.leadTime)
      let variable = known?.variable()
      let label = row.parameter + (row.pressure.map { " p=\($0)" } ?? "")
      var entry =
        entries[label]
        ?? FileInspection.Entry(
          name: row.parameter, variable: variable?.description, level: variable?.level.label ?? "",
          unit: row.unit, grid: "stations", packing: "SQLite", initTimes: [], leadTimes: [],
          members: table.columns.count, count: 0, warnings: warnings(of: row, variable))
      if entry.variable == nil { entry.variable = variable?.description }
      if !entry.initTimes.contains(row.initTime) { entry.initTimes.append(row.initTime) }
      if !entry.leadTimes.contains(row.leadTime) { entry.leadTimes.append(row.leadTime) }
      entry.count += 1
      entries[label] = entry
    }
    let size = (try? url.resourceValues(forKeys: [.fileSizeKey]).fileSize) ?? 0
    var all: [FileInspection.Entry] = []
    for var entry in entries.values {
      entry.initTimes.sort()
      entry.leadTimes.sort()
      all.append(entry)
    }
    return FileInspection(
      file: url.path, format: name, byteCount: size, entries: all.sorted { $0.name < $1.name },
      notes: ["value columns: \(table.columns.map { $0.name }.joined(separator: ", "))"])
  }

  public static func open(_ urls: [URL], options: SourceOptions) throws(FormatError) -> any ForecastSource {
    try HarpSource(urls, options: options)
  }

  private static func warnings(of row: HarpTable.Row, _ variable: Variable?) -> [String] {
    guard let variable else { return ["'\(row.parameter)' is no parameter this package knows; it is left out"] }
    guard let unit = PhysicalUnit(row.unit) else { return ["unknown unit '\(row.unit)'"] }
    guard unit.line(to: variable.unit) != nil || HarpSource.isHeight(unit, of: variable) else {
      return ["the unit '\(row.unit)' does not fit \(variable)"]
    }
    return []
  }
}

/// One file with an `FC` table, opened to read.
struct HarpTable: Sendable {
  let url: URL
  let database: DatabaseQueue
  let names: Names
  /// The columns that hold values.
  let columns: [Column]

  /// What the table calls the columns that every harp table has.
  struct Names: Sendable {
    let initTime: String
    let leadTime: String
    let hasPressure: Bool
    let hasPosition: Bool
    let hasElevation: Bool
  }

  /// `MEPS_prod_mbr003` is member 3 of `MEPS_prod`; `MEPS_prod_det` its only run.
  struct Column: Sendable, Hashable {
    let name: String
    let model: String
    let isMember: Bool

    init(_ name: String) {
      self.name = name
      if name.hasSuffix("_det") {
        (model, isMember) = (String(name.dropLast(4)), false)
      } else if let range = name.range(of: "_mbr", options: .backwards) {
        (model, isMember) = (String(name[..<range.lowerBound]), true)
      } else {
        (model, isMember) = (name, false)
      }
    }
  }

  /// One forecast that the table holds.
  struct Row: Sendable, Hashable {
    let initTime: UTCTime
    let leadTime: TimeSpan
    /// Hours, as the table has them.
    let hours: Double
    let parameter: String
    let unit: String
    let pressure: Double?
  }

  init(_ url: URL) throws(FormatError) {
    self.url = url
    do {
      database = try HarpTable.database(at: url)
      let found = try database.read { db in try db.columns(in: "FC").map(\.name) }
      let lowered = Dictionary(found.map { ($0.lowercased(), $0) }, uniquingKeysWith: { first, _ in first })
      guard let initTime = lowered["fcdate"] ?? lowered["fcst_dttm"],
        let leadTime = lowered["leadtime"] ?? lowered["lead_time"], lowered["sid"] != nil,
        lowered["parameter"] != nil, lowered["units"] != nil
      else {
        throw FormatError(
          url, place: "table FC",
          "expected columns SID, fcdate or fcst_dttm, leadtime or lead_time, parameter and units; found "
            + found.joined(separator: ", "))
      }
      names = Names(
        initTime: initTime, leadTime: leadTime, hasPressure: lowered["p"] != nil,
        hasPosition: lowered["lat"] != nil && lowered["lon"] != nil,
        hasElevation: lowered["model_elevation"] != nil)
      columns = found.filter { !HarpTable.descriptive.contains($0.lowercased()) }.map(Column.init)
      guard !columns.isEmpty else { throw FormatError(url, place: "table FC", "no column holds forecast values") }
    } catch let error as FormatError {
      throw error
    } catch {
      throw FormatError(url, "no harp FCTABLE: \(error)")
    }
  }

  /// Opens to read alone; a table in a folder that can't be written is taken as immutable, since
  /// SQLite can't leave its lock files beside it.
  private static func database(at url: URL) throws -> DatabaseQueue {
    var configuration = Configuration()
    configuration.readonly = true
    do {
      let queue = try DatabaseQueue(path: url.path, configuration: configuration)
      _ = try queue.read { db in try Int.fetchOne(db, sql: "SELECT count(*) FROM sqlite_master") }
      return queue
    } catch {
      let path = url.path.addingPercentEncoding(withAllowedCharacters: .urlPathAllowed) ?? url.path
      guard let queue = try? DatabaseQueue(path: "file:\(path)?immutable=1", configuration: configuration) else {
        throw error
      }
      return queue
    }
  }

  private static let descriptive: Set<String> = [
    "sid", "lat", "lon", "model_elevation", "p", "z", "ml", "fcdate", "fcst_dttm", "leadtime", "lead_time", "validdate",
    "valid_dttm", "parameter", "units", "fcst_cycle",
  ]

  /// Every forecast it holds.
  func rows() throws(FormatError) -> [Row] {
    let pressure = names.hasPressure ? "p" : "NULL"
    let sql = "SELECT DISTINCT \(names.initTime), \(names.leadTime), parameter, units, \(pressure) FROM FC"
    do {
      return try database.read { db in
        try GRDB.Row.fetchAll(db, sql: sql).map { row in
          guard let seconds = Int64.fromDatabaseValue(row[0]), let hours = Double.fromDatabaseValue(row[1]),
            let parameter = String.fromDatabaseValue(row[2]), abs(hours) < 1e6, abs(Double(seconds)) < 1e12
          else {
            throw FormatError(
              url, place: "table FC",
              "expected an initial time and a lead time in numbers and a parameter; found \(row)")
          }
          return Row(
            initTime: UTCTime(secondsSince1970: seconds), leadTime: .seconds(Int64((hours * 3600).rounded())),
            hours: hours, parameter: parameter, unit: String.fromDatabaseValue(row[3]) ?? "",
            pressure: Double.fromDatabaseValue(row[4]))
        }
      }
    } catch let error as FormatError {
      throw error
    } catch {
      throw FormatError(url, place: "table FC", "\(error)")
    }
  }
}
