/// Proportion correct of categories.
///
/// How often the observed category was forecast.
///
///     category_proportion_correct = Σ_k n_kk / n
///
/// - Range 0 to 1, perfect 1, larger is better; no unit
/// - Undefined when there are no pairs
/// - Aggregation: from the summed table of all pairs; the mean over initial times is a different quantity
/// - Compared with: NumPy; `Contingency` of xskillscore
///
/// Jolliffe and Stephenson (2012), Forecast Verification, 2nd edition, chapter 3, doi:10.1002/9781119960003.ch3
public struct CategoryProportionCorrect: ParametricMetric {
  public static let definition = MetricDefinition(
    id: "category_proportion_correct",
    name: "Proportion correct of categories",
    symbol: "PC",
    formula: "Σ_k n_kk / n",
    range: "0 to 1",
    perfect: 1,
    orientation: .positive,
    units: .none,
    summary: "How often the observed category was forecast.",
    undefinedWhen: "there are no pairs",
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
    sums.n > 0 ? Outcome(sums.correct) : .noPairs
  }
}
