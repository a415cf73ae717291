/// What is accumulated over matched pairs, once, however many metrics are made of it.
public protocol Statistic: Hashable, Codable, Sendable {
  associatedtype Result: Sums

  /// The name of its kind; it changes when the meaning of its sums does.
  static var name: String { get }

  /// The name under which its sums are stored: that of its kind, and its parameters where it has some.
  var key: String { get }

  /// What it needs of the pairs beside forecasts and observations; what nothing needs is not computed.
  var columns: Set<PairColumn> { get }

  /// Whether the pairs of a forecast, those of one initial and lead time, have to be added all at once: their scores are
  /// of forecasts as a whole, and parts of a forecast do not merge to it.
  var needsWholeForecasts: Bool { get }

  /// Adds the pairs at some positions. Pairs of weight 0 are absent, even where a value is NaN.
  func accumulate(_ pairs: MatchedPairs, in positions: Range<Int>, into sums: inout Result)

  /// Adds every pair to the sums of its station, indexed by `MatchedPairs.stations`; the array has them all.
  ///
  /// There is no need to write it: as a requirement with a default it is compiled for each statistic.
  func accumulate(_ pairs: MatchedPairs, intoStations sums: inout [Result])
}

extension Statistic {
  public var key: String { Self.name }
  public var columns: Set<PairColumn> { [] }
  public var needsWholeForecasts: Bool { false }

  /// Adds all the pairs.
  public func accumulate(_ pairs: MatchedPairs, into sums: inout Result) {
    accumulate(pairs, in: 0..<pairs.count, into: &sums)
  }

  public func accumulate(_ pairs: MatchedPairs, intoStations sums: inout [Result]) {
    for i in 0..<pairs.count where pairs.weights[i] != 0 {
      accumulate(pairs, in: i..<i + 1, into: &sums[Int(pairs.stations[i])])
    }
  }
}
