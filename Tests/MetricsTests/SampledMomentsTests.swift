import Metrics
import Testing

@Suite struct SampledMomentsTests {
  /// `chi2.ppf` of scipy 1.17.1.
  @Test(arguments: [
    (1.0, 0.025, 0.0009820691171752555), (3, 0.975, 9.348403604496148), (10, 0.5, 9.34181776559197),
    (4027, 0.025, 3853.006736234988), (4027, 0.975, 4204.781740215963), (1e6, 0.9, 1001812.8153150163),
  ])
  func quantilesOfChiSquareAreThoseOfSciPy(_ degrees: Double, _ p: Double, _ expected: Double) {
    let distribution = ChiSquare(degreesOfFreedom: degrees)
    #expect(abs(distribution.quantile(p) - expected) < 1e-9 * expected)
    #expect(abs(distribution.cumulative(expected) - p) < 1e-9)
  }

  private func moments(_ forecasts: [Double], _ observations: [Double], weights: [Double]? = nil) -> SampledMoments {
    var sums = ErrorSums()
    ErrorMoments().accumulate(Samples.pairs(forecasts, observations, weights: weights), into: &sums)
    return SampledMoments(sums)
  }

  /// `t.interval`, `chi2.ppf` and Fisher's z by scipy 1.17.1.
  @Test func limitsOfFewPairsAreThoseOfSciPy() throws {
    let moments = moments([1, 2, 4, 7, 3], [1.5, 2, 3, 9, 1])
    func close(_ confidence: Confidence, _ lower: Double, _ upper: Double) -> Bool {
      abs((confidence.lower ?? .nan) - lower) < 1e-8 && abs((confidence.upper ?? .nan) - upper) < 1e-8
    }
    #expect(close(moments.meanError.confidence, -1.783076688348438, 1.983076688348438))
    #expect(close(moments.errorDeviation.confidence, 0.90863039, 4.35796289))
    #expect(close(moments.correlation.confidence, 0.1385270705567326, 0.99409686126414))
  }

  @Test func withoutASampleThereAreReasons() {
    let weighted = moments([1, 2, 3, 5], [1, 2, 2, 4], weights: [1, 2, 1, 1])
    #expect(weighted.meanError.confidence.reason == "limits of a sample need weights of 1")
    #expect(weighted.correlation.outcome.value != nil)
    let one = moments([1], [2])
    #expect(one.meanError.outcome == .value(-1) && one.meanError.confidence.reason == "only one pair")
    #expect(one.errorDeviation.outcome == .undefined("only one pair"))
    #expect(moments([], []).meanError.outcome == .undefined("no pairs"))
    #expect(moments([1, 2, 3], [1, 2, 4]).correlation.confidence.reason == "three pairs or fewer")
    #expect(moments([1, 2, 3, 4], [2, 4, 6, 8]).correlation.confidence.reason?.contains("no spread") == true)
  }
}
