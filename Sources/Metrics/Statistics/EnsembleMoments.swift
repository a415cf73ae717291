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
    withUnsafeTemporaryAllocation(of: Lanes.self, capacity: lanes?.capacity ?? size) { scratch in
      guard let errors = scratch.baseAddress else { return }
      members.withUnsafeBufferPointer { buffer in
        guard let x = buffer.baseAddress else { return }
        lanes?.prepare(errors)
        var four = EnsembleLaneSums(size: size)
        var i = positions.lowerBound
        while i < positions.upperBound {
          if let lanes, i + 4 <= positions.upperBound {
            let observed = SIMD4(
              function(pairs.observations[i]), function(pairs.observations[i + 1]),
              function(pairs.observations[i + 2]), function(pairs.observations[i + 3]))
            let weights = pairs.weights.lanes(i)
            var total = Lanes.zero
            let at = (x + i * size, x + (i + 1) * size, x + (i + 2) * size, x + (i + 3) * size)
            for k in 0..<size {
              let error =
                Lanes(function(at.0[k]), function(at.1[k]), function(at.2[k]), function(at.3[k])) - observed
              errors[k] = error
              total += error
            }
            // A missing or an infinite member makes its total NaN or infinite; those are done one by one.
            if (weights .!= 0) == SIMDMask(repeating: true), (total - total) == .zero {
              four.add(lanes.moments(of: errors), weights)
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
        sums.add(four)
      }
    }
  }
}

/// What four ensembles at a time add, all of one size.
private struct EnsembleLaneSums {
  let size: Int
  var count = 0
  var weight = Lanes.zero
  var distance = Lanes.zero
  var gaps = Lanes.zero
  var squares = Lanes.zero
  var squaredMean = Lanes.zero

  init(size: Int) {
    self.size = size
  }

  @inline(__always)
  mutating func add(_ moments: EnsembleLaneMoments, _ weights: Lanes) {
    count &+= 4
    weight += weights
    distance += weights * moments.absolute
    gaps += weights * moments.gaps
    squares += weights * moments.squares
    squaredMean += weights * moments.mean * moments.mean
  }
}

extension EnsembleSums {
  fileprivate mutating func add(_ four: EnsembleLaneSums) {
    guard four.count > 0 else { return }
    let m = Double(four.size)
    var part = EnsembleSums()
    (part.n, part.manyN) = (four.count, four.count)
    (part.fewestMembers, part.mostMembers) = (four.size, four.size)
    part.sumW = four.weight.sum()
    part.manyW = part.sumW
    part.sumDistance = four.distance.sum() / m
    part.manyDistance = part.sumDistance
    part.sumSpreadECDF = four.gaps.sum() / (m * m)
    part.manySpreadFair = four.gaps.sum() / (m * (m - 1))
    part.manyVariance = four.squares.sum() / (m - 1)
    part.manyVarianceOfMean = part.manyVariance / m
    part.manySquare = four.squaredMean.sum()
    merge(part)
  }

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
