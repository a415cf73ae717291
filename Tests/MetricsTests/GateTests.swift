import Fields
import Testing

@testable import Metrics

@Suite("The rule of a gate")
struct GateTests {
  private let day = UTCTime(secondsSince1970: 1_735_689_600)

  /// Sums of one pair a day whose observation is 0.
  private func sums(_ forecasts: [Double]) throws -> [UTCTime: AnySums] {
    var result: [UTCTime: AnySums] = [:]
    for (i, forecast) in forecasts.enumerated() {
      let time = day + .days(i)
      var sums = ErrorMoments().emptySums()
      try ErrorMoments().accumulate(
        MatchedPairs(
          variable: .temperature2m, initTime: time, leadTime: .hours(24), stations: [0], forecasts: [forecast],
          observations: [0], weights: nil, members: [], memberCount: 1), into: &sums)
      result[time] = sums
    }
    return result
  }

  private func comparison(
    _ metric: any Metric, _ candidate: [Double], _ reference: [Double], _ change: (inout GateRule) -> Void = { _ in }
  ) throws -> GateComparison {
    var rule = GateRule()
    rule.method = .independent
    change(&rule)
    var comparison = GateComparison(
      system: "a", variable: .temperature2m, stratum: "all", leadTimes: "all", score: metric.definition.id,
      definition: metric.definition, units: "K")
    try rule.compare(metric, try sums(candidate), with: try sums(reference), into: &comparison)
    var all = [comparison]
    rule.judge(&all)
    return all[0]
  }

  private let differences = [0.1, 0.3, -0.2, 0.4, 0.2, 0, 0.5, 0.1, -0.1, 0.3, 0.2, 0.35]

  /// Of the mean absolute error, the test is the one-sided paired t-test. Expected: SciPy 1.17.1,
  /// `ttest_1samp(differences, 0, alternative="greater")` and `t.ppf(0.95, 11)`, `t.ppf(0.8, 11)`.
  @Test func theTestIsOneSidedAndPaired() throws {
    let found = try comparison(MeanAbsoluteError(), differences.map { 1 + $0 }, differences.map { _ in 1 })
    #expect(found.verdict == .worse)
    #expect(abs((found.degradation ?? 0) - 0.179_166_666_666_666_67) < 1e-12)
    #expect(abs((found.pValue ?? 0) - 0.006_264_672_263_788_265) < 1e-12)
    #expect(abs((found.lower ?? 0) - 0.071_176_691_944_768_76) < 1e-12)
    #expect(abs((found.upper ?? 0) - 0.287_156_641_388_564_56) < 1e-12)
    #expect(abs((found.detectable ?? 0) - 0.160_637_259_901_740_83) < 1e-9)
    #expect(found.cases == 12 && found.n == 12 && found.adjustedPValue == found.pValue)
  }

  @Test func whatIsBetterIsNotWorse() throws {
    let found = try comparison(MeanAbsoluteError(), differences.map { 1 - $0 }, differences.map { _ in 1 })
    #expect(found.verdict == .notWorse && (found.degradation ?? 0) < 0 && (found.upper ?? 0) < 0)
    #expect((found.pValue ?? 0) > 0.99)
  }

  @Test func aScoreWhoseMoreIsBetterCountsTheOtherWay() throws {
    let observed = (0..<12).map { 270 + Double($0 % 5) }
    func correlation(_ noise: [Double]) throws -> [UTCTime: AnySums] {
      var result: [UTCTime: AnySums] = [:]
      for i in 0..<12 {
        var sums = ErrorMoments().emptySums()
        try ErrorMoments().accumulate(
          MatchedPairs(
            variable: .temperature2m, initTime: day + .days(i), leadTime: .hours(24), stations: [0, 1, 2],
            forecasts: (0..<3).map { observed[($0 + i) % 12] + noise[($0 + i) % noise.count] },
            observations: (0..<3).map { observed[($0 + i) % 12] }, weights: nil, members: [], memberCount: 1),
          into: &sums)
        result[day + .days(i)] = sums
      }
      return result
    }
    var comparison = GateComparison(
      system: "a", variable: .temperature2m, stratum: "all", leadTimes: "all", score: "correlation",
      definition: Correlation.definition, units: "1")
    try GateRule().compare(
      Correlation(), try correlation([2, -2, 1, -1, 3]), with: try correlation([0.1, -0.1, 0.2]), into: &comparison)
    #expect((comparison.degradation ?? 0) > 0.2)
    #expect((comparison.lower ?? 0) < (comparison.upper ?? 0))
  }

  @Test func theSameIsNotWorseHoweverFewItIs() throws {
    #expect(try comparison(RootMeanSquaredError(), [1, 2, 3], [1, 2, 3]).verdict == .notWorse)
  }

  @Test func fewInitialTimesAreInconclusive() throws {
    let found = try comparison(MeanAbsoluteError(), [2, 2.1, 1.9], [1, 1, 1])
    #expect(found.verdict == .inconclusive("3 initial times; the policy asks for 10"))
  }

  @Test func aGateThatCouldNotSeeADegradationSaysSo() throws {
    let noise = differences.enumerated().map { $0.offset.isMultiple(of: 2) ? 5 * $0.element : -5 * $0.element }
    let found = try comparison(MeanAbsoluteError(), noise.map { 5 + $0 }, differences.map { _ in 5 })
    #expect(found.verdict == .inconclusive(GateRule.tooFewCases))
    #expect((found.detectable ?? 0) > found.detectableSize && found.detectableSize == 0.25)
    let lenient = try comparison(MeanAbsoluteError(), noise.map { 5 + $0 }, differences.map { _ in 5 }) {
      $0.detectableSizes = [GateRule.usual: .relative(0.5)]
    }
    #expect(lenient.verdict == .notWorse)
  }

  @Test func aDegradationWithinThePracticalSizeIsNotWorse() throws {
    let found = try comparison(MeanAbsoluteError(), differences.map { 1 + $0 }, differences.map { _ in 1 }) {
      $0.practicalSizes = ["mae": .absolute(0.2), GateRule.usual: .absolute(0)]
    }
    #expect(found.verdict == .notWorse && (found.adjustedPValue ?? 1) < 0.05)
  }

  @Test func undefinedScoresAreInconclusiveWithTheirReason() throws {
    let found = try comparison(Correlation(), [1, 2, 3], [1, 2, 3])
    #expect(found.verdict.id == "inconclusive" && found.verdict.reason?.isEmpty == false)
  }

  @Test func sizesAreReadAndWritten() {
    for (text, size) in [("1%", GateSize.relative(0.01)), ("0.5 %", .relative(0.005)), ("0.1", .absolute(0.1))] {
      #expect(GateSize(text) == size)
      #expect(GateSize("\(size)") == size)
    }
    for wrong in ["", "%", "-1%", "1%%", "one", "nan", "1 K"] { #expect(GateSize(wrong) == nil) }
    #expect(GateSize.relative(0.02).size(of: -3) == 0.06 && GateSize.relative(0.02).size(of: nil) == 0)
  }

  @Test func theWorstVerdictIsThatOfTheGate() throws {
    var record = GateRecord(title: "t", reference: "r", rule: GateRule())
    #expect(record.outcome == .incomparable)
    let one = try comparison(MeanAbsoluteError(), [1, 1], [1, 1])
    record.comparisons = [one]
    #expect(record.outcome == .notWorse)
    for (verdict, outcome) in [
      (GateVerdict.inconclusive("few"), GateRecord.Outcome.inconclusive), (.incomparable("other"), .incomparable),
      (.worse, .worse),
    ] {
      record.comparisons.append(one)
      record.comparisons[record.comparisons.count - 1].verdict = verdict
      #expect(record.outcome == outcome)
    }
    record.problems = ["other data"]
    #expect(record.outcome == .incomparable)
  }
}
