/// The energy score and the variogram score of ensembles of vectors.
///
///     es_ecdf = ⟨Σ_k ‖x_k - o‖ / m - Σ_jk ‖x_j - x_k‖ / (2m²)⟩
///     es_fair = ⟨Σ_k ‖x_k - o‖ / m - Σ_jk ‖x_j - x_k‖ / (2m(m-1))⟩
///     vs_half = ⟨Σ_ij (√|o_i - o_j| - Σ_k √|x_ki - x_kj| / m)²⟩
///
/// - Range 0 to ∞ (the fair score has no lower bound), perfect 0, smaller is better. The energy score has the unit
///   of the values, which should be one for all; the variogram score of order 1/2 has it too
/// - Undefined without vectors; the fair score where no vector has two members
/// - The energy score of vectors of one value is the CRPS. It hardly sees whether the values go together, which
///   is what the variogram score is for; that does not see a bias that all values share
/// - Missing: a member with a missing value is left out of its vector; a vector without members is counted
/// - Aggregation: from sums of all vectors; a sum over all i and j, both ways round
/// - Compared with: `es_ensemble` and `vs_ensemble` of scoringrules
///
/// Gneiting and Raftery (2007), doi:10.1198/016214506000001437; Scheuerer and Hamill (2015),
/// doi:10.1175/MWR-D-14-00269.1
public struct VectorScores: Hashable, Sendable, Codable {
  public init() {}

  public var key: String { "vector_scores" }

  public func accumulate(_ vectors: VectorPairs, into sums: inout VectorScoreSums) {
    let (d, m) = (vectors.dimension, vectors.memberCount)
    for i in 0..<vectors.count where vectors.weights[i] != 0 {
      let o = vectors.observations[i * d..<(i + 1) * d]
      let present = (0..<m).map { vectors.members[(i * m + $0) * d..<(i * m + $0 + 1) * d] }
        .filter { member in member.allSatisfy { !$0.isNaN } }
      guard !present.isEmpty else {
        sums.emptyVectors += 1
        continue
      }
      sums.add(
        count: present.count, distance: present.reduce(0) { $0 + distance($1, o) },
        gaps: gaps(present), variogram: variogramScore(present, o), weight: vectors.weights[i])
    }
  }

  private func distance(_ a: ArraySlice<Double>, _ b: ArraySlice<Double>) -> Double {
    zip(a, b).reduce(0) { $0 + ($1.0 - $1.1) * ($1.0 - $1.1) }.squareRoot()
  }

  private func gaps(_ members: [ArraySlice<Double>]) -> Double {
    var sum = 0.0
    for j in members.indices {
      for k in 0..<j { sum += distance(members[j], members[k]) }
    }
    return sum
  }

  private func variogramScore(_ members: [ArraySlice<Double>], _ o: ArraySlice<Double>) -> Double {
    let m = Double(members.count)
    var sum = 0.0
    for i in 0..<o.count {
      for j in 0..<i {
        let forecast = members.reduce(0) { total, x in
          total + abs(x[x.startIndex + i] - x[x.startIndex + j]).squareRoot()
        }
        let error = abs(o[o.startIndex + i] - o[o.startIndex + j]).squareRoot() - forecast / m
        sum += 2 * error * error
      }
    }
    return sum
  }
}

/// Sums of `VectorScores`.
///
/// Stored as: n, Σw, Σw of the energy score and of the variogram score, then over the vectors with two members or
/// more n, Σw and Σw of the fair energy score, then vectors without a member.
public struct VectorScoreSums: Sums {
  public private(set) var n = 0
  public private(set) var weight = 0.0
  var energy = 0.0
  var variogram = 0.0
  /// Vectors with two members or more.
  public private(set) var manyN = 0
  var manyWeight = 0.0
  var manyFair = 0.0
  public internal(set) var emptyVectors = 0

  public init() {}

  mutating func add(count: Int, distance: Double, gaps: Double, variogram: Double, weight: Double) {
    let m = Double(count)
    n += 1
    self.weight += weight
    energy += weight * (distance / m - gaps / (m * m))
    self.variogram += weight * variogram
    guard count > 1 else { return }
    manyN += 1
    manyWeight += weight
    manyFair += weight * (distance / m - gaps / (m * (m - 1)))
  }

  public mutating func merge(_ other: VectorScoreSums) {
    n += other.n
    weight += other.weight
    energy += other.energy
    variogram += other.variogram
    manyN += other.manyN
    manyWeight += other.manyWeight
    manyFair += other.manyFair
    emptyVectors += other.emptyVectors
  }

  public var numbers: [Double] {
    [Double(n), weight, energy, variogram, Double(manyN), manyWeight, manyFair, Double(emptyVectors)]
  }

  public init?(numbers x: [Double]) {
    guard x.count == 8, let n = Int(count: x[0]), let manyN = Int(count: x[4]), let empty = Int(count: x[7])
    else { return nil }
    (self.n, weight, energy, variogram) = (n, x[1], x[2], x[3])
    (self.manyN, manyWeight, manyFair, emptyVectors) = (manyN, x[5], x[6], empty)
  }
}

extension VectorScoreSums {
  public var energyScore: Outcome { n > 0 ? Outcome(energy / weight) : absence }

  public var fairEnergyScore: Outcome {
    guard n > 0 else { return absence }
    return manyN > 0 ? Outcome(manyFair / manyWeight) : .undefined("no vector has two members or more")
  }

  /// Of order 1/2, without weights between the values.
  public var variogramScore: Outcome { n > 0 ? Outcome(variogram / weight) : absence }

  private var absence: Outcome {
    emptyVectors > 0 ? .undefined("no vector has a member without a missing value") : .noPairs
  }
}
