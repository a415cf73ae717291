extension AnySums {
  /// The weighted mean of the observations; nil where the sums do not hold it.
  public var meanObservation: Double? {
    guard let sums = base as? ErrorSums, sums.n > 0 else { return nil }
    return sums.meanO
  }
}
