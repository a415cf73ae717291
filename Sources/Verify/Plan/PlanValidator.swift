import Fields
import Foundation
import Yams

/// Checks an evaluation, an event file or a policy against its description and names the line of what is wrong.
struct PlanValidator {
  let file: String
  /// What the file as a whole is called in errors.
  var subject = "the evaluation"

  func error(at node: Node, _ problem: String, suggestion: String? = nil) -> VerifyError {
    VerifyError(file: file, line: node.mark?.line, problem, suggestion: suggestion)
  }

  /// Throws where a node is not of a shape. `place` names it: `matching: interpolation`.
  func check(_ node: Node, is shape: PlanShape, at place: String) throws {
    switch shape {
    case .section(let keys): try checkSection(node, keys, at: place)
    case .named(let item):
      for (key, value) in try mapping(node, shape, at: place) {
        try check(value, is: item, at: "\(place): \(key.string ?? "")")
      }
    case .list(let item):
      guard case .sequence(let items) = node else { return try check(node, is: item, at: place) }
      if items.isEmpty { throw error(at: node, "'\(place)' is empty; expected \(shape.summary)") }
      for part in items { try check(part, is: item, at: place) }
    case .either(let shapes):
      let fitting = shapes.filter { $0.accepts(kindOf: node) }
      for candidate in fitting where (try? check(node, is: candidate, at: place)) != nil { return }
      if fitting.count == 1 { return try check(node, is: fitting[0], at: place) }
      throw mismatch(node, shape, at: place)
    default:
      guard case .scalar(let scalar) = node, isScalar(scalar.string, shape) else {
        throw mismatch(node, shape, at: place)
      }
    }
  }

  private func checkSection(_ node: Node, _ keys: [PlanKey], at place: String) throws {
    let names = keys.map(\.name)
    let pairs = try mapping(node, .section(keys), at: place)
    for (key, value) in pairs {
      let text = key.string ?? ""
      let inner = place.isEmpty ? text : "\(place): \(text)"
      guard let known = keys.first(where: { $0.name == text }) else {
        let nearest = nearestName(to: text, among: names)
        throw error(
          at: key, "unknown key '\(text)'" + (place.isEmpty ? "" : " in '\(place)'"),
          suggestion: nearest.map { "Did you mean '\($0)'?" } ?? "Known are \(names.joined(separator: ", ")).")
      }
      try check(value, is: known.shape, at: inner)
    }
    for key in keys where key.isRequired && !pairs.contains(where: { $0.key.string == key.name }) {
      let whole = place.isEmpty ? subject : "'\(place)'"
      throw error(at: node, "\(whole) has no '\(key.name)'; expected \(key.shape.summary)", suggestion: key.summary)
    }
  }

  private func mapping(_ node: Node, _ shape: PlanShape, at place: String) throws -> Node.Mapping {
    guard case .mapping(let mapping) = node else { throw mismatch(node, shape, at: place) }
    return mapping
  }

  func mismatch(_ node: Node, _ shape: PlanShape, at place: String) -> VerifyError {
    let found: String
    var suggestion: String?
    switch node {
    case .scalar(let scalar):
      found = scalar.string.isEmpty ? "nothing" : "'\(scalar.string)'"
      suggestion = nearestName(to: scalar.string, among: shape.choices).map { "Did you mean '\($0)'?" }
    case .sequence: found = "a list"
    case .mapping: found = "a section"
    case .alias: found = "an alias"
    }
    let name = place.isEmpty ? subject : "'\(place)'"
    return error(at: node, "\(name) is \(found); expected \(shape.summary)", suggestion: suggestion)
  }

  private func isScalar(_ text: String, _ shape: PlanShape) -> Bool {
    switch shape {
    case .text, .path: !text.isEmpty
    case .number: Double(text)?.isFinite ?? false
    case .flag: ["true", "false", "yes", "no", "on", "off"].contains(text.lowercased())
    case .time: UTCTime(text) != nil
    // A bare number would be hours, which nobody means who writes a tolerance of 10.
    case .span: TimeSpan(text) != nil && (text == "0" || text.last?.isLetter == true)
    case .leadTimes: LeadTimeRange(text) != nil
    case .leadBand: LeadBand(text) != nil
    case .variable: PlanVariables.variable(named: text) != nil
    case .unit: PhysicalUnit(text) != nil
    case .choice(let names): names.contains(text)
    case .list, .section, .named, .either: false
    }
  }
}

extension PlanShape {
  /// Whether a node of this kind could be of the shape at all.
  fileprivate func accepts(kindOf node: Node) -> Bool {
    switch (self, node) {
    case (.section, .mapping), (.named, .mapping), (.list, .sequence): true
    case (.list(let item), _): item.accepts(kindOf: node)
    case (.section, _), (.named, _): false
    case (_, .scalar): true
    default: false
    }
  }

  /// The words that a scalar here may be; empty where it is free.
  fileprivate var choices: [String] {
    switch self {
    case .choice(let names): names
    case .list(let item): item.choices
    case .either(let shapes): shapes.flatMap(\.choices)
    case .flag: ["true", "false"]
    case .variable: PlanVariables.usual
    default: []
    }
  }
}
