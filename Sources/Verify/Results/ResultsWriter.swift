import Fields
import Foundation
import GRDB
import Metrics
import Stations

/// Takes results of units in the order of the plan and stores them, several units in one transaction.
///
/// Sums of stations are over the lead times of an initial time. They are merged in the order of lead times, and
/// of initial times when they are read, so that they are the same bits however results have grown.
struct ResultsWriter {
  private struct StationKey: Hashable {
    let pairing: Matching.Pairing
    let variable: String
    let system: String
    /// The key of what is kept by station.
    let statistic: String
  }

  private let results: ResultsDatabase
  private let register: StationRegister
  private let scores: ScoreSelection
  /// The initial time whose sums are in memory.
  private var initTime: UTCTime?
  private var stationSums: [StationKey: AnySums] = [:]
  private var changedKeys: Set<StationKey> = []
  /// Sums of initial times that are complete and wait for the next transaction.
  private var finished: [(initTime: UTCTime, key: StationKey, sums: AnySums)] = []
  /// Stored numbers by number of the run's register.
  private var storedNumbers: [Int32: Int32] = [:]
  private var numbersOfStored: [Station: Int32] = [:]
  private var newStations: [Station] = []
  private var pending: [UnitResult] = []
  private var maps: MapStore
  /// How many units the results hold, by all that this writer knows.
  private var storedUnits: Int

  /// A writer that goes on where the results stand.
  init(_ results: ResultsDatabase, register: StationRegister, scores: ScoreSelection) throws {
    self.results = results
    self.scores = scores
    self.register = register
    maps = MapStore(results)
    storedUnits = try results.unitsDone().count
    for (number, station) in try results.stations().enumerated() { numbersOfStored[station] = Int32(number) }
  }

  var pendingCount: Int { pending.count }

  /// Takes the next unit; of one initial time, lead times come in order.
  mutating func add(_ result: UnitResult) throws {
    try turn(to: result.unit.initTime)
    let stations = register.stations
    for entry in result.entries where entry.pairs.count > 0 {
      var pairs = entry.pairs
      pairs.stations = pairs.stations.map { storedNumber(of: $0, stations) }
      for statistic in statistics(of: entry.variable, in: result) {
        let key = StationKey(
          pairing: entry.pairing, variable: entry.variable.description, system: entry.system,
          statistic: statistic.key)
        var sums = stationSums.removeValue(forKey: key) ?? statistic.emptySums()
        try statistic.accumulate(pairs, into: &sums)
        stationSums[key] = sums
        changedKeys.insert(key)
      }
    }
    try maps.add(result)
    var slim = result
    slim.maps = []
    slim.entries = result.entries.map(\.withoutPairs)
    pending.append(slim)
  }

  /// What is kept by station of a variable: that of ensembles of all systems where one is an ensemble.
  private func statistics(of variable: Variable, in result: UnitResult) -> [any Statistic] {
    let hasEnsembles = result.entries.contains { $0.variable == variable && $0.pairs.memberCount > 1 }
    return Accumulation.statistics(of: scores.metrics(of: variable, withEnsembles: hasEnsembles))
      .filter(StationStatistics.keeps).map { $0.byStation() }
  }

  /// Puts the sums of one initial time aside and takes up those of another, as far as it is done.
  private mutating func turn(to time: UTCTime) throws {
    guard initTime != time else { return }
    finished += changes()
    changedKeys = []
    initTime = time
    let kept = Dictionary(
      Accumulation.statistics(of: scores.metrics).map { $0.byStation() }.map { ($0.key, $0) }
    ) { first, _ in first }
    stationSums = try results.read { connection in
      var sums: [StationKey: AnySums] = [:]
      let rows = try Row.fetchCursor(
        connection, sql: "SELECT pairing, variable, system, statistic, sums FROM station_sums WHERE init_time = ?",
        arguments: [time.secondsSince1970])
      while let row = try rows.next() {
        let key = StationKey(
          pairing: try ResultsDatabase.pairing(row[0], in: results.url), variable: row[1], system: row[2],
          statistic: row[3])
        guard let statistic = kept[key.statistic] else { continue }
        sums[key] = try statistic.sums(bytes: [UInt8](row["sums"] as Data))
      }
      return sums
    }
  }

  private func changes() -> [(initTime: UTCTime, key: StationKey, sums: AnySums)] {
    guard let initTime else { return [] }
    return changedKeys.compactMap { key in stationSums[key].map { (initTime, key, $0) } }
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
  ///
  /// Throws where the results are not what this writer left: another run writes into them.
  mutating func checkpoint() throws {
    guard !pending.isEmpty else { return }
    let (pending, newStations, changes, known) = (pending, newStations, finished + changes(), storedUnits)
    let firstNumber = numbersOfStored.count - newStations.count
    let (url, maps) = (results.url, maps)
    try results.write { connection in
      guard try Int.fetchOne(connection, sql: "SELECT count(*) FROM units") == known else {
        throw VerifyError(
          file: url.path, "another run writes into these results",
          suggestion: "Wait for its end and run again, or name another folder.")
      }
      for (offset, station) in newStations.enumerated() {
        try connection.execute(
          sql: "INSERT INTO stations VALUES (?, ?, ?, ?, ?, ?)",
          arguments: [
            firstNumber + offset, station.id, station.name, station.coordinate.latitude,
            station.coordinate.longitude, station.elevation,
          ])
      }
      for result in pending { try ResultsWriter.store(result, connection) }
      try maps.store(connection)
      for (initTime, key, sums) in changes {
        try connection.execute(
          sql: "INSERT OR REPLACE INTO station_sums VALUES (?, ?, ?, ?, ?, ?)",
          arguments: [
            key.pairing.rawValue, key.variable, key.system, key.statistic, initTime.secondsSince1970, sums.data,
          ])
      }
    }
    storedUnits += pending.count
    self.pending = []
    self.newStations = []
    finished = []
    changedKeys = []
    self.maps.markStored()
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
    let insertOutside = try connection.cachedStatement(sql: "INSERT INTO outside VALUES (?, ?, ?, ?, ?, ?, ?)")
    for part in result.outside {
      try insertOutside.execute(
        arguments: [
          part.pairing.rawValue, part.variable.description, part.system, part.family.rawValue, leadTime, initTime,
          part.count,
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
