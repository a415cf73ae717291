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
      var rows = ReportRows(directory: directory, variable: variable)
      try rows.fetch(connection, id, from, through)
      return try rows.sorted()
    }
  }
}

/// The rows of one variable as they are stored, on their way to the order of `Reports`.
private struct ReportRows {
  let directory: StationDirectory
  /// In the order of the table; `stationIndex` are positions in `places`, `sourceIndex` stored numbers.
  private var columns: Reports
  private var places: [Place] = []

  /// A place of a station in the history of one source.
  private struct Place: Hashable {
    var station: Int32
    var source: Int32
    var place: Int32
  }

  init(directory: StationDirectory, variable: Variable) {
    self.directory = directory
    columns = Reports(variable: variable)
  }

  mutating func fetch(_ connection: Database, _ id: Int32, _ from: UTCTime, _ through: UTCTime) throws {
    let statement = try connection.makeStatement(
      sql: """
        SELECT valid_time, station, source, place, value, quality FROM observations
        WHERE variable = ? AND valid_time BETWEEN ? AND ? ORDER BY valid_time, station, source
        """)
    let handle = statement.sqliteStatement
    sqlite3_bind_int64(handle, 1, Int64(id))
    sqlite3_bind_int64(handle, 2, from.secondsSince1970)
    sqlite3_bind_int64(handle, 3, through.secondsSince1970)
    defer { sqlite3_reset(handle) }
    var numbers: [Place: Int32] = [:]
    var latest = [(place: Place, number: Int32)](
      repeating: (Place(station: 0, source: 0, place: 0), 0), count: directory.identifiers.count + 1)
    var code = sqlite3_step(handle)
    while code == SQLITE_ROW {
      let place = Place(
        station: sqlite3_column_int(handle, 1), source: sqlite3_column_int(handle, 2),
        place: sqlite3_column_int(handle, 3))
      if latest[Int(place.station)].place != place {
        let number = numbers[place] ?? Int32(places.count)
        if Int(number) == places.count {
          numbers[place] = number
          places.append(place)
        }
        latest[Int(place.station)] = (place, number)
      }
      columns.stationIndex.append(latest[Int(place.station)].number)
      columns.validTimes.append(UTCTime(secondsSince1970: sqlite3_column_int64(handle, 0)))
      columns.sourceIndex.append(place.source)
      columns.values.append(sqlite3_column_double(handle, 4))
      columns.qualities.append(Quality(rawValue: UInt8(truncatingIfNeeded: sqlite3_column_int(handle, 5))) ?? .bad)
      code = sqlite3_step(handle)
    }
    guard code == SQLITE_DONE else {
      throw DatabaseError(resultCode: ResultCode(rawValue: code), message: connection.lastErrorMessage)
    }
  }

  func sorted() throws -> Reports {
    let (stations, rank) = try rankedStations()
    let sources = Set(columns.sourceIndex).sorted { directory.source($0) < directory.source($1) }
    var sourceRank = [Int32](repeating: 0, count: directory.sources.count + 1)
    for (i, id) in sources.enumerated() { sourceRank[Int(id)] = Int32(i) }

    // Rows come by time; counting them into their stations keeps that order.
    var next = [Int](repeating: 0, count: stations.count + 1)
    for number in columns.stationIndex { next[Int(rank[Int(number)]) + 1] += 1 }
    for i in stations.indices { next[i + 1] += next[i] }
    var order = [Int](repeating: 0, count: columns.count)
    for i in 0..<columns.count {
      let station = rank[Int(columns.stationIndex[i])]
      var slot = next[Int(station)]
      next[Int(station)] += 1
      order[slot] = i
      // Several sources at one time, by name.
      while slot > 0, case let before = order[slot - 1], rank[Int(columns.stationIndex[before])] == station,
        columns.validTimes[before] == columns.validTimes[i],
        sourceRank[Int(columns.sourceIndex[before])] > sourceRank[Int(columns.sourceIndex[i])]
      {
        order.swapAt(slot, slot - 1)
        slot -= 1
      }
    }
    var result = Reports(variable: columns.variable, stations: stations, sources: sources.map(directory.source))
    result.stationIndex = order.map { rank[Int(columns.stationIndex[$0])] }
    result.validTimes = order.map { columns.validTimes[$0] }
    result.values = order.map { columns.values[$0] }
    result.qualities = order.map { columns.qualities[$0] }
    result.sourceIndex = order.map { sourceRank[Int(columns.sourceIndex[$0])] }
    return result
  }

  /// The stations, sorted by identifier and position, and the rank of each of `places` among them.
  /// Equal places of one station in several sources are one.
  private func rankedStations() throws -> (stations: [Station], rank: [Int32]) {
    let described = try places.map { try directory.station($0.station, source: $0.source, place: $0.place) }
    let stations = Set(described.map(\.withoutName)).sorted { a, b in
      if a.id != b.id { return a.id < b.id }
      if a.coordinate.latitude != b.coordinate.latitude { return a.coordinate.latitude < b.coordinate.latitude }
      if a.coordinate.longitude != b.coordinate.longitude { return a.coordinate.longitude < b.coordinate.longitude }
      return (a.elevation ?? -.infinity) < (b.elevation ?? -.infinity)
    }
    let rank = Dictionary(uniqueKeysWithValues: stations.enumerated().map { ($1, Int32($0)) })
    var named = stations
    let ranks = described.map { rank[$0.withoutName] ?? 0 }
    for (station, i) in zip(described, ranks) {
      named[Int(i)].name = [named[Int(i)].name, station.name].compactMap { $0 }.min()
    }
    return (named, ranks)
  }
}

extension Station {
  /// What decides whether two stations are one place.
  fileprivate var withoutName: Station { Station(id: id, coordinate: coordinate, elevation: elevation) }
}
