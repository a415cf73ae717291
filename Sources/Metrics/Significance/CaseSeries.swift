public import Fields

/// A number for each initial time, in the order of time, whose mean is a score or a difference.
///
/// For a score that is no mean, the numbers are its jackknife pseudo-values, so that their standard error is the
/// jackknife's: √((n-1)/n Σ (θ_i - θ̄)²), θ_i without the i-th initial time (Tukey 1958; Efron and Stein 1981,
/// doi:10.1214/aos/1176345462).
public struct CaseSeries: Sendable {
  public let times: [UTCTime]
  /// The score over all initial times.
  public let whole: Double
  /// What each initial time's number is above their mean.
  let deviations: [Double]
  /// The size of what the numbers are differences of: a spread that is only its rounding is none.
  let scale: Double

  /// One number for each initial time. Traps where they are not as many, or the times not ascending.
  public init(times: [UTCTime], values: [Double], scale: Double = 0) {
    precondition(times.count == values.count, "\(times.count) times of \(values.count) values")
    precondition(zip(times, times.dropFirst()).allSatisfy(<), "times that do not ascend")
    self.times = times
    deviations = aroundTheirMean(values)
    whole = values.isEmpty ? .nan : values[0] - deviations[0]
    self.scale = scale
  }

  /// The pseudo-values of a score, from what it becomes without each initial time in turn.
  init(times: [UTCTime], whole: Double, without replicates: [Double], scale: Double) {
    self.times = times
    self.whole = whole
    self.scale = scale
    let n = Double(replicates.count)
    deviations = aroundTheirMean(replicates).map { (1 - n) * $0 }
  }

  public var count: Int { times.count }

  /// Of the numbers, with n - 1.
  var variance: Double { deviations.reduce(0) { $0 + $1 * $1 } / Double(count - 1) }

  /// Why a standard error gives no limits; nil where it does.
  func reasonAgainst(_ error: Double) -> String? {
    guard error.isFinite else { return "the variance is not a finite number" }
    guard error > 1e-12 * scale else { return "no variance: every initial time says the same" }
    return nil
  }

  /// Why there are no limits by any method; nil where there may be.
  var reasonAgainstAny: String? {
    guard count > 1 else { return "only one initial time" }
    return reasonAgainst((variance / Double(count)).squareRoot())
  }
}

/// Around the first, so that equal numbers leave exactly nothing.
private func aroundTheirMean(_ values: [Double]) -> [Double] {
  guard let origin = values.first else { return [] }
  let mean = values.reduce(0) { $0 + ($1 - origin) } / Double(values.count)
  return values.map { $0 - origin - mean }
}
