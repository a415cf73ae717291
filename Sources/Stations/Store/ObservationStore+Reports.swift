public import Fields
import GRDB
import GRDBSQLite

extension ObservationStore {
  /// Every report of a variable with a valid time in a window, its ends included: of all sources and
  /// qualities, which are the matcher's to choose from. Empty where there are none.
  ///
  /// Sorted by station identifier and place, then valid time, then source, whatever the order in
  /// which files were imported.
  public func reports(of variable: Variable, from: UTCTime, through: UTCTime) throws -> Reports {
    try read { connection in
      let directory = try self.directory.directory(connection)
      guard let id = directory.id(ofVariable: variable) else { return Reports(variable: variable) }
      return try ReportsQuery(directory: directory, variable: variable).run(connection, id, from, through)
    }
  }
}

/// Fetches the rows of one variable and puts them in the order of `Reports`.
private struct ReportsQuery {
  let directory: StationDirectory
  let variable: Variable

  private struct Key: Hashable {
    var station: Int32
    var source: Int32
    var place: Int32
  }

  func run(_ connection: Database, _ id: Int32, _ from: UTCTime, _ through: UTCTime) throws -> Reports {
    var columns = Reports(variable: variable)
    var numbers: [Key: Int32] = [:]
    var keys: [Key] = []
    var recent: [HistoryLookup] = Array(repeating: HistoryLookup(), count: directory.identifiers.count + 1)
    let statement = try connection.makeStatement(
      sql: """
        SELECT valid_time, station, source, value, quality FROM observations
        WHERE variable = ? AND valid_time BETWEEN ? AND ? ORDER BY valid_time, station, source
        """)
    let handle = statement.sqliteStatement
    sqlite3_bind_int64(handle, 1, Int64(id))
    sqlite3_bind_int64(handle, 2, from.secondsSince1970)
    sqlite3_bind_int64(handle, 3, through.secondsSince1970)
    defer { sqlite3_reset(handle) }
    var code = sqlite3_step(handle)
    while code == SQLITE_ROW {
      let time = sqlite3_column_int64(handle, 0)
      let station = Int32(truncatingIfNeeded: sqlite3_column_int64(handle, 1))
      let source = Int32(truncatingIfNeeded: sqlite3_column_int64(handle, 2))
      if !recent[Int(station)].covers(source, time) {
        recent[Int(station)] = try lookUp(station, source, time)
        let key = Key(station: station, source: source, place: recent[Int(station)].place)
        if let known = numbers[key] {
          recent[Int(station)].number = known
        } else {
          recent[Int(station)].number = Int32(keys.count)
          numbers[key] = Int32(keys.count)
          keys.append(key)
        }
      }
      columns.stationIndex.append(recent[Int(station)].number)
      columns.validTimes.append(UTCTime(secondsSince1970: time))
      columns.values.append(sqlite3_column_double(handle, 3))
      columns.qualities.append(Quality(rawValue: UInt8(truncatingIfNeeded: sqlite3_column_int(handle, 4))) ?? .bad)
      columns.sourceIndex.append(source)
      code = sqlite3_step(handle)
    }
    guard code == SQLITE_DONE else {
      throw DatabaseError(resultCode: ResultCode(rawValue: code), message: connection.lastErrorMessage)
    }
    return try sorted(columns, keys)
  }

  /// The place of a station in the history of one source, and the times for which it holds.
  private struct HistoryLookup {
    var source: Int32 = 0
    var place: Int32 = 0
    var number: Int32 = 0
    var from = Int64.max
    var before = Int64.min

    func covers(_ source: Int32, _ time: Int64) -> Bool { self.source == source && time >= from && time < before }
  }

  private func lookUp(_ station: Int32, _ source: Int32, _ time: Int64) throws -> HistoryLookup {
    guard
      let history = directory.histories[StationDirectory.HistoryKey(station: station, source: source)],
      let place = history.index(at: time)
    else {
      throw StationsError(
        "station \(directory.identifier(station))", "the database has reports and no position of it; it is damaged")
    }
    return HistoryLookup(
      source: source, place: Int32(place), number: 0, from: place == 0 ? .min : history.places[place].validFrom,
      before: place + 1 < history.places.count ? history.places[place + 1].validFrom : .max)
  }

  private func sorted(_ columns: Reports, _ keys: [Key]) throws -> Reports {
    // Equal places of one station in several sources are one entry.
    var entries: [Station] = []
    var byStation: [Station: Int32] = [:]
    var firstSeen: [Int64] = []
    var entryOfKey: [Int32] = []
    for key in keys {
      let history = directory.histories[StationDirectory.HistoryKey(station: key.station, source: key.source)]
      guard let place = history?.places[Int(key.place)] else { continue }
      if let known = byStation[place.station] {
        entryOfKey.append(known)
        firstSeen[Int(known)] = min(firstSeen[Int(known)], place.validFrom)
      } else {
        byStation[place.station] = Int32(entries.count)
        entryOfKey.append(Int32(entries.count))
        entries.append(place.station)
        firstSeen.append(place.validFrom)
      }
    }
    let order = entries.indices.sorted { a, b in
      let (x, y) = (entries[a], entries[b])
      if x.id != y.id { return x.id < y.id }
      if firstSeen[a] != firstSeen[b] { return firstSeen[a] < firstSeen[b] }
      if x.coordinate.latitude != y.coordinate.latitude { return x.coordinate.latitude < y.coordinate.latitude }
      if x.coordinate.longitude != y.coordinate.longitude { return x.coordinate.longitude < y.coordinate.longitude }
      return (x.elevation ?? -.infinity) < (y.elevation ?? -.infinity)
    }
    var rankOfEntry = [Int32](repeating: 0, count: entries.count)
    for (rank, entry) in order.enumerated() { rankOfEntry[entry] = Int32(rank) }
    let rank = entryOfKey.map { rankOfEntry[Int($0)] }

    let sourceIDs = Set(columns.sourceIndex).sorted { directory.source($0) < directory.source($1) }
    var rankOfSource = [Int32](repeating: 0, count: directory.sources.count + 1)
    for (i, id) in sourceIDs.enumerated() { rankOfSource[Int(id)] = Int32(i) }

    // Rows come by time; counting them into their stations keeps that order.
    var next = [Int](repeating: 0, count: entries.count + 1)
    for number in columns.stationIndex { next[Int(rank[Int(number)]) + 1] += 1 }
    for i in entries.indices { next[i + 1] += next[i] }
    var permutation = [Int](repeating: 0, count: columns.count)
    for i in 0..<columns.count {
      let station = Int(rank[Int(columns.stationIndex[i])])
      var slot = next[station]
      next[station] += 1
      permutation[slot] = i
      // Several sources at one time, by name.
      let source = rankOfSource[Int(columns.sourceIndex[i])]
      while slot > 0, case let before = permutation[slot - 1],
        rank[Int(columns.stationIndex[before])] == station, columns.validTimes[before] == columns.validTimes[i],
        rankOfSource[Int(columns.sourceIndex[before])] > source
      {
        permutation.swapAt(slot, slot - 1)
        slot -= 1
      }
    }
    var result = Reports(
      variable: variable, stations: order.map { entries[$0] }, sources: sourceIDs.map(directory.source))
    result.stationIndex = permutation.map { rank[Int(columns.stationIndex[$0])] }
    result.validTimes = permutation.map { columns.validTimes[$0] }
    result.values = permutation.map { columns.values[$0] }
    result.qualities = permutation.map { columns.qualities[$0] }
    result.sourceIndex = permutation.map { rankOfSource[Int(columns.sourceIndex[$0])] }
    return result
  }
}
