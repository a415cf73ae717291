public import Fields
public import Foundation
import Metrics
import Yams

/// A case study of one tropical cyclone: an event file whose hazard is `tropical-cyclone`, read and checked.
public struct CyclonePlan: Sendable {
  /// Forecasts of one system.
  public struct System: Sendable {
    public enum Origin: Sendable {
      /// Files of tracks.
      case tracks([URL])
      /// Fields in which the storm is followed.
      case fields([URL])
    }

    public var name: String
    public var origin: Origin
    /// As the files call the storm; nil as the event does.
    public var storm: String?
  }

  public var title: String
  /// As the best track calls it: its number or name.
  public var storm: String
  public var systems: [System]
  public var observations: URL
  public var from: UTCTime?
  public var through: UTCTime?
  public var includesNonTropical: Bool
  public var hasSteadyMotion: Bool
  public var meanShare: Double
  /// Metres.
  public var strikeRadius: Double
  public var strikePeriod: TimeSpan
  public var initTimes: InitTimeSelection
  public let text: String
  public let file: URL

  /// The hazard by which an event file says that it is of a cyclone.
  public static let hazard = "tropical-cyclone"

  /// Reads an event file. Paths in it are relative to its folder.
  ///
  /// Throws `VerifyError` with the line of the first thing that is wrong.
  public init(contentsOf file: URL) throws {
    try self.init(yaml: try PlanReader.text(of: file, called: "the event file"), file: file)
  }

  /// Reads the text of an event file as if it lay at `file`.
  public init(yaml text: String, file: URL) throws {
    guard let root = try PlanReader.root(of: text, file: file) else {
      throw VerifyError(
        file: file.path, "the event is empty", suggestion: "It needs hazard, storm, forecasts and observations.")
    }
    let validator = PlanValidator(file: file.path, subject: "the event")
    try validator.check(root, is: .section(PlanDescription.cyclone), at: "")
    self = try PlanReader(validator: validator, file: file, text: text).cyclone(root)
  }

  /// Whether the text of an event file is of a cyclone.
  public static func isCyclone(_ file: URL) throws -> Bool {
    let text = try PlanReader.text(of: file, called: "the event file")
    return try PlanReader.root(of: text, file: file)?["hazard"]?.string == hazard
  }
}

extension PlanDescription {
  /// The keys of an event file of a cyclone.
  static let cyclone: [PlanKey] = [
    PlanKey("title", .text, "What the page is called; the file's name where it is absent."),
    PlanKey("hazard", .choice([CyclonePlan.hazard]), required: true, "That the event is a tropical cyclone."),
    PlanKey("storm", .text, required: true, "The storm as its best track calls it, by number or name: 1526."),
    PlanKey("window", .section(cycloneWindow), "The valid times that count (default all of the best track)."),
    PlanKey(
      "forecasts", .list(.section(cycloneForecast)), required: true, "The systems, each with its tracks or fields."),
    PlanKey(
      "observations", .section([PlanKey("tracks", .path, required: true, bestTrack)]), required: true,
      "The best track."),
    PlanKey(
      "initial-times", .either([.choice(["all"]), .section(initialTimes)]), "Which initial times (default all)."),
    PlanKey(
      "not-tropical", .flag,
      "Whether times count at which the observed storm is extratropical, a low or a wave (default false)."),
    PlanKey(
      "steady-motion", .flag, "Whether forecasts are compared with the storm that goes on as before (default true)."),
    PlanKey(
      "mean-share", .number,
      "The part of the members that has to have the storm for a mean track, above 0 and up to 1 (default 0.5)."),
    PlanKey("strike", .section(strike), "How strike probabilities are made."),
  ]

  private static let bestTrack = "A file of best tracks: JMA, HURDAT2 or IBTrACS CSV."

  private static let cycloneWindow: [PlanKey] = [
    PlanKey("from", .time, "The first valid time."),
    PlanKey("to", .time, "The last valid time, itself included; a date alone is 00 UTC of that day."),
  ]

  private static let cycloneForecast: [PlanKey] = [
    PlanKey("name", .text, required: true, "The name under which its errors are shown."),
    PlanKey("tracks", .list(.path), "Files of forecast tracks in BUFR."),
    PlanKey(
      "files", .list(.path),
      "Instead of tracks, files with fields of mean sea level pressure, in which the storm is followed."),
    PlanKey("storm", .text, "The storm as these tracks call it, by identity or name (default as the event)."),
  ]

  private static let strike: [PlanKey] = [
    PlanKey("radius", .number, "How near the centre has to come, in km (default 120)."),
    PlanKey("period", .span, "From the initial time on (default 120h)."),
  ]
}

extension PlanReader {
  func cyclone(_ root: Node) throws -> CyclonePlan {
    var systems: [CyclonePlan.System] = []
    for node in items(root["forecasts"]) {
      let name = node["name"]?.string ?? ""
      if systems.contains(where: { $0.name == name }) {
        throw validator.error(
          at: node, "two forecasts are named '\(name)'", suggestion: "Give each its own name; pages tell them by it.")
      }
      let origin: CyclonePlan.System.Origin
      switch (node["tracks"], node["files"]) {
      case (let tracks?, nil): origin = .tracks(try files(tracks, in: "forecasts: tracks"))
      case (nil, let fields?): origin = .fields(try files(fields, in: "forecasts: files"))
      default:
        throw validator.error(
          at: node, "the forecast '\(name)' names \(node["tracks"] == nil ? "no tracks" : "tracks and fields")",
          suggestion: "Give one of 'tracks' and 'files'.")
      }
      systems.append(CyclonePlan.System(name: name, origin: origin, storm: node["storm"]?.string))
    }
    guard let observations = try path(root["observations"]?["tracks"], in: "observations: tracks") else {
      throw validator.error(at: root, "the event names no best track", suggestion: "Give 'observations: tracks'.")
    }
    let times = root["window"]
    let (from, through) = (
      times?["from"]?.string.flatMap(UTCTime.init), times?["to"]?.string.flatMap(UTCTime.init)
    )
    if let from, let through, through < from {
      throw validator.error(at: times ?? root, "'window' ends before it begins", suggestion: "Exchange from and to.")
    }
    return CyclonePlan(
      title: root["title"]?.string ?? file.deletingPathExtension().lastPathComponent,
      storm: root["storm"]?.string ?? "", systems: systems, observations: observations, from: from, through: through,
      includesNonTropical: flag(root["not-tropical"]),
      hasSteadyMotion: root["steady-motion"].map { flag($0) } ?? true,
      meanShare: try within(0...1, root["mean-share"], "mean-share", "a part above 0 and up to 1") ?? 0.5,
      strikeRadius: try within(0...2000, root["strike"]?["radius"], "strike: radius", "km, above 0 and up to 2000")
        .map { $0 * 1000 } ?? StrikeProbability.usualRadius,
      strikePeriod: root["strike"]?["period"]?.string.flatMap(TimeSpan.init) ?? StrikeProbability.usualPeriod,
      initTimes: try initTimes(root), text: text, file: file)
  }

  /// A number above the lower bound of a range and up to its upper one; nil where there is none.
  private func within(
    _ range: ClosedRange<Double>, _ node: Node?, _ place: String, _ expected: String
  ) throws -> Double? {
    guard let node else { return nil }
    guard let x = number(node), x > range.lowerBound, x <= range.upperBound else {
      throw validator.error(at: node, "'\(place)' is '\(node.string ?? "")'; expected \(expected)")
    }
    return x
  }
}

extension CyclonePlan {
  init(
    title: String, storm: String, systems: [System], observations: URL, from: UTCTime?, through: UTCTime?,
    includesNonTropical: Bool, hasSteadyMotion: Bool, meanShare: Double, strikeRadius: Double, strikePeriod: TimeSpan,
    initTimes: InitTimeSelection, text: String, file: URL
  ) {
    self.title = title
    self.storm = storm
    self.systems = systems
    self.observations = observations
    self.from = from
    self.through = through
    self.includesNonTropical = includesNonTropical
    self.hasSteadyMotion = hasSteadyMotion
    self.meanShare = meanShare
    self.strikeRadius = strikeRadius
    self.strikePeriod = strikePeriod
    self.initTimes = initTimes
    self.text = text
    self.file = file
  }
}
