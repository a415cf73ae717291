import Fields
public import Metrics

/// Pairs cut into parts, all pairs of a part in the same strata, so that each pair is added once.
public struct StratumParts: Sendable {
  /// Part after part, in the order in which the parts were met; within a part as they came.
  public let pairs: MatchedPairs
  public let parts: [Range<Int>]
  /// The parts of each stratum, in order.
  public let strata: [[Int]]
  /// Where each of the pairs came from; nil where they are as they came.
  private let positions: [Int]?

  /// One part and one stratum.
  init(all pairs: MatchedPairs) {
    self.pairs = pairs
    parts = [0..<pairs.count]
    strata = [[0]]
    positions = nil
  }

  /// - Parameters:
  ///   - classes: The class of each station by its number.
  ///   - members: By class, which strata's conditions on places it meets.
  init(_ pairs: MatchedPairs, classes: [Int32], members: [[Bool]], strata: [Stratum]) {
    let observed = ObservedBits(pairs.variable, strata)
    let bits = observed.bits(of: pairs.observations, pairs.columns)
    var parts = PartNumbers(classCount: members.count, bitCount: observed.count)
    var keys = [Int32](repeating: 0, count: pairs.count)
    for i in keys.indices {
      keys[i] = parts.number(of: classes[Int(pairs.stations[i])], bits.isEmpty ? 0 : bits[i])
    }
    self.strata = strata.indices.map { stratum in
      parts.keys.indices.filter { part in
        members[Int(parts.keys[part].place)][stratum] && observed.holds(stratum, in: parts.keys[part].observed)
      }
    }
    var counts = [Int](repeating: 0, count: parts.keys.count)
    for key in keys { counts[Int(key)] += 1 }
    var starts = [Int](repeating: 0, count: counts.count)
    for part in starts.indices.dropFirst() { starts[part] = starts[part - 1] + counts[part - 1] }
    self.parts = zip(starts, counts).map { $0..<$0 + $1 }
    guard parts.keys.count > 1 else {
      self.pairs = pairs
      positions = nil
      return
    }
    var positions = [Int](repeating: 0, count: keys.count)
    for (i, key) in keys.enumerated() {
      positions[starts[Int(key)]] = i
      starts[Int(key)] += 1
    }
    self.pairs = pairs.selecting(positions)
    self.positions = positions
  }

  /// The sums of every stratum, those of each statistic in turn; none of a stratum without pairs.
  ///
  /// - Parameter original: The pairs that were cut, for statistics that need forecasts as a whole.
  public func sums(of statistics: [any Statistic], from original: MatchedPairs) throws -> [[AnySums]] {
    var sums = [[AnySums]](repeating: [], count: strata.count)
    for statistic in statistics {
      let own =
        statistic.needsWholeForecasts
        ? try strata.indices.map { try whole(statistic, stratum: $0, original) }
        : statistic.sums(of: pairs, parts: parts, sets: strata)
      for stratum in strata.indices where !strata[stratum].isEmpty { sums[stratum].append(own[stratum]) }
    }
    return sums
  }

  /// Of pairs that have to be added at once, in the order in which they came.
  private func whole(_ statistic: any Statistic, stratum: Int, _ original: MatchedPairs) throws -> AnySums {
    var sums = statistic.emptySums()
    let own: MatchedPairs
    if let positions, strata[stratum].count < parts.count {
      own = original.selecting(strata[stratum].flatMap { positions[parts[$0]] }.sorted())
    } else {
      own = original
    }
    try statistic.accumulate(own, into: &sums)
    return sums
  }

  /// How many pairs are in none of some strata.
  func count(outside positions: [Int]) -> Int {
    let inside = Set(positions.flatMap { strata[$0] })
    return parts.indices.reduce(0) { inside.contains($1) ? $0 : $0 + parts[$1].count }
  }
}

/// The parts that were met so far, numbered in the order in which they were.
private struct PartNumbers {
  struct Key: Hashable {
    let place: Int32
    let observed: UInt64
  }

  private(set) var keys: [Key] = []
  /// By class and bits where these are few, else empty.
  private var table: [Int32] = []
  private var numbers: [Key: Int32] = [:]
  private let bitCount: Int

  init(classCount: Int, bitCount: Int) {
    self.bitCount = bitCount
    if bitCount < 16, classCount << bitCount <= 1 << 20 {
      table = [Int32](repeating: -1, count: classCount << bitCount)
    }
  }

  mutating func number(of place: Int32, _ observed: UInt64) -> Int32 {
    guard !table.isEmpty else {
      let key = Key(place: place, observed: observed)
      if let known = numbers[key] { return known }
      numbers[key] = Int32(keys.count)
      keys.append(key)
      return Int32(keys.count - 1)
    }
    let slot = Int(place) << bitCount | Int(observed)
    if table[slot] < 0 {
      table[slot] = Int32(keys.count)
      keys.append(Key(place: place, observed: observed))
    }
    return table[slot]
  }
}
