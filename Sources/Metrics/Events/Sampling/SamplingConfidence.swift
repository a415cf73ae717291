import Foundation

/// Limits for events that are independent of one another: what other programs print beside a table.
///
/// Neighbouring stations and hours share their weather, so that these limits are too narrow for most tables; those
/// of `ScoreEstimate`, from the spread between initial times, are what to trust. Pairs count by number: there are no
/// limits where weights differ from 1.
extension ContingencySums {
  /// Why there are none; nil where there may be.
  private var noSampling: Confidence? {
    n == 0 ? .none("no pairs") : total != Double(n) ? .none("limits of counts need weights of 1") : nil
  }

  /// Wilson's limits of the proportion a / b of b independent trials (1927, doi:10.1080/01621459.1927.10502953).
  ///
  /// The standard error is that of the proportion, √(p(1-p)/b).
  func wilson(_ a: Double, of b: Double, level: Double) -> Confidence {
    if let none = noSampling { return none }
    guard b > 0 else { return .none("no score") }
    let (p, z) = (a / b, normalQuantile((1 + level) / 2))
    let scale = 1 + z * z / b
    let half = z * (p * (1 - p) / b + z * z / (4 * b * b)).squareRoot()
    let centre = p + z * z / (2 * b)
    return .limits(
      lower: max(0, (centre - half) / scale), upper: min(1, (centre + half) / scale),
      standardError: (p * (1 - p) / b).squareRoot())
  }

  /// The score ± z standard errors of the delta method; none where the score has no value.
  func delta(
    _ outcome: Outcome, level: Double,
    formula: (CellGradient, CellGradient, CellGradient, CellGradient) -> CellGradient
  ) -> Confidence {
    if let none = noSampling { return none }
    guard outcome.value != nil else { return .none("no score") }
    let (a, b, c, d) = CellGradient.cells(of: self)
    let score = formula(a, b, c, d)
    let error = score.standardError(of: self)
    guard error.isFinite, error > 0 else { return .none("an empty cell leaves no standard error") }
    let z = normalQuantile((1 + level) / 2)
    return .limits(lower: score.value - z * error, upper: score.value + z * error, standardError: error)
  }
}

/// The z that a standard normal variable does not exceed with a probability between 0 and 1.
///
/// By Newton's method on the distribution, from the logistic one.
func normalQuantile(_ probability: Double) -> Double {
  precondition(probability > 0 && probability < 1, "a quantile of probability \(probability)")
  guard probability >= 0.5 else { return -normalQuantile(1 - probability) }
  let tail = 1 - probability
  var z = min(3, log(probability / tail) / 1.702)
  for _ in 0..<60 {
    let excess = erfc(z / 2.0.squareRoot()) / 2 - tail
    let step = excess / (exp(-z * z / 2) / (2 * .pi).squareRoot())
    z += step
    if abs(step) <= 1e-15 * max(1, z) { break }
  }
  return z
}
