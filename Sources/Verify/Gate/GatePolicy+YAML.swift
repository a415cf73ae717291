import Fields
public import Foundation
import Metrics
import Yams

extension GatePolicy {
  /// Reads a policy file. Throws `VerifyError` with the line of the first thing that is wrong.
  public init(contentsOf file: URL) throws {
    guard let text = try? String(contentsOf: file, encoding: .utf8) else {
      throw VerifyError(
        file: file.path, "the policy can't be read", suggestion: "Check that it exists and is UTF-8 text.")
    }
    try self.init(yaml: text, file: file)
  }

  /// Reads the text of a policy as if it lay at `file`. An empty one is the usual policy.
  public init(yaml text: String, file: URL) throws {
    self.init()
    let root: Node?
    do {
      root = try Yams.compose(yaml: text)
    } catch let error as YamlError {
      throw PlanReader.error(error, file: file)
    }
    guard let root else { return }
    let validator = PlanValidator(file: file.path, subject: "the policy")
    try validator.check(root, is: .section(GatePolicy.keys), at: "")
    try read(root, validator)
  }

  /// The keys of a policy file.
  static let keys: [PlanKey] = [
    PlanKey("systems", .list(.text), "Which systems are tested (default: all but the baseline, or the only one)."),
    PlanKey(
      "scores", .list(.text),
      "Which scores, with their parameters (default: those of \(usualScores.joined(separator: ", ")) that there are)."),
    PlanKey("variables", .list(.variable), "Which variables (default: all)."),
    PlanKey("strata", .list(.text), "Which strata (default: all, which is every pair)."),
    PlanKey(
      "lead-times", .list(.either([.choice(["all"]), .span, .leadBand])),
      "Lead times whose pairs are taken together: all, 24h, 0h..48h; each is a comparison (default: all)."),
    PlanKey("confidence", .number, "Equally good systems pass with this probability at least (default 0.95)."),
    PlanKey(
      "multiplicity", .choice(Multiplicity.allCases.map(\.rawValue)),
      "How p-values are adjusted for the number of comparisons (default benjamini_hochberg)."),
    PlanKey(
      "method", .choice(SignificanceMethod.all.map(\.id).filter { $0 != SignificanceMethod.twoWay.id }),
      "How far initial times depend on one another (default: as the evaluation says)."),
    PlanKey(
      "practical-size", .either([.text, .named(.text)]),
      "A degradation within it is not called worse: 1%, 0.1 in the unit of the score, or one for each score "
        + "(default 1% of errors, 0.01 of scores without unit)."),
    PlanKey(
      "detectable-size", .either([.text, .named(.text)]),
      "A gate that could not see a degradation of this size is inconclusive (default 5% of errors, 0.05 of scores "
        + "without unit)."),
    PlanKey(
      "initial-times", .choice(["same", "common"]),
      "Whether every initial time of the reference has to be there (same, the default), or those of both count."),
    PlanKey("minimum-cases", .number, "Initial times below which it is inconclusive (default 10)."),
  ]

  private mutating func read(_ root: Node, _ validator: PlanValidator) throws {
    systems = texts(root["systems"])
    scores = texts(root["scores"])
    variables = texts(root["variables"])?.compactMap(PlanVariables.variable(named:))
    strata = texts(root["strata"]) ?? strata
    leadTimes = texts(root["lead-times"])?.compactMap { GateLeadTimes($0) } ?? leadTimes
    if let text = root["multiplicity"]?.string, let known = Multiplicity(rawValue: text) { rule.multiplicity = known }
    if let node = root["confidence"] {
      guard let level = node.string.flatMap(Double.init), level >= 0.5, level < 1 else {
        throw validator.error(
          at: node, "'confidence' is '\(node.string ?? "")'; expected a number from 0.5 to below 1",
          suggestion: "0.95 is usual.")
      }
      rule.confidence = level
    }
    if let node = root["minimum-cases"] {
      guard let count = node.string.flatMap(Int.init), (2...1_000_000).contains(count) else {
        throw validator.error(
          at: node, "'minimum-cases' is '\(node.string ?? "")'; expected a whole number from 2 to 1000000")
      }
      rule.minimumCases = count
    }
    takesCommonTimes = root["initial-times"]?.string == "common"
    methodID = root["method"]?.string
    rule.practicalSizes = try sizes(root["practical-size"], "practical-size", validator)
    rule.detectableSizes = try sizes(root["detectable-size"], "detectable-size", validator)
  }

  private func texts(_ node: Node?) -> [String]? {
    guard let node else { return nil }
    guard case .sequence(let items) = node else { return node.string.map { [$0] } }
    return items.compactMap(\.string)
  }

  private func sizes(_ node: Node?, _ key: String, _ validator: PlanValidator) throws -> [String: GateSize] {
    guard let node else { return [:] }
    guard case .mapping(let mapping) = node else { return [GateRule.usual: try size(node, key, validator)] }
    let listing = ScoreListing()
    var sizes: [String: GateSize] = [:]
    for (name, value) in mapping {
      let name = name.string ?? ""
      guard name == GateRule.usual || listing.entry(String(name.prefix { $0 != "(" })) != nil else {
        throw validator.error(
          at: value, "'\(key)' has '\(name)', which is no score",
          suggestion: "Give the identity of a score as `verify scores --list` has it, or '\(GateRule.usual)'.")
      }
      sizes[name] = try size(value, "\(key): \(name)", validator)
    }
    return sizes
  }

  private func size(_ node: Node, _ place: String, _ validator: PlanValidator) throws -> GateSize {
    guard let size = node.string.flatMap(GateSize.init) else {
      throw validator.error(
        at: node, "'\(place)' is '\(node.string ?? "")'; expected a size such as 1% or 0.1",
        suggestion: "A number alone is in the unit of the score.")
    }
    return size
  }
}
