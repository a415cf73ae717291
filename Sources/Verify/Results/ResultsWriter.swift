import Fields
import Foundation
import GRDB
import Metrics
import Stations

/// Takes results of units in the order of the plan and stores them, several units in one transaction.
///
/// Sums of stations are over all units, so they live in memory between transactions; merged in one order,
/// they are the same bits whenever they are stored.
struct ResultsWriter {
  private struct StationKey: Hashable {
    let pairing: Matching.Pairing
    let variable: String
    let system: String
  }

  private let results: ResultsDatabase
  private let register: StationRegister
  private let statistic: any Statistic = ErrorMoments().byStation()
  private var stationSums: [StationKey: AnySums] = [:]
  private var changedKeys: Set<StationKey> = []
  /// Stored numbers by number of the run's register.
  private var storedNumbers: [Int32: Int32] = [:]
  private var numbersOfStored: [Station: Int32] = [:]
  private var newStations: [Station] = []
  private var pending: [UnitResult] = []

  /// A writer that goes on where the results stand.
  init(_ results: ResultsDatabase, register: StationRegister) throws {
    self.results = results
    self.register = register
    for (number, station) in try results.stations().enumerated() { numbersOfStored[station] = Int32(number) }
    let statistic = statistic
    stationSums = try results.read { connection in
      var sums: [StationKey: AnySums] = [:]
      let rows = try Row.fetchCursor(
        connection, sql: "SELECT pairing, variable, system, sums FROM station_sums WHERE statistic = ?",
        arguments: [statistic.key])
      while let row = try rows.next() {
        let key = StationKey(
          pairing: Matching.Pairing(rawValue: row[0]) ?? .all, variable: row[1], system: row[2])
        sums[key] = try statistic.sums(bytes: [UInt8](row["sums"] as Data))
      }
      return sums
    }
  }

  var pendingCount: Int { pending.count }

  mutating func add(_ result: UnitResult) throws {
    let stations = register.stations
    for entry in result.entries where entry.pairs.count > 0 {
      let key = StationKey(
        pairing: entry.pairing, variable: entry.variable.description, system: entry.system)
      var pairs = entry.pairs
      pairs.stations = pairs.stations.map { storedNumber(of: $0, stations) }
      var sums = stationSums.removeValue(forKey: key) ?? statistic.emptySums()
      try statistic.accumulate(pairs, into: &sums)
      stationSums[key] = sums
      changedKeys.insert(key)
    }
    var slim = result
    slim.entries = result.entries.map(\.withoutPairs)
    pending.append(slim)
  }

  private mutating func storedNumber(of number: Int32, _ stations: [Station]) -> Int32 {
    if let known = storedNumbers[number] { return known }
    let station = stations[Int(number)]
    let stored = numbersOfStored[station] ?? Int32(numbersOfStored.count)
    if numbersOfStored[station] == nil {
      numbersOfStored[station] = stored
      newStations.append(station)
    }
    storedNumbers[number] = stored
    return stored
  }

  /// Writes all that was added since the last time, in one transaction.
  mutating func checkpoint() throws {
    guard !pending.isEmpty else { return }
    let (pending, newStations, changedKeys, stationSums) = (pending, newStations, changedKeys, stationSums)
    let firstNumber = numbersOfStored.count - newStations.count
    let statistic = statistic.key
    try results.write { connection in
      for (offset, station) in newStations.enumerated() {
        try connection.execute(
          sql: "INSERT INTO stations VALUES (?, ?, ?, ?, ?, ?)",
          arguments: [
            firstNumber + offset, station.id, station.name, station.coordinate.latitude,
            station.coordinate.longitude, station.elevation,
          ])
      }
      for result in pending { try ResultsWriter.store(result, connection) }
      for key in changedKeys {
        guard let sums = stationSums[key] else { continue }
        try connection.execute(
          sql: "INSERT OR REPLACE INTO station_sums VALUES (?, ?, ?, ?, ?)",
          arguments: [key.pairing.rawValue, key.variable, key.system, statistic, sums.data])
      }
    }
    self.pending = []
    self.newStations = []
    self.changedKeys = []
  }

  private static func store(_ result: UnitResult, _ connection: Database) throws {
    let (initTime, leadTime) = (result.unit.initTime.secondsSince1970, result.unit.leadTime.seconds)
    try connection.cachedStatement(sql: "INSERT INTO units VALUES (?, ?, ?)")
      .execute(arguments: [initTime, leadTime, result.identity])
    let insertSums = try connection.cachedStatement(sql: "INSERT INTO sums VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)")
    for cell in result.cells {
      try insertSums.execute(
        arguments: [
          cell.pairing.rawValue, cell.variable.description, cell.system, cell.stratum, cell.sums.statistic,
          leadTime, initTime, cell.sums.n, cell.sums.data,
        ])
    }
    let insertLedger = try connection.cachedStatement(sql: "INSERT INTO ledger VALUES (?, ?, ?, ?, ?, ?, ?)")
    for entry in result.entries {
      let counts = [("used", entry.ledger.used)] + entry.ledger.rejected.map { ($0.key.rawValue, $0.value) }
      for (outcome, count) in counts where count > 0 {
        try insertLedger.execute(
          arguments: [
            entry.pairing.rawValue, entry.variable.description, entry.system, leadTime, initTime, outcome, count,
          ])
      }
    }
  }
}
