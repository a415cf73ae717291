import Fields
import Metrics

extension MetricDefinition {
  /// The unit of this score of a variable, as CF writes it: `K`, `kg2 m-4`, `1`.
  func unit(for variable: Variable) -> String {
    switch units {
    case .none: "1"
    case .variable: variable.unit.symbol
    case .degrees: "degree"
    case .squared: MetricDefinition.squaredUnit(of: variable)
    }
  }

  /// The square of a variable's unit.
  static func squaredUnit(of variable: Variable) -> String {
    variable.unit.symbol.split(separator: " ").map(squared).joined(separator: " ")
  }

  /// `m-2` squared is `m-4`, `K` is `K2`, `1` stays.
  private static func squared(_ factor: Substring) -> String {
    let name = factor.prefix { !$0.isNumber && $0 != "-" }
    guard !name.isEmpty else { return String(factor) }
    return "\(name)\(2 * (Int(factor.dropFirst(name.count)) ?? 1))"
  }
}
