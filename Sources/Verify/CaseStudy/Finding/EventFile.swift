public import Fields
public import Foundation
public import Metrics
import Yams

/// Event files of found events, which `verify case-study` runs as they are.
public struct EventFile {
  private let search: EventSearch
  /// The last time that was searched.
  private let end: UTCTime
  /// The folder that they are written to.
  private let folder: URL

  /// What a file's window reaches beyond the event.
  static let margin = TimeSpan.hours(12)
  /// Degrees that its region reaches beyond the places.
  static let surroundings = 0.75

  /// - end: the last time that was searched.
  public init(of search: EventSearch, through end: UTCTime, in folder: URL) {
    self.search = search
    self.end = end
    self.folder = folder
  }

  /// `01-wind-storm-2019-02-17.yaml` for the first event.
  public func name(of event: FoundEvent, at position: Int) -> String {
    let number = position < 9 ? "0\(position + 1)" : "\(position + 1)"
    return "\(number)-\(search.hazard.rawValue)-\(event.peak.time.description.prefix(10)).yaml"
  }

  /// The text of an event's file.
  ///
  /// Forecasts are those of the evaluation that was searched; without any, persistence is the forecast.
  public func text(of event: FoundEvent) throws -> String {
    let from = event.first - EventFile.margin
    // Nothing was observed after the end of what was searched, where nobody named one.
    let through = search.through == nil ? min(event.last + EventFile.margin, end) : event.last + EventFile.margin
    let day = event.peak.time.description.prefix(10)
    let name = search.hazard.title.prefix(1).uppercased() + search.hazard.title.dropFirst()
    var pairs: [(String, Node)] = [
      ("title", Node("\(name), \(day), \(event.peak.place.name)")),
      ("hazard", Node(search.hazard.rawValue)),
      ("region", flow(region(event))),
      ("window", flow([("from", hour(from)), ("to", hour(through))])),
      ("variables", Node(search.variable.description)),
      ("thresholds", flow([(search.variable.description, quoted(threshold(event)))])),
    ]
    pairs += try inputs(from, through)
    let remark =
      "# Found by verify events find: \(event.places) \(event.places == 1 ? "place" : "places") beyond "
      + "\(search.thresholdText), \(event.first.shortDescription) to \(event.last.shortDescription).\n"
    return remark + (try Yams.serialize(node: block(pairs)))
  }

  private func region(_ event: FoundEvent) -> [(String, Node)] {
    func edge(_ x: Double, _ direction: FloatingPointRoundingRule, _ sign: Double) -> Node {
      let moved = ((x + sign * EventFile.surroundings) * 2).rounded(direction) / 2
      return Node(Int(exactly: moved).map(String.init) ?? "\(moved)")
    }
    let south = edge(event.south, .down, -1)
    let north = edge(event.north, .up, 1)
    let isWhole = event.east - event.west > 357
    return [
      ("south", Double(south.string ?? "").map { $0 < -90 } ?? false ? Node("-90") : south),
      ("north", Double(north.string ?? "").map { $0 > 90 } ?? false ? Node("90") : north),
      ("west", isWhole ? Node("-180") : edge(event.west, .down, -1)),
      ("east", isWhole ? Node("180") : edge(event.east, .up, 1)),
    ]
  }

  /// The threshold itself; a quantile of each place's own values becomes the median of their limits.
  private func threshold(_ event: FoundEvent) -> String {
    guard search.threshold.needsClimatology, search.climatology.isEmpty else { return search.thresholdText }
    let unit = search.variable.unit.dimension == .temperature ? PhysicalUnit.celsius : search.variable.unit
    let limit = search.variable.unit.conversion(to: unit)?(event.medianLimit) ?? event.medianLimit
    return "\(search.threshold.comparison.rawValue) \((limit * 100).rounded() / 100) \(unit)"
  }

  // MARK: - Forecasts and observations

  private func inputs(_ from: UTCTime, _ through: UTCTime) throws -> [(String, Node)] {
    guard let evaluation = search.evaluation, let file = evaluation.file else { return ownInputs(from, through) }
    guard let root = try PlanReader.root(of: evaluation.text, file: file)?.mapping else { return [] }
    let rebasing = PlanRebasing(from: file.deletingLastPathComponent(), to: folder)
    let wanted = ["forecasts", "observations", "analysis", "climatology", "lead-times", "initial-times", "matching"]
    return wanted.compactMap { name in
      guard let value = root[Node(name)], let key = PlanDescription.event.first(where: { $0.name == name }) else {
        return nil
      }
      var rebased = rebasing.node(value, key.shape)
      // An event has maps of its own.
      if name == "analysis" { rebased.mapping?["maps"] = nil }
      return (name, rebased)
    }
  }

  /// Persistence from the three days before, each 12 h. At the initial time itself it is the observation, which counts
  /// for nothing.
  private func ownInputs(_ from: UTCTime, _ through: UTCTime) -> [(String, Node)] {
    let rebasing = PlanRebasing(from: folder, to: folder)
    func paths(_ urls: [URL]) -> Node { .sequence(Node.Sequence(urls.map { Node(rebasing.path($0)) })) }
    let observations: (String, Node)
    switch search.observations.origin {
    case .database(let url): observations = ("observations", flow([("database", Node(rebasing.path(url)))]))
    case .files(let urls): observations = ("observations", block([("files", paths(urls))]))
    case .analysis(let urls): observations = ("observations", block([("analysis", paths(urls))]))
    case .fields(let analysis): observations = ("analysis", block([("files", paths(analysis.files))]))
    }
    let hours = Int((through - from).hours.rounded(.up)) + 72
    let start = UTCTime(secondsSince1970: (from - .days(3)).secondsSince1970 / 43_200 * 43_200)
    let persistence = flow([("name", Node("persistence")), ("persistence", Node("true"))])
    let starts = flow([
      ("from", hour(start)), ("to", hour(through)),
      ("hours", .sequence(Node.Sequence([Node("0"), Node("12")], .implicit, .flow))),
    ])
    return (search.climatology.isEmpty ? [] : [("climatology", paths(search.climatology))]) + [
      ("forecasts", .sequence(Node.Sequence([persistence]))), observations, ("initial-times", starts),
      ("lead-times", Node("3h..\(hours)h by 3h")),
    ]
  }

  // MARK: - Nodes

  private func hour(_ time: UTCTime) -> Node { Node(String(time.description.prefix(16))) }

  private func quoted(_ text: String) -> Node { .scalar(Node.Scalar(text, .implicit, .doubleQuoted)) }

  private func block(_ pairs: [(String, Node)]) -> Node {
    .mapping(Node.Mapping(pairs.map { (Node($0), $1) }))
  }

  private func flow(_ pairs: [(String, Node)]) -> Node {
    .mapping(Node.Mapping(pairs.map { (Node($0), $1) }, .implicit, .flow))
  }
}

/// Takes the paths of an evaluation file to another folder.
struct PlanRebasing {
  let from: URL
  let to: URL

  /// A node with its paths relative to the other folder. What is a path is told by the description of the keys.
  func node(_ node: Node, _ shape: PlanShape) -> Node {
    switch (shape, node) {
    case (.path, .scalar(let scalar)):
      let url = URL(filePath: scalar.string, relativeTo: from)
      return .scalar(Node.Scalar(path(url), .implicit, .any))
    case (.list(let item), .sequence(let items)): return .sequence(Node.Sequence(items.map { self.node($0, item) }))
    case (.list(let item), _): return self.node(node, item)
    case (.section(let keys), .mapping(let mapping)):
      return Node(
        mapping.map { key, value in
          (key, keys.first { $0.name == key.string }.map { self.node(value, $0.shape) } ?? value)
        })
    case (.named(let item), .mapping(let mapping)):
      return Node(mapping.map { ($0, self.node($1, item)) })
    case (.either(let shapes), _):
      let validator = PlanValidator(file: "")
      let fitting = shapes.first { (try? validator.check(node, is: $0, at: "")) != nil }
      return fitting.map { self.node(node, $0) } ?? node
    default: return node
    }
  }

  /// A path as it is written in the other folder.
  func path(_ url: URL) -> String { InputFile.name(of: url.absoluteURL, from: to) }
}
