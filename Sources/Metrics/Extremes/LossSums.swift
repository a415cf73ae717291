/// Sums of a loss that each pair has.
///
/// Stored as: n, pairs that lack what the loss needs, Σw, Σ w loss.
public struct LossSums: Sums {
  public internal(set) var n = 0
  /// Pairs that lack what the loss needs.
  public internal(set) var lacking = 0
  public internal(set) var sumW = 0.0
  public internal(set) var sumLoss = 0.0

  public init() {}

  mutating func add(_ loss: Double, weight: Double) {
    n += 1
    sumW += weight
    sumLoss += weight * loss
  }

  public mutating func merge(_ other: LossSums) {
    n += other.n
    lacking += other.lacking
    sumW += other.sumW
    sumLoss += other.sumLoss
  }

  public var numbers: [Double] { [Double(n), Double(lacking), sumW, sumLoss] }

  public init?(numbers x: [Double]) {
    guard x.count == 4, let n = Int(count: x[0]), let lacking = Int(count: x[1]) else { return nil }
    (self.n, self.lacking, sumW, sumLoss) = (n, lacking, x[2], x[3])
  }
}

extension LossSums {
  /// The weighted mean, or why there is none.
  func mean(needing column: PairColumn? = nil) -> Outcome {
    if n > 0 { return Outcome(sumLoss / sumW) }
    guard lacking > 0, let column else { return .noPairs }
    return column.absent
  }
}
