/// How often events were met within a tolerance of time or space.
///
/// Needs the columns `forecastEvent`, `observedEvent`, `forecastEventNearby` and `observedEventNearby`, which
/// `EventTolerance` makes from a series; a pair that lacks one is left out and counted. An observed event is a hit
/// where the event was forecast nearby; a forecast event is a false alarm where the event was not observed nearby.
public struct ToleranceTable: Statistic {
  public static let name = "tolerance_table"

  public init() {}

  public var columns: Set<PairColumn> { [.forecastEvent, .observedEvent, .forecastEventNearby, .observedEventNearby] }

  public func accumulate(_ pairs: MatchedPairs, in positions: Range<Int>, into sums: inout ToleranceSums) {
    precondition(positions.lowerBound >= 0 && positions.upperBound <= pairs.count, "positions outside the pairs")
    let forecast = pairs.column(.forecastEvent)
    let observed = pairs.column(.observedEvent)
    let forecastNearby = pairs.column(.forecastEventNearby)
    let observedNearby = pairs.column(.observedEventNearby)
    for i in positions where pairs.weights[i] != 0 {
      guard let f = forecast?[i], let o = observed?[i], let fNear = forecastNearby?[i], let oNear = observedNearby?[i],
        !(f + o + fNear + oNear).isNaN
      else {
        sums.lacking += 1
        continue
      }
      let weight = pairs.weights[i]
      sums.n += 1
      if o != 0 {
        if fNear != 0 { sums.hits += weight } else { sums.misses += weight }
      }
      if f != 0 {
        if oNear != 0 { sums.confirmed += weight } else { sums.falseAlarms += weight }
      }
    }
  }
}

/// Sums of `ToleranceTable`, by weight.
///
/// Stored as: n, pairs without events, hits, misses, confirmed forecasts, false alarms.
public struct ToleranceSums: Sums {
  public internal(set) var n = 0
  /// Pairs without the columns of events.
  public internal(set) var lacking = 0
  /// Observed events that were forecast nearby, and those that were not.
  public internal(set) var hits = 0.0
  public internal(set) var misses = 0.0
  /// Forecast events that were observed nearby, and those that were not.
  public internal(set) var confirmed = 0.0
  public internal(set) var falseAlarms = 0.0

  public init() {}

  public mutating func merge(_ other: ToleranceSums) {
    n += other.n
    lacking += other.lacking
    hits += other.hits
    misses += other.misses
    confirmed += other.confirmed
    falseAlarms += other.falseAlarms
  }

  public var numbers: [Double] { [Double(n), Double(lacking), hits, misses, confirmed, falseAlarms] }

  public init?(numbers x: [Double]) {
    guard x.count == 6, let n = Int(count: x[0]), let lacking = Int(count: x[1]) else { return nil }
    (self.n, self.lacking, hits, misses, confirmed, falseAlarms) = (n, lacking, x[2], x[3], x[4], x[5])
  }
}

extension ToleranceSums {
  /// a / (a + b), or why there is none.
  func part(_ a: Double, of b: Double, orUndefined reason: String) -> Outcome {
    guard n > 0 else { return lacking > 0 ? PairColumn.observedEvent.absent : .noPairs }
    return a + b > 0 ? Outcome(a / (a + b)) : .undefined(reason)
  }

  var probabilityOfDetection: Outcome { part(hits, of: misses, orUndefined: "no observed events") }
  var successRatio: Outcome { part(confirmed, of: falseAlarms, orUndefined: "no forecast events") }
}
