/// Correlation of forecast and observation.
///
/// How nearly the forecast follows the observation along a straight line.
///
///     r = ⟨(f - ⟨f⟩)(o - ⟨o⟩)⟩ / √(⟨(f - ⟨f⟩)²⟩ ⟨(o - ⟨o⟩)²⟩)
///
/// - Range -1 to 1, perfect 1, larger is better, no unit; blind to bias and to scale
/// - Undefined with fewer than two pairs, or where the forecast or the observation is constant
/// - Also called Pearson's. Not to be confused with the anomaly correlation: differences between stations
///   and seasons count here, and make it high without any skill
/// - Aggregation: from centred sums of all pairs; the mean of correlations is a different quantity
/// - Compared with: `pearsonr` of scores, `pearson_r` of xskillscore
///
/// Jolliffe and Stephenson (2012), Forecast Verification, 2nd edition, chapter 5, doi:10.1002/9781119960003.ch5
public struct Correlation: Metric {
  public static let definition = MetricDefinition(
    id: "correlation",
    name: "Correlation of forecast and observation",
    symbol: "r",
    synonyms: ["Pearson correlation", "linear correlation"],
    formula: "⟨(f - ⟨f⟩)(o - ⟨o⟩)⟩ / √(⟨(f - ⟨f⟩)²⟩ ⟨(o - ⟨o⟩)²⟩)",
    range: "-1 to 1",
    perfect: 1,
    orientation: .positive,
    units: .none,
    summary: "How nearly the forecast follows the observation along a straight line; blind to bias "
      + "and to scale.",
    undefinedWhen: "there are fewer than two pairs, or the forecast or the observation is constant",
    aggregation: "from centred sums of all pairs, over stations and times together; the mean of "
      + "correlations is a different quantity",
    reference: "Jolliffe and Stephenson (2012), Forecast Verification, 2nd edition, chapter 5, "
      + "doi:10.1002/9781119960003.ch5")

  public let statistic = ErrorMoments()

  public init() {}

  public func value(of sums: ErrorSums) -> Outcome {
    guard sums.n > 0 else { return .noPairs }
    guard sums.n > 1 else { return .undefined("one pair has no correlation") }
    guard sums.m2F != 0 else { return .undefined("the forecast is constant") }
    guard sums.m2O != 0 else { return .undefined("the observation is constant") }
    let r = sums.cFO / (sums.m2F.squareRoot() * sums.m2O.squareRoot())
    return r.isFinite ? .value(min(1, max(-1, r))) : Outcome(r)
  }
}
