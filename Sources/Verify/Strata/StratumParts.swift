import Fields
import Metrics

/// Pairs cut into parts, all pairs of a part in the same strata, so that each pair is added once.
struct StratumParts {
  /// Part after part, in the order in which the parts were met; within a part as they came.
  let pairs: MatchedPairs
  let parts: [Range<Int>]
  /// The parts of each stratum, in order.
  let strata: [[Int]]
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
    var parts = Parts(classCount: members.count)
    let keys = pairs.stations.indices.map { i in
      parts.number(of: classes[Int(pairs.stations[i])], observed.bits(at: i, of: pairs))
    }
    self.strata = strata.indices.map { stratum in
      parts.keys.indices.filter { part in
        members[Int(parts.keys[part].place)][stratum] && observed.holds(stratum, in: parts.keys[part].observed)
      }
    }
    var counts = [Int](repeating: 0, count: parts.keys.count)
    for key in keys { counts[key] += 1 }
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
      positions[starts[key]] = i
      starts[key] += 1
    }
    self.pairs = pairs.selecting(positions)
    self.positions = positions
  }

  /// The sums of every stratum, those of each statistic in turn; none of a stratum without pairs.
  func sums(of statistics: [any Statistic], from original: MatchedPairs) throws -> [[AnySums]] {
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

/// The parts that were met so far.
private struct Parts {
  struct Key: Hashable {
    let place: Int32
    let observed: UInt64
  }

  private(set) var keys: [Key] = []
  private var numbers: [Key: Int] = [:]
  /// By class, where no condition is on the observation.
  private var plain: [Int]

  init(classCount: Int) { plain = [Int](repeating: -1, count: classCount) }

  mutating func number(of place: Int32, _ observed: UInt64) -> Int {
    if observed == 0, plain[Int(place)] >= 0 { return plain[Int(place)] }
    let key = Key(place: place, observed: observed)
    if let known = numbers[key] { return known }
    let number = keys.count
    keys.append(key)
    numbers[key] = number
    if observed == 0 { plain[Int(place)] = number }
    return number
  }
}

/// Which conditions on the observation a value meets, as bits.
private struct ObservedBits {
  private var conditions: [ObservedCondition] = []
  /// By stratum: the bits that have to be set; nil where it is of another variable.
  private var needed: [UInt64?] = []

  init(_ variable: Variable, _ strata: [Stratum]) {
    for stratum in strata {
      guard stratum.observed.allSatisfy({ $0.variable == variable }) else {
        needed.append(nil)
        continue
      }
      var bits: UInt64 = 0
      for condition in stratum.observed {
        let position = conditions.firstIndex(of: condition) ?? conditions.count
        if position == conditions.count { conditions.append(condition) }
        bits |= 1 << UInt64(position)
      }
      needed.append(bits)
    }
    precondition(conditions.count <= ObservedCondition.limit, "\(conditions.count) conditions on \(variable)")
  }

  func bits(at i: Int, of pairs: MatchedPairs) -> UInt64 {
    var bits: UInt64 = 0
    for (position, condition) in conditions.enumerated() where condition.holds(at: i, of: pairs) {
      bits |= 1 << UInt64(position)
    }
    return bits
  }

  func holds(_ stratum: Int, in bits: UInt64) -> Bool { needed[stratum].map { bits & $0 == $0 } ?? false }
}
