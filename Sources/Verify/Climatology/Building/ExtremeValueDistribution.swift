import Foundation

/// A generalised extreme value distribution, of the greatest values of years.
///
///     F(x) = exp(-(1 - k (x - ξ)/α)^(1/k)), and exp(-exp(-(x - ξ)/α)) for k = 0
///
/// ξ is the location, α the scale and k the shape in the sign of Hosking, positive where there is an upper end.
struct ExtremeValueDistribution: Hashable, Sendable {
  let location: Double
  let scale: Double
  let shape: Double

  init(location: Double, scale: Double, shape: Double) {
    (self.location, self.scale, self.shape) = (location, scale, shape)
  }

  /// Fitted by L-moments; nil with fewer than `ClimatologyRecipe.minimumYears` values, or where they are all the
  /// same.
  ///
  /// Hosking, Wallis and Wood (1985), doi:10.1080/00401706.1985.10488049.
  init?(fittedTo values: [Double]) {
    guard values.count >= ClimatologyRecipe.minimumYears else { return nil }
    let sorted = values.sorted()
    let n = Double(sorted.count)
    var (b0, b1, b2) = (0.0, 0.0, 0.0)
    for (i, x) in sorted.enumerated() {
      let rank = Double(i)
      b0 += x
      b1 += x * rank / (n - 1)
      b2 += x * rank * (rank - 1) / ((n - 1) * (n - 2))
    }
    (b0, b1, b2) = (b0 / n, b1 / n, b2 / n)
    let l2 = 2 * b1 - b0
    guard l2 > 1e-9 * max(1, abs(b0)) else { return nil }
    let skewness = (6 * b2 - 6 * b1 + b0) / l2
    let c = 2 / (3 + skewness) - log(2) / log(3)
    let k = 7.8590 * c + 2.9554 * c * c
    if abs(k) < 1e-6 {
      let alpha = l2 / log(2)
      self.init(location: b0 - 0.577_215_664_901_532_9 * alpha, scale: alpha, shape: 0)
    } else {
      let gamma = tgamma(1 + k)
      let alpha = l2 * k / ((1 - pow(2, -k)) * gamma)
      self.init(location: b0 + alpha * (gamma - 1) / k, scale: alpha, shape: k)
    }
    guard scale.isFinite, scale > 0, location.isFinite else { return nil }
  }

  /// The value that a year's greatest exceeds once in as many years on average.
  func returnLevel(years: Double) -> Double {
    let y = -log(1 - 1 / years)
    return shape == 0 ? location - scale * log(y) : location + scale / shape * (1 - pow(y, shape))
  }
}
