import ArgumentParser
import Fields
import Foundation
import Metrics
import Reports
import Verify

/// The group of commands about extreme events.
struct EventsCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "events", abstract: "Find extreme events in observations.", subcommands: [EventsFindCommand.self])
}

/// Finds events and writes event files.
struct EventsFindCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "find", abstract: "Find extreme events, and write event files for case studies.",
    discussion: """
      In what an evaluation names, whose forecasts the event files then have:
        verify events find evaluation.yaml --hazard wind-storm --threshold ">= 17 m/s" --output events/
      In a database of observations, in observation files, or in an analysis:
        verify events find --database stations.sqlite --hazard cold-wave --threshold "<= -25 degC"
        verify events find --analysis era5.grib --hazard heat-wave --threshold ">= q0.98"

      Values beyond the threshold are of one event where they are close in space and time, themselves or through \
      others between them. A quantile is that of the climatology where one is named, otherwise of each place's own \
      values in the time that is searched. Reports of stations that quality control finds wrong are set aside, counted \
      and told.

      Exits with 0, or with 3 where an input is wrong.
      """)

  @Argument(help: "An evaluation file, for its observations, climatology and forecasts.", completion: .file())
  var evaluation: String?

  @Option(help: "A database of observations.", completion: .file())
  var database: String?

  @Option(name: .customLong("observations"), parsing: .upToNextOption, help: "Observation files.", completion: .file())
  var observationFiles: [String] = []

  @Option(parsing: .upToNextOption, help: "Files of an analysis.", completion: .file())
  var analysis: [String] = []

  @Option(parsing: .upToNextOption, help: "Climatologies made by `verify climatology build`.", completion: .file())
  var climatology: [String] = []

  @Option(help: "\(Hazard.allCases.filter { $0 != .tropicalCyclone }.map(\.rawValue).joined(separator: ", ")).")
  var hazard: Hazard

  @Option(help: "The variable, by short name; that of the hazard where it is absent.")
  var variable: Variable?

  @Option(
    help: """
      What is extreme, such as ">= 17 m/s" or ">= q0.99" (default q0.99 of wind and rain, q0.95 and q0.05 of \
      temperature).
      """)
  var threshold: String?

  // A box may begin with a minus sign.
  @Option(
    parsing: .unconditional, help: "A known region, west,south,east,north in degrees, or a file of polygons.")
  var region: String?

  @Option(help: "The first valid time, as 2019-02-17T00.")
  var from: UTCTime?

  @Option(name: .customLong("to"), help: "The last valid time.")
  var through: UTCTime?

  @Option(help: "How far apart, in kilometres, places of one event are at most.")
  var distance = 150.0

  @Option(help: "How far apart in time they are at most, such as 6h.", transform: span)
  var gap: TimeSpan = .hours(6)

  @Option(help: "What has fewer stations or cells is no event.")
  var fewest = 3

  @Option(help: "How many events are told.")
  var most = 10

  @Option(help: "What stands first: size (places times duration) or peak.")
  var by: EventSearch.Order = .size

  @Flag(help: "Take reports as they are, without checking them.")
  var unscreened = false

  @Option(name: .shortAndLong, help: "A folder to write the event files to.", completion: .directory)
  var output: String?

  @Flag(help: "Print JSON for programs.")
  var json = false

  func validate() throws {
    let given = [evaluation != nil, database != nil, !observationFiles.isEmpty, !analysis.isEmpty].count { $0 }
    guard given == 1 else {
      throw ValidationError(
        "Give one of an evaluation file, --database, --observations and --analysis; found \(given).")
    }
    guard distance > 0, distance <= 20_000 else { throw ValidationError("--distance takes kilometres above 0.") }
    guard gap >= .zero else { throw ValidationError("--gap takes a length of time from 0h.") }
    guard fewest > 0, most > 0 else { throw ValidationError("--fewest and --most take numbers from 1.") }
    guard hazard != .tropicalCyclone else { throw ValidationError("Cyclones are found by their tracks.") }
  }

  func run() async throws {
    try await reportingErrors {
      let search = try self.search()
      var found = try await EventFinder(search).find()
      if let output { try write(&found, search, to: URL(filePath: output)) }
      if json {
        try printJSON(found)
      } else {
        try put(FoundEventsText(found).text, terminator: "")
      }
    }
  }

  private func search() throws -> EventSearch {
    var search: EventSearch
    if let evaluation {
      search = try EventSearch(
        try EvaluationPlan(contentsOf: URL(filePath: evaluation)), hazard: hazard, variable: variable,
        threshold: threshold)
      if !climatology.isEmpty { search.climatology = climatology.map { URL(filePath: $0) } }
    } else {
      search = try EventSearch(
        PlannedObservations(origin: origin), climatology: climatology.map { URL(filePath: $0) }, hazard: hazard,
        variable: variable, threshold: threshold)
    }
    search.region = try region.map { try Region(named: $0) }
    (search.from, search.through, search.reach, search.gap) = (from, through, distance * 1000, gap)
    (search.fewestPlaces, search.most, search.order, search.isScreened) = (fewest, most, by, !unscreened)
    return search
  }

  private var origin: PlannedObservations.Origin {
    if let database { return .database(URL(filePath: database)) }
    if !observationFiles.isEmpty { return .files(observationFiles.map { URL(filePath: $0) }) }
    return .fields(PlannedAnalysis(files: analysis.map { URL(filePath: $0) }))
  }

  private func write(_ found: inout FoundEvents, _ search: EventSearch, to folder: URL) throws {
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    let files = EventFile(of: search, through: found.through, in: folder)
    for (position, event) in found.events.enumerated() {
      let name = files.name(of: event, at: position)
      let path = folder.appending(path: name).path
      let text = try files.text(of: event)
      try TextSink.writing(to: path) { try $0.write(text) }
      found.events[position].file = name
    }
  }
}

private func span(_ text: String) throws -> TimeSpan {
  guard let span = TimeSpan(text) else { throw ValidationError("'\(text)' is no length of time such as 6h.") }
  return span
}
