/// Moments of ensembles beside what was observed: the continuous ranked probability score in both its
/// forms, the spread and the error of the mean.
///
/// A deterministic forecast is an ensemble of one. Members that are NaN are left out of their pair and
/// counted; a pair with no member left is counted and otherwise absent. Nothing is the difference of large
/// sums: all is taken from the members' errors, and equal members have exactly no spread.
public struct EnsembleMoments: Statistic {
  public static let name = "ensemble_moments"

  public init() {}

  public func accumulate(_ pairs: MatchedPairs, in positions: Range<Int>, into sums: inout EnsembleSums) {
    accumulate(pairs, in: positions, into: &sums) { $0 }
  }

  /// The moments of what members and observations become by a function.
  @inline(__always)
  func accumulate(
    _ pairs: MatchedPairs, in positions: Range<Int>, into sums: inout EnsembleSums,
    through function: (Double) -> Double
  ) {
    precondition(positions.lowerBound >= 0 && positions.upperBound <= pairs.count, "positions outside the pairs")
    let single = pairs.members.isEmpty
    let members = single ? pairs.forecasts : pairs.members
    let size = single ? 1 : pairs.memberCount
    let lanes = size > 1 && size <= EnsembleLanes.most && positions.count >= 8 ? EnsembleLanes(size: size) : nil
    withUnsafeTemporaryAllocation(of: SIMD4<Double>.self, capacity: size) { scratch in
      guard let errors = scratch.baseAddress else { return }
      members.withUnsafeBufferPointer { x in
        var i = positions.lowerBound
        while i < positions.upperBound {
          if let lanes, i + 4 <= positions.upperBound {
            let observed = SIMD4(
              function(pairs.observations[i]), function(pairs.observations[i + 1]),
              function(pairs.observations[i + 2]), function(pairs.observations[i + 3]))
            let weights = SIMD4(pairs.weights[i], pairs.weights[i + 1], pairs.weights[i + 2], pairs.weights[i + 3])
            var total = SIMD4<Double>.zero
            for k in 0..<size {
              let at = i * size + k
              errors[k] =
                SIMD4(function(x[at]), function(x[at + size]), function(x[at + 2 * size]), function(x[at + 3 * size]))
                - observed
              total += errors[k]
            }
            // A missing or an infinite member makes its total NaN or infinite; those are done one by one.
            if (weights .!= 0) == SIMDMask(repeating: true), (total - total) == .zero {
              let moments = lanes.moments(of: errors)
              for lane in 0..<4 {
                sums.add(
                  size, absolute: moments.absolute[lane], mean: moments.mean[lane], squares: moments.squares[lane],
                  gaps: moments.gaps[lane], weight: weights[lane])
              }
              i += 4
              continue
            }
          }
          if pairs.weights[i] != 0 {
            let observation = function(pairs.observations[i])
            errors.withMemoryRebound(to: Double.self, capacity: size) { errors in
              var count = 0
              for k in i * size..<(i + 1) * size where !x[k].isNaN {
                errors[count] = function(x[k]) - observation
                count += 1
              }
              sums.missingMembers += size - count
              if count == 0 { sums.emptyPairs += 1 }
              sums.add(UnsafeMutableBufferPointer(start: errors, count: count), weight: pairs.weights[i])
            }
          }
          i += 1
        }
      }
    }
  }
}

extension EnsembleSums {
  /// Adds one pair by the members' errors x_k - o, in any order; it may reorder them.
  fileprivate mutating func add(_ errors: UnsafeMutableBufferPointer<Double>, weight: Double) {
    guard let origin = errors.first else { return }
    var (absolute, sum, squares) = (0.0, 0.0, 0.0)
    for error in errors {
      absolute += abs(error)
      sum += error - origin
    }
    let mean = origin + sum / Double(errors.count)
    for error in errors { squares += (error - mean) * (error - mean) }
    add(
      errors.count, absolute: absolute, mean: mean, squares: squares, gaps: sumOfDistances(errors), weight: weight)
  }

  /// Adds one pair of `count` members by Σ|x_k - o|, x̄ - o, Σ(x_k - x̄)² and Σ_{j<k} |x_j - x_k|.
  fileprivate mutating func add(
    _ count: Int, absolute: Double, mean: Double, squares: Double, gaps: Double, weight: Double
  ) {
    let m = Double(count)
    fewestMembers = n == 0 ? count : min(fewestMembers, count)
    mostMembers = max(mostMembers, count)
    n += 1
    sumW += weight
    sumDistance += weight * absolute / m
    sumSpreadECDF += weight * gaps / (m * m)
    guard count > 1 else { return }
    let variance = squares / (m - 1)
    manyN += 1
    manyW += weight
    manyDistance += weight * absolute / m
    manySpreadFair += weight * gaps / (m * (m - 1))
    manyVariance += weight * variance
    manyVarianceOfMean += weight * variance / m
    manySquare += weight * mean * mean
  }
}
