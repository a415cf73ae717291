/// Quantile of the error.
///
/// The error that a part of the pairs does not exceed.
///
///     error_quantile = least e with Σw(f - o <= e) >= level Σw
///
/// - Range -∞ to ∞, perfect 0, nearer to perfect is better; in the unit of the variable
/// - Undefined when there are no pairs
/// - From a histogram whose bins are 1/1024 of the value wide: the quantile is known to one part in a thousand,
///   and exactly where no other value falls into its bin. The inverse of the distribution, without
///   interpolation
/// - Aggregation: from the summed histogram of all pairs; the mean of quantiles is a different quantity
/// - Compared with: `quantile` of NumPy, method `inverted_cdf`, to one part in a thousand
///
/// Hyndman and Fan (1996), doi:10.1080/00031305.1996.10473566, definition 1; the bins: Masson, Rim and Lee
/// (2019), doi:10.14778/3352063.3352135
public struct ErrorQuantile: ParametricMetric {
  public static let definition = MetricDefinition(
    id: "error_quantile",
    name: "Quantile of the error",
    symbol: "Q",
    formula: "least e with Σw(f - o <= e) >= level Σw",
    range: "-∞ to ∞",
    perfect: 0,
    orientation: .towardsPerfect,
    units: .variable,
    summary: "The error that a part of the pairs does not exceed.",
    undefinedWhen: "there are no pairs",
    aggregation: "from the summed histogram of all pairs; the mean of quantiles is a different quantity",
    reference: "Hyndman and Fan (1996), doi:10.1080/00031305.1996.10473566, definition 1; the bins: Masson, Rim "
      + "and Lee (2019), doi:10.14778/3352063.3352135")

  public static let example = QuantileLevel(0.5)

  public let parameter: QuantileLevel

  public init(_ parameter: QuantileLevel) {
    self.parameter = parameter
  }

  public var statistic: ErrorHistogram { ErrorHistogram(isAbsolute: false) }

  public func value(of sums: ValueHistogram) -> Outcome {
    sums.quantile(parameter.level)
  }
}
