/// Sums of the variogram score of order 1/2 of ensembles of vectors.
///
///     Σ_ij (√|o_i - o_j| - Σ_k √|x_ki - x_kj| / m)²
///
/// A member that is NaN anywhere is left out of its vector; a vector without members is counted and otherwise absent.
///
/// Stored as: pairs, Σw and Σw of the score over the vectors, vectors without a member.
public struct VariogramSums: Sums {
  public private(set) var n = 0
  var weight = 0.0
  var variogram = 0.0
  public internal(set) var emptyVectors = 0

  public init() {}

  /// Adds vectors, each of which stands for as many pairs. The time grows with the square of their length.
  public mutating func add(_ vectors: VectorPairs, pairsPerVector: Int) {
    for i in 0..<vectors.count where vectors.weights[i] != 0 {
      let present = vectors.presentMembers(of: i)
      guard !present.isEmpty else {
        emptyVectors += 1
        continue
      }
      n += pairsPerVector
      weight += vectors.weights[i]
      variogram += vectors.weights[i] * VariogramSums.score(of: vectors, i, present)
    }
  }

  private static func score(of vectors: VectorPairs, _ vector: Int, _ present: [Int]) -> Double {
    let (d, m) = (vectors.dimension, Double(present.count))
    let first = vector * d
    var sum = 0.0
    vectors.members.withUnsafeBufferPointer { x in
      vectors.observations.withUnsafeBufferPointer { o in
        present.withUnsafeBufferPointer { present in
          for i in 0..<d {
            for j in 0..<i {
              var forecast = 0.0
              for start in present { forecast += abs(x[start + i] - x[start + j]).squareRoot() }
              let error = abs(o[first + i] - o[first + j]).squareRoot() - forecast / m
              sum += error * error
            }
          }
        }
      }
    }
    return 2 * sum
  }

  public mutating func merge(_ other: VariogramSums) {
    n += other.n
    weight += other.weight
    variogram += other.variogram
    emptyVectors += other.emptyVectors
  }

  public var numbers: [Double] { [Double(n), weight, variogram, Double(emptyVectors)] }

  public init?(numbers x: [Double]) {
    guard x.count == 4, let n = Int(count: x[0]), let empty = Int(count: x[3]) else { return nil }
    (self.n, weight, variogram, emptyVectors) = (n, x[1], x[2], empty)
  }
}

extension VariogramSums {
  public var score: Outcome {
    if n > 0 { return Outcome(variogram / weight) }
    return emptyVectors > 0 ? .undefined("no vector has a member without a missing value") : .noPairs
  }
}
