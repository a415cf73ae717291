import Fields
import Foundation
import Metrics
import Testing

/// What holds for every score in the catalogue, whatever it measures.
@Suite struct CatalogueLaws {
  static let tolerance = 1e-12

  private func outcome(_ metric: any Metric, _ pairs: MatchedPairs) throws -> Outcome {
    var sums = metric.emptySums
    try metric.accumulate(pairs, into: &sums)
    return try metric.outcome(of: sums)
  }

  /// Values that are differences of larger numbers agree to their size, not their own.
  private func scale(_ pairs: MatchedPairs) -> Double {
    pairs.observations.map(abs).max() ?? 0
  }

  @Test(arguments: Samples.metrics.indices)
  func nothingIsTheIdentityOfMerging(index: Int) throws {
    let metric = Samples.metrics[index]
    for (name, pairs) in Samples.all {
      var sums = metric.emptySums
      try metric.accumulate(pairs, into: &sums)
      var left = metric.emptySums
      try left.merge(sums)
      var right = sums
      try right.merge(metric.emptySums)
      #expect(left == sums, "\(name)")
      #expect(right == sums, "\(name)")
    }
  }

  /// Of each sample, the pairs dealt at random to 2, 3 and 40 parts.
  private static let splits: [[[MatchedPairs]]] = {
    var random = SplitMix(state: 3)
    return Samples.all.map { _, pairs in
      [2, 3, 40].map { count in
        let owners = (0..<pairs.count).map { _ in Int.random(in: 0..<count, using: &random) }
        return (0..<count).map { part in pairs.selecting(owners.indices.filter { owners[$0] == part }) }
      }
    }
  }()

  /// All but those of forecasts as a whole, whose parts are other forecasts.
  static let ofPairs = Samples.metrics.indices.filter { !Samples.metrics[$0].erasedStatistic.needsWholeForecasts }

  @Test(arguments: ofPairs)
  func anySplitMergedInAnyOrderGivesTheSameScore(index: Int) throws {
    let metric = Samples.metrics[index]
    for (sample, (name, pairs)) in Samples.all.enumerated() {
      var whole = metric.emptySums
      try metric.accumulate(pairs, into: &whole)
      let expected = try metric.outcome(of: whole)
      // Fewer where the score needs what some pairs lack.
      let present = pairs.weights.count { $0 != 0 }
      #expect(index < Catalogue.metrics.count ? whole.n == present : whole.n <= present)
      for split in Self.splits[sample] {
        var parts = [AnySums](repeating: metric.emptySums, count: split.count)
        for (position, part) in split.enumerated() { try metric.accumulate(part, into: &parts[position]) }
        // In order, in reverse, and as a tree.
        var forwards = metric.emptySums
        for part in parts { try forwards.merge(part) }
        var backwards = metric.emptySums
        for part in parts.reversed() { try backwards.merge(part) }
        while parts.count > 1 {
          let last = parts.removeLast()
          try parts[parts.count / 2].merge(last)
        }
        for merged in [forwards, backwards, parts[0]] {
          let score = try metric.outcome(of: merged)
          #expect(
            agree(score, expected, to: Self.tolerance, floor: scale(pairs)), "\(name): \(score), not \(expected)")
          #expect(merged.n == whole.n)
        }
      }
    }
  }

  @Test(arguments: Samples.metrics.indices)
  func theOrderOfPairsDoesNotMatter(index: Int) throws {
    let metric = Samples.metrics[index]
    var random = SplitMix(state: 4)
    for (name, pairs) in Samples.all {
      let shuffled = pairs.selecting((0..<pairs.count).shuffled(using: &random))
      let (a, b) = (try outcome(metric, pairs), try outcome(metric, shuffled))
      #expect(agree(a, b, to: Self.tolerance, floor: scale(pairs)), "\(name): \(a), then \(b)")
    }
  }

  @Test(arguments: Samples.metrics.indices)
  func aPairOfNoWeightIsAbsentEvenWhereItsValuesAreNaN(index: Int) throws {
    let metric = Samples.metrics[index]
    for (name, pairs) in Samples.all {
      var with = pairs
      for i in [0, pairs.count / 2, pairs.count] { with = inserting(nanAt: i, into: with) }
      var (a, b) = (metric.emptySums, metric.emptySums)
      try metric.accumulate(pairs, into: &a)
      try metric.accumulate(with, into: &b)
      #expect(a.n == b.n)
      let (x, y) = (try metric.outcome(of: a), try metric.outcome(of: b))
      #expect(agree(x, y, to: Self.tolerance, floor: scale(pairs)), "\(name): \(x), then \(y)")
    }
  }

  private func inserting(nanAt i: Int, into pairs: MatchedPairs) -> MatchedPairs {
    let members = pairs.members.isEmpty ? [] : [Double](repeating: .nan, count: pairs.memberCount)
    let nothing = MatchedPairs(
      variable: pairs.variable, initTime: pairs.initTime, leadTime: pairs.leadTime, stations: [0],
      forecasts: [.nan], observations: [.nan], weights: [0], members: members, memberCount: pairs.memberCount,
      columns: pairs.columns.mapValues { _ in [.nan] })
    var joined = pairs
    joined.stations.insert(contentsOf: nothing.stations, at: i)
    joined.forecasts.insert(contentsOf: nothing.forecasts, at: i)
    joined.observations.insert(contentsOf: nothing.observations, at: i)
    joined.weights.insert(contentsOf: nothing.weights, at: i)
    for (column, values) in nothing.columns { joined.columns[column]?.insert(contentsOf: values, at: i) }
    joined.members.insert(contentsOf: nothing.members, at: joined.members.isEmpty ? 0 : i * pairs.memberCount)
    if !pairs.northwardMembers.isEmpty {
      joined.northwardMembers.insert(contentsOf: nothing.members, at: i * pairs.memberCount)
    }
    return joined
  }

  /// All but the count of pairs, which counts a pair of any weight once.
  @Test(arguments: ofPairs.filter { !(Samples.metrics[$0] is PairCount) })
  func aWeightOfThreeIsThreeCopies(index: Int) throws {
    let metric = Samples.metrics[index]
    for (name, pairs) in Samples.all where pairs.count != 1 {
      var weighted = pairs
      for i in weighted.weights.indices { weighted.weights[i] = i.isMultiple(of: 3) ? 3 : 1 }
      var copied = pairs.selecting((0..<pairs.count).flatMap { Array(repeating: $0, count: $0 % 3 == 0 ? 3 : 1) })
      copied.weights = copied.weights.map { _ in 1 }
      let (a, b) = (try outcome(metric, weighted), try outcome(metric, copied))
      #expect(agree(a, b, to: Self.tolerance, floor: scale(pairs)), "\(name): \(a), then \(b)")
    }
  }

  @Test(arguments: Samples.metrics.indices)
  func storingSumsLosesNoBit(index: Int) throws {
    let metric = Samples.metrics[index]
    for (name, pairs) in Samples.all {
      var sums = metric.emptySums
      try metric.accumulate(pairs, into: &sums)
      let json = try JSONEncoder().encode(sums)
      let fromJSON = try JSONDecoder().decode(AnySums.self, from: json)
      #expect(fromJSON.numbers.map(\.bitPattern) == sums.numbers.map(\.bitPattern), "\(name)")
      #expect(fromJSON == sums)
      let fromBytes = try metric.erasedStatistic.sums(bytes: Data(sums.bytes))
      #expect(fromBytes.numbers.map(\.bitPattern) == sums.numbers.map(\.bitPattern), "\(name)")
      #expect(fromBytes == sums)
    }
  }

  /// All but those of ranks, which are drawn where every member equals the observation, and those of whole fields, which
  /// pairs add nothing to.
  @Test(arguments: Samples.metrics.indices)
  func aPerfectForecastHasThePerfectScore(index: Int) throws {
    let metric = Samples.metrics[index]
    guard let perfect = metric.definition.perfect, !(metric.erasedStatistic is RankHistogram),
      !metric.isOfWholeFields
    else { return }
    for (isRain, pairs) in [(true, Samples.rain), (false, Samples.pressure)] {
      var perfectPairs = pairs
      perfectPairs.forecasts = pairs.observations
      let northward = pairs.columns[.secondObservation]
      perfectPairs.columns[.greatestForecastNearby] = pairs.columns[.greatestObservationNearby]
      perfectPairs.columns[.secondForecast] = northward
      perfectPairs.columns[.lowerLimit] = isRain ? pairs.observations : nil
      perfectPairs.columns[.upperLimit] = isRain ? pairs.observations : nil
      perfectPairs.northwardMembers = (northward ?? []).flatMap { Array(repeating: $0, count: pairs.memberCount) }
      perfectPairs.members = pairs.observations.flatMap { Array(repeating: $0, count: pairs.memberCount) }
      switch try outcome(metric, perfectPairs) {
      case .value(let score): #expect(abs(score - perfect) <= 1e-14)
      // A ratio of errors has no value where there are none, nor has a single forecast a fair score; pressure
      // is above the threshold everywhere, so that there are no non-events.
      case .undefined(let reason):
        #expect(!reason.isEmpty)
        let ratios = [
          "ssr_unbiased", "ssr_fortin", "edi", "sedi", "bagss", "acc_centred_fisher_mean", "acc_uncentred_fisher_mean",
        ]
        #expect(ratios.contains(metric.definition.id) || (pairs.members.isEmpty && metric is FairCRPS) || !isRain)
      }
    }
  }

  @Test(arguments: Samples.metrics.indices)
  func scoresStayInTheirRange(index: Int) throws {
    let metric = Samples.metrics[index]
    let bounds = try #require(metric.definition.bounds, "\(metric.definition.range) is no range")
    for (name, pairs) in Samples.all {
      for i in 0..<min(60, pairs.count) {
        let few = pairs.selecting(i..<min(pairs.count, i + 1 + i % 4))
        guard let score = try outcome(metric, few).value else { continue }
        #expect(bounds.contains(score), "\(name), pair \(i): \(score)")
      }
    }
  }

  @Test(arguments: Samples.metrics.indices)
  func withoutPairsThereIsAReasonAndNoZero(index: Int) throws {
    let metric = Samples.metrics[index]
    let score = try metric.outcome(of: metric.emptySums)
    #expect(score == (metric is PairCount ? .value(0) : .undefined("no pairs")))
  }

  @Test(arguments: Samples.metrics.indices)
  func infiniteValuesGiveNoScoreRatherThanAWrongOne(index: Int) throws {
    let metric = Samples.metrics[index]
    let pairs = Samples.ensemble([[1, .infinity], [2, 3], [0, 1]], [1, 2, 2])
    if let score = try outcome(metric, pairs).value { #expect(score.isFinite) }
  }

  @Test func pairsAddedByRangesAreThePairsAddedAtOnce() {
    func check<S: Statistic>(_ statistic: S) {
      let pairs = Samples.rain
      var parts = S.Result()
      for start in stride(from: 0, to: pairs.count, by: 100) {
        statistic.accumulate(pairs, in: start..<start + 100, into: &parts)
      }
      var whole = S.Result()
      statistic.accumulate(pairs, into: &whole)
      #expect(parts.n == whole.n)
      for (a, b) in zip(parts.numbers, whole.numbers) { #expect(abs(a - b) <= 1e-11 * max(abs(a), abs(b))) }
    }
    for statistic in Accumulation.statistics(of: Samples.metrics) where !statistic.needsWholeForecasts {
      check(statistic)
    }
  }
}

extension Metric {
  /// The statistic, for a metric whose type is not known.
  var erasedStatistic: any Statistic { statistic }
  var isOfWholeFields: Bool { erasedStatistic is any FieldStatistic }
  var emptySums: AnySums { statistic.emptySums() }

  func accumulate(_ pairs: MatchedPairs, into sums: inout AnySums) throws {
    try statistic.accumulate(pairs, into: &sums)
  }
}
