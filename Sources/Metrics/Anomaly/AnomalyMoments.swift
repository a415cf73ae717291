import Foundation

/// Moments of the anomalies: of the forecast and the observation less the climatology of their time and place.
///
/// Needs the column `climatology`; a pair whose climatology is missing is left out and counted. Moments are
/// merged as those of `ErrorMoments`, and the uncentred ones are made of them by adding what is never negative,
/// so that no digits are lost.
public struct AnomalyMoments: Statistic {
  public static let name = "anomaly_moments"

  public init() {}

  public var columns: Set<PairColumn> { [.climatology] }

  public func accumulate(_ pairs: MatchedPairs, in positions: Range<Int>, into sums: inout AnomalySums) {
    precondition(positions.lowerBound >= 0 && positions.upperBound <= pairs.count, "positions outside the pairs")
    guard let climatology = pairs.column(.climatology) else {
      sums.lacking += positions.count { pairs.weights[$0] != 0 }
      return
    }
    var (forecasts, observations, weights): ([Double], [Double], [Double]) = ([], [], [])
    forecasts.reserveCapacity(positions.count)
    observations.reserveCapacity(positions.count)
    weights.reserveCapacity(positions.count)
    for i in positions where pairs.weights[i] != 0 {
      guard !climatology[i].isNaN else {
        sums.lacking += 1
        continue
      }
      forecasts.append(pairs.forecasts[i] - climatology[i])
      observations.append(pairs.observations[i] - climatology[i])
      weights.append(pairs.weights[i])
    }
    ErrorMoments.add(forecasts, observations, weights, in: weights.indices, to: &sums.moments)
  }
}

/// Sums of `AnomalyMoments`.
///
/// Stored as: pairs without a climatology, then the numbers of `ErrorSums`, of the anomalies.
public struct AnomalySums: Sums {
  /// Pairs without a climatology.
  public internal(set) var lacking = 0
  public internal(set) var moments = ErrorSums()

  public init() {}

  public var n: Int { moments.n }

  public mutating func merge(_ other: AnomalySums) {
    lacking += other.lacking
    moments.merge(other.moments)
  }

  public var numbers: [Double] { [Double(lacking)] + moments.numbers }

  public init?(numbers: [Double]) {
    guard let first = numbers.first, let lacking = Int(count: first),
      let moments = ErrorSums(numbers: Array(numbers.dropFirst()))
    else { return nil }
    (self.lacking, self.moments) = (lacking, moments)
  }
}

extension AnomalySums {
  /// Why there is no pair; nil where there is one.
  var noPairs: Outcome? {
    n > 0 ? nil : lacking > 0 ? PairColumn.climatology.absent : .noPairs
  }

  /// Σ w f'².
  var squareF: Double { moments.m2F + moments.sumW * moments.meanF * moments.meanF }
  /// Σ w o'².
  var squareO: Double { moments.m2O + moments.sumW * moments.meanO * moments.meanO }
  /// Σ w f'o'.
  var product: Double { moments.cFO + moments.sumW * moments.meanF * moments.meanO }

  /// The correlation of the anomalies as they are.
  var uncentred: Outcome { noPairs ?? AnomalySums.ratio(product, squareF, squareO, "is the climatology everywhere") }

  /// The correlation of the anomalies around their own means.
  var centred: Outcome {
    noPairs ?? AnomalySums.ratio(moments.cFO, moments.m2F, moments.m2O, "has a constant anomaly")
  }

  private static func ratio(_ product: Double, _ f: Double, _ o: Double, _ what: String) -> Outcome {
    guard f != 0 else { return .undefined("the forecast \(what)") }
    guard o != 0 else { return .undefined("the observation \(what)") }
    let r = product / (f.squareRoot() * o.squareRoot())
    return r.isFinite ? .value(min(1, max(-1, r))) : Outcome(r)
  }

  /// √(Σ w(x - ⟨x⟩)² / Σ w) of one side's anomalies.
  func activity(_ m2: Double) -> Outcome { noPairs ?? Outcome((m2 / moments.sumW).squareRoot()) }
}

extension InitTimeSums {
  /// tanh of the mean over initial times of artanh r.
  func fisherMean(of correlation: (Part) -> Outcome) -> Outcome {
    let mean = mean { part in
      switch correlation(part) {
      case .value(let r) where abs(r) > 1 - 1e-12:
        .undefined("a correlation of \(r > 0 ? "1" : "-1") has no Fisher transform")
      case .value(let r): .value(atanh(r))
      case .undefined(let reason): .undefined(reason)
      }
    }
    guard case .value(let z) = mean else { return mean }
    return .value(tanh(z))
  }
}
