/// What a forecast is worth to users who can protect themselves at a cost against a loss.
///
/// Of what perfect knowledge would save over the cheaper of always and never protecting, the part that the
/// forecast saves. s is how often the event happens, α the cost over the loss, H and F the rates of the curve:
///
///     V = (min(α, s) - F α (1 - s) + H s (1 - α) - s) / (min(α, s) - s α)
///
/// Richardson (2000), doi:10.1002/qj.49712656313
extension ProbabilitySums {
  /// The value to users of a cost-loss ratio who act from the best limit of probability; 0 where the forecast is
  /// of no use to them, because they can ignore it.
  ///
  /// Nil where the event was never or always observed. Traps where the ratio is not above 0 and below 1.
  public func economicValue(costLossRatio alpha: Double) -> Double? {
    precondition(alpha > 0 && alpha < 1, "a cost-loss ratio of \(alpha)")
    guard let roc else { return nil }
    let s = baseRate
    let saved = min(alpha, s) - s * alpha
    return roc.points.map { point in
      (min(alpha, s) - point.falseDetection * alpha * (1 - s) + point.detection * s * (1 - alpha) - s) / saved
    }.max().map { max(0, $0) }
  }

  /// The value at cost-loss ratios of 0.01, 0.02, ..., 0.99; empty where the event was never or always observed.
  public var economicValueCurve: [(costLossRatio: Double, value: Double)] {
    (1..<100).compactMap { percent in
      economicValue(costLossRatio: Double(percent) / 100).map { (Double(percent) / 100, $0) }
    }
  }

  /// How often the event was observed, by weight.
  var baseRate: Double {
    let (events, total) = levels.reduce((0.0, 0.0)) { ($0.0 + $1.events, $0.1 + $1.weight) }
    return events / total
  }
}
