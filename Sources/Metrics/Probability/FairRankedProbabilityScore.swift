/// Fair ranked probability score.
///
/// The ranked probability score that the ensemble would have if it had infinitely many members of the same kind.
///
///     rps_fair = Σ_k of the fair Brier scores of being at or above edge k
///
/// - Range -∞ to ∞, perfect 0, smaller is better; no unit
/// - Undefined where no pair has two members; pairs with fewer are left out, and the count of pairs says so
/// - Aggregation: from the summed table of probabilities of all pairs; the mean over initial times is a different
///   quantity
/// - Compared with: NumPy
///
/// Ferro (2014), doi:10.1002/qj.2270
public struct FairRankedProbabilityScore: ParametricMetric {
  public static let definition = MetricDefinition(
    id: "rps_fair",
    name: "Fair ranked probability score",
    symbol: "fair RPS",
    formula: "Σ_k of the fair Brier scores of being at or above edge k",
    range: "-∞ to ∞",
    perfect: 0,
    orientation: .negative,
    units: .none,
    summary: "The ranked probability score of infinitely many members of the same kind.",
    undefinedWhen: "there are no pairs with two members or more",
    aggregation: "from the summed table of probabilities of all pairs; the mean over initial times is a different "
      + "quantity",
    reference: "Ferro (2014), doi:10.1002/qj.2270")

  public static let example = Categories([1, 2, 5])

  public let parameter: Categories

  public init(_ parameter: Categories) {
    self.parameter = parameter
  }

  public var statistic: CategoryProbabilities { CategoryProbabilities(parameter) }

  public func value(of sums: CategoryProbabilitySums) -> Outcome {
    sums.total { FairBrierScore.value(of: $0) }
  }

  public func count(of sums: CategoryProbabilitySums) -> Int { sums.edges.first.map(FairBrierScore.count) ?? 0 }
}
