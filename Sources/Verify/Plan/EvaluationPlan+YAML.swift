import Fields
public import Foundation
import Stations
import Yams

extension EvaluationPlan {
  /// Reads an evaluation file. Paths in it are relative to its folder.
  ///
  /// Throws `VerifyError` with the line of the first thing that is wrong.
  public init(contentsOf file: URL) throws {
    try self.init(yaml: try PlanReader.text(of: file, called: "the evaluation file"), file: file)
  }

  /// Reads the text of an evaluation file as if it lay at `file`.
  public init(yaml text: String, file: URL) throws {
    guard let root = try PlanReader.root(of: text, file: file) else {
      throw VerifyError(
        file: file.path, "the evaluation is empty", suggestion: "It needs forecasts, observations and variables.")
    }
    let validator = PlanValidator(file: file.path)
    try validator.check(root, is: .section(PlanDescription.evaluation), at: "")
    // From the root on: `..` after a link means another folder where a path is relative to the working folder.
    let file = URL(filePath: file.path)
    self = try PlanReader(validator: validator, file: file, text: text).plan(root)
  }
}

/// Takes the plan from nodes whose shapes are checked.
struct PlanReader {
  let validator: PlanValidator
  let file: URL
  let text: String

  /// The text of a file; `name` is what it is called in errors: `the evaluation file`.
  static func text(of file: URL, called name: String) throws -> String {
    var isFolder: ObjCBool = false
    if FileManager.default.fileExists(atPath: file.path, isDirectory: &isFolder), isFolder.boolValue {
      throw VerifyError(
        file: file.path, "is a folder and not \(name)", suggestion: "Name the YAML file in it.")
    }
    let data: Data
    do {
      data = try Data(contentsOf: file)
    } catch {
      throw VerifyError(
        file: file.path, "\(name) can't be read", suggestion: "Check that it exists and may be read.")
    }
    guard let text = String(validating: data, as: UTF8.self) else {
      throw VerifyError(file: file.path, "\(name) is no UTF-8 text", suggestion: "Save it as UTF-8.")
    }
    return text
  }

  /// The whole of a YAML text; nil where it is empty.
  static func root(of text: String, file: URL) throws -> Node? {
    do {
      return try Yams.compose(yaml: text)
    } catch let error as YamlError {
      throw PlanReader.error(error, file: file)
    }
  }

  static func error(_ error: YamlError, file: URL) -> VerifyError {
    switch error {
    case .scanner(_, let problem, let mark, _), .parser(_, let problem, let mark, _),
      .composer(_, let problem, let mark, _):
      VerifyError(
        file: file.path, line: mark.line, "this is no YAML: \(problem)",
        suggestion: "Check the indentation, the colons and the brackets around this line, and put thresholds in "
          + "quotes, as in \">= 10 m/s\".")
    case .duplicatedKeysInMapping(let duplicates, _):
      VerifyError(
        file: file.path, "the key '\(duplicates.map(\.description).first ?? "")' occurs twice",
        suggestion: "Keep one of them.")
    default: VerifyError(file: file.path, "this is no YAML: \(error)")
    }
  }

  func plan(_ root: Node) throws -> EvaluationPlan {
    var plan = EvaluationPlan(
      title: root["title"]?.string ?? file.deletingPathExtension().lastPathComponent,
      systems: try systems(root), observations: try observationsOrAnalysis(root),
      variables: try variables(root), leadTimes: leadTimes(root), initTimes: try initTimes(root),
      matching: try matching(root), scores: scores(root),
      significance: try significance(root),
      climatology: try climatology(root), text: text, file: file)
    plan.tolerance = try tolerance(root)
    plan.scales = try scales(root)
    plan.thresholds = try thresholds(root, of: plan.variables)
    try checkScores(of: plan, root)
    plan.strata = try PlannedStrata(reader: self, plan).strata(root["strata"])
    plan.landMask = try landMask(root["strata"]?["land-sea"], of: plan.systems)
    try refuseStrataOfStations(plan, root)
    return plan
  }

  private func climatology(_ root: Node) throws -> [URL] {
    guard let node = root["climatology"] else { return [] }
    return try files(
      node, in: "climatology",
      orElse: "Make it with `verify climatology build --output FILE`, beside the evaluation file.")
  }

  // MARK: - Forecasts

  private func systems(_ root: Node) throws -> [PlannedSystem] {
    var systems: [PlannedSystem] = []
    let nodes = items(root["forecasts"])
    for node in nodes {
      let name = node["name"]?.string ?? ""
      if systems.contains(where: { $0.name == name }) {
        throw validator.error(
          at: node, "two forecasts are named '\(name)'", suggestion: "Give each its own name; reports tell them by it.")
      }
      let reference = try reference(node)
      let (command, model) = (try command(node), try model(node))
      let origins =
        ["files", "members", "command", "model"].filter { node[$0] != nil }.count + (reference == nil ? 0 : 1)
      guard origins == 1 else {
        throw validator.error(
          at: node, "the forecast '\(name)' names \(origins == 0 ? "no files" : "more than one origin")",
          suggestion: "Give one of 'files', 'members', 'command', 'model', 'climatology' and 'persistence: true'.")
      }
      if let members = node["members"], items(members).count < 2 {
        throw validator.error(
          at: members, "the forecast '\(name)' names one member",
          suggestion: "List them one by one: each entry of 'members' is the files of one member.")
      }
      var units: [String: PhysicalUnit] = [:]
      for (key, value) in node["units"]?.mapping ?? [:] {
        guard let variable = PlanVariables.variable(inFile: key.string ?? "") else {
          throw validator.mismatch(key, .variable, at: "forecasts: units")
        }
        units[variable.description] = try unit(value, of: variable)
      }
      var system =
        PlannedSystem(
          name: name, files: try files(node["files"], in: "forecasts: files"),
          members: try members(node["members"], of: name), reference: reference,
          isBaseline: flag(node["baseline"]),
          column: node["column"]?.string, variable: node["variable"]?.string.flatMap(PlanVariables.variable(inFile:)),
          units: units, initTime: node["init-time"]?.string.flatMap(UTCTime.init),
          orography: try path(node["orography"], in: "forecasts: orography"),
          landMask: try path(node["land-mask"], in: "forecasts: land-mask"),
          isHeightCorrected: reference == .persistence || flag(node["height-corrected"]))
      system.command = command
      system.model = model
      systems.append(system)
    }
    let baselines = systems.filter(\.isBaseline)
    if baselines.count > 1 {
      throw validator.error(
        at: nodes[0], "\(baselines.count) forecasts are marked as the baseline", suggestion: "Mark one.")
    }
    if baselines.isEmpty { systems[0].isBaseline = true }
    return systems
  }

  /// What a forecast without files is made of; nil for one with files.
  private func reference(_ node: Node) throws -> ReferenceForecast? {
    let isPersistence = flag(node["persistence"])
    guard let item = node["climatology"], !["false", "no", "off"].contains(item.string?.lowercased() ?? "") else {
      return isPersistence ? .persistence : nil
    }
    if isPersistence {
      throw validator.error(at: item, "a forecast is both climatology and persistence", suggestion: "Make it two.")
    }
    return .climatology(flag(item) ? [] : try files(item, in: "forecasts: climatology"))
  }

  /// The files of each member; a file is of one member only.
  private func members(_ node: Node?, of name: String) throws -> [[URL]] {
    var owners: [URL: Int] = [:]
    return try items(node).enumerated().map { position, item in
      let files = try files(item, in: "forecasts: members")
      for file in files {
        if let owner = owners.updateValue(position + 1, forKey: file.standardizedFileURL) {
          throw validator.error(
            at: item,
            "'\(file.lastPathComponent)' is in members \(owner) and \(position + 1) of the forecast '\(name)'",
            suggestion: "Name each file in one member; the same one twice would count double.")
        }
      }
      return files
    }
  }

  /// A unit that values of a variable can be in.
  func unit(_ node: Node, of variable: Variable) throws -> PhysicalUnit? {
    let unit = PhysicalUnit(node.string ?? "")
    // Tables have heights in the place of geopotentials.
    let isHeight = variable.quantity == .geopotential && unit?.dimension == .length
    if let unit, unit.line(to: variable.unit) == nil, !isHeight {
      throw validator.error(
        at: node,
        "'forecasts: units' has \(variable) in '\(node.string ?? "")'; that is no unit of "
          + variable.quantity.title,
        suggestion: "Give the unit that the files have \(variable) in, one like \(variable.unit).")
    }
    return unit
  }

  // MARK: - Observations

  func observations(_ root: Node) throws -> PlannedObservations {
    let node = root["observations"] ?? Node("")
    let database = try path(
      node["database"], in: "observations: database",
      orElse:
        "Make it with `verify observations import --database \(node["database"]?.string ?? "") FILE...`, beside the "
        + "evaluation file.")
    let files = try node["files"].map { try self.files($0, in: "observations: files") }
    let analysis = try node["analysis"].map { try self.files($0, in: "observations: analysis") }
    let origin: PlannedObservations.Origin
    switch (database, files, analysis) {
    case (let database?, nil, nil): origin = .database(database)
    case (nil, let files?, nil): origin = .files(files)
    case (nil, nil, let analysis?): origin = .analysis(analysis)
    default:
      let isNone = database == nil && files == nil && analysis == nil
      throw validator.error(
        at: node, "the observations name \(isNone ? "no origin" : "several origins")",
        suggestion: "Give one of 'database', 'files' and 'analysis'.")
    }
    return PlannedObservations(
      origin: origin, format: node["format"]?.string,
      stationList: try path(node["station-list"], in: "observations: station-list"),
      columns: node["columns"]?.string, stations: try node["stations"].map(stationSet))
  }

  /// Identifiers in their canonical form, from a list or a file.
  func stationSet(_ node: Node) throws -> Set<String> {
    guard let listed = try path(node["file"], in: "stations: file") else {
      return Set(items(node).compactMap(\.string).map { StationIdentifier.wmo($0) })
    }
    guard let text = try? String(contentsOf: listed, encoding: .utf8) else {
      throw validator.error(at: node, "the list of stations \(listed.path) can't be read as text")
    }
    let identifiers = text.split(whereSeparator: \.isNewline).compactMap { line -> String? in
      let body = line.prefix { $0 != "#" }
      return body.split(whereSeparator: { $0.isWhitespace || $0 == "," || $0 == ";" }).first.map {
        StationIdentifier.wmo($0)
      }
    }
    guard !identifiers.isEmpty else {
      throw validator.error(at: node, "the list of stations \(listed.path) names no station")
    }
    return Set(identifiers)
  }

  // MARK: - What and when

  private func variables(_ root: Node) throws -> [Variable] {
    var variables: [Variable] = []
    for node in items(root["variables"]) {
      guard let variable = PlanVariables.variable(named: node.string ?? "") else {
        throw validator.mismatch(node, .variable, at: "variables")
      }
      if !variables.contains(variable) { variables.append(variable) }
    }
    return variables
  }

  func leadTimes(_ root: Node) -> [TimeSpan]? {
    guard let node = root["lead-times"], node.string != "all" else { return nil }
    return Set(items(node).compactMap(\.string).compactMap(LeadTimeRange.init).flatMap(\.leadTimes)).sorted()
  }

  func initTimes(_ root: Node) throws -> InitTimeSelection {
    guard let node = root["initial-times"], case .mapping = node else { return InitTimeSelection() }
    let hours = try node["hours"].map { list in
      try items(list).map { item in
        guard let hour = item.string.flatMap(Int.init), (0...23).contains(hour) else {
          throw validator.error(
            at: item, "'initial-times: hours' is '\(item.string ?? "")'; expected whole hours from 0 to 23")
        }
        return hour
      }
    }
    let selection = InitTimeSelection(
      from: node["from"]?.string.flatMap(UTCTime.init), to: node["to"]?.string.flatMap(UTCTime.init), hours: hours)
    if let from = selection.from, let to = selection.to, to < from {
      throw validator.error(at: node, "'initial-times' ends before it begins", suggestion: "Exchange from and to.")
    }
    return selection
  }

  // MARK: - Matching

  private func matching(_ root: Node) throws -> Matching {
    var matching = Matching()
    guard let node = root["matching"] else { return matching }
    if let text = node["interpolation"]?.string, let method = Matching.Method(rawValue: text) {
      matching.method = method
    }
    if let text = node["time-tolerance"]?.string, let span = TimeSpan(text) {
      guard span >= .zero else { throw validator.mismatch(node["time-tolerance"] ?? node, .span, at: "time-tolerance") }
      matching.timeTolerance = span
    }
    if let text = node["pairs"]?.string, let pairing = Matching.Pairing(rawValue: text) { matching.pairing = pairing }
    if let list = node["quality"] {
      matching.qualities = Set(
        items(list).compactMap(\.string).compactMap { name in
          Matching.qualityNames.firstIndex(of: name).flatMap { Quality(rawValue: UInt8($0)) }
        })
    }
    if let list = node["sources"] { matching.sources = items(list).compactMap(\.string) }
    if let distance = node["station-distance"], let metres = number(distance) {
      guard metres >= 0 else {
        throw validator.error(at: distance, "'matching: station-distance' is \(metres); expected metres, 0 or more")
      }
      matching.stationDistance = metres
    }
    if let section = node["height-correction"], case .mapping = section {
      let lapseRate = section["lapse-rate"].flatMap(number) ?? HeightCorrection().lapseRate
      // The steepest that dry air keeps is 0.0098; ten times that is a rate a kilometre.
      guard abs(lapseRate) < 0.1 else {
        throw validator.error(
          at: section["lapse-rate"] ?? section,
          "'matching: height-correction: lapse-rate' is \(lapseRate); expected Kelvin a metre, such as 0.0065")
      }
      matching.heightCorrection = HeightCorrection(
        lapseRate: lapseRate,
        scored: section["scored"]?.string.flatMap(HeightCorrection.Scored.init) ?? .both)
    }
    return matching
  }

  private func scores(_ root: Node) -> [String]? {
    guard let node = root["scores"], node.string != ScoreGroup.usual.rawValue else { return nil }
    return items(node).compactMap(\.string)
  }

  // MARK: - Nodes

  /// The parts of a list; what is no list is one part.
  func items(_ node: Node?) -> [Node] {
    switch node {
    case .sequence(let sequence)?: Array(sequence)
    case let node?: [node]
    case nil: []
    }
  }

  func flag(_ node: Node?) -> Bool { ["true", "yes", "on"].contains(node?.string?.lowercased() ?? "") }
  func number(_ node: Node) -> Double? { node.string.flatMap(Double.init) }

  func path(_ node: Node?, in place: String, orElse suggestion: String? = nil) throws -> URL? {
    guard let node, node.string != nil else { return nil }
    let found = try files(node, in: place, orElse: suggestion)
    guard found.count == 1 else {
      throw validator.error(at: node, "'\(place)': '\(node.string ?? "")' is \(found.count) files; expected one")
    }
    return found[0]
  }

  func files(_ node: Node?, in place: String, orElse suggestion: String? = nil) throws -> [URL] {
    var found: [URL] = []
    for item in items(node) {
      do {
        for url in try PlanFiles.urls(of: item.string ?? "", from: file.deletingLastPathComponent())
        where !found.contains(url) { found.append(url) }
      } catch {
        throw validator.error(at: item, "'\(place)': \(error.text)", suggestion: suggestion ?? error.suggestion)
      }
    }
    return found
  }
}
