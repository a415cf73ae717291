import Foundation
import Metrics
import Testing

/// Worked by hand, and Finley's tornado forecasts of 1884 with the golden numbers of the definitions.
@Suite struct EventScoreTests {
  private static let threshold = Threshold(.atLeast, 1)

  private func score(
    _ metric: any EventMetric.Type, hits: Int, falseAlarms: Int, misses: Int, correctNegatives: Int
  ) throws -> Outcome {
    let cells = [(2.0, 2.0, hits), (2, 0, falseAlarms), (0, 2, misses), (0, 0, correctNegatives)]
    let pairs = Samples.pairs(
      cells.flatMap { [Double](repeating: $0.0, count: $0.2) },
      cells.flatMap { [Double](repeating: $0.1, count: $0.2) })
    let metric = metric.init(Self.threshold)
    var sums = metric.emptySums
    try metric.accumulate(pairs, into: &sums)
    return try metric.outcome(of: sums)
  }

  static let finley: [(id: String, value: Double)] = [
    ("pod", 0.5490196), ("far_ratio", 0.72), ("pofd", 0.0261628), ("csi", 0.2276423), ("frequency_bias", 1.9607843),
    ("ets", 0.2160456), ("hss", 0.3553249), ("pss", 0.5228568), ("edi", 0.7173624), ("sedi", 0.7528042),
    ("base_rate", 51.0 / 2803),
  ]

  @Test(arguments: finley)
  func finleysTornadoes(id: String, value: Double) throws {
    let metric = try #require(Catalogue.eventMetrics.first { $0.definition.id == id })
    let found = try #require(
      try score(metric, hits: 28, falseAlarms: 72, misses: 23, correctNegatives: 2680).value)
    #expect(abs(found - value) < 5e-8)
  }

  @Test func theFalseAlarmRatioIsNotTheRate() throws {
    let (a, b, c, d) = (3, 1, 1, 15)
    let ratio = try score(FalseAlarmRatio.self, hits: a, falseAlarms: b, misses: c, correctNegatives: d)
    let rate = try score(ProbabilityOfFalseDetection.self, hits: a, falseAlarms: b, misses: c, correctNegatives: d)
    #expect((ratio, rate) == (.value(0.25), .value(0.0625)))
  }

  @Test func undefinedWithoutEvents() throws {
    for metric in [ProbabilityOfDetection.self, FrequencyBias.self, PeirceSkillScore.self] as [any EventMetric.Type] {
      let found = try score(metric, hits: 0, falseAlarms: 2, misses: 0, correctNegatives: 5)
      #expect(found == .undefined("no observed events"))
    }
    #expect(
      try score(FalseAlarmRatio.self, hits: 0, falseAlarms: 0, misses: 2, correctNegatives: 5)
        == .undefined("no forecast events"))
    #expect(
      try score(CriticalSuccessIndex.self, hits: 0, falseAlarms: 0, misses: 0, correctNegatives: 5)
        == .undefined("no forecast and no observed events"))
    for metric in [EquitableThreatScore.self, HeidkeSkillScore.self] as [any EventMetric.Type] {
      let reason = Outcome.undefined("the event happens never or always, in forecast and observation alike")
      #expect(try score(metric, hits: 0, falseAlarms: 0, misses: 0, correctNegatives: 5) == reason)
      #expect(try score(metric, hits: 5, falseAlarms: 0, misses: 0, correctNegatives: 0) == reason)
    }
  }

  @Test func undefinedWithoutNonEvents() throws {
    for metric in [ProbabilityOfFalseDetection.self, PeirceSkillScore.self] as [any EventMetric.Type] {
      let found = try score(metric, hits: 3, falseAlarms: 0, misses: 1, correctNegatives: 0)
      #expect(found == .undefined("no observed non-events"))
    }
  }

  @Test func extremalIndicesClipNothing() throws {
    let sedi = SymmetricExtremalDependenceIndex.self
    #expect(try score(sedi, hits: 0, falseAlarms: 1, misses: 1, correctNegatives: 1) == .undefined("no hits"))
    #expect(try score(sedi, hits: 1, falseAlarms: 0, misses: 1, correctNegatives: 1) == .undefined("no false alarms"))
    #expect(try score(sedi, hits: 1, falseAlarms: 1, misses: 0, correctNegatives: 1) == .undefined("no misses"))
    #expect(
      try score(sedi, hits: 1, falseAlarms: 1, misses: 1, correctNegatives: 0) == .undefined("no correct negatives"))
    let edi = ExtremalDependenceIndex.self
    #expect(try score(edi, hits: 0, falseAlarms: 1, misses: 1, correctNegatives: 1) == .undefined("no hits"))
    #expect(try score(edi, hits: 1, falseAlarms: 0, misses: 1, correctNegatives: 1) == .undefined("no false alarms"))
    // Without misses ln H is 0, which is no infinity.
    #expect(try score(edi, hits: 1, falseAlarms: 1, misses: 0, correctNegatives: 1) == .value(1))
    #expect(
      try score(edi, hits: 1, falseAlarms: 1, misses: 0, correctNegatives: 0)
        == .undefined("the event was always forecast"))
  }

  @Test func theComparisonIsPartOfTheIdentity() throws {
    let pairs = Samples.pairs([1, 1, 0], [1, 0, 1])
    var numbers: [[Double]] = []
    for text in [">=1", ">1", "<=0", "<0"] {
      let table = ContingencyTable(try #require(Threshold(text)))
      #expect(table.key == "contingency_table(\(text))")
      var sums = ContingencySums()
      table.accumulate(pairs, into: &sums)
      numbers.append(sums.numbers)
    }
    #expect(numbers == [[3, 0, 1, 1, 1, 0], [3, 0, 0, 0, 0, 3], [3, 0, 0, 1, 1, 1], [3, 0, 0, 0, 0, 3]])
    var tables = ContingencyTable(Threshold(.atLeast, 1)).emptySums()
    #expect(throws: MetricsError.self) { try tables.merge(ContingencyTable(Threshold(.above, 1)).emptySums()) }
  }

  @Test(arguments: [">=1", "<273.15", ">-2.5", "<=0", ">=q0.95", "<q0.05", ">=rp10y", ">rp2.5y"])
  func thresholdsAreReadAsTheyAreWritten(text: String) throws {
    let threshold = try #require(Threshold(text))
    #expect(threshold.description == text)
    #expect(try JSONDecoder().decode(Threshold.self, from: JSONEncoder().encode(threshold)) == threshold)
  }

  @Test func parametersAreCodedAsTheirText() throws {
    func comesBack<Parameter: CodedAsText & Equatable>(_: Parameter.Type, _ text: String) throws -> Bool {
      let coded = try JSONEncoder().encode(try #require(Parameter(text)))
      #expect(String(decoding: coded, as: UTF8.self) == "\"\(text)\"")
      return try JSONDecoder().decode(Parameter.self, from: coded) == Parameter(text)
    }
    #expect(try comesBack(Threshold.self, ">=1"))
    #expect(try comesBack(Categories.self, "0.1|1|10"))
    #expect(try comesBack(EventNearby.self, ">=10 within 3h 50km"))
    // JSON has no number for infinity.
    #expect(try comesBack(ValueInterval.self, "[35,inf]"))
    #expect(try comesBack(QuantileInInterval.self, "0.9 [-inf,35]"))
    let error = #expect(throws: DecodingError.self) {
      try JSONDecoder().decode(ValueInterval.self, from: Data("\"35\"".utf8))
    }
    #expect(error.map { "\($0)" }?.contains("'35' is not an interval like '[35,inf]'") == true)
  }

  /// In another unit values may be infinite, or no longer apart.
  @Test func parametersThatAreNoneInAnotherUnitAreNil() throws {
    #expect(Threshold(.atLeast, 1e306).converted { $0 * 1000 } == nil)
    #expect(Threshold(.atLeast, .quantile(QuantileLevel(0.9))).converted { $0 * .infinity } != nil)
    #expect(Categories([1, 1.0000000000000002]).converted { $0 + 273.15 } == nil)
    #expect(ValueInterval(1, 1.0000000000000002).converted { $0 + 273.15 } == nil)
    #expect(ValueInterval(1, .infinity).converted { $0 * 1000 } == ValueInterval(1000, .infinity))
    let pod = try #require(Catalogue.metric(id: "pod", parameter: ">=1e306"))
    #expect(pod.convertingParameter { $0 * 1000 } == nil)
  }

  @Test(arguments: ["1e306km", "-1km", "nankm", "km", "50"])
  func textThatIsNoDistanceIsNone(text: String) {
    #expect(EventTolerance(text) == nil)
  }

  @Test(arguments: [
    "", "1", "=1", ">", ">= x", ">inf", ">nan", "≥1", ">=q1", ">=q", ">=q95", ">=rp10", ">=rp0y", ">=rpy", "q0.95",
  ])
  func textThatIsNoThresholdIsNone(text: String) {
    #expect(Threshold(text) == nil)
  }
}
