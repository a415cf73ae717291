import Fields
import GRDB

/// One file on its way into the store: turns a collector's numbers into the store's, follows where
/// stations are, and keeps the counts.
///
/// It lives within one transaction and changes a directory of its own.
final class FileImport {
  private(set) var directory: StationDirectory
  private(set) var summary: ImportSummary
  private let database: Database
  private let source: Int32
  private var writer: ObservationWriter

  // By the collector's number of a station.
  private var stationIDs: [Int32] = []
  private var stations: [Station] = []
  private var hasReported: [Bool] = []
  private var variableIDs: [Int32] = []
  /// Where each station has reported from so far, in the order of the file; by the store's number.
  private var sightings: [Int32: [Sighting]] = [:]
  private var lastSighting: (station: Int32, first: Int64, through: Int64)?
  private var rows: [ObservationWriter.Row] = []

  private struct Sighting {
    var number: Int32
    var first: Int64
    var through: Int64
  }

  init(_ database: Database, directory: StationDirectory, summary: ImportSummary, importID: Int64) throws {
    self.database = database
    self.directory = directory
    self.summary = summary
    source = try self.directory.register(source: summary.source, in: database)
    writer = try ObservationWriter(database, source: source, importID: importID)
  }

  /// Stores one batch of a collector.
  func store(_ batch: ObservationCollector.Batch, _ stations: [Station], _ variables: [Variable]) throws {
    for station in stations[self.stations.count...] {
      stationIDs.append(try directory.register(station: station.id, in: database))
      hasReported.append(false)
    }
    self.stations = stations
    for variable in variables[variableIDs.count...] {
      variableIDs.append(try directory.register(variable: variable, in: database))
    }
    rows.removeAll(keepingCapacity: true)
    rows.reserveCapacity(batch.count)
    for i in 0..<batch.count {
      let number = batch.stations[i]
      let station = stationIDs[Int(number)]
      let time = batch.validTimes[i]
      guard isPlausible(number, station, at: time) else {
        reject(.duplicateInFile, "\(stations[Int(number)].id) reports from two places at one time")
        continue
      }
      rows.append(
        ObservationWriter.Row(
          variable: variableIDs[Int(batch.variables[i])], station: station, validTime: time, value: batch.values[i],
          quality: batch.qualities[i], order: Int32(i)))
    }
    try writer.write(&rows)
  }

  /// Follows a report's place; false where the file has the station elsewhere at the same time.
  private func isPlausible(_ number: Int32, _ station: Int32, at time: Int64) -> Bool {
    if let last = lastSighting, last.station == number, last.first == time || last.through == time { return true }
    var seen = sightings[station] ?? []
    if let i = seen.indices.last, seen[i].number == number {
      seen[i].first = min(seen[i].first, time)
      seen[i].through = max(seen[i].through, time)
    } else {
      let here = stations[Int(number)]
      for other in seen where other.first == time || other.through == time {
        let there = stations[Int(other.number)]
        guard here.coordinate.distance(to: there.coordinate) <= FileImport.duplicateDistance else { return false }
      }
      seen.append(Sighting(number: number, first: time, through: time))
    }
    hasReported[Int(number)] = true
    if let latest = seen.last { lastSighting = (number, latest.first, latest.through) }
    sightings[station] = seen
    return true
  }

  /// Metres beyond which one identifier at one time stands for two stations.
  private static let duplicateDistance = 2000.0

  private func reject(_ reason: ImportRejection, count: Int = 1, _ example: @autoclosure () -> String) {
    summary.rejected[reason, default: 0] += count
    if summary.examples[reason, default: []].count < 3 { summary.examples[reason, default: []].append(example()) }
  }

  /// Writes what is known of the stations, and completes the summary with the collector's counts.
  func finish(_ collector: ObservationCollector) throws {
    for station in sightings.keys.sorted() { try recordHistory(of: station) }
    let counts = writer.counts
    for row in counts.duplicateExamples {
      let (place, what) = (directory.identifier(row.station), directory.variable(row.variable))
      let time = UTCTime(secondsSince1970: row.validTime)
      reject(.duplicateInFile, count: 0, "\(place), \(time): \(what) = \(row.value) \(what.unit) again")
    }
    if counts.duplicates > 0 { summary.rejected[.duplicateInFile, default: 0] += counts.duplicates }
    for (reason, count) in collector.rejected { summary.rejected[reason, default: 0] += count }
    for (reason, examples) in collector.examples {
      summary.examples[reason] = Array((examples + (summary.examples[reason] ?? [])).prefix(3))
    }
    summary.read = collector.read
    summary.missing = collector.missing
    (summary.new, summary.unchanged, summary.replaced) = (counts.new, counts.unchanged, counts.replaced)
    summary.stations = sightings.count
    summary.first = sightings.values.lazy.flatMap { $0.map(\.first) }.min().map(UTCTime.init(secondsSince1970:))
    summary.last = sightings.values.lazy.flatMap { $0.map(\.through) }.max().map(UTCTime.init(secondsSince1970:))
  }

  private func recordHistory(of station: Int32) throws {
    let key = StationDirectory.HistoryKey(station: station, source: source)
    var history = directory.histories[key] ?? StationHistory()
    var isRewritten = false
    var extended: Int?
    for sighting in sightings[station] ?? [] {
      switch history.see(stations[Int(sighting.number)], from: sighting.first, through: sighting.through) {
      case .none: break
      case .extended(let i): extended = i
      case .rewritten: isRewritten = true
      }
    }
    directory.histories[key] = history
    if isRewritten {
      try rewrite(history, key)
    } else if let i = extended {
      let place = history.places[i]
      try database.cachedStatement(
        sql: "UPDATE station_history SET valid_through = ? WHERE station = ? AND source = ? AND valid_from = ?"
      ).execute(arguments: [place.validThrough, station, source, place.validFrom])
    }
  }

  private func rewrite(_ history: StationHistory, _ key: StationDirectory.HistoryKey) throws {
    try database.cachedStatement(sql: "DELETE FROM station_history WHERE station = ? AND source = ?")
      .execute(arguments: [key.station, key.source])
    let insert = try database.cachedStatement(
      sql: """
        INSERT INTO station_history
          (station, source, valid_from, valid_through, latitude, longitude, elevation, name)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?)
        """)
    for place in history.places {
      let station = place.station
      try insert.execute(arguments: [
        key.station, key.source, place.validFrom, place.validThrough, station.coordinate.latitude,
        station.coordinate.longitude180, station.elevation, station.name,
      ])
    }
  }
}
