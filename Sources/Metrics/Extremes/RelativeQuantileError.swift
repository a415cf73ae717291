import Foundation

/// Relative quantile error (experimental).
///
/// By how much, in all, the highest quantiles of the forecasts exceed those of the observations.
///
///     rqe = Σ_q (Q_q(f) - Q_q(o)) / Q_q(o), over 50 levels q from 0.9 to 0.9999, 1 - q evenly in the logarithm
///
/// - Range -∞ to ∞, perfect 0, nearer to perfect is better; no unit
/// - Undefined when there are no pairs, or an observed quantile is 0
/// - Experimental: it comes from papers without a program to compare with, and compares distributions only, so
///   a forecast can have 0 and be wrong everywhere
/// - A sum over levels and not their mean, as in the papers; it depends on the unit where 0 is arbitrary, as of
///   °C, so values are in K
/// - Quantiles are of all pairs pooled, of all initial times, stations and times; they are the inverse of the
///   distribution without interpolation, each to one part in a thousand
/// - A level above 1 - 1/n is the greatest value: use many pairs
/// - Aggregation: from the summed histograms of all pairs; the mean over initial times is a different quantity
/// - Compared with: NumPy, method `inverted_cdf`, to one part in a thousand of each quantile
///
/// Kurth et al. (2023), FourCastNet, doi:10.1145/3592979.3593412
public struct RelativeQuantileError: Metric {
  public static let definition = MetricDefinition(
    id: "rqe",
    name: "Relative quantile error (experimental)",
    symbol: "RQE",
    formula: "Σ_q (Q_q(f) - Q_q(o)) / Q_q(o), over 50 levels q from 0.9 to 0.9999, 1 - q evenly in the logarithm",
    range: "-∞ to ∞",
    perfect: 0,
    orientation: .towardsPerfect,
    units: .none,
    summary: "By how much, in all, the highest quantiles of the forecasts exceed those of the observations.",
    undefinedWhen: "there are no pairs, or an observed quantile is 0",
    aggregation: "from the summed histograms of all pairs; the mean over initial times is a different quantity",
    reference: "Kurth et al. (2023), FourCastNet, doi:10.1145/3592979.3593412")

  public let statistic = ForecastAndObservedHistograms()

  public init() {}

  public func value(of sums: HistogramPair) -> Outcome {
    guard sums.n > 0 else { return .noPairs }
    var sum = 0.0
    for (forecast, observed) in zip(sums.forecasts.quantiles(Self.levels), sums.observations.quantiles(Self.levels)) {
      guard case .value(let f) = forecast, case .value(let o) = observed else {
        return forecast.value == nil ? forecast : observed
      }
      guard o != 0 else { return .undefined("an observed quantile is 0, which nothing can be relative to") }
      sum += (f - o) / o
    }
    return Outcome(sum)
  }

  static let levels: [Double] = (0..<50).map { 1 - pow(10, -1 - 3 * Double($0) / 49) }
}
