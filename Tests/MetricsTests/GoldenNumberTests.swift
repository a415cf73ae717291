import Fields
import Foundation
@testable import Metrics
import Testing

/// Numbers that the project's definitions give, computed there with NumPy.
@Suite struct GoldenNumberTests {
  static let finleySums: ContingencySums = {
    var sums = ContingencySums()
    (sums.n, sums.hits, sums.falseAlarms, sums.misses, sums.correctNegatives) = (2803, 28, 72, 23, 2680)
    return sums
  }()

  static let finley: [(id: String, value: Double)] = [
    ("proportion_correct", 0.9661077), ("odds_ratio", 45.31401), ("orss", 0.9568165), ("eds", 0.7396484),
    ("seds", 0.5934675), ("edi", 0.7173624), ("sedi", 0.7528042), ("bagss", 0.1808804), ("success_ratio", 0.28),
    ("forecast_rate", 100.0 / 2803),
  ]

  @Test(arguments: finley)
  func finleysTornadoes(id: String, value: Double) throws {
    let metric = try #require(Catalogue.eventMetrics.first { $0.definition.id == id }).init(Threshold(.atLeast, 1))
    let found = try #require(metric.score(Self.finleySums).value)
    #expect(abs(found - value) < 2e-7 * max(1, value))
  }

  @Test func theLimitsOfFinleysTornadoes() throws {
    let (detection, peirce) = (ProbabilityOfDetection(Threshold(.atLeast, 1)), PeirceSkillScore(Threshold(.atLeast, 1)))
    let wilson = detection.samplingConfidence(of: Self.finleySums, level: 0.95)
    #expect(abs(try #require(wilson.lower) - 0.4138471) < 5e-8)
    #expect(abs(try #require(wilson.upper) - 0.6773248) < 5e-8)
    let limits = peirce.samplingConfidence(of: Self.finleySums, level: 0.95)
    let (lower, upper) = (try #require(limits.lower), try #require(limits.upper))
    #expect(abs((upper - lower) / 2 - 0.1318752) < 5e-8)
    #expect(abs((upper + lower) / 2 - 0.5228568) < 5e-8)
  }

  @Test func theBiasAdjustedHitsOfFinleysTornadoes() {
    let decay = log(51.0 / 23)
    #expect(abs(51 - 72 / decay * lambertW(51 * decay / 72) - 16.2674291) < 5e-8)
  }

  @Test(arguments: [1e-8, 0.1, 1, 2.718281828459045, 3, 50, 1e12])
  func lambertsFunctionInvertsItself(x: Double) {
    let w = lambertW(x)
    #expect(abs(w * exp(w) - x) <= 1e-13 * x)
  }

  @Test func theMatrixOfSEEPS() {
    let matrices: [(Double, [[Double]])] = [
      (0.5, [[0, 1, 4], [1, 0, 3], [1.6, 0.6, 0]]),
      (0.2, [[0, 0.625, 2.5], [2.5, 0, 1.875], [3.181818, 0.681818, 0]]),
    ]
    for (dry, matrix) in matrices {
      for (forecast, row) in matrix.enumerated() {
        for (observed, expected) in row.enumerated() {
          let found = SEEPSCategories.penalty(forecast: forecast, observed: observed, dryProbability: dry)
          #expect(abs(found - expected) < 5e-7)
        }
      }
    }
  }

  @Test func aConstantForecastScoresExactlyOneInSEEPS() throws {
    // Dry, light and heavy as often as the climatology has them: 5, 10/3 and 5/3 of 10, by weight.
    let categories = SEEPSAbove02().statistic.categories
    let columns: [PairColumn: [Double]] = [
      .dryProbability(categories): [0.5, 0.5, 0.5], .heavyLimit(categories): [5, 5, 5],
    ]
    for forecast in [0.0, 2, 9] {
      let pairs = Samples.pairs(
        [forecast, forecast, forecast], [0, 2, 9], weights: [3, 2, 1], columns: columns)
      var sums = SEEPSSums()
      SEEPSAbove02().statistic.accumulate(pairs, into: &sums)
      #expect(abs(try #require(SEEPSAbove02().value(of: sums).value) - 1) < 1e-15)
    }
  }

  @Test func theLimitsOfSEEPSBelongToTheIdentity() {
    func cells(_ statistic: SEEPSTable) -> [Double] {
      let columns: [PairColumn: [Double]] = [
        .dryProbability(statistic.categories): [0.5, 0.5, 0.5], .heavyLimit(statistic.categories): [5, 5, 5],
      ]
      let pairs = Samples.pairs([0.2, 0.25, 5], [0.1, 0.1, 0.1], columns: columns)
      var sums = SEEPSSums()
      statistic.accumulate(pairs, into: &sums)
      return [sums.cells[0], sums.cells[3], sums.cells[6]]
    }
    #expect(cells(SEEPSAbove02().statistic) == [1, 2, 0])
    #expect(cells(SEEPSAtLeast02().statistic) == [0, 2, 1])
    #expect(cells(SEEPSAbove025().statistic) == [2, 1, 0])
    #expect(cells(SEEPSAtLeast025().statistic) == [1, 1, 1])
  }

  @Test func thePinballLoss() throws {
    for (f, o, expected) in [(3.0, 5.0, 1.8), (3, 1, 0.2)] {
      var sums = LossSums()
      QuantileScore(QuantileLevel(0.9)).statistic.accumulate(Samples.pairs([f], [o]), into: &sums)
      #expect(abs(try #require(sums.mean().value) - expected) < 1e-15)
    }
  }

  @Test func theLevelsOfTheRelativeQuantileError() {
    let levels = RelativeQuantileError.levels
    #expect(levels.count == 50)
    for (found, expected) in zip(levels, [0.9, 0.913149, 0.924569]) { #expect(abs(found - expected) < 5e-7) }
    #expect(abs(levels[49] - 0.9999) < 1e-15)
  }

  @Test func theMeanOfRootsIsNotTheRootOfTheMean() throws {
    var accumulation = Accumulation(for: [RootMeanSquaredError(), MeanInitRootMeanSquaredError()])
    for (day, error) in [(0, 1.0), (1, 3.0)] {
      var pairs = Samples.pairs([error], [0])
      pairs.initTime = UTCTime(secondsSince1970: Int64(day) * 86_400)
      try accumulation.add(pairs)
    }
    #expect(try accumulation.outcome(of: MeanInitRootMeanSquaredError()) == .value(2))
    #expect(try accumulation.outcome(of: RootMeanSquaredError()) == .value(5.0.squareRoot()))
  }
}
