/// Quantile of the absolute error.
///
/// The size of error that a part of the pairs does not exceed.
///
///     absolute_error_quantile = least e with Σw(|f - o| <= e) >= level Σw
///
/// - Range 0 to ∞, perfect 0, smaller is better; in the unit of the variable
/// - Undefined when there are no pairs
/// - From a histogram whose bins are 1/1024 of the value wide: the quantile is known to one part in a thousand,
///   and exactly where no other value falls into its bin. The inverse of the distribution, without
///   interpolation
/// - Aggregation: from the summed histogram of all pairs; the mean of quantiles is a different quantity
/// - Compared with: `quantile` of NumPy, method `inverted_cdf`, to one part in a thousand
///
/// Hyndman and Fan (1996), doi:10.1080/00031305.1996.10473566, definition 1; the bins: Masson, Rim and Lee
/// (2019), doi:10.14778/3352063.3352135
public struct AbsoluteErrorQuantile: ParametricMetric {
  public static let definition = MetricDefinition(
    id: "absolute_error_quantile",
    name: "Quantile of the absolute error",
    symbol: "Q",
    formula: "least e with Σw(|f - o| <= e) >= level Σw",
    range: "0 to ∞",
    perfect: 0,
    orientation: .negative,
    units: .variable,
    summary: "The size of error that a part of the pairs does not exceed.",
    undefinedWhen: "there are no pairs",
    aggregation: "from the summed histogram of all pairs; the mean of quantiles is a different quantity",
    reference: "Hyndman and Fan (1996), doi:10.1080/00031305.1996.10473566, definition 1; the bins: Masson, Rim "
      + "and Lee (2019), doi:10.14778/3352063.3352135")

  public static let example = QuantileLevel(0.9)

  public let parameter: QuantileLevel

  public init(_ parameter: QuantileLevel) {
    self.parameter = parameter
  }

  public var statistic: ErrorHistogram { ErrorHistogram(isAbsolute: true) }

  public func value(of sums: ValueHistogram) -> Outcome {
    sums.quantile(parameter.level)
  }
}
