import Fields

/// A quantity of some initial times, and what it becomes when each in turn is left out.
///
/// The standard error is the jackknife's, √((n-1)/n Σ (θ_i - θ̄)²), θ_i without the i-th initial time (Tukey
/// 1958; Efron and Stein 1981, doi:10.1214/aos/1176345462). Where the quantity is a mean of one number for each
/// initial time, it equals s/√n exactly.
struct Jackknife {
  let whole: Double
  let replicates: [Double]

  var standardError: Double {
    let n = Double(replicates.count)
    // Around the first, so that equal replicates leave exactly nothing.
    let origin = replicates[0]
    let mean = replicates.reduce(0) { $0 + ($1 - origin) } / n
    let squares = replicates.reduce(0) { $0 + ($1 - origin - mean) * ($1 - origin - mean) }
    return ((n - 1) / n * squares).squareRoot()
  }

  /// Symmetric limits around the whole, by Student's t with one degree of freedom fewer than cases.
  ///
  /// - Parameter scale: what the quantity was made of; a standard error that is only the rounding of numbers
  ///   of this size is none.
  func confidence(_ level: Double, scale: Double) -> Confidence {
    let error = standardError
    guard error.isFinite else { return .none("the variance is not a finite number") }
    guard error > 1e-12 * scale else { return .none("no variance: every initial time says the same") }
    let t = StudentT(degreesOfFreedom: Double(replicates.count - 1)).quantile((1 + level) / 2)
    return .limits(lower: whole - t * error, upper: whole + t * error, standardError: error)
  }
}

/// The sums of all the parts, and of all but each: O(parts) merges, from the front and from the back.
func leavingOneOut<S: Sums>(_ parts: [S]) -> (whole: S, without: [S]) {
  var after = [S](repeating: S(), count: parts.count + 1)
  for i in parts.indices.reversed() {
    after[i] = parts[i]
    after[i].merge(after[i + 1])
  }
  var before = S()
  var without: [S] = []
  without.reserveCapacity(parts.count)
  for i in parts.indices {
    var others = before
    others.merge(after[i + 1])
    without.append(others)
    before.merge(parts[i])
  }
  return (before, without)
}

extension Metric {
  /// The sums of the initial times that have pairs for this metric, in order of time.
  func cases(of sums: [UTCTime: Source.Result]) -> [(time: UTCTime, sums: Source.Result)] {
    sums.filter { count(of: $0.value) > 0 }.sorted { $0.key < $1.key }.map { ($0.key, $0.value) }
  }

  /// The limits of a score or a difference, from its values without each initial time in turn.
  func confidence(
    _ outcome: Outcome, without: [(time: UTCTime, outcome: Outcome)], scale: Double, level: Double
  ) -> Confidence {
    if let reason = noIntervalReason { return .none(reason) }
    guard case .value(let whole) = outcome else { return .none("no score") }
    guard without.count > 1 else { return .none("only one initial time") }
    var replicates: [Double] = []
    for (time, outcome) in without {
      switch outcome {
      case .value(let value): replicates.append(value)
      case .undefined(let reason): return .none("no score without \(time.shortDescription): \(reason)")
      }
    }
    return Jackknife(whole: whole, replicates: replicates).confidence(level, scale: scale)
  }
}
