import Formats
import Metrics
import Testing

@testable import Verify

@Suite("Samples of a climatology")
struct ClimatologySampleTests {
  private let sample = SampleSummary(sorted: [1.5, 2, 2.5, 4, 4, 7, 9.25, 10, 11, 30])

  /// By numpy 2.4: quantile, mean, and std with ddof=1.
  @Test func quantilesAreThoseOfNumpy() {
    let expected = [(0.1, 1.95), (0.25, 2.875), (1.0 / 3, 4.0), (0.5, 5.5), (0.9, 12.9)]
    for (level, value) in expected { #expect(abs(sample.quantile(level) - value) < 1e-12) }
    #expect(sample.mean == 8.125)
    #expect(abs(sample.standardDeviation - 8.432_122_772_140_147) < 1e-14)
  }

  @Test func aLevelBeyondWhatTheSampleBearsIsMissing() {
    #expect(sample.quantile(0.95).isNaN)
    #expect(sample.quantile(0.05).isNaN)
    #expect(!sample.quantile(0.9).isNaN)
  }

  @Test func theMeanOfLargeValuesLosesNoDigits() {
    let values = (0..<1000).map { 101_325 + Double($0) / 1024 }
    #expect(SampleSummary(sorted: values).mean == 101_325 + 999.0 / 2048)
  }

  @Test func anEmptySampleIsMissing() {
    let empty = SampleSummary(sorted: [])
    #expect(empty.mean.isNaN && empty.standardDeviation.isNaN && empty.quantile(0.5).isNaN)
    #expect(empty.dryProbability(DryLimit.all[0]).isNaN && empty.heavyLimit(DryLimit.all[0]).isNaN)
    #expect(SampleSummary(sorted: [3]).standardDeviation.isNaN)
  }

  /// By numpy 2.4 from the values on either side of each limit.
  @Test func amountsAtTheLimitAreDryOrWetAsTheLimitSays() {
    let rain = SampleSummary(sorted: [0, 0, 0, 0.2, 0.2, 0.25, 0.5, 1.2, 3.6, 3.6, 7.0, 12.4])
    let expected = [(5.0 / 12, 3.6), (3.0 / 12, 3.6), (6.0 / 12, 4.733_333_333_333_333), (5.0 / 12, 3.6)]
    for (limit, (dry, heavy)) in zip(DryLimit.all, expected) {
      #expect(abs(rain.dryProbability(limit) - dry) < 1e-15)
      #expect(abs(rain.heavyLimit(limit) - heavy) < 1e-12)
    }
  }

  @Test func eventsAreCounted() {
    let warm = Threshold(.atLeast, 4)
    #expect(sample.probability(of: warm.isMet) == 0.7)
  }

  @Test func aWindowThatMovesIsTheSampleOfItsDays() {
    // Values with many ties, by a rule that no sort could guess.
    let days = (0..<40).map { day in (0..<(day % 7)).map { Double((day * 31 + $0 * 17) % 11) }.sorted() }
    var window = SlidingSample()
    for day in days.indices {
      window.exchange(day >= 5 ? days[day - 5][...] : [], for: days[day][...])
      #expect(window.sorted == days[max(0, day - 4)...day].flatMap { $0 }.sorted())
    }
  }

  /// By the formulas of Hosking, Wallis and Wood in numpy 2.4, and genextreme.ppf of scipy 1.17.
  @Test func returnLevelsAreThoseOfSciPy() throws {
    let maxima = [31.2, 28.4, 35.1, 30.0, 33.3, 29.7, 41.5, 32.2, 36.8, 30.9, 34.4, 38.1]
    let fit = try #require(ExtremeValueDistribution(fittedTo: maxima))
    #expect(abs(fit.location - 31.526_861_065_187_77) < 1e-12)
    #expect(abs(fit.scale - 3.155_462_225_485_255) < 1e-12)
    #expect(abs(fit.shape + 0.036_660_970_782_304_99) < 1e-12)
    let levels = [
      (2.0, 32.691_183_560_904_776), (5, 36.392_415_663_372_62), (10, 38.928_950_807_818_715),
      (20, 41.428_514_918_145_64),
    ]
    for (years, level) in levels { #expect(abs(fit.returnLevel(years: years) - level) < 1e-10) }
  }

  @Test func fewYearsAndConstantYearsBearNoReturnLevel() {
    #expect(ExtremeValueDistribution(fittedTo: [31.2, 28.4, 35.1, 30.0, 33.3, 29.7, 41.5, 32.2, 36.8]) == nil)
    #expect(ExtremeValueDistribution(fittedTo: [Double](repeating: 0, count: 30)) == nil)
  }
}
