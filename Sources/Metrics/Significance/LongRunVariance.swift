import Foundation

extension CaseSeries {
  /// Newey and West's variance of the mean (1987, doi:10.2307/1913610), with n/(n - 1) for its small-sample bias.
  ///
  ///     Ω = γ₀ + 2 Σ (1 - k/(L + 1)) γ_k,  k = 1...L;  SE = √(Ω/(n - 1)), Student's t with n - 1
  /// - Parameter lags: L; nil takes ⌊4 (n/100)^(2/9)⌋ (Newey and West 1994, doi:10.2307/2297912).
  func neweyWest(lags: Int?, level: Double) -> Assessment {
    let method = SignificanceMethod.neweyWest(lags: lags)
    guard let spacing = CaseSpacing(times) else { return Assessment(method, none: CaseSeries.noSteps) }
    let n = Double(count)
    let lags = lags ?? Int(4 * pow(n / 100, 2.0 / 9))
    guard lags >= 0, lags < count else {
      return Assessment(method, none: "\(lags) lags are no number for \(count) initial times: take fewer")
    }
    var omega = autocovariance(lag: 0, spacing)
    for lag in stride(from: 1, through: lags, by: 1) {
      omega += 2 * (1 - Double(lag) / Double(lags + 1)) * autocovariance(lag: lag, spacing)
    }
    return Assessment(
      method, of: self, standardError: (omega / (n - 1)).squareRoot(), degreesOfFreedom: n - 1, level: level,
      note: "\(lags) lag\(lags == 1 ? "" : "s")")
  }

  /// The equal-weighted cosine estimate (Lazarus, Lewis, Stock and Watson 2018,
  /// doi:10.1080/07350015.2018.1506926).
  ///
  ///     Λ_j = √(2/n) Σ d_t cos(π j (t - ½)/n),  j = 1...v, v = ⌊0.4 n^(2/3)⌋
  ///     SE = √(Σ Λ_j² / v / n), Student's t with v
  /// Only for initial times without a gap.
  func equalWeightedCosine(level: Double) -> Assessment {
    let method = SignificanceMethod.equalWeightedCosine
    guard CaseSpacing(times)?.isEven == true else {
      return Assessment(method, none: "the initial times are not evenly spaced, as cosines need them")
    }
    let n = Double(count)
    let terms = CaseSeries.cosineTerms(count)
    guard terms > 0 else {
      return Assessment(method, none: "\(count) initial times are too few for a cosine: it takes 4")
    }
    var omega = 0.0
    for j in 1...terms {
      var sum = 0.0
      for (t, d) in deviations.enumerated() { sum += d * cos(.pi * Double(j) * (Double(t) + 0.5) / n) }
      omega += sum * sum * 2 / n / Double(terms)
    }
    return Assessment(
      method, of: self, standardError: (omega / n).squareRoot(), degreesOfFreedom: Double(terms), level: level,
      note: "\(terms) cosine\(terms == 1 ? "" : "s")")
  }

  /// ⌊0.4 n^(2/3)⌋
  static func cosineTerms(_ count: Int) -> Int { Int(0.4 * pow(Double(count), 2.0 / 3)) }

  /// The test of Diebold and Mariano (1995, doi:10.1080/07350015.1995.10524599) with the correction of Harvey,
  /// Leybourne and Newbold (1997, doi:10.1016/S0169-2070(96)00719-4).
  ///
  ///     V = (γ₀ + 2 Σ γ_k) / n,  k = 1...h-1;  SE = √V / √((n + 1 - 2h + h(h - 1)/n) / n), Student's t with n - 1
  /// - Parameter horizon: h, in steps between initial times: forecasts of h steps may have dependent errors
  ///   over h - 1 steps, and no more.
  func dieboldMariano(horizon: Int, level: Double) -> Assessment {
    let method = SignificanceMethod.dieboldMariano(horizon: horizon)
    guard let spacing = CaseSpacing(times), spacing.isEven else {
      return Assessment(method, none: "the initial times are not evenly spaced, as counting lags needs them")
    }
    guard horizon >= 1, horizon < count else {
      return Assessment(method, none: "a horizon of \(horizon) steps is none for \(count) initial times")
    }
    let (n, h) = (Double(count), Double(horizon))
    var v = autocovariance(lag: 0, spacing)
    for lag in stride(from: 1, to: horizon, by: 1) { v += 2 * autocovariance(lag: lag, spacing) }
    guard v > 0 else {
      return Assessment(method, none: "the estimated variance is not positive with \(horizon - 1) lags")
    }
    let correction = (n + 1 - 2 * h + h * (h - 1) / n) / n
    return Assessment(
      method, of: self, standardError: (v / n / correction).squareRoot(), degreesOfFreedom: n - 1, level: level,
      note: "horizon of \(horizon) step\(horizon == 1 ? "" : "s")")
  }
}
