/// The stationary bootstrap of Politis and Romano (1994, doi:10.1080/01621459.1994.10476870): initial times are
/// drawn in blocks of geometrically distributed length, around the end of the series to its beginning.
///
/// The draw depends on the seed, the number of initial times and the mean length alone, so that all systems and
/// scores of the same initial times meet the same resamples. It is the same on every machine.
public struct StationaryBootstrap: Hashable, Sendable {
  public var replicates: Int
  public var seed: UInt64
  /// In initial times, at least 1; nil takes that of Politis and White for the series.
  public var meanLength: Double?

  public init(replicates: Int = 1000, seed: UInt64 = 1, meanLength: Double? = nil) {
    self.replicates = replicates
    self.seed = seed
    self.meanLength = meanLength
  }

  /// Calls `body` with the positions of every resample, in order.
  func forEachResample(of count: Int, meanLength: Double, _ body: ([Int]) -> Void) {
    var random = SplitMix64(seed: seed)
    var positions = [Int](repeating: 0, count: count)
    for _ in 0..<replicates {
      var position = 0
      for i in 0..<count {
        // Two numbers a step, whatever comes of them, so that resamples of other lengths stay alike.
        let (start, chance) = (random.index(below: count), random.uniform())
        position = i == 0 || chance * meanLength < 1 ? start : position + 1 < count ? position + 1 : 0
        positions[i] = position
      }
      body(positions)
    }
  }
}

extension CaseSeries {
  /// Percentile limits, and the p-value of a resample on the other side of 0.
  ///
  /// - Parameter score: The score of the initial times at some positions; nil takes the mean of the numbers.
  func bootstrap(
    _ bootstrap: StationaryBootstrap, level: Double, score: (([Int]) -> Outcome)?
  ) -> Assessment {
    let method = SignificanceMethod.stationaryBootstrap(bootstrap)
    guard bootstrap.replicates >= 100 else {
      return Assessment(method, none: "\(bootstrap.replicates) resamples are too few for limits: it takes 100")
    }
    guard count >= CaseSeries.fewestForAutocorrelation else {
      return Assessment(
        method, none: "\(count) initial times are too few to resample: it takes \(CaseSeries.fewestForAutocorrelation)")
    }
    let length = max(bootstrap.meanLength ?? automaticBlockLength, 1)
    let score = score ?? { .value(self.mean(at: $0)) }
    var (values, undefined, reason): ([Double], Int, String) = ([], 0, "")
    bootstrap.forEachResample(of: count, meanLength: length) { positions in
      switch score(positions) {
      case .value(let value): values.append(value)
      case .undefined(let why): (undefined, reason) = (undefined + 1, why)
      }
    }
    guard undefined * 100 <= bootstrap.replicates else {
      return Assessment(method, none: "no score in \(undefined) of \(bootstrap.replicates) resamples: \(reason)")
    }
    values.sort()
    let mean = values.reduce(0, +) / Double(values.count)
    let error = (values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(values.count - 1)).squareRoot()
    if let reason = reasonAgainst(error) { return Assessment(method, none: reason) }
    let (below, above) = (values.count { $0 <= 0 }, values.count { $0 >= 0 })
    let p = min(2 * Double(min(below, above) + 1) / Double(values.count + 1), 1)
    let note =
      "\(bootstrap.replicates) resamples, mean block of \(rounded(length)) initial times, seed \(bootstrap.seed)"
    return Assessment(
      method,
      .limits(
        lower: quantile((1 - level) / 2, ofSorted: values), upper: quantile((1 + level) / 2, ofSorted: values),
        standardError: error), pValue: p, effectiveSampleSize: variance / (error * error),
      degreesOfFreedom: Double(count - 1),
      note: undefined == 0 ? note : "\(note); \(undefined) resamples without a score (\(reason)) left out")
  }

  private func mean(at positions: [Int]) -> Double {
    var sum = 0.0
    for position in positions { sum += deviations[position] }
    return whole + sum / Double(count)
  }
}

/// Linear between the sorted values: value number (N - 1) p, from 0.
func quantile(_ p: Double, ofSorted values: [Double]) -> Double {
  let position = Double(values.count - 1) * p
  let lower = min(Int(position), values.count - 1)
  let upper = min(lower + 1, values.count - 1)
  return values[lower] + (position - Double(lower)) * (values[upper] - values[lower])
}
