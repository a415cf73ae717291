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
  /// nil keeps all.
  private let wanted: Set<Variable>?
  /// By the collector's number of a variable: that of the store, nil where it is passed over.
  private var variableIDs: [Int32?] = []
  /// By the collector's number of a station.
  private var sightings: [Sighting?] = []
  /// The collector's numbers of each identifier that has reported.
  private var numbers: [Int32: [Int32]] = [:]
  private var changed: Set<ChangedPlace> = []
  private var rows: [ObservationWriter.Row] = []

  /// A station as it reports from one place in this file.
  private struct Sighting {
    var station: Int32
    var place: Int32
    var first: Int64
    var through: Int64
    /// Whether the file has the same identifier far away too.
    var hasRivals: Bool
  }

  private struct ChangedPlace: Hashable {
    var station: Int32
    var place: Int32
  }

  init(
    _ database: Database, directory: StationDirectory, summary: ImportSummary, importID: Int64,
    keeping wanted: Set<Variable>? = nil
  ) throws {
    self.database = database
    self.wanted = wanted
    self.directory = directory
    self.summary = summary
    source = try self.directory.register(source: summary.source, in: database)
    writer = try ObservationWriter(database, source: source, importID: importID)
  }

  /// Stores one batch of a collector.
  func store(_ batch: ObservationCollector.Batch, _ stations: [Station], _ variables: [Variable]) throws {
    sightings += [Sighting?](repeating: nil, count: stations.count - sightings.count)
    for variable in variables[variableIDs.count...] {
      let isWanted = wanted?.contains(variable) ?? true
      variableIDs.append(isWanted ? try directory.register(variable: variable, in: database) : nil)
    }
    rows.removeAll(keepingCapacity: true)
    rows.reserveCapacity(batch.count)
    for i in 0..<batch.count {
      let number = batch.stations[i]
      let time = batch.validTimes[i]
      var sighting = try sightings[Int(number)] ?? meet(stations[Int(number)], number, at: time)
      if time < sighting.first || time > sighting.through || sighting.hasRivals {
        if sighting.hasRivals, isElsewhere(sighting.station, number, stations, at: time) {
          reject(
            .duplicateInFile,
            "\(stations[Int(number)].id) reports from two places at \(UTCTime(secondsSince1970: time))")
          continue
        }
        sighting.first = min(sighting.first, time)
        sighting.through = max(sighting.through, time)
      }
      sightings[Int(number)] = sighting
      guard let variable = variableIDs[Int(batch.variables[i])] else {
        summary.passedOver = (summary.passedOver ?? 0) + 1
        continue
      }
      rows.append(
        ObservationWriter.Row(
          variable: variable, station: sighting.station, place: sighting.place,
          validTime: time, value: batch.values[i], quality: batch.qualities[i], order: Int32(i)))
    }
    try writer.write(&rows)
  }

  /// The first report of a station from a place. Nothing is known of it before it has one.
  private func meet(_ station: Station, _ number: Int32, at time: Int64) throws -> Sighting {
    let id = try directory.register(station: station.id, in: database)
    let rivals = numbers[id, default: []].filter { $0 != number }
    if rivals.count == numbers[id]?.count ?? 0 { numbers[id, default: []].append(number) }
    for rival in rivals { sightings[Int(rival)]?.hasRivals = true }
    let place = note(station, id, from: time, through: time)
    return Sighting(station: id, place: place, first: time, through: time, hasRivals: !rivals.isEmpty)
  }

  private func note(_ station: Station, _ id: Int32, from first: Int64, through last: Int64) -> Int32 {
    let key = StationDirectory.HistoryKey(station: id, source: source)
    let (place, isChanged) = directory.histories[key, default: StationHistory()]
      .place(of: station, from: first, through: last)
    if isChanged { changed.insert(ChangedPlace(station: id, place: Int32(place))) }
    return Int32(place)
  }

  /// Whether the file has had an identifier far away both before and after a time, or at it.
  private func isElsewhere(_ id: Int32, _ number: Int32, _ stations: [Station], at time: Int64) -> Bool {
    let here = stations[Int(number)].coordinate
    for other in numbers[id] ?? [] where other != number {
      guard let there = sightings[Int(other)], there.first <= time, time <= there.through else { continue }
      if here.distance(to: stations[Int(other)].coordinate) > FileImport.duplicateDistance { return true }
    }
    return false
  }

  /// Metres beyond which one identifier at one time stands for two stations.
  private static let duplicateDistance = 2000.0

  private func reject(_ reason: ImportRejection, _ example: @autoclosure () -> String) {
    summary.rejected[reason, default: 0] += 1
    if summary.examples[reason, default: []].count < 3 { summary.examples[reason, default: []].append(example()) }
  }
}

extension FileImport {
  /// Writes what is known of the stations, and completes the summary with the collector's counts.
  func finish(_ collector: ObservationCollector) throws {
    for (number, sighting) in sightings.enumerated() {
      guard let sighting else { continue }
      _ = note(collector.stations[number], sighting.station, from: sighting.first, through: sighting.through)
      summary.first = min(summary.first ?? .distantFuture, UTCTime(secondsSince1970: sighting.first))
      summary.last = max(summary.last ?? .distantPast, UTCTime(secondsSince1970: sighting.through))
    }
    try writeHistory()
    summary.read = collector.read
    summary.missing = collector.missing
    if !collector.notes.isEmpty { summary.notes = collector.notes }
    summary.unlikelyHeights = collector.unlikelyHeights.count
    summary.unlikelyHeightExample = collector.unlikelyHeightExample
    summary.stations = numbers.count
    (summary.new, summary.unchanged, summary.replaced) = (
      writer.counts.new, writer.counts.unchanged, writer.counts.replaced
    )
    summary.rejected.merge(collector.rejected, uniquingKeysWith: +)
    summary.examples.merge(collector.examples) { ours, theirs in Array((theirs + ours).prefix(3)) }
    guard writer.counts.duplicates > 0 else { return }
    summary.rejected[.duplicateInFile, default: 0] += writer.counts.duplicates
    let examples = writer.counts.duplicateExamples.map { row in
      let what = directory.variable(row.variable)
      let time = UTCTime(secondsSince1970: row.validTime)
      return "\(directory.identifier(row.station)), \(time): \(what) = \(ObservationText.rounded(row.value)) again"
    }
    summary.examples[.duplicateInFile] = Array(((summary.examples[.duplicateInFile] ?? []) + examples).prefix(3))
  }

  private func writeHistory() throws {
    let upsert = try database.cachedStatement(
      sql: """
        INSERT INTO station_history
          (station, source, place, valid_from, valid_through, latitude, longitude, elevation, name)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
        ON CONFLICT (station, source, place) DO UPDATE SET
          valid_from = excluded.valid_from, valid_through = excluded.valid_through,
          elevation = excluded.elevation, name = excluded.name
        """)
    for change in changed.sorted(by: { ($0.station, $0.place) < ($1.station, $1.place) }) {
      let key = StationDirectory.HistoryKey(station: change.station, source: source)
      guard let place = directory.histories[key]?.places[Int(change.place)] else { continue }
      let station = place.station
      try upsert.execute(arguments: [
        change.station, source, change.place, place.validFrom, place.validThrough, station.coordinate.latitude,
        station.coordinate.longitude180, station.elevation, station.name,
      ])
    }
  }
}
