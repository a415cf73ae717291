/// Moments of ensembles beside what was observed: the continuous ranked probability score in both its
/// forms, the spread and the error of the mean.
///
/// A deterministic forecast is an ensemble of one. Members that are NaN are left out of their pair and
/// counted; a pair with no member left is counted and otherwise absent. Differences between members are
/// summed over the gaps of the sorted ensemble, Σ_{j<k} (x_(k) - x_(j)) = Σ_k k(m-k)(x_(k+1) - x_(k)), which costs
/// O(m log m) and never subtracts large sums.
public struct EnsembleMoments: Statistic {
  public static let name = "ensemble_moments"

  public init() {}

  public func accumulate(_ pairs: MatchedPairs, in positions: Range<Int>, into sums: inout EnsembleSums) {
    precondition(positions.lowerBound >= 0 && positions.upperBound <= pairs.count, "positions outside the pairs")
    let single = pairs.members.isEmpty
    let members = single ? pairs.forecasts : pairs.members
    let size = single ? 1 : pairs.memberCount
    withUnsafeTemporaryAllocation(of: Double.self, capacity: size) { scratch in
      members.withUnsafeBufferPointer { x in
        for i in positions where pairs.weights[i] != 0 {
          var count = 0
          let observation = pairs.observations[i]
          for k in i * size..<(i + 1) * size where !x[k].isNaN {
            scratch[count] = x[k] - observation
            count += 1
          }
          sums.missingMembers += size - count
          guard count > 0 else {
            sums.emptyPairs += 1
            continue
          }
          var errors = UnsafeMutableBufferPointer(rebasing: scratch[..<count])
          sort(&errors)
          sums.add(UnsafeBufferPointer(errors), weight: pairs.weights[i])
        }
      }
    }
  }
}

/// Sorts a few numbers in place; a short ensemble is sorted by insertion, which allocates nothing.
private func sort(_ values: inout UnsafeMutableBufferPointer<Double>) {
  guard values.count <= 32 else { return values.sort() }
  for i in 1..<max(1, values.count) {
    let value = values[i]
    var hole = i
    while hole > 0, values[hole - 1] > value {
      values[hole] = values[hole - 1]
      hole -= 1
    }
    values[hole] = value
  }
}

extension EnsembleSums {
  /// Adds one pair by the members' errors x_k - o in ascending order.
  fileprivate mutating func add(_ errors: UnsafeBufferPointer<Double>, weight: Double) {
    let count = errors.count
    let m = Double(count)
    var (absolute, sum, gaps) = (abs(errors[count - 1]), 0.0, 0.0)
    let origin = errors[0]
    for k in 0..<count - 1 {
      absolute += abs(errors[k])
      sum += errors[k + 1] - origin
      gaps += Double((k + 1) * (count - 1 - k)) * (errors[k + 1] - errors[k])
    }
    let mean = origin + sum / m
    n += 1
    sumW += weight
    sumDistance += weight * absolute / m
    sumSpreadECDF += weight * gaps / (m * m)
    fewestMembers = n == 1 ? count : min(fewestMembers, count)
    mostMembers = max(mostMembers, count)
    guard count > 1 else { return }
    var squares = 0.0
    for error in errors { squares += (error - mean) * (error - mean) }
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
