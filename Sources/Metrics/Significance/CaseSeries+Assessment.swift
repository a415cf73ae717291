public import Fields

extension CaseSeries {
  /// The confidence limits and p-value of the score over all initial times.
  ///
  /// - Parameters:
  ///   - level: Of the limits, between 0 and 1.
  ///   - leadTime: Of the forecasts, for a Diebold-Mariano test whose horizon is not given.
  ///   - score: The score of the initial times at some positions, for the bootstrap; nil takes the mean.
  public func assessed(
    by method: SignificanceMethod, level: Double = 0.95, leadTime: TimeSpan? = nil,
    score: (([Int]) -> Outcome)? = nil
  ) -> Assessment {
    guard method != .automatic else { return automatic(level: level) }
    if let reason = reasonAgainstAny { return Assessment(method, none: reason) }
    switch method {
    case .automatic, .independent:
      return Assessment(
        .independent, of: self, standardError: (variance / Double(count)).squareRoot(),
        degreesOfFreedom: Double(count - 1), level: level)
    case .autoregressive1, .autoregressive2, .autoregressiveCorrected: return autoregressive(method, level: level)
    case .neweyWest(let lags): return neweyWest(lags: lags, level: level)
    case .equalWeightedCosine: return equalWeightedCosine(level: level)
    case .dieboldMariano(let horizon):
      guard let horizon = horizon ?? self.horizon(of: leadTime) else {
        return Assessment(
          method, none: "no horizon: neither one is set, nor are all of one lead time and evenly spaced")
      }
      return dieboldMariano(horizon: horizon, level: level)
    case .twoWay: return Assessment(method, none: TwoWayClustering.elsewhere)
    case .stationaryBootstrap(let settings): return bootstrap(settings, level: level, score: score)
    }
  }

  private func automatic(level: Double) -> Assessment {
    let corrected = assessed(by: .autoregressiveCorrected, level: level)
    guard let reason = corrected.confidence.reason else { return corrected }
    let independent = assessed(by: .independent, level: level)
    return independent.confidence.reason != nil ? independent : independent.noting("taken as independent: \(reason)")
  }

  /// The lead time in steps between initial times, at least 1.
  private func horizon(of leadTime: TimeSpan?) -> Int? {
    guard let leadTime, let step = CaseSpacing(times)?.step else { return nil }
    return max(Int((leadTime.seconds + step.seconds - 1) / step.seconds), 1)
  }
}
