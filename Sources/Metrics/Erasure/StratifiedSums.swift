extension Statistic {
  /// The sums of several sets of pairs that share some, in one pass over the pairs.
  ///
  /// Each pair is added once, to the sums of its part; the sums of a set are those of its parts, merged in their order.
  /// They differ from those of the set's pairs added by themselves by rounding alone, unless the statistic needs whole
  /// forecasts.
  ///
  /// - Parameters:
  ///   - parts: Positions of pairs, each part one after the other.
  ///   - sets: The parts of each set.
  public func sums(of pairs: MatchedPairs, parts: [Range<Int>], sets: [[Int]]) -> [AnySums] {
    let sums = parts.map { part in
      var sums = Result()
      accumulate(pairs, in: part, into: &sums)
      return sums
    }
    return sets.map { set in
      guard var whole = set.first.map({ sums[$0] }) else { return emptySums() }
      for part in set.dropFirst() { whole.merge(sums[part]) }
      return AnySums(whole, of: key)
    }
  }
}
