/// How much larger the variance of a mean is than that of as many independent numbers.
///
///     k² = (1 - r₁φ₁ - r₂φ₂) / (1 - φ₁ - φ₂)²
///     φ₁ = r₁(1 - r₂) / (1 - r₁²),  φ₂ = (r₂ - r₁²) / (1 - r₁²)
///
/// of a series whose autocorrelations are those of an AR(2) process with r₁ and r₂; for AR(1), φ₂ = 0 and
/// k² = (1 + r₁) / (1 - r₁). Geer (2016), doi:10.3402/tellusa.v68.30229; von Storch and Zwiers (1999), 6.6.
enum VarianceInflation {
  /// k² of an AR(1) process; not below 1, and infinite where the series does not return to its mean.
  static func ar1(_ r1: Double) -> Double {
    r1 < 1 ? max((1 + r1) / (1 - r1), 1) : .infinity
  }

  /// k² of an AR(2) process; not below 1, and infinite where the series does not return to its mean.
  static func ar2(_ r1: Double, _ r2: Double) -> Double {
    guard abs(r1) < 1 else { return r1 > 0 ? .infinity : 1 }
    let phi1 = r1 * (1 - r2) / (1 - r1 * r1)
    let phi2 = (r2 - r1 * r1) / (1 - r1 * r1)
    let rest = 1 - phi1 - phi2
    guard rest > 1e-3 else { return .infinity }
    return max((1 - r1 * phi1 - r2 * phi2) / (rest * rest), 1)
  }

  /// The autocorrelations without the bias that they have in n numbers of an AR(1) process, to order 1/n (Kendall
  /// 1954, doi:10.1093/biomet/41.3-4.403; Marriott and Pope 1954, doi:10.1093/biomet/41.3-4.390), for
  /// autocovariances with 1/n:
  ///
  ///     E r₁ = ρ - (1 + 4ρ)/n,  E r₂ = ρ² - ((1 + ρ)² + 6ρ²)/n
  static func unbiased(_ r1: Double, _ r2: Double, count: Int) -> (r1: Double, r2: Double) {
    let n = Double(count)
    let bounds = -0.99...(1 - 1 / n)
    let a = (r1 + (1 + 4 * r1) / n).clamped(to: bounds)
    return (a, (r2 + ((1 + a) * (1 + a) + 6 * a * a) / n).clamped(to: bounds))
  }
}

extension Double {
  fileprivate func clamped(to bounds: ClosedRange<Double>) -> Double {
    min(max(self, bounds.lowerBound), bounds.upperBound)
  }
}

extension CaseSeries {
  /// Fewer initial times say too little of how they depend on one another, and make too few resamples.
  static let fewestForAutocorrelation = 10

  /// The t-test of one of the AR methods.
  func autoregressive(_ method: SignificanceMethod, level: Double) -> Assessment {
    guard count >= CaseSeries.fewestForAutocorrelation else {
      return Assessment(
        method,
        none: "\(count) initial times are too few for their autocorrelation: it takes "
          + "\(CaseSeries.fewestForAutocorrelation)")
    }
    guard let spacing = CaseSpacing(times) else { return Assessment(method, none: CaseSeries.noSteps) }
    guard let r1 = autocorrelation(lag: 1, spacing), let r2 = autocorrelation(lag: 2, spacing) else {
      return Assessment(
        method,
        none: "fewer than half of the initial times have one a step of \(spacing.step) later: no autocorrelation")
    }
    let n = Double(count)
    let s2 = variance
    switch method {
    case .autoregressive1, .autoregressive2:
      let k2 = method == .autoregressive1 ? VarianceInflation.ar1(r1) : VarianceInflation.ar2(r1, r2)
      return Assessment(
        method, of: self, standardError: (min(k2, n) * s2 / n).squareRoot(), degreesOfFreedom: n - 1, level: level,
        note: "autocorrelations \(rounded(r1)) and \(rounded(r2))")
    default:
      let (a, b) = VarianceInflation.unbiased(r1, r2, count: count)
      let k2 = min(max(VarianceInflation.ar1(a), VarianceInflation.ar2(a, b)), n)
      let effective = max(n / k2, 2)
      // s² is too small where numbers near each other are alike: E s² (n-1)/n = σ² (1 - 1/n_eff).
      let variance = s2 * (n - 1) / n / (1 - 1 / effective)
      let error = (variance * k2 / n).squareRoot()
      let t = Assessment(
        method, of: self, standardError: error, degreesOfFreedom: effective - 1, level: level,
        note: "autocorrelations \(rounded(a)) and \(rounded(b)), corrected for bias"
          + (n / k2 > 2 ? "" : "; the series hardly returns to its mean, so that its limits say little"))
      return t.confidence.standardError == nil
        ? t
        : Assessment(
          method, t.confidence, pValue: t.pValue, effectiveSampleSize: effective, degreesOfFreedom: effective - 1,
          note: t.note)
    }
  }

  static let noSteps = "the initial times stand on no row of equal steps, so that no lag between them can be counted"
}

/// To two decimals, for a note.
func rounded(_ x: Double) -> String {
  let hundredths = (x * 100).rounded()
  guard abs(hundredths) < 1e15 else { return "\(x)" }
  let whole = Int(abs(hundredths))
  let part = whole % 100
  return (hundredths < 0 ? "-" : "") + "\(whole / 100).\(part < 10 ? "0" : "")\(part)"
}
