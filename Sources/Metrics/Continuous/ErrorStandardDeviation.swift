/// Standard deviation of the error.
///
/// The error that is left when the mean error is taken away.
///
///     stde = √⟨(f - o - ⟨f - o⟩)²⟩, so that rmse² = me² + stde²
///
/// - Range 0 to ∞, perfect 0, smaller is better, in the unit of the variable; a constant error costs nothing
/// - Undefined without pairs; 0 for one pair
/// - Also called bias-corrected RMSE. Divides by the sum of weights, not by n - 1 (as ESTDEV of MET does)
/// - Aggregation: from centred sums of all pairs, never as the difference of mse and me²
/// - Compared with: `std` of numpy
///
/// Jolliffe and Stephenson (2012), Forecast Verification, 2nd edition, chapter 5, doi:10.1002/9781119960003.ch5
public struct ErrorStandardDeviation: Metric {
  public static let definition = MetricDefinition(
    id: "stde",
    name: "Standard deviation of the error",
    symbol: "STDE",
    synonyms: ["bias-corrected RMSE", "unbiased RMSE", "BCRMSE"],
    formula: "√⟨(f - o - ⟨f - o⟩)²⟩",
    range: "0 to ∞",
    perfect: 0,
    orientation: .negative,
    units: .variable,
    summary: "The error that is left when the mean error is taken away.",
    undefinedWhen: "there are no pairs",
    aggregation: "from centred sums of all pairs; one mean error is taken away, not one for each "
      + "initial time or station",
    reference: "Jolliffe and Stephenson (2012), Forecast Verification, 2nd edition, chapter 5, "
      + "doi:10.1002/9781119960003.ch5")

  public let statistic = ErrorMoments()

  public init() {}

  public func value(of sums: ErrorSums) -> Outcome {
    sums.n > 0 ? Outcome((sums.m2E / sums.sumW).squareRoot()) : .noPairs
  }
}
