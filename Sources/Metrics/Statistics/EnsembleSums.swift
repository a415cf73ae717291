/// Sums of `EnsembleMoments`.
///
/// Stored as: n, Σw, Σw⟨|x-o|⟩, Σw P/m², then over the pairs with two members or more n, Σw, Σw⟨|x-o|⟩,
/// Σw P/(m(m-1)), Σw s², Σw s²/m, Σw(x̄-o)², then fewest members, most members, members missing, pairs with no
/// member, where P = Σ_{j<k} |x_j - x_k| and s² is the variance of the members with m-1.
public struct EnsembleSums: Sums {
  public internal(set) var n = 0
  public internal(set) var sumW = 0.0
  /// Mean distance of the members from the observation.
  public internal(set) var sumDistance = 0.0
  public internal(set) var sumSpreadECDF = 0.0
  /// Pairs with two members or more.
  public internal(set) var manyN = 0
  public internal(set) var manyW = 0.0
  public internal(set) var manyDistance = 0.0
  public internal(set) var manySpreadFair = 0.0
  public internal(set) var manyVariance = 0.0
  /// Variance over its own pair's member count: that of the ensemble mean.
  public internal(set) var manyVarianceOfMean = 0.0
  public internal(set) var manySquare = 0.0
  public internal(set) var fewestMembers = 0
  public internal(set) var mostMembers = 0
  public internal(set) var missingMembers = 0
  public internal(set) var emptyPairs = 0

  public init() {}

  public mutating func merge(_ other: EnsembleSums) {
    if other.n > 0 {
      fewestMembers = n > 0 ? min(fewestMembers, other.fewestMembers) : other.fewestMembers
      mostMembers = max(mostMembers, other.mostMembers)
    }
    n += other.n
    sumW += other.sumW
    sumDistance += other.sumDistance
    sumSpreadECDF += other.sumSpreadECDF
    manyN += other.manyN
    manyW += other.manyW
    manyDistance += other.manyDistance
    manySpreadFair += other.manySpreadFair
    manyVariance += other.manyVariance
    manyVarianceOfMean += other.manyVarianceOfMean
    manySquare += other.manySquare
    missingMembers += other.missingMembers
    emptyPairs += other.emptyPairs
  }

  public var numbers: [Double] {
    [
      Double(n), sumW, sumDistance, sumSpreadECDF, Double(manyN), manyW, manyDistance, manySpreadFair,
      manyVariance, manyVarianceOfMean, manySquare, Double(fewestMembers), Double(mostMembers),
      Double(missingMembers), Double(emptyPairs),
    ]
  }

  public init?(numbers x: [Double]) {
    guard x.count == 15, let n = Int(count: x[0]), let manyN = Int(count: x[4]),
      let fewestMembers = Int(count: x[11]), let mostMembers = Int(count: x[12]),
      let missingMembers = Int(count: x[13]), let emptyPairs = Int(count: x[14])
    else { return nil }
    (self.n, sumW, sumDistance, sumSpreadECDF) = (n, x[1], x[2], x[3])
    (self.manyN, manyW, manyDistance, manySpreadFair) = (manyN, x[5], x[6], x[7])
    (manyVariance, manyVarianceOfMean, manySquare) = (x[8], x[9], x[10])
    (self.fewestMembers, self.mostMembers) = (fewestMembers, mostMembers)
    (self.missingMembers, self.emptyPairs) = (missingMembers, emptyPairs)
  }
}

extension EnsembleSums {
  /// Why there is no pair at all.
  var noMembers: Outcome {
    emptyPairs > 0 ? .undefined("no pair has a member that is not missing") : .noPairs
  }

  /// Why a score that needs two members has none; nil where it has.
  var tooFewMembers: Outcome? {
    if n == 0 { return noMembers }
    return manyN == 0 ? .undefined("no pair has two members or more") : nil
  }
}
