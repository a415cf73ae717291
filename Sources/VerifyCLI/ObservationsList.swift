import ArgumentParser
import Fields
import Stations

/// `verify observations list`.
struct ObservationsListCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "list", abstract: "List stations, observations or imported files.")

  enum Subject: String, ExpressibleByArgument, CaseIterable {
    case stations, observations, imports
  }

  @OptionGroup var target: DatabaseOption

  @Argument(help: "What to list: stations, observations or imports.")
  var subject: Subject = .stations

  @OptionGroup var filter: ObservationFilter

  @Option(help: "Stop after this many lines; 0 lists all.")
  var limit = 100

  @Flag(help: "Print JSON for programs.")
  var json = false

  func validate() throws {
    guard limit >= 0 else { throw ValidationError("--limit takes a number from 0 on; found \(limit)") }
  }

  func run() throws {
    let store = try target.open(.reading)
    try reportingBadInput {
      switch subject {
      case .stations:
        try refuseUnknownStations(store)
        try listStations(store)
      case .observations:
        try refuseUnknownStations(store)
        try listObservations(store)
      case .imports: try listImports(store)
      }
    }
  }

  /// Throws where a station that is asked for has never reported.
  private func refuseUnknownStations(_ store: ObservationStore) throws {
    guard !filter.station.isEmpty else { return }
    var query = ObservationQuery()
    query.stations = filter.query.stations
    let known = Set(try store.stations(query).map(\.station.id))
    let unknown = filter.station.filter { !known.contains($0) && !known.contains(StationIdentifier.wmo($0)) }
    guard unknown.isEmpty else {
      let names = unknown.map { "'\($0)'" }.joined(separator: ", ")
      throw StationsError(
        target.database, "no station is called \(names); see `verify observations list --database \(target.database)`")
    }
  }

  /// The lines within the limit, and a word on standard error where there are more.
  private func limited<Element>(_ all: [Element]) -> [Element] {
    guard limit > 0, all.count > limit else { return all }
    say("verify: the first \(limit) of \(grouped(all.count)); --limit 0 lists all")
    return Array(all.prefix(limit))
  }

  private func listStations(_ store: ObservationStore) throws {
    let entries = limited(try store.stations(filter.query))
    if json { return try printJSON(entries) }
    var table = ObservationsTable([
      ("station", .left), ("name", .left), ("latitude", .right), ("longitude", .right), ("elevation", .right),
      ("source", .left), ("first report", .left), ("last report", .left),
    ])
    for entry in entries {
      let station = entry.station
      table.add([
        station.id, station.name ?? "", String(station.coordinate.latitude), String(station.coordinate.longitude180),
        station.elevation.map { String($0) } ?? "", entry.source, entry.from.shortDescription,
        entry.through.shortDescription,
      ])
    }
    try put(table.text)
  }

  private func listObservations(_ store: ObservationStore) throws {
    var observations: [Observation] = []
    var isCut = false
    try store.forEachObservation(filter.query) { observation, _ in
      isCut = limit > 0 && observations.count == limit
      if !isCut { observations.append(observation) }
      return !isCut
    }
    if isCut { say("verify: the first \(limit); --limit 0 lists all") }
    if json { return try printJSON(observations) }
    var table = ObservationsTable([
      ("valid time", .left), ("station", .left), ("variable", .left), ("value", .right), ("unit", .left),
      ("source", .left), ("quality", .left),
    ])
    for observation in observations {
      table.add([
        observation.validTime.shortDescription, observation.station, observation.variable.description,
        ObservationText.rounded(observation.value), observation.variable.unit.symbol, observation.source,
        observation.quality.name,
      ])
    }
    try put(table.text)
  }

  private func listImports(_ store: ObservationStore) throws {
    let imports = limited(try store.imports())
    if json { return try printJSON(imports) }
    var table = ObservationsTable([
      ("file", .left), ("format", .left), ("source", .left), ("read", .right), ("new", .right), ("unchanged", .right),
      ("replaced", .right), ("rejected", .right), ("SHA-256", .left),
    ])
    for summary in imports {
      table.add([
        summary.file, summary.format, summary.source, grouped(summary.read), grouped(summary.new),
        grouped(summary.unchanged), grouped(summary.replaced), grouped(summary.rejectedCount),
        String(summary.sha256.prefix(12)),
      ])
    }
    try put(table.text)
  }
}
