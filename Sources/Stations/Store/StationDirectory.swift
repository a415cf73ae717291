import Fields
import GRDB
import Synchronization

/// The integers under which stations, sources and variables are stored, and every station's history.
///
/// It is small beside the observations and is held in memory as long as the database does not change.
struct StationDirectory: Sendable {
  struct HistoryKey: Hashable {
    var station: Int32
    var source: Int32
  }

  private(set) var identifiers: [String] = []
  private(set) var sources: [String] = []
  private(set) var variables: [Variable] = []
  var histories: [HistoryKey: StationHistory] = [:]
  private var stationIDs: [String: Int32] = [:]
  /// The last import that it knows of: any change to it comes with one.
  var generation: Int64 = 0

  init() {}

  init(_ database: Database) throws {
    generation = try StationDirectory.generation(database)
    identifiers = try String.fetchAll(database, sql: "SELECT identifier FROM stations ORDER BY id")
    sources = try String.fetchAll(database, sql: "SELECT name FROM sources ORDER BY id")
    for name in try String.fetchAll(database, sql: "SELECT name FROM variables ORDER BY id") {
      guard let variable = Variable(name) else {
        throw StationsError(
          "variable \(name)", "the database holds a variable that this version of verify does not know; update verify")
      }
      variables.append(variable)
    }
    for (i, identifier) in identifiers.enumerated() { stationIDs[identifier] = Int32(i + 1) }
    let rows = try Row.fetchCursor(
      database,
      sql: """
        SELECT station, source, valid_from, valid_through, latitude, longitude, elevation, name
        FROM station_history ORDER BY station, source, place
        """)
    var places: [HistoryKey: [StationHistory.Place]] = [:]
    while let row = try rows.next() {
      let id: Int32 = row[0]
      let station = Station(
        id: identifiers[Int(id) - 1], name: row[7], coordinate: Coordinate(latitude: row[4], longitude: row[5]),
        elevation: row[6])
      places[HistoryKey(station: id, source: row[1]), default: []].append(
        StationHistory.Place(station: station, validFrom: row[2], validThrough: row[3]))
    }
    histories = places.mapValues { StationHistory($0) }
  }

  static func generation(_ database: Database) throws -> Int64 {
    try Int64.fetchOne(database, sql: "SELECT max(id) FROM imports") ?? 0
  }

  // Identifiers count from 1 in the order of their first appearance.

  func id(ofStation identifier: String) -> Int32? { stationIDs[identifier] }
  func id(ofVariable variable: Variable) -> Int32? { variables.firstIndex(of: variable).map { Int32($0 + 1) } }
  func identifier(_ id: Int32) -> String { identifiers[Int(id) - 1] }
  func source(_ id: Int32) -> String { sources[Int(id) - 1] }
  func variable(_ id: Int32) -> Variable { variables[Int(id) - 1] }

  /// A station at one of the places from which a source has had its reports.
  func station(_ id: Int32, source: Int32, place: Int32) throws -> Station {
    guard let history = histories[HistoryKey(station: id, source: source)],
      history.places.indices.contains(Int(place))
    else {
      throw StationsError(
        "station \(identifier(id))", "the database has reports and no position of it; it is damaged, import again")
    }
    return history.places[Int(place)].station
  }

  mutating func register(station identifier: String, in database: Database) throws -> Int32 {
    if let known = stationIDs[identifier] { return known }
    let id = Int32(identifiers.count + 1)
    try database.cachedStatement(sql: "INSERT INTO stations VALUES (?, ?)").execute(arguments: [id, identifier])
    identifiers.append(identifier)
    stationIDs[identifier] = id
    return id
  }

  mutating func register(source name: String, in database: Database) throws -> Int32 {
    if let known = sources.firstIndex(of: name) { return Int32(known + 1) }
    sources.append(name)
    try database.execute(sql: "INSERT INTO sources VALUES (?, ?)", arguments: [sources.count, name])
    return Int32(sources.count)
  }

  mutating func register(variable: Variable, in database: Database) throws -> Int32 {
    if let known = id(ofVariable: variable) { return known }
    variables.append(variable)
    try database.execute(
      sql: "INSERT INTO variables VALUES (?, ?, ?, ?, ?)",
      arguments: [
        variables.count, variable.description, variable.quantity.standardName, variable.unit.symbol,
        variable.processing.period.seconds,
      ])
    return Int32(variables.count)
  }
}

/// The directory last used, for the state of the database that it belongs to.
final class StationDirectoryCache: Sendable {
  private let held = Mutex<StationDirectory?>(nil)

  /// The directory of the database as the connection sees it.
  func directory(_ database: Database) throws -> StationDirectory {
    let generation = try StationDirectory.generation(database)
    if let known = held.withLock({ $0 }), known.generation == generation { return known }
    let loaded = try StationDirectory(database)
    held.withLock { $0 = loaded }
    return loaded
  }

  func replace(by directory: StationDirectory) { held.withLock { $0 = directory } }
  func forget() { held.withLock { $0 = nil } }
}
