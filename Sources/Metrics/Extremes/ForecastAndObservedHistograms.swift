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
