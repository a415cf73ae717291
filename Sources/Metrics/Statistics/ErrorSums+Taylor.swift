extension ErrorSums {
  /// The place in a diagram of Taylor (2001), doi:10.1029/2000JD900719: x is the standard deviation of the forecasts
  /// divided by that of the observations, y their correlation.
  ///
  /// nil with fewer than two pairs, or where the forecast or the observation is constant.
  var taylorPoint: Curve.Point? {
    guard n > 1, m2F > 0, m2O > 0 else { return nil }
    let correlation = cFO / (m2F.squareRoot() * m2O.squareRoot())
    let ratio = (m2F / m2O).squareRoot()
    guard correlation.isFinite, ratio.isFinite else { return nil }
    return Curve.Point(x: ratio, y: min(1, max(-1, correlation)))
  }
}
