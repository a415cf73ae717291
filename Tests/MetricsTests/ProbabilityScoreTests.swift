import Metrics
import Testing

/// Worked by hand, and the golden numbers of the definitions.
@Suite struct ProbabilityScoreTests {
  private static let threshold = Threshold(.atLeast, 1)

  /// Pairs of ensembles of `size` with some members beyond the threshold, and whether the event was observed.
  private func sums(_ counts: [Int], of size: Int, _ observed: [Int]) -> ProbabilitySums {
    let ensembles = counts.map { count in (0..<size).map { $0 < count ? 2.0 : 0 } }
    var sums = ProbabilitySums()
    ProbabilityTable(Self.threshold).accumulate(
      Samples.ensemble(ensembles, observed.map { Double(2 * $0) }), into: &sums)
    return sums
  }

  private func near(_ a: Double?, _ b: Double, _ tolerance: Double = 5e-8) -> Bool {
    a.map { abs($0 - b) < tolerance } ?? false
  }

  /// Probabilities .1, .1, .5, .5, .9, .9, .9 and events 0, 0, 1, 0, 1, 1, 0.
  private var golden: ProbabilitySums { sums([1, 1, 5, 5, 9, 9, 9], of: 10, [0, 0, 1, 0, 1, 1, 0]) }

  @Test func theBrierScoreIsTheSumOfItsParts() throws {
    let brier = try #require(golden.brier)
    #expect(near(brier.score, 0.1928571))
    #expect(near(brier.reliability, 0.0261905))
    #expect(near(brier.resolution, 0.0782313))
    #expect(near(brier.uncertainty, 0.2448980))
    #expect(abs(brier.withinBin) < 1e-16)
    #expect(near(BrierSkillScore(Self.threshold).value(of: golden).value, 1 - 0.1928571 / 0.2448980, 1e-6))
  }

  @Test func probabilitiesInOneBinLeaveAResidual() throws {
    // 20 members: probabilities .10 and .15 share a bin, without events; .9 is another, always with.
    let sums = sums([2, 3, 18], of: 20, [0, 0, 1])
    let tenths = try #require(sums.brierOfTenths)
    // (.01 + .0225 + .01) / 3; (2 × .125² + .01) / 3; (2 (1/3)² + (2/3)²) / 3; 2/9.
    #expect(near(tenths.score, 0.0425 / 3, 1e-15))
    #expect(near(tenths.reliability, 0.04125 / 3, 1e-15))
    #expect(near(tenths.resolution, 2.0 / 9, 1e-15))
    #expect(near(tenths.withinBin, 0.00125 / 3, 1e-15))
    #expect(sums.reliabilityOfTenths.points.map(\.probability) == [0.125, 0.9])
    #expect(sums.reliability.points.map(\.weight) == [1, 1, 1])
  }

  @Test func theFairScoreForgivesWhatFewMembersCannotKnow() throws {
    // i (m - i) / (m² (m - 1)) = 1/4 for one of two members.
    #expect(FairBrierScore(Self.threshold).value(of: sums([1], of: 2, [1])) == .value(0))
    #expect(
      near(FairBrierScore(Self.threshold).value(of: sums([1, 3], of: 4, [0, 1])).value, 0.0625 - 3.0 / 48, 1e-15))
    #expect(
      FairBrierScore(Self.threshold).value(of: sums([1], of: 1, [1])) == .undefined("no pair has two members or more"))
  }

  @Test func theAreaOfTheGoldenCurve() {
    let ends = [(0.0, 0.0), (0.05, 0.3), (0.2, 0.6), (0.5, 0.9), (1, 1)]
    let curve = ROCCurve(points: ends.map { ROCCurve.Point(limit: 0, falseDetection: $0.0, detection: $0.1) })
    #expect(near(curve.area, 0.775, 1e-15))
  }

  @Test func anEnsembleOfThreeHasFivePoints() throws {
    let curve = try #require(sums([0, 1, 2, 3, 1, 2], of: 3, [0, 0, 1, 1, 1, 0]).roc)
    #expect(curve.points.map(\.limit) == [.infinity, 1, 2.0 / 3, 1.0 / 3, 0])
    #expect(curve.points.map(\.detection) == [0, 1.0 / 3, 2.0 / 3, 1, 1])
    #expect(curve.points.map(\.falseDetection) == [0, 0, 1.0 / 3, 2.0 / 3, 1])
    // Of nine pairs of event and non-event, six are told apart and two tie.
    #expect(near(curve.area, 7.0 / 9, 1e-15))
  }

  @Test func poolingMakesFrequenciesRise() {
    // Frequencies 0, 1, 0, 1 by rising probability: the middle two are pooled.
    let diagram = sums([1, 2, 3, 4], of: 4, [0, 1, 0, 1]).isotonicReliability
    #expect(diagram.points.map(\.frequency) == [0, 0.5, 0.5, 1])
    #expect(diagram.points.map(\.probability) == [0.25, 0.5, 0.75, 1])
  }

  @Test func theIsotonicPartsMakeTheScore() throws {
    let parts = [
      CORPMiscalibration(Self.threshold).value(of: golden), CORPDiscrimination(Self.threshold).value(of: golden),
    ]
    let brier = try #require(golden.brier)
    let (mcb, dsc) = (try #require(parts[0].value), try #require(parts[1].value))
    #expect(near(mcb - dsc + brier.uncertainty, brier.score, 1e-15))
    // The frequencies 0, 1/2, 2/3 already rise, so that the parts are those of exact values.
    #expect(near(mcb, brier.reliability, 1e-15))
    #expect(near(dsc, brier.resolution, 1e-15))
  }

  @Test func theGreatestValueIsToUsersWhoseRatioIsTheBaseRate() throws {
    let sums = sums([0, 1, 2, 3, 1, 2, 0, 0], of: 3, [0, 0, 1, 1, 1, 0, 0, 0])
    // H - F is 2/3 - 1/5 with two members and 1 - 2/5 with one; events are 3 of 8.
    #expect(near(GreatestEconomicValue(Self.threshold).value(of: sums).value, 0.6, 1e-15))
    #expect(near(sums.economicValue(costLossRatio: 0.375), 0.6, 1e-15))
    #expect(sums.economicValueCurve.count == 99)
    #expect(sums.economicValueCurve.allSatisfy { $0.value <= 0.6 + 1e-12 && $0.value >= 0 })
  }

  @Test func withoutEventsOrNonEventsThereIsNoSkill() {
    let (never, always) = (sums([1, 0], of: 2, [0, 0]), sums([1, 0], of: 2, [1, 1]))
    for metric in [BrierSkillScore.self, ROCArea.self, GreatestEconomicValue.self] as [any EventMetric.Type] {
      func value<M: EventMetric>(_ type: M.Type, _ sums: ProbabilitySums) -> Outcome? {
        (sums as? M.Source.Result).map { M(Self.threshold).value(of: $0) }
      }
      #expect(value(metric, never) == .undefined("no observed events"))
      #expect(value(metric, always) == .undefined("no observed non-events"))
    }
    #expect(never.roc == nil && never.economicValueCurve.isEmpty)
    #expect(ProbabilitySums().brier == nil)
  }

  @Test func ensemblesOfSeveralSizesShareTheirProbabilities() throws {
    let pairs = Samples.ensemble([[2, 0, .nan, .nan], [2, 2, 0, 0], [.nan, .nan, .nan, .nan]], [2, 0, 2])
    var sums = ProbabilitySums()
    ProbabilityTable(Self.threshold).accumulate(pairs, into: &sums)
    #expect((sums.n, sums.emptyPairs) == (2, 1))
    #expect(sums.reliability.points.map(\.probability) == [0.5])
    #expect(sums.reliability.points.map(\.frequency) == [0.5])
    #expect(FairBrierScore(Self.threshold).count(of: sums) == 2)
  }

  @Test func aSuppliedClimatologyIsAnotherReference() {
    var pairs = Samples.ensemble([[2, 0], [0, 0], [2, 2]], [2, 0, 2])
    let metric = ClimatologicalBrierSkillScore(Self.threshold)
    var sums = ClimatologicalBrierSums()
    metric.statistic.accumulate(pairs, into: &sums)
    #expect(
      metric.value(of: sums)
        == .undefined(
          "no pair has a climatological probability of the event: make one with `verify climatology build` and name "
            + "it in the evaluation, 'climatology: FILE'"))
    // Errors of .5, 0, and the climatology's of .5 and .2; the last pair has none.
    pairs.columns[.eventProbability(Self.threshold)] = [0.5, 0.2, .nan]
    sums = ClimatologicalBrierSums()
    metric.statistic.accumulate(pairs, into: &sums)
    #expect(agree(metric.value(of: sums), .value(1 - 0.25 / 0.29), to: 1e-15))
    #expect((sums.n, sums.incompletePairs) == (2, 1))
  }

  @Test func damagedTablesAreRefused() {
    #expect(ProbabilitySums(numbers: golden.numbers) == golden)
    for damaged in [
      [], [0], [0, 0], [0, 0, 1], [0, 0, 1, 2, 1, 0, 0, 0, 0, 0], [0, 0, 1, 0, 1, 0, 0], [0, 0, 2, 1, 1, 0, 0, 0, 1],
    ] {
      #expect(ProbabilitySums(numbers: damaged.map(Double.init)) == nil)
    }
    #expect(ProbabilitySums(numbers: golden.numbers.dropLast()) == nil)
    #expect(ProbabilitySums(numbers: golden.numbers + [1]) == nil)
  }
}
