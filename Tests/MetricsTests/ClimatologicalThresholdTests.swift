import Fields
@testable import Metrics
import Testing

/// Events beyond a limit that is another for each pair.
@Suite struct ClimatologicalThresholdTests {
  private static let quantile = Threshold(.atLeast, .quantile(QuantileLevel(0.95)))
  private static let cold = Threshold(.below, .returnPeriod(years: 10))

  private func value<M: Metric>(_ metric: M, _ pairs: MatchedPairs) -> Outcome {
    var sums = M.Source.Result()
    metric.statistic.accumulate(pairs, into: &sums)
    return metric.value(of: sums)
  }

  @Test func eachPairIsComparedWithItsOwnLimit() {
    // Limits 1, 2, 3, 4: a hit, a false alarm, a miss, a correct negative; the last pair has no limit.
    let pairs = Samples.pairs(
      [1, 2, 2.9, 0, 9], [1.5, 1.9, 3, 3.9, 9], columns: [.limit(Self.quantile): [1, 2, 3, 4, .nan]])
    var sums = ContingencySums()
    ContingencyTable(Self.quantile).accumulate(pairs, into: &sums)
    #expect(sums.numbers == [4, 1, 1, 1, 1, 1])
    #expect(ContingencyTable(Self.quantile).key == "contingency_table(>=q0.95)")
    #expect(ContingencyTable(Self.quantile).columns == [.limit(Self.quantile)])
    #expect(ContingencyTable(Threshold(.above, 1)).columns.isEmpty)
  }

  @Test func aLimitThatIsTheSameEverywhereIsAPlainThreshold() throws {
    var pairs = Samples.rain
    pairs.columns[.limit(Self.quantile)] = [Double](repeating: 1, count: pairs.count)
    for type in Catalogue.eventMetrics where type != ClimatologicalBrierSkillScore.self {
      let (plain, own) = (type.init(Threshold(.atLeast, 1)), type.init(Self.quantile))
      let expected = try outcome(plain, pairs)
      #expect(agree(try outcome(own, pairs), expected, to: 1e-12), "\(type)")
    }
  }

  private func outcome(_ metric: any Metric, _ pairs: MatchedPairs) throws -> Outcome {
    var sums = metric.emptySums
    try metric.accumulate(pairs, into: &sums)
    return try metric.outcome(of: sums)
  }

  @Test func coldEventsAreBelowTheirLimit() {
    let pairs = Samples.ensemble([[-10, -20], [0, 1]], [-16, 5])
    var own = pairs
    own.columns[.limit(Self.cold)] = [-15, -2]
    #expect(value(BrierScore(Self.cold), own) == .value(0.125))
    #expect(value(BaseRate(Self.cold), own) == .value(0.5))
    // Beyond -15 lie 5 of the second member and 1 of the observation: |1 - 0|/2 + |1 - 5|/2 - 5/4 over two pairs.
    #expect(value(ThresholdWeightedCRPS(Self.cold), own) == .value((2.5 - 1.25) / 2))
  }

  @Test func theProbabilityOfTheClimatologyIsThatOfItsThreshold() {
    var pairs = Samples.pairs([9, 0], [9, 0], columns: [.limit(Self.quantile): [5, 5]])
    pairs.columns[.eventProbability(Self.quantile)] = [0.05, 0.05]
    #expect(value(ClimatologicalBrierSkillScore(Self.quantile), pairs) == .value(1))
    pairs.columns[.eventProbability(Self.quantile)] = nil
    #expect(
      value(ClimatologicalBrierSkillScore(Self.quantile), pairs).reason?.contains("verify climatology build") == true)
  }

  @Test func withoutAClimatologyTheReasonSaysWhatToDo() throws {
    let pairs = Samples.pairs([1, 2], [1, 3])
    for type in Catalogue.eventMetrics {
      let reason = try #require(try outcome(type.init(Self.quantile), pairs).reason, "\(type)")
      #expect(
        reason.contains("verify climatology build") && reason.contains("'climatology: FILE'"), "\(type): \(reason)")
    }
  }
}
