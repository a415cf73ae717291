import Formats

/// What is said of a sample in order of size.
struct SampleSummary {
  private let sorted: [Double]

  init(sorted: [Double]) { self.sorted = sorted }

  var count: Int { sorted.count }

  /// NaN without any value.
  var mean: Double {
    guard let first = sorted.first else { return .nan }
    // From the first value, so that large values lose no digits.
    return first + sorted.reduce(0) { $0 + ($1 - first) } / Double(sorted.count)
  }

  /// With n - 1; NaN with fewer than two values.
  var standardDeviation: Double {
    guard sorted.count > 1 else { return .nan }
    let mean = mean
    let squares = sorted.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
    return (squares / Double(sorted.count - 1)).squareRoot()
  }

  /// Linear between the values around position (n - 1) p, the seventh definition of Hyndman and Fan (1996),
  /// doi:10.1080/00031305.1996.10473566.
  ///
  /// NaN where the sample does not bear it: with fewer than 1/p or 1/(1 - p) values.
  func quantile(_ level: Double) -> Double { SampleSummary.quantile(level, of: sorted[...]) }

  static func quantile(_ level: Double, of sorted: ArraySlice<Double>) -> Double {
    guard Double(sorted.count) * min(level, 1 - level) > 1 - 1e-9 else { return .nan }
    let position = Double(sorted.count - 1) * level
    let below = Int(position)
    let low = sorted[sorted.startIndex + below]
    guard below + 1 < sorted.count else { return low }
    return low + (position - Double(below)) * (sorted[sorted.startIndex + below + 1] - low)
  }

  /// The values beyond a limit.
  private func wet(_ limit: DryLimit) -> ArraySlice<Double> {
    sorted[sorted.partitioningIndex { limit.isWet ? $0 >= limit.amount : $0 > limit.amount }...]
  }

  /// How often it is dry; NaN without any value.
  func dryProbability(_ limit: DryLimit) -> Double {
    sorted.isEmpty ? .nan : Double(sorted.count - wet(limit).count) / Double(sorted.count)
  }

  /// The 2/3 quantile of what is not dry; NaN with fewer than three such values.
  func heavyLimit(_ limit: DryLimit) -> Double { SampleSummary.quantile(2.0 / 3, of: wet(limit)) }

  /// How often values are beyond; NaN without any value.
  func probability(of isEvent: (Double) -> Bool) -> Double {
    sorted.isEmpty ? .nan : Double(sorted.count(where: isEvent)) / Double(sorted.count)
  }
}
