/// Peirce skill score of categories.
///
/// The part correct beyond chance, over what a forecast of the observed frequencies has beyond it.
///
///     category_pss = (PC - Σ_k p(k)q(k)) / (1 - Σ_k q(k)²), p(k) and q(k) the parts of the pairs with category k forecast and observed, PC the part with both the same
///
/// - Range -1 to 1, perfect 1, larger is better; no unit
/// - Undefined when one category was observed everywhere
/// - No skill 0. With two categories it is `pss`
/// - Aggregation: from the summed table of all pairs; the mean over initial times is a different quantity
/// - Compared with: NumPy; `Contingency` of xskillscore
///
/// Jolliffe and Stephenson (2012), Forecast Verification, 2nd edition, chapter 3, doi:10.1002/9781119960003.ch3
public struct CategoryPeirceSkillScore: ParametricMetric {
  public static let definition = MetricDefinition(
    id: "category_pss",
    name: "Peirce skill score of categories",
    symbol: "PSS",
    synonyms: ["Hanssen and Kuipers discriminant"],
    formula: "(PC - Σ_k p(k)q(k)) / (1 - Σ_k q(k)²), p(k) and q(k) the parts of the pairs with category k "
      + "forecast and observed, PC the part with both the same",
    range: "-1 to 1",
    perfect: 1,
    orientation: .positive,
    units: .none,
    summary: "The part correct beyond chance, over what a forecast of the observed frequencies has beyond it.",
    undefinedWhen: "one category was observed everywhere",
    aggregation: "from the summed table of all pairs; the mean over initial times is a different quantity",
    reference: "Jolliffe and Stephenson (2012), Forecast Verification, 2nd edition, chapter 3, "
      + "doi:10.1002/9781119960003.ch3")

  public static let example = Categories([1, 2, 5])

  public let parameter: Categories

  public init(_ parameter: Categories) {
    self.parameter = parameter
  }

  public var statistic: CategoryTable { CategoryTable(parameter) }

  public func value(of sums: CategorySums) -> Outcome {
    guard sums.n > 0 else { return .noPairs }
    let observed = sums.observed
    let chance = zip(sums.forecast, observed).reduce(0) { $0 + $1.0 * $1.1 }
    return sums.skill(
      chance: chance, reference: observed.reduce(0) { $0 + $1 * $1 },
      orUndefined: "one category was observed everywhere")
  }
}
