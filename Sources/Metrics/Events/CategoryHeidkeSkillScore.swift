/// Heidke skill score of categories.
///
/// The part correct, between that of chance and all.
///
///     category_hss = (PC - Σ_k p(k)q(k)) / (1 - Σ_k p(k)q(k)), p(k) and q(k) the parts of the pairs with category k forecast and observed, PC the part with both the same
///
/// - Range -1 to 1, perfect 1, larger is better; no unit
/// - Undefined when forecast and observation are of one and the same category everywhere
/// - No skill 0. With two categories it is `hss`
/// - Aggregation: from the summed table of all pairs; the mean over initial times is a different quantity
/// - Compared with: NumPy; `Contingency` of xskillscore
///
/// Jolliffe and Stephenson (2012), Forecast Verification, 2nd edition, chapter 3, doi:10.1002/9781119960003.ch3
public struct CategoryHeidkeSkillScore: ParametricMetric {
  public static let definition = MetricDefinition(
    id: "category_hss",
    name: "Heidke skill score of categories",
    symbol: "HSS",
    formula: "(PC - Σ_k p(k)q(k)) / (1 - Σ_k p(k)q(k)), p(k) and q(k) the parts of the pairs with category k "
      + "forecast and observed, PC the part with both the same",
    range: "-1 to 1",
    perfect: 1,
    orientation: .positive,
    units: .none,
    summary: "The part correct, between that of chance and all.",
    undefinedWhen: "forecast and observation are of one and the same category everywhere",
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
    let chance = zip(sums.forecast, sums.observed).reduce(0) { $0 + $1.0 * $1.1 }
    return sums.skill(
      chance: chance, reference: chance, orUndefined: "forecast and observation are of one category everywhere")
  }
}
