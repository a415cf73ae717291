import Foundation

extension CaseSeries {
  /// The mean block length for the stationary bootstrap that Politis and White (2004, doi:10.1081/ETC-120028836)
  /// choose, as Patton, Politis and White (2009, doi:10.1080/07474930802459016) corrected it; in initial times,
  /// at least 1.
  ///
  ///     b = (2 G²/D)^(1/3) n^(1/3),  G = Σ λ(k/M) |k| γ_k,  D = 2 (Σ λ(k/M) γ_k)²,  k = -M...M
  ///
  /// λ is 1 up to ½ and falls linearly to 0 at 1. M is twice the first lag after which max(5, ⌊log₁₀ n⌋)
  /// autocorrelations in a row are below 2 √(log₁₀ n / n). Not above ⌈min(3 √n, n/3)⌉. Gaps are passed over.
  public var automaticBlockLength: Double {
    guard count > 10, variance > 0 else { return 1 }
    let n = Double(count)
    let run = max(5, Int(log10(n)))
    let most = min(Int(n.squareRoot().rounded(.up)) + run, count - 2)
    let limit = 2 * (log10(n) / n).squareRoot()
    let correlations = (0...most).map { abs(blockCorrelation(lag: $0)) }
    let first = (0...max(most - run, 0)).first { lag in
      lag + run <= most && correlations[lag..<lag + run].allSatisfy { $0 < limit }
    }
    let width = min(first.map { 2 * max($0, 1) } ?? most, most)
    var (g, sum) = (0.0, blockCovariance(lag: 0))
    for lag in stride(from: 1, through: width, by: 1) {
      let share = Double(lag) / Double(width)
      let weighted = 2 * (share <= 0.5 ? 1 : 2 * (1 - share)) * blockCovariance(lag: lag)
      g += Double(lag) * weighted
      sum += weighted
    }
    guard sum != 0 else { return 1 }
    let length = cbrt(2 * g * g / (2 * sum * sum)) * cbrt(n)
    return max(min(length, min(3 * n.squareRoot(), n / 3).rounded(.up)), 1)
  }

  private func blockCovariance(lag: Int) -> Double {
    var sum = 0.0
    for i in 0..<count - lag { sum += deviations[i] * deviations[i + lag] }
    return sum / Double(count)
  }

  /// Of the parts of the series that a lag leaves, one further on than they need be: as the authors' code does.
  private func blockCorrelation(lag: Int) -> Double {
    let squares = deviations.map { $0 * $0 }
    let later = squares[(lag + 1)...].reduce(0, +)
    let earlier = squares[..<(count - lag - 1)].reduce(0, +)
    let product = (later * earlier).squareRoot()
    return product > 0 ? blockCovariance(lag: lag) * Double(count) / product : .infinity
  }
}
