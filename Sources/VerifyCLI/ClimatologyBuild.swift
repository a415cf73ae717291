import ArgumentParser
import Fields
import Formats
import Foundation
import Metrics
import Stations
import Verify

/// `verify climatology build`.
struct ClimatologyBuildCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "build", abstract: "Make a climatology of past observations or analyses.",
    discussion: """
      From an observation database:
        verify climatology build --database stations.sqlite --variable t2m --output t2m-climatology.nc
      From fields of analyses (GRIB, NetCDF, Zarr):
        verify climatology build --variable t2m --output t2m-climatology.nc era5/*.grib

      For every place, day of the year and hour the values of all years within 15 days of the day make one sample; \
      of it come the mean, the standard deviation, quantiles, and for precipitation the probability of dry and the \
      limit of heavy that SEEPS needs. The greatest and least values of years make return levels, from 10 years on.

      Do not score what went into the climatology: leave the verified year out with --without-year, or end before \
      it with --to. The file is NetCDF, which xarray opens.

      Exits with 0, or with 3 where nothing can be made.
      """)

  @Option(
    name: .shortAndLong, help: ArgumentHelp("The file to write; one that is there is replaced.", valueName: "file"),
    completion: .file(extensions: ["nc"]))
  var output: String

  @Option(help: "The SQLite file of observations; otherwise files of analyses.", completion: .file())
  var database: String?

  @Argument(help: "Files of analyses.", completion: .file())
  var files: [String] = []

  @Option(help: "A variable, by short name (t2m, ws10m, tp24h); may be repeated.")
  var variable: [Variable]

  @Option(help: "The first valid time that counts, as 1991-01-01.")
  var from: UTCTime?

  @Option(name: .customLong("to"), help: "The last valid time that counts; a date alone is 00 UTC of that day.")
  var through: UTCTime?

  @Option(help: "A year that does not count, such as the one that is verified; may be repeated.")
  var withoutYear: [Int] = []

  @Option(help: "Days on either side of a day whose values count for it.")
  var window = 15

  @Option(
    help: ArgumentHelp(
      "Hours that are kept apart: each full hour, together for one sample a day, or a list such as 0,6,12,18.",
      valueName: "each|together|list"))
  var hours = "each"

  @Option(
    help: ArgumentHelp(
      "Levels of the quantiles, such as 0.1,0.5,0.9, or none; by default 19 from 0.01 to 0.99, with the terciles and "
        + "quartiles.", valueName: "levels"))
  var quantiles: String?

  @Option(
    help: ArgumentHelp("An event whose probability is kept, such as '>=273.15'; may be repeated.", valueName: "event"))
  var event: [String] = []

  @Option(help: "A day and hour of a place with fewer values is missing.")
  var minimum = 10

  @Option(help: "How far a report may be from a full hour to count for it, such as 10min.")
  var timeTolerance = "0min"

  @Option(help: "The qualities of observations that count: good, unchecked, suspect.")
  var quality = "good,unchecked"

  @Option(help: "Only this station; may be repeated.")
  var station: [String] = []

  @Option(help: "Only this source of observations; may be repeated.")
  var source: [String] = []

  @Option(help: "Only stations in this box, as west,south,east,north in degrees.")
  var box: MapBox?

  @Option(help: "About how much memory to take, in megabytes; less takes longer.")
  var memory = 1024

  @Option(help: "How many threads work; the file is the same on any number.")
  var threads = ProcessInfo.processInfo.activeProcessorCount

  @Option(help: "The title in the file.")
  var title: String?

  @Flag(help: "Print errors and warnings alone.")
  var quiet = false

  func validate() throws {
    guard (database == nil) != files.isEmpty else {
      throw ValidationError("Give either --database or files of analyses.")
    }
    if database == nil, !(station.isEmpty && source.isEmpty && box == nil) {
      throw ValidationError("--station, --source and --box choose from a --database; fields are taken whole.")
    }
    guard (1...1024).contains(threads) else { throw ValidationError("--threads is \(threads); give 1 to 1024.") }
    guard (1...1 << 24).contains(memory) else {
      throw ValidationError("--memory is \(memory); give 1 megabyte or more.")
    }
  }

  func run() async throws {
    try await reportingErrors {
      let recipe = try recipe()
      let builder = try ClimatologyBuilder(recipe, try archive())
      let bar = quiet ? nil : BuildProgressLine()
      let summary = try await builder.build(
        to: URL(filePath: output), title: title ?? "Climatology of \(variable.map(\.title).joined(separator: ", "))"
      ) { bar?.show($0) }
      bar?.clear()
      for warning in ClimatologyBuildReport(summary).warnings { say("warning: \(warning)") }
      if !quiet { try put(ClimatologyBuildReport(summary).text(output: output), terminator: "") }
    }
  }

  private func archive() throws -> any ClimatologyArchive {
    guard let database else {
      let names = files.map { URL(filePath: $0).lastPathComponent }
      let source = try Formats.Catalogue.open(
        files.map { URL(filePath: $0) }, options: SourceOptions(name: "analyses"))
      return GridArchive(
        DerivingSource(source),
        name: names.count > 3 ? "\(names[0]) and \(names.count - 1) more files" : names.joined(separator: ", "))
    }
    var query = ObservationQuery()
    query.stations = Set(station + station.map { StationIdentifier.wmo($0) })
    query.sources = Set(source)
    query.box = box
    return StationArchive(
      try ObservationStore(path: database, access: .reading), query, name: URL(filePath: database).lastPathComponent)
  }

  private func recipe() throws -> ClimatologyRecipe {
    var seen: Set<Variable> = []
    var recipe = ClimatologyRecipe(variables: variable.filter { seen.insert($0).inserted })
    recipe.window = window
    recipe.minimumSample = minimum
    (recipe.from, recipe.through) = (from, through)
    recipe.withoutYears = Set(withoutYear)
    recipe.memory = memory << 20
    ThreadBudget.limit = threads
    recipe.threads = threads
    switch hours {
    case "each": recipe.hours = .each
    case "together": recipe.hours = .together
    default:
      let list = hours.split(separator: ",").map { Int($0.filter { $0 != " " }) }
      guard !list.isEmpty, list.allSatisfy({ $0.map((0...23).contains) ?? false }) else {
        throw VerifyError("--hours is '\(hours)'", suggestion: "Give each, together, or hours such as 0,6,12,18.")
      }
      recipe.hours = .named(list.compactMap { $0 })
    }
    if let quantiles {
      let levels = quantiles == "none" ? [] : quantiles.split(separator: ",").map { Double($0.filter { $0 != " " }) }
      guard levels.allSatisfy({ $0 != nil }), quantiles == "none" || !levels.isEmpty else {
        throw VerifyError("--quantiles is '\(quantiles)'", suggestion: "Give levels such as 0.1,0.5,0.9, or none.")
      }
      recipe.levels = levels.compactMap { $0 }
    }
    recipe.events = try event.map { text in
      guard let threshold = Threshold(text), threshold.value != nil else {
        throw VerifyError("--event is '\(text)'", suggestion: "Give a comparison and a limit, such as '>=273.15'.")
      }
      return threshold
    }
    guard let tolerance = TimeSpan(timeTolerance), tolerance >= .zero else {
      throw VerifyError("--time-tolerance is '\(timeTolerance)'", suggestion: "Give a length of time such as 10min.")
    }
    recipe.timeTolerance = tolerance
    let names = quality.split(separator: ",").map { $0.filter { $0 != " " } }
    guard !names.isEmpty, names.allSatisfy({ Quality(name: $0) != nil }) else {
      throw VerifyError("--quality is '\(quality)'", suggestion: "Give some of good, unchecked, suspect, bad.")
    }
    recipe.qualities = Set(names.compactMap { Quality(name: $0) })
    return recipe
  }
}

/// Shows on a terminal how far a climatology is, in one line that is written over.
private struct BuildProgressLine {
  private let isTerminal = isatty(STDERR_FILENO) != 0

  func show(_ part: Double) {
    guard isTerminal else { return }
    tell("\r\u{1B}[K\(Int(part * 100)) % of the days")
  }

  func clear() {
    guard isTerminal else { return }
    tell("\r\u{1B}[K")
  }
}
