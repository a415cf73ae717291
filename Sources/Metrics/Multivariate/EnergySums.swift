/// Sums of the energy score of ensembles of vectors.
///
///     Σ_k ‖x_k - o‖ / m - Σ_jk ‖x_j - x_k‖ / (2m²), and with m(m-1) in the place of m²
///
/// A member that is NaN anywhere is left out of its vector; a vector without members is counted and otherwise absent.
///
/// Stored as: pairs, Σw and Σw of the score over the vectors, then over those with two members or more pairs, Σw and Σw
/// of the fair score, then vectors without a member.
public struct EnergySums: Sums {
  public private(set) var n = 0
  var weight = 0.0
  var energy = 0.0
  /// Pairs in vectors with two members or more.
  public private(set) var manyN = 0
  var manyWeight = 0.0
  var manyFair = 0.0
  public internal(set) var emptyVectors = 0

  public init() {}

  /// Adds vectors, each of which stands for as many pairs.
  public mutating func add(_ vectors: VectorPairs, pairsPerVector: Int) {
    let d = vectors.dimension
    vectors.members.withUnsafeBufferPointer { x in
      vectors.observations.withUnsafeBufferPointer { o in
        for i in 0..<vectors.count where vectors.weights[i] != 0 {
          let present = vectors.presentMembers(of: i)
          guard !present.isEmpty else {
            emptyVectors += 1
            continue
          }
          var (distance, gaps) = (0.0, 0.0)
          for (j, start) in present.enumerated() {
            distance += EnergySums.distance(x, start, o, i * d, d)
            for k in 0..<j { gaps += EnergySums.distance(x, start, x, present[k], d) }
          }
          add(present.count, distance, gaps, weight: vectors.weights[i], pairs: pairsPerVector)
        }
      }
    }
  }

  private mutating func add(_ count: Int, _ distance: Double, _ gaps: Double, weight: Double, pairs: Int) {
    let m = Double(count)
    n += pairs
    self.weight += weight
    energy += weight * (distance / m - gaps / (m * m))
    guard count > 1 else { return }
    manyN += pairs
    manyWeight += weight
    manyFair += weight * (distance / m - gaps / (m * (m - 1)))
  }

  private static func distance(
    _ a: UnsafeBufferPointer<Double>, _ i: Int, _ b: UnsafeBufferPointer<Double>, _ j: Int, _ d: Int
  ) -> Double {
    var sum = 0.0
    for q in 0..<d {
      let gap = a[i + q] - b[j + q]
      sum += gap * gap
    }
    return sum.squareRoot()
  }

  public mutating func merge(_ other: EnergySums) {
    n += other.n
    weight += other.weight
    energy += other.energy
    manyN += other.manyN
    manyWeight += other.manyWeight
    manyFair += other.manyFair
    emptyVectors += other.emptyVectors
  }

  public var numbers: [Double] {
    [Double(n), weight, energy, Double(manyN), manyWeight, manyFair, Double(emptyVectors)]
  }

  public init?(numbers x: [Double]) {
    guard x.count == 7, let n = Int(count: x[0]), let manyN = Int(count: x[3]), let empty = Int(count: x[6])
    else { return nil }
    (self.n, weight, energy, self.manyN, manyWeight, manyFair, emptyVectors) = (n, x[1], x[2], manyN, x[4], x[5], empty)
  }
}

extension EnergySums {
  public var score: Outcome { n > 0 ? Outcome(energy / weight) : absence }

  public var fairScore: Outcome {
    guard n > 0 else { return absence }
    return manyN > 0 ? Outcome(manyFair / manyWeight) : .undefined("no vector has two members or more")
  }

  private var absence: Outcome {
    emptyVectors > 0 ? .undefined("no vector has a member without a missing value") : .noPairs
  }
}
