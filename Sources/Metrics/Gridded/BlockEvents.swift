/// Counts events in one block of cells, none of which is missing.
///
/// A limit is turned into the Float32 that tells the same values apart, so that values are compared exactly as they
/// are and yet eight at a time.
struct BlockEvents: Sendable {
  private let comparison: Threshold.Comparison
  private let limit: Float

  /// Nil where the limit is another one for each cell.
  init?(_ threshold: Threshold) {
    guard let value = threshold.value else { return nil }
    comparison = threshold.comparison
    let nearest = Float(value)
    switch threshold.comparison {
    case .atLeast, .below: limit = Double(nearest) < value ? nearest.nextUp : nearest
    case .above, .atMost: limit = Double(nearest) > value ? nearest.nextDown : nearest
    }
  }

  func add(
    _ forecasts: UnsafePointer<Float>, _ observations: UnsafePointer<Float>, count: Int, weight: Double,
    to sums: inout ContingencySums
  ) {
    let (hits, forecast, observed) =
      switch comparison {
      case .atLeast: Self.counts(forecasts, observations, count, limit, { $0 .>= $1 }, { $0 >= $1 })
      case .atMost: Self.counts(forecasts, observations, count, limit, { $0 .<= $1 }, { $0 <= $1 })
      case .above: Self.counts(forecasts, observations, count, limit, { $0 .> $1 }, { $0 > $1 })
      case .below: Self.counts(forecasts, observations, count, limit, { $0 .< $1 }, { $0 < $1 })
      }
    sums.n += count
    sums.hits += weight * Double(hits)
    sums.falseAlarms += weight * Double(forecast - hits)
    sums.misses += weight * Double(observed - hits)
    sums.correctNegatives += weight * Double(count - forecast - observed + hits)
  }

  /// With a weight for each cell.
  func add(
    _ forecasts: UnsafePointer<Float>, _ observations: UnsafePointer<Float>, count: Int,
    weights: UnsafePointer<Double>, to sums: inout ContingencySums
  ) {
    for i in 0..<count { sums.add(isMet(by: forecasts[i]), isMet(by: observations[i]), weight: weights[i]) }
  }

  private func isMet(by value: Float) -> Bool {
    switch comparison {
    case .atLeast: value >= limit
    case .atMost: value <= limit
    case .above: value > limit
    case .below: value < limit
    }
  }

  @inline(__always)
  private static func counts(
    _ forecasts: UnsafePointer<Float>, _ observations: UnsafePointer<Float>, _ count: Int, _ limit: Float,
    _ compare: (SIMD8<Float>, SIMD8<Float>) -> SIMDMask<SIMD8<Int32>>, _ compareOne: (Float, Float) -> Bool
  ) -> (hits: Int, forecast: Int, observed: Int) {
    let limits = SIMD8<Float>(repeating: limit)
    var (both, f, o) = (SIMD8<Int32>.zero, SIMD8<Int32>.zero, SIMD8<Int32>.zero)
    var i = 0
    while i + 8 <= count {
      let isForecast = compare(UnsafeRawPointer(forecasts + i).loadUnaligned(as: SIMD8<Float>.self), limits)
      let isObserved = compare(UnsafeRawPointer(observations + i).loadUnaligned(as: SIMD8<Float>.self), limits)
      // A lane where it is so is -1.
      let (forecast, observed) = (
        unsafeBitCast(isForecast, to: SIMD8<Int32>.self), unsafeBitCast(isObserved, to: SIMD8<Int32>.self)
      )
      f &-= forecast
      o &-= observed
      both &-= forecast & observed
      i += 8
    }
    var (hits, forecast, observed) = (Int(both.wrappedSum()), Int(f.wrappedSum()), Int(o.wrappedSum()))
    while i < count {
      let (isForecast, isObserved) = (compareOne(forecasts[i], limit), compareOne(observations[i], limit))
      forecast += isForecast ? 1 : 0
      observed += isObserved ? 1 : 0
      hits += isForecast && isObserved ? 1 : 0
      i += 1
    }
    return (hits, forecast, observed)
  }
}
