/// The threshold at which forecasts say the event as often as it is observed.
///
/// Scores such as EDI and SEDI compare systems of the same frequency bias. A system that says rare events too
/// seldom can be asked for its own threshold at which it says them as often as they are observed, and be scored
/// there (`==FBIAS1` in MET).
public struct BiasRecalibration: Hashable, Sendable {
  /// What makes an observation an event.
  public let observed: Threshold
  /// What makes a forecast an event.
  public let forecast: Threshold
  /// What is left of the frequency bias: 1, or as near as ties of forecasts allow.
  public let frequencyBias: Double

  /// Nil where no pair of non-zero weight has the event, or all have.
  ///
  /// The limit is a value that was forecast; of two as near to a bias of 1, the one that forecasts more events.
  public init?(of observed: Threshold, in pairs: MatchedPairs) {
    let present = (0..<pairs.count).filter { pairs.weights[$0] != 0 }
    let total = present.reduce(0) { $0 + pairs.weights[$1] }
    let wanted = present.reduce(0) { $0 + (observed.isMet(by: pairs.observations[$1]) ? pairs.weights[$1] : 0) }
    guard wanted > 0, wanted < total else { return nil }
    let isUpper = observed.comparison == .atLeast || observed.comparison == .above
    // From the most extreme forecast to the least.
    let order = present.sorted { i, j in
      isUpper ? pairs.forecasts[i] > pairs.forecasts[j] : pairs.forecasts[i] < pairs.forecasts[j]
    }
    var (said, best): (Double, (limit: Double, said: Double)?) = (0, nil)
    for (position, i) in order.enumerated() {
      said += pairs.weights[i]
      let limit = pairs.forecasts[i]
      if position + 1 < order.count, pairs.forecasts[order[position + 1]] == limit { continue }
      if let best, abs(best.said - wanted) < abs(said - wanted) { break }
      best = (limit, said)
    }
    guard let best, best.limit.isFinite else { return nil }
    self.observed = observed
    forecast = Threshold(isUpper ? .atLeast : .atMost, best.limit)
    frequencyBias = best.said / wanted
  }

  /// The contingency table of the pairs with the forecasts' own threshold.
  ///
  /// It is scored by any metric of events: `SymmetricExtremalDependenceIndex(observed).value(of: table)`.
  public func table(of pairs: MatchedPairs) -> ContingencySums {
    var sums = ContingencySums()
    for i in 0..<pairs.count where pairs.weights[i] != 0 {
      sums.add(
        forecast.isMet(by: pairs.forecasts[i]), observed.isMet(by: pairs.observations[i]), weight: pairs.weights[i])
    }
    return sums
  }
}
