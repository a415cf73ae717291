/// Mean absolute error of the wind direction.
///
/// The mean size of the error of the wind direction.
///
///     wind_direction_mae = ⟨|δ|⟩, δ the turn from the observed to the forecast direction, over pairs whose observed speed meets the threshold
///
/// - Range 0 to 180, perfect 0, smaller is better; in degrees
/// - Undefined when no pair has both components, or no observed speed meets the threshold
/// - δ is above -180 up to 180 degrees, clockwise positive
/// - The observed speed alone decides which pairs count, so that systems are scored on the same ones; a
///   forecast of no wind at all has no direction and is left out
/// - Pairs are the eastward component, with the northward one beside it; a pair that lacks one is left out
/// - Aggregation: from sums over all pairs of all initial times; the mean over initial times is a different
///   quantity
/// - Compared with: NumPy
///
/// WMO-No. 485, Manual on the Global Data-processing and Forecasting System, appendix 2.2.34
public struct WindDirectionMeanAbsoluteError: ParametricMetric {
  public static let definition = MetricDefinition(
    id: "wind_direction_mae",
    name: "Mean absolute error of the wind direction",
    symbol: "MAE",
    formula: "⟨|δ|⟩, δ the turn from the observed to the forecast direction, over pairs whose observed speed "
      + "meets the threshold",
    range: "0 to 180",
    perfect: 0,
    orientation: .negative,
    units: .degrees,
    summary: "The mean size of the error of the wind direction.",
    undefinedWhen: "no pair has both components, or no observed speed meets the threshold",
    aggregation: "from sums over all pairs of all initial times; the mean over initial times is a different quantity",
    reference: "WMO-No. 485, Manual on the Global Data-processing and Forecasting System, appendix 2.2.34")

  public static let example = Threshold(.atLeast, 3)

  public let parameter: Threshold

  public init(_ parameter: Threshold) {
    self.parameter = parameter
  }

  public var statistic: DirectionErrors { DirectionErrors(parameter) }

  public func value(of sums: DirectionSums) -> Outcome {
    sums.mean(sums.sumAbsolute)
  }
}
