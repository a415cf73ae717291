/// How often events were met within a tolerance of time and place.
///
/// An observed event is a hit where the event was forecast nearby; a forecast event is a false alarm where the event was
/// not observed nearby. Needs the greatest forecast and the greatest observation nearby, or the least for an event below
/// a threshold, the pair's own included: columns that a run fills for the tolerance of its evaluation. A pair that lacks
/// one is left out and counted. A limit from a climatology is that of the pair, for its neighbours too. Of an ensemble, the mean of the members is the forecast.
public struct ToleranceTable: Statistic {
  public static let name = "tolerance_table"

  public let event: EventNearby

  public init(_ event: EventNearby) {
    self.event = event
  }

  public var key: String { "\(Self.name)(\(event))" }

  public var columns: Set<PairColumn> {
    event.threshold.columns.union(
      event.threshold.isUpper
        ? [.greatestForecastNearby, .greatestObservationNearby] : [.leastForecastNearby, .leastObservationNearby])
  }

  public func accumulate(_ pairs: MatchedPairs, in positions: Range<Int>, into sums: inout ToleranceSums) {
    precondition(positions.lowerBound >= 0 && positions.upperBound <= pairs.count, "positions outside the pairs")
    let threshold = event.threshold
    let limits = PairLimits(of: threshold, in: pairs)
    let forecasts = pairs.column(threshold.isUpper ? .greatestForecastNearby : .leastForecastNearby)
    let observations = pairs.column(threshold.isUpper ? .greatestObservationNearby : .leastObservationNearby)
    for i in positions where pairs.weights[i] != 0 {
      let limit = limits[i]
      guard let forecast = forecasts?[i], let observation = observations?[i], !(forecast + observation + limit).isNaN
      else {
        sums.lacking += 1
        continue
      }
      let weight = pairs.weights[i]
      sums.n += 1
      if threshold.isMet(by: pairs.observations[i], limit: limit) {
        if threshold.isMet(by: forecast, limit: limit) { sums.hits += weight } else { sums.misses += weight }
      }
      if threshold.isMet(by: pairs.forecasts[i], limit: limit) {
        if threshold.isMet(by: observation, limit: limit) {
          sums.confirmed += weight
        } else {
          sums.falseAlarms += weight
        }
      }
    }
  }
}

/// Sums of `ToleranceTable`, by weight.
///
/// Stored as: n, pairs without what is nearby, hits, misses, confirmed forecasts, false alarms.
public struct ToleranceSums: Sums {
  public internal(set) var n = 0
  /// Pairs without the columns of what is nearby.
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
    guard n > 0 else { return lacking > 0 ? PairColumn.greatestForecastNearby.absent : .noPairs }
    return a + b > 0 ? Outcome(a / (a + b)) : .undefined(reason)
  }

  var probabilityOfDetection: Outcome { part(hits, of: misses, orUndefined: "no observed events") }
  var successRatio: Outcome { part(confirmed, of: falseAlarms, orUndefined: "no forecast events") }
}
