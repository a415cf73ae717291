import Fields
import GRDB

extension ObservationStore {
  /// Stations with each place they have had, by identifier, source and time.
  ///
  /// Of the query the stations, sources, times and box count; the box finds them by the R*Tree.
  public func stations(_ query: ObservationQuery = ObservationQuery()) throws -> [StationEntry] {
    try read { connection in
      let directory = try self.directory.directory(connection)
      let inBox = try query.box.map { try ObservationStore.stations(in: $0, connection) }
      var entries: [StationEntry] = []
      for (key, history) in directory.histories {
        let identifier = directory.identifier(key.station)
        let source = directory.source(key.source)
        guard query.stations.isEmpty || query.stations.contains(identifier),
          query.sources.isEmpty || query.sources.contains(source), inBox?.contains(key.station) ?? true
        else { continue }
        for place in history.places {
          let (from, through) = (
            UTCTime(secondsSince1970: place.validFrom), UTCTime(secondsSince1970: place.validThrough)
          )
          guard query.box?.contains(place.station.coordinate) ?? true,
            query.from.map({ through >= $0 }) ?? true, query.through.map({ from <= $0 }) ?? true
          else { continue }
          entries.append(StationEntry(station: place.station, source: source, from: from, through: through))
        }
      }
      return entries.sorted {
        ($0.station.id, $0.source, $0.from, $0.through) < ($1.station.id, $1.source, $1.from, $1.through)
      }
    }
  }

  /// The stations that have ever been in a box, by the R*Tree over their positions.
  static func stations(in box: MapBox, _ connection: Database) throws -> Set<Int32> {
    // The tree holds its corners in single precision, rounded outwards; the caller tests exactly.
    let spans: [(Double, Double)] =
      box.west <= box.east ? [(box.west, box.east)] : [(box.west, 180), (-180, box.east)]
    var found: Set<Int32> = []
    for (west, east) in spans {
      found.formUnion(
        try Int32.fetchAll(
          connection,
          sql: """
            SELECT station FROM station_positions
            WHERE latitude_max >= ? AND latitude_min <= ? AND longitude_max >= ? AND longitude_min <= ?
            """, arguments: [box.south, box.north, west, east]))
    }
    return found
  }

  /// Calls `body` with every observation that a query means, by variable, valid time and station,
  /// until it returns false.
  public func forEachObservation(
    _ query: ObservationQuery = ObservationQuery(), _ body: (Observation, Station) throws -> Bool
  ) throws {
    try read { connection in
      let directory = try self.directory.directory(connection)
      let inBox = try query.box.map { try ObservationStore.stations(in: $0, connection) }
      let named = query.stations.compactMap { directory.id(ofStation: $0) }
      guard query.stations.isEmpty || !named.isEmpty else { return }
      var wanted: Set<Int32>? = named.isEmpty ? nil : Set(named)
      if let inBox { wanted = wanted.map { $0.intersection(inBox) } ?? inBox }
      let variables = query.variables.isEmpty ? directory.variables : query.variables
      for variable in variables.sorted(by: { $0.description < $1.description }) {
        guard let id = directory.id(ofVariable: variable) else { continue }
        let rows = try Row.fetchCursor(
          connection,
          sql: """
            SELECT valid_time, station, source, value, quality, place FROM observations
            WHERE variable = ? AND valid_time BETWEEN ? AND ? ORDER BY valid_time, station, source
            """,
          arguments: [
            id, (query.from ?? .distantPast).secondsSince1970, (query.through ?? .distantFuture).secondsSince1970,
          ])
        while let row = try rows.next() {
          let (station, source): (Int32, Int32) = (row[1], row[2])
          guard wanted?.contains(station) ?? true else { continue }
          let name = directory.source(source)
          let time = UTCTime(secondsSince1970: row[0])
          guard query.sources.isEmpty || query.sources.contains(name) else { continue }
          let place = try directory.station(station, source: source, place: row[5])
          guard query.box?.contains(place.coordinate) ?? true else { continue }
          let observation = Observation(
            station: place.id, variable: variable, validTime: time, value: row[3], source: name,
            quality: Quality(rawValue: row[4]) ?? .bad)
          guard try body(observation, place) else { return }
        }
      }
    }
  }
}
