import Foundation

/// The chi-square distribution.
///
/// Probabilities come from the incomplete gamma function, by its series below the mean and its continued fraction above
/// (Abramowitz and Stegun 1964, 6.5.29 and 6.5.31).
public struct ChiSquare: Hashable, Sendable {
  /// Positive; need not be whole.
  public let degreesOfFreedom: Double

  /// Traps where the degrees of freedom are not positive and finite.
  public init(degreesOfFreedom: Double) {
    precondition(degreesOfFreedom > 0 && degreesOfFreedom.isFinite, "\(degreesOfFreedom) degrees of freedom")
    self.degreesOfFreedom = degreesOfFreedom
  }

  /// The probability of a value of at most x.
  public func cumulative(_ x: Double) -> Double {
    guard x > 0 else { return 0 }
    let (a, half) = (degreesOfFreedom / 2, x / 2)
    return half < a + 1 ? lowerSeries(a, half) : 1 - upperFraction(a, half)
  }

  /// The value that is not exceeded with probability p. Traps where p is not between 0 and 1.
  public func quantile(_ p: Double) -> Double {
    precondition(p > 0 && p < 1, "probability \(p)")
    var (low, high) = (0.0, max(1, degreesOfFreedom))
    while cumulative(high) < p { (low, high) = (high, high * 2) }
    // Halved to the last bit: each step is cheap and none can leave the bracket.
    while true {
      let middle = (low + high) / 2
      guard middle > low, middle < high else { return middle }
      if cumulative(middle) < p { low = middle } else { high = middle }
    }
  }

  /// x^a e^-x / Γ(a)
  private func front(_ a: Double, _ x: Double) -> Double { exp(a * log(x) - x - logGamma(a)) }

  private func lowerSeries(_ a: Double, _ x: Double) -> Double {
    var (term, sum, n) = (1 / a, 1 / a, a)
    while term > sum * 1e-17 {
      n += 1
      term *= x / n
      sum += term
    }
    return sum * front(a, x)
  }

  private func upperFraction(_ a: Double, _ x: Double) -> Double {
    let tiny = 1e-300
    var b = x + 1 - a
    var c = 1 / tiny
    var d = 1 / (abs(b) < tiny ? tiny : b)
    var fraction = d
    for step in 1...100_000 {
      let i = Double(step)
      let numerator = -i * (i - a)
      b += 2
      d = numerator * d + b
      d = 1 / (abs(d) < tiny ? tiny : d)
      c = b + numerator / c
      c = abs(c) < tiny ? tiny : c
      fraction *= d * c
      if abs(d * c - 1) < 1e-16 { break }
    }
    return fraction * front(a, x)
  }
}

/// ln Γ(x) of a positive x, by Stirling's series after a recurrence to large x; the same on every machine, and safe on
/// several threads.
func logGamma(_ x: Double) -> Double {
  var (z, shift) = (x, 0.0)
  while z < 20 {
    shift -= log(z)
    z += 1
  }
  let r = 1 / (z * z)
  let series = (1.0 / 12 - r * (1.0 / 360 - r * (1.0 / 1260 - r / 1680))) / z
  return shift + (z - 0.5) * log(z) - z + 0.5 * log(2 * .pi) + series
}
