import Fields

/// Where initial times stand on a row of equal steps.
struct CaseSpacing {
  /// The shortest time between two of them.
  let step: TimeSpan
  /// Steps from the first.
  let positions: [Int]

  /// nil where there are fewer than two, or where they stand on no row of equal steps.
  init?(_ times: [UTCTime]) {
    let gaps = zip(times, times.dropFirst()).map { $1 - $0 }
    guard let step = gaps.min() else { return nil }
    guard gaps.allSatisfy({ $0.seconds % step.seconds == 0 }) else { return nil }
    self.step = step
    positions = times.map { Int(($0 - times[0]).seconds / step.seconds) }
  }

  /// No step of the row is without its initial time.
  var isEven: Bool { positions.last == positions.count - 1 }
}

extension CaseSeries {
  /// Σ d(t) d(t + lag) / n over initial times that are so many steps apart, and how many of them there are.
  ///
  /// Steps without an initial time count as no deviation (Parzen 1963): with gaps it is too small by the share of
  /// couples that are missing.
  func products(lag: Int, _ spacing: CaseSpacing) -> (sum: Double, couples: Int) {
    var (sum, couples) = (0.0, 0)
    if spacing.isEven {
      for i in 0..<max(count - lag, 0) { sum += deviations[i] * deviations[i + lag] }
      return (sum, max(count - lag, 0))
    }
    var j = 0
    for i in 0..<count {
      while j < count, spacing.positions[j] < spacing.positions[i] + lag { j += 1 }
      guard j < count else { break }
      if spacing.positions[j] == spacing.positions[i] + lag {
        sum += deviations[i] * deviations[j]
        couples += 1
      }
    }
    return (sum, couples)
  }

  /// The autocovariance with 1/n, gaps as no deviation.
  func autocovariance(lag: Int, _ spacing: CaseSpacing) -> Double { products(lag: lag, spacing).sum / Double(count) }

  /// The autocorrelation; with gaps it is scaled to the couples that a series without them would have. nil where
  /// fewer than half of the initial times have one so many steps later.
  func autocorrelation(lag: Int, _ spacing: CaseSpacing) -> Double? {
    let (sum, couples) = products(lag: lag, spacing)
    guard couples * 2 >= count - lag, couples > 0 else { return nil }
    return sum * Double(count - lag) / Double(couples) / (variance * Double(count - 1))
  }
}
