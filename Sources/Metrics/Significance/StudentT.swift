import Foundation

/// Student's t distribution.
///
/// Tail probabilities come from the incomplete beta function by its continued fraction (Abramowitz and Stegun
/// 1964, 26.5.8 and 26.7.1); they are good to 12 digits, far into the tails, and to 10 for a million
/// degrees of freedom.
public struct StudentT: Hashable, Sendable {
  /// Positive; need not be whole.
  public let degreesOfFreedom: Double

  /// Traps where the degrees of freedom are not positive and finite.
  public init(degreesOfFreedom: Double) {
    precondition(degreesOfFreedom > 0 && degreesOfFreedom.isFinite, "\(degreesOfFreedom) degrees of freedom")
    self.degreesOfFreedom = degreesOfFreedom
  }

  /// The probability of a value above t.
  public func upperTail(_ t: Double) -> Double {
    guard !t.isNaN else { return .nan }
    guard t.isFinite else { return t > 0 ? 0 : 1 }
    return t >= 0 ? tail(t) : 1 - tail(-t)
  }

  /// The probability of a value of at most t.
  public func cumulative(_ t: Double) -> Double { upperTail(-t) }

  /// The probability of a value at least as far from 0, on both sides.
  public func twoSided(_ t: Double) -> Double { 2 * upperTail(abs(t)) }

  public func density(_ t: Double) -> Double {
    let nu = degreesOfFreedom
    return exp(logGammaRatio(nu / 2) - (nu + 1) / 2 * log1p(t * t / nu)) / (nu * .pi).squareRoot()
  }

  /// The value that is exceeded with probability 1 - p. Traps where p is not between 0 and 1.
  public func quantile(_ p: Double) -> Double {
    precondition(p > 0 && p < 1, "probability \(p)")
    guard p != 0.5 else { return 0 }
    let q = min(p, 1 - p)
    let t = point(ofTail: q)
    return p > 0.5 ? t : -t
  }
}

extension StudentT {
  /// The positive t above which q of the distribution lies: Newton's steps, kept inside a bracket.
  private func point(ofTail q: Double) -> Double {
    var (low, high) = (0.0, 1.0)
    while tail(high) > q, high < 1e300 { (low, high) = (high, high * 2) }
    var t = (low + high) / 2
    for _ in 0..<200 {
      let excess = tail(t) - q
      if excess > 0 { low = t } else { high = t }
      let step = t + excess / density(t)
      let next = step > low && step < high ? step : (low + high) / 2
      guard abs(next - t) > 1e-15 * t else { return next }
      t = next
    }
    return t
  }

  /// The probability above a t that is not negative: I_x(ν/2, 1/2) / 2 with x = ν/(ν + t²).
  private func tail(_ t: Double) -> Double {
    let nu = degreesOfFreedom
    let square = t * t
    guard square.isFinite else { return 0 }
    let (x, y) = (nu / (nu + square), square / (nu + square))
    guard y > 0 else { return 0.5 }
    let (a, b) = (nu / 2, 0.5)
    // ln(x^a y^b / B(a, b)), with x near 1 taken through y.
    let logX = y < 0.5 ? log1p(-y) : log(x)
    let front = exp(a * logX + b * log(y) + logGammaRatio(a) - 0.5 * log(.pi))
    let area =
      x < (a + 1) / (a + b + 2)
      ? front * betaFraction(x, a, b) / a : 1 - front * betaFraction(y, b, a) / b
    return area / 2
  }
}

/// The continued fraction of the incomplete beta function, by the method of Lentz.
private func betaFraction(_ x: Double, _ a: Double, _ b: Double) -> Double {
  let tiny = 1e-300
  var c = 1.0
  var d = 1 - (a + b) * x / (a + 1)
  d = 1 / (abs(d) < tiny ? tiny : d)
  var fraction = d
  for step in 1...100_000 {
    let m = Double(step)
    let even = m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m))
    let odd = -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1))
    var change = 1.0
    for term in [even, odd] {
      d = 1 + term * d
      d = 1 / (abs(d) < tiny ? tiny : d)
      c = 1 + term / c
      c = abs(c) < tiny ? tiny : c
      change = c * d
      fraction *= change
    }
    if abs(change - 1) < 1e-15 { break }
  }
  return fraction
}

/// ln Γ(x + 1/2) - ln Γ(x), by its asymptotic series after a recurrence to large x.
private func logGammaRatio(_ x: Double) -> Double {
  var (z, shift) = (x, 0.0)
  while z < 30 {
    shift += log(z / (z + 0.5))
    z += 1
  }
  let r = 1 / z
  let r2 = r * r
  let series = r * (-1.0 / 8 + r2 * (1.0 / 192 + r2 * (-1.0 / 640 + r2 * 17.0 / 14336)))
  return shift + 0.5 * log(z) + series
}
