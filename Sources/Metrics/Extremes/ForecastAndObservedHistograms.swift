/// The distributions of the forecasts and of the observations.
public struct ForecastAndObservedHistograms: Statistic {
  public static let name = "forecast_and_observed_histograms"

  public init() {}

  public func accumulate(_ pairs: MatchedPairs, in positions: Range<Int>, into sums: inout HistogramPair) {
    precondition(positions.lowerBound >= 0 && positions.upperBound <= pairs.count, "positions outside the pairs")
    for i in positions where pairs.weights[i] != 0 {
      sums.forecasts.add(pairs.forecasts[i], weight: pairs.weights[i])
      sums.observations.add(pairs.observations[i], weight: pairs.weights[i])
    }
  }
}

/// Sums of `ForecastAndObservedHistograms`.
///
/// Stored as: how many numbers the first has, then the numbers of `ValueHistogram` for the forecasts and for the
/// observations.
public struct HistogramPair: Sums {
  public internal(set) var forecasts = ValueHistogram()
  public internal(set) var observations = ValueHistogram()

  public init() {}

  public var n: Int { forecasts.n }

  public mutating func merge(_ other: HistogramPair) {
    forecasts.merge(other.forecasts)
    observations.merge(other.observations)
  }

  public var numbers: [Double] {
    let first = forecasts.numbers
    return [Double(first.count)] + first + observations.numbers
  }

  public init?(numbers x: [Double]) {
    guard let first = x.first, let size = Int(count: first), size < x.count,
      let forecasts = ValueHistogram(numbers: Array(x[1..<size + 1])),
      let observations = ValueHistogram(numbers: Array(x[(size + 1)...])), forecasts.n == observations.n
    else { return nil }
    (self.forecasts, self.observations) = (forecasts, observations)
  }
}

extension HistogramPair {
  /// Quantiles of the forecasts over those of the observations, from the thousandth to the 999th; none without pairs.
  var quantilePoints: [Curve.Point] {
    let levels = [0.001, 0.005] + (1...99).map { Double($0) / 100 } + [0.995, 0.999]
    return zip(levels, zip(forecasts.quantiles(levels), observations.quantiles(levels))).compactMap { level, pair in
      guard case .value(let f) = pair.0, case .value(let o) = pair.1 else { return nil }
      return Curve.Point(x: o, y: f, limit: level)
    }
  }
}
