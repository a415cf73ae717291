/// Errors of the direction of a wind, where enough of it was observed.
///
/// The observation alone decides which pairs count, so that all systems are scored on the same ones: a calm has
/// no direction worth the name. A forecast of exactly no wind has no direction either: it is left out and counted.
/// Components are as in `VectorErrors`.
public struct DirectionErrors: Statistic {
  public static let name = "direction_errors"

  /// The observed speeds that count, in the unit of the components.
  public let speed: Threshold

  public init(_ speed: Threshold) {
    self.speed = speed
  }

  public var key: String { "\(Self.name)(\(speed))" }

  public var columns: Set<PairColumn> { speed.columns.union([.secondForecast, .secondObservation]) }

  public func accumulate(_ pairs: MatchedPairs, in positions: Range<Int>, into sums: inout DirectionSums) {
    precondition(positions.lowerBound >= 0 && positions.upperBound <= pairs.count, "positions outside the pairs")
    let limits = PairLimits(of: speed, in: pairs)
    guard let northward = NorthwardComponents(pairs) else {
      sums.lacking += positions.count { pairs.weights[$0] != 0 }
      return
    }
    for i in positions where pairs.weights[i] != 0 {
      guard let wind = Wind(pairs, northward: northward, at: i), !limits[i].isNaN else {
        sums.lacking += 1
        continue
      }
      guard speed.isMet(by: wind.observedSpeed, limit: limits[i]), wind.observedSpeed != 0, wind.forecastSpeed != 0
      else {
        sums.calm += 1
        continue
      }
      let (weight, error) = (pairs.weights[i], wind.directionError)
      sums.n += 1
      sums.sumW += weight
      sums.sumError += weight * error
      sums.sumAbsolute += weight * abs(error)
      sums.sumSquare += weight * error * error
    }
  }
}

/// Sums of `DirectionErrors`.
///
/// Stored as: n, pairs without both components, pairs left out for lack of wind, Σw, Σwe, Σw|e|, Σwe², where e is the
/// turn from the observed to the forecast direction in degrees.
public struct DirectionSums: Sums {
  public internal(set) var n = 0
  /// Pairs without both components, or without a limit of the speed.
  public internal(set) var lacking = 0
  /// Pairs left out for lack of wind.
  public internal(set) var calm = 0
  public internal(set) var sumW = 0.0
  public internal(set) var sumError = 0.0
  public internal(set) var sumAbsolute = 0.0
  public internal(set) var sumSquare = 0.0

  public init() {}

  public mutating func merge(_ other: DirectionSums) {
    n += other.n
    lacking += other.lacking
    calm += other.calm
    sumW += other.sumW
    sumError += other.sumError
    sumAbsolute += other.sumAbsolute
    sumSquare += other.sumSquare
  }

  public var numbers: [Double] { [Double(n), Double(lacking), Double(calm), sumW, sumError, sumAbsolute, sumSquare] }

  public init?(numbers x: [Double]) {
    guard x.count == 7, let n = Int(count: x[0]), let lacking = Int(count: x[1]), let calm = Int(count: x[2])
    else { return nil }
    (self.n, self.lacking, self.calm, sumW) = (n, lacking, calm, x[3])
    (sumError, sumAbsolute, sumSquare) = (x[4], x[5], x[6])
  }
}

extension DirectionSums {
  /// The weighted mean of what was summed; undefined where no pair has a direction.
  func mean(_ sum: Double) -> Outcome {
    if n > 0 { return Outcome(sum / sumW) }
    if calm > 0 { return .undefined("calm everywhere: no observed speed reaches the threshold") }
    return lacking > 0 ? PairColumn.secondForecast.absent : .noPairs
  }
}
