import Fields
import Foundation
import GRDB
import Metrics

/// The maps of a run, which grow by every initial time and are stored with the units that they are of.
struct MapStore {
  private struct Key: Hashable {
    let variable: String
    let system: String
    let leadTime: Int64
  }

  private let results: ResultsDatabase
  private var sums: [Key: MapSums] = [:]
  private var grids: [String: MapGrid] = [:]
  private var changed: Set<Key> = []

  init(_ results: ResultsDatabase) {
    self.results = results
  }

  /// Adds what a unit has, to what is stored already.
  mutating func add(_ result: UnitResult) throws {
    for part in result.maps {
      let key = Key(
        variable: part.variable.description, system: part.system, leadTime: Int64(result.unit.leadTime.seconds))
      if sums[key] == nil { sums[key] = try stored(key, part.sums.cellCount) }
      if sums[key]?.merge(part.sums) == nil { sums[key] = part.sums }
      grids[key.variable] = part.grid
      changed.insert(key)
    }
  }

  private func stored(_ key: Key, _ cellCount: Int) throws -> MapSums? {
    let bytes = try results.read { connection in
      try Data.fetchOne(
        connection, sql: "SELECT sums FROM map_sums WHERE variable = ? AND system = ? AND lead_time = ?",
        arguments: [key.variable, key.system, key.leadTime])
    }
    guard let bytes else { return nil }
    guard let sums = MapSums(bytes: [UInt8](bytes), cellCount: cellCount) else {
      throw ResultsDatabase.unknown("\(bytes.count) bytes", "map", results.url)
    }
    return sums
  }

  /// Writes what has changed.
  func store(_ connection: Database) throws {
    for key in changed {
      guard let sums = sums[key], let grid = grids[key.variable] else { continue }
      try connection.execute(
        sql: "INSERT OR REPLACE INTO map_sums VALUES (?, ?, ?, ?)",
        arguments: [key.variable, key.system, key.leadTime, Data(sums.bytes)])
      let (rows, columns, latitudes, longitudes) = grid.stored
      try connection.execute(
        sql: "INSERT OR REPLACE INTO map_places VALUES (?, ?, ?, ?, ?)",
        arguments: [key.variable, rows, columns, latitudes, longitudes])
    }
  }

  mutating func markStored() { changed = [] }
}
