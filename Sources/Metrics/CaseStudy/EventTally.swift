public import Fields

/// What one forecast said of an event in its window beside what was observed, place by place.
///
/// A place is a station or a cell, by its number in `MatchedPairs.stations`. Pairs are added in the order of their
/// valid times; a pair whose limit is NaN counts for nothing but `lacking`. It keeps some 50 bytes a place, whatever
/// the number of times.
public struct EventTally: Sendable {
  /// The most extreme value, the earliest of equal ones.
  public struct Peak: Hashable, Sendable {
    public let value: Double
    public let time: UTCTime
    public let place: Int32

    public init(value: Double, time: UTCTime, place: Int32) {
      self.value = value
      self.time = time
      self.place = place
    }
  }

  /// One side of the pairs: the forecast, or what was observed.
  public struct Side: Sendable {
    /// By place, the most extreme value; NaN where the place has no pair.
    public fileprivate(set) var extremes: [Double] = []
    public fileprivate(set) var peak: Peak?
    /// By place, how many of its values have the event.
    fileprivate var counts: [Int32] = []
    /// By place, the position of the first time with the event; -1 where none has it.
    fileprivate var first: [Int32] = []
    /// How many values have the event.
    public fileprivate(set) var values = 0

    public func hasEvent(at place: Int) -> Bool { counts[place] > 0 }
  }

  public let comparison: Threshold.Comparison
  public private(set) var forecast = Side()
  public private(set) var observed = Side()
  /// In their order.
  public private(set) var validTimes: [UTCTime] = []
  /// Pairs without a limit.
  public private(set) var lacking = 0
  /// The most extreme value of each member of an ensemble; NaN where it has none. Empty of a single forecast.
  public private(set) var memberPeaks: [Double] = []
  private var weights: [Double] = []

  public init(_ comparison: Threshold.Comparison) {
    self.comparison = comparison
  }

  private var isUpper: Bool { comparison == .atLeast || comparison == .above }

  /// Adds pairs of one valid time, which is not before those that were added.
  ///
  /// - limits: one a pair; NaN where the place has none.
  public mutating func add(_ pairs: MatchedPairs, limits: [Double]) {
    precondition(limits.count == pairs.count, "\(pairs.count) pairs and \(limits.count) limits")
    let time = pairs.initTime + pairs.leadTime
    precondition(validTimes.last.map { $0 <= time } ?? true, "pairs of an earlier time")
    if validTimes.last != time { validTimes.append(time) }
    let step = Int32(validTimes.count - 1)
    let test = Threshold(comparison, 0)
    if let most = pairs.stations.max() { grow(to: Int(most) + 1) }
    for i in 0..<pairs.count where pairs.weights[i] != 0 {
      guard !limits[i].isNaN else {
        lacking += 1
        continue
      }
      let place = pairs.stations[i]
      weights[Int(place)] = pairs.weights[i]
      add(pairs.forecasts[i], test.isMet(by: pairs.forecasts[i], limit: limits[i]), place, step, to: &forecast)
      add(pairs.observations[i], test.isMet(by: pairs.observations[i], limit: limits[i]), place, step, to: &observed)
      addMembers(of: pairs, i)
    }
  }

  private mutating func grow(to count: Int) {
    guard weights.count < count else { return }
    let more = count - weights.count
    weights += [Double](repeating: 0, count: more)
    for side in [\EventTally.forecast, \EventTally.observed] {
      self[keyPath: side].extremes += [Double](repeating: .nan, count: more)
      self[keyPath: side].counts += [Int32](repeating: 0, count: more)
      self[keyPath: side].first += [Int32](repeating: -1, count: more)
    }
  }

  private func add(_ value: Double, _ isEvent: Bool, _ place: Int32, _ step: Int32, to side: inout Side) {
    let known = side.extremes[Int(place)]
    if known.isNaN || isBeyond(value, known) { side.extremes[Int(place)] = value }
    if side.peak.map({ isBeyond(value, $0.value) }) ?? true {
      side.peak = Peak(value: value, time: validTimes[Int(step)], place: place)
    }
    guard isEvent else { return }
    side.values += 1
    side.counts[Int(place)] += 1
    if side.first[Int(place)] < 0 { side.first[Int(place)] = step }
  }

  private mutating func addMembers(of pairs: MatchedPairs, _ i: Int) {
    guard !pairs.members.isEmpty else { return }
    if memberPeaks.isEmpty { memberPeaks = [Double](repeating: .nan, count: pairs.memberCount) }
    for k in memberPeaks.indices {
      let value = pairs.members[i * pairs.memberCount + k]
      if memberPeaks[k].isNaN || isBeyond(value, memberPeaks[k]) { memberPeaks[k] = value }
    }
  }

  private func isBeyond(_ a: Double, _ b: Double) -> Bool { isUpper ? a > b : a < b }

  /// The places with a pair.
  public var places: [Int] { forecast.extremes.indices.filter { !forecast.extremes[$0].isNaN } }

  func weight(of place: Int) -> Double { weights[place] }
  func count(of side: Side, at place: Int) -> Int { Int(side.counts[place]) }

  /// The first time with the event at a place; nil where none has it.
  func first(of side: Side, at place: Int) -> UTCTime? {
    side.first[place] < 0 ? nil : validTimes[Int(side.first[place])]
  }
}
