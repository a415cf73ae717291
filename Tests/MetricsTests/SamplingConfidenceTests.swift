import Foundation
@testable import Metrics
import Testing

/// Limits of tables of independent pairs, against what many tables drawn at random do.
@Suite struct SamplingConfidenceTests {
  static let threshold = Threshold(.atLeast, 1)
  static let scores: [any EventMetric] = [
    ExtremalDependenceIndex(threshold), SymmetricExtremalDependenceIndex(threshold), ExtremeDependencyScore(threshold),
    SymmetricExtremeDependencyScore(threshold), PeirceSkillScore(threshold), OddsRatioSkillScore(threshold),
  ]

  /// A binomial count, by inversion.
  private static func binomial(_ n: Int, _ p: Double, _ random: inout SplitMix) -> Int {
    var (k, term, u) = (0, exp(Double(n) * log1p(-p)), random.unit())
    while u > term, k < n {
      u -= term
      k += 1
      term *= Double(n - k + 1) / Double(k) * p / (1 - p)
    }
    return k
  }

  /// 4000 tables of 2803 pairs with the cells of Finley's tornadoes as probabilities.
  static let tables: [ContingencySums] = {
    var random = SplitMix(state: 1884)
    return (0..<4000).map { _ in
      let a = binomial(2803, 28.0 / 2803, &random)
      let b = binomial(2803 - a, 72.0 / 2775, &random)
      let c = binomial(2803 - a - b, 23.0 / 2703, &random)
      var sums = ContingencySums()
      (sums.n, sums.hits, sums.falseAlarms) = (2803, Double(a), Double(b))
      (sums.misses, sums.correctNegatives) = (Double(c), Double(2803 - a - b - c))
      return sums
    }
  }()

  /// The delta method is right for many events; 28 hits leave it a few percent short.
  @Test(arguments: scores.indices)
  func standardErrorsAreTheSpreadOfTables(index: Int) throws {
    let metric = Self.scores[index]
    let values = Self.tables.compactMap { metric.score($0).value }
    #expect(values.count > 3990)
    let mean = values.reduce(0, +) / Double(values.count)
    let squares = values.map { ($0 - mean) * ($0 - mean) }
    let spread = (squares.reduce(0, +) / Double(values.count - 1)).squareRoot()
    let error = try #require(
      metric.limits(GoldenNumberTests.finleySums).standardError)
    #expect(abs(error / spread - 1) < 0.08, "\(metric.definition.id): \(error), spread \(spread)")
  }

  @Test(arguments: scores.indices)
  func limitsHoldTheTruthNineteenTimesInTwenty(index: Int) throws {
    let metric = Self.scores[index]
    let truth = try #require(metric.score(GoldenNumberTests.finleySums).value)
    let limits = Self.tables.map { metric.limits($0) }
    let held = limits.count { ($0.lower ?? 2) <= truth && truth <= ($0.upper ?? -2) }
    #expect((0.92...0.97).contains(Double(held) / 4000), "\(metric.definition.id): \(held) of 4000")
  }

  /// Independent binomials for hits and false alarms, by NumPy; the common formula, which holds at a frequency bias of
  /// 1 only, gives 0.0617 and 0.0604.
  @Test func extremalIndicesAreNotTiedToABiasOfOne() throws {
    for metric in Self.scores.prefix(2) {
      let error = try #require(
        metric.limits(GoldenNumberTests.finleySums).standardError)
      #expect(abs(error - 0.0519) < 5e-5)
    }
  }

  @Test func thereAreNoLimitsWithoutAReasonForThem() {
    var sums = ContingencySums()
    let metric = SymmetricExtremalDependenceIndex(Self.threshold)
    #expect(metric.samplingConfidence(of: sums, level: 0.95) == .none("no pairs"))
    sums = GoldenNumberTests.finleySums
    sums.misses = 0
    sums.n = 2780
    #expect(metric.samplingConfidence(of: sums, level: 0.95) == .none("no score"))
    sums.misses = 0.5
    #expect(metric.samplingConfidence(of: sums, level: 0.95) == .none("limits of counts need weights of 1"))
    #expect(
      HeidkeSkillScore(Self.threshold).samplingConfidence(of: GoldenNumberTests.finleySums, level: 0.95)
        == .none("no formula for limits of this score"))
  }

  /// `scipy.stats.norm.ppf`, SciPy 1.17.
  @Test func theNormalQuantile() {
    for (p, z) in [
      (0.5, 0.0), (0.975, 1.959963984540054), (0.995, 2.5758293035489004), (0.05, -1.6448536269514729),
      (0.9999, 3.719016485455709),
    ] {
      #expect(abs(normalQuantile(p) - z) < 1e-12)
    }
  }
}

extension EventMetric {
  /// The score of a table, for a metric whose type is not known.
  func score(_ sums: ContingencySums) -> Outcome {
    (sums as? Source.Result).map { value(of: $0) } ?? .undefined("not of a contingency table")
  }

  /// Its limits of 95 %.
  func limits(_ sums: ContingencySums) -> Confidence {
    (sums as? Source.Result).map { samplingConfidence(of: $0, level: 0.95) } ?? .none("not of a contingency table")
  }
}
