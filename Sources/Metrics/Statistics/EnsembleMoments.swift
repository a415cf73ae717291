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
          sums.add(UnsafeMutableBufferPointer(rebasing: scratch[..<count]), weight: pairs.weights[i])
        }
      }
    }
  }
}

extension EnsembleSums {
  /// Adds one pair by the members' errors x_k - o, in any order; it may reorder them.
  fileprivate mutating func add(_ errors: UnsafeMutableBufferPointer<Double>, weight: Double) {
    let count = errors.count
    let m = Double(count)
    let origin = errors[0]
    var (absolute, sum) = (0.0, 0.0)
    for error in errors {
      absolute += abs(error)
      sum += error - origin
    }
    let mean = origin + sum / m
    let gaps = sumOfDistances(errors)
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
