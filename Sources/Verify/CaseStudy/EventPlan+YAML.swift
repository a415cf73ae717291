import Fields
public import Foundation
import Metrics
import Yams

extension EventPlan {
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
        file: file.path, "the event is empty",
        suggestion: "It needs hazard, region, window, thresholds, forecasts and observations.")
    }
    let validator = PlanValidator(file: file.path, subject: "the event")
    try validator.check(root, is: .section(PlanDescription.event), at: "")
    self = try PlanReader(validator: validator, file: file, text: text).event(root)
  }
}

extension PlanReader {
  func event(_ root: Node) throws -> EventPlan {
    let hazard = root["hazard"]?.string.flatMap(Hazard.init) ?? .windStorm
    guard hazard != .tropicalCyclone else {
      throw validator.error(
        at: root["hazard"] ?? root, "the event of a tropical cyclone has keys of its own",
        suggestion: "Read it as docs/cyclones.md says, or study its wind as 'wind-storm'.")
    }
    var root = root
    if root["variables"] == nil { root["variables"] = Node(hazard.usualVariable.description) }
    let evaluation = try plan(root)
    let (region, name) = try region(root["region"] ?? root)
    let (from, through) = try window(root["window"] ?? root)
    try check(evaluation, hazard, root)
    var event = EventPlan(
      hazard: hazard, region: region, regionName: name, from: from, through: through, evaluation: evaluation)
    if let screening = root["screening"] { event.isScreened = flag(screening) }
    if let node = root["hit"] {
      guard let part = number(node), part > 0, part <= 1 else {
        throw validator.error(at: node, "'hit' is '\(node.string ?? "")'; expected a part above 0 and up to 1")
      }
      event.hitPart = part
    }
    if let node = root["stations"] {
      guard let count = node.string.flatMap(Int.init), (0...24).contains(count) else {
        throw validator.error(at: node, "'stations' is '\(node.string ?? "")'; expected a whole number from 0 to 24")
      }
      event.curveCount = count
    }
    if let node = root["maps"] { event.mapLeadTimes = leadTimes(["lead-times": node]) }
    if let node = root["neighbourhoods"] { event.neighbourhoods = try neighbourhoods(node) }
    return event
  }

  private func region(_ node: Node) throws -> (Region, String) {
    let found = try PlannedRegions(reader: self).region(node, place: "region")
    if let text = node.string { return (found, NamedRegion(id: text)?.id ?? URL(filePath: text).lastPathComponent) }
    if let file = node["file"]?.string {
      let only = items(node["only"]).compactMap(\.string)
      return (found, only.isEmpty ? URL(filePath: file).lastPathComponent : only.joined(separator: ", "))
    }
    guard case .box(let box) = found else { return (found, "polygons") }
    return (found, box.text)
  }

  private func window(_ node: Node) throws -> (UTCTime, UTCTime) {
    guard let from = node["from"]?.string.flatMap(UTCTime.init), let to = node["to"]?.string.flatMap(UTCTime.init)
    else { throw validator.mismatch(node, .section(PlanDescription.window), at: "window") }
    guard from <= to else {
      throw validator.error(at: node, "'window' ends before it begins", suggestion: "Exchange from and to.")
    }
    return (from, to)
  }

  /// Every variable has its thresholds, all on the side that is extreme.
  private func check(_ plan: EvaluationPlan, _ hazard: Hazard, _ root: Node) throws {
    for variable in plan.variables {
      guard !WindScores.isWind(variable), !Bearing.isMeasured(by: variable) else {
        throw validator.error(
          at: root["variables"] ?? root, "an event of \(variable) has no threshold",
          suggestion: "Take the speed of the wind, such as ws10m.")
      }
      let node = root["thresholds"]?[variable.description] ?? root["thresholds"] ?? root
      let own = plan.thresholds[variable] ?? []
      guard let first = own.first else {
        throw validator.error(
          at: node, "the event has no threshold of \(variable)",
          suggestion: "Write it under 'thresholds': {\(variable): \">= \(PlannedThreshold.example(of: variable))\"}.")
      }
      let side = hazard.isUpper(variable) ?? first.isUpper
      if let wrong = own.first(where: { $0.isUpper != side }) {
        throw validator.error(
          at: node,
          "the threshold '\(wrong)' of \(variable) is on the \(side ? "low" : "high") side, and a \(hazard.title) is on "
            + "the \(side ? "high" : "low") one", suggestion: "Write it with '\(side ? ">=" : "<=")'.")
      }
    }
  }

  private func neighbourhoods(_ node: Node) throws -> [Int] {
    let sizes = try items(node).map { item in
      guard let size = item.string.flatMap(Int.init), size > 0, !size.isMultiple(of: 2), size < 1000 else {
        throw validator.error(
          at: item, "'neighbourhoods' has '\(item.string ?? "")'; expected odd numbers of cells a side, from 1")
      }
      return size
    }
    return Set(sizes).sorted()
  }
}

extension Region.Box {
  /// `55–72°N 4–32°E`, `49–59°N 11°W–3°E`
  var text: String {
    "\(Region.Box.edges(south, north, "N", "S")) \(Region.Box.edges(west, east, "E", "W"))"
  }

  private static func edges(_ low: Double, _ high: Double, _ positive: String, _ negative: String) -> String {
    func number(_ x: Double) -> String { Int(exactly: abs(x)).map(String.init) ?? "\(abs(x))" }
    if (low < 0) == (high < 0) {
      let (first, last) = low < 0 ? (high, low) : (low, high)
      return "\(number(first))–\(number(last))°\(low < 0 ? negative : positive)"
    }
    return "\(number(low))°\(low < 0 ? negative : positive)–\(number(high))°\(high < 0 ? negative : positive)"
  }
}
