import Fields
import Testing

@testable import Metrics

/// Each method of significance, on numbers that were worked out by hand or by another program.
@Suite struct SignificanceMethodTests {
  private func close(_ a: Double?, _ b: Double, _ tolerance: Double = 1e-6) -> Bool {
    a.map { abs($0 - b) <= tolerance * max(abs(b), 1) } ?? false
  }

  /// k of Geer (2016) for r₁ and r₂, worked out with numpy.
  @Test(arguments: [(0.0, 0.0, 1.0), (0.3, 0.1, 1.377829), (0.5, 0.25, 1.732051), (0.6, 0.4, 2.129163)])
  func theInflationOfGeer(_ r1: Double, _ r2: Double, _ k: Double) {
    #expect(close(VarianceInflation.ar2(r1, r2).squareRoot(), k))
  }

  @Test func noInflationIsBelowOneAndNoneIsNegative() {
    #expect(VarianceInflation.ar1(-0.5) == 1)
    #expect(VarianceInflation.ar2(-0.5, 0.2) == 1)
    #expect(VarianceInflation.ar2(0.9, 1) == .infinity)
    #expect(VarianceInflation.ar1(1) == .infinity)
  }

  /// d = 1, 2, 3, 4 and h = 2: γ₀ = 1.25, γ₁ = 0.3125, V = 0.46875; without the correction the statistic is 3.651484.
  @Test func dieboldMarianoByHand() {
    let test = Series.daily([1, 2, 3, 4]).assessed(by: .dieboldMariano(horizon: 2))
    #expect(close(2.5 / (test.confidence.standardError ?? 0), 2.236068))
    #expect(test.degreesOfFreedom == 3)
    #expect(test.note == "horizon of 2 steps")
  }

  /// γ₀ = 1, γ₁ = -¾ of a series that changes its sign: V = (1 - 1.5)/4.
  @Test func aVarianceThatIsNotPositiveIsReported() {
    let test = Series.daily([1, -1, 1, -1]).assessed(by: .dieboldMariano(horizon: 2))
    #expect(test.confidence == .none("the estimated variance is not positive with 1 lags"))
    #expect(test.pValue == nil)
  }

  @Test func theHorizonIsTheLeadTimeInSteps() {
    let series = Series.daily([1, 3, 2, 5, 4, 2])
    let note = { series.assessed(by: .dieboldMariano(horizon: nil), leadTime: $0).note }
    #expect(note(.hours(24)) == "horizon of 1 step")
    #expect(note(.hours(30)) == "horizon of 2 steps")
    #expect(note(.hours(72)) == "horizon of 3 steps")
    #expect(note(nil) == nil)
  }

  @Test(arguments: [(3, 0), (4, 1), (20, 2), (60, 6), (182, 12), (365, 20), (730, 32)])
  func theNumberOfCosines(_ n: Int, _ terms: Int) {
    #expect(CaseSeries.cosineTerms(n) == terms)
  }

  @Test func withoutLagsNeweyAndWestAreTheTTest() {
    let series = Series.daily([1.5, 2.25, 0.75, 3, 1.25, 2.5])
    let (a, b) = (series.assessed(by: .neweyWest(lags: 0)), series.assessed(by: .independent))
    #expect(close(a.confidence.standardError, b.confidence.standardError ?? 0, 1e-14))
    #expect(close(a.pValue, b.pValue ?? 0, 1e-12))
  }

  @Test func fewInitialTimesAreRefusedWithAReason() {
    let series = Series.daily([1, 2, 4, 3, 5, 4, 2, 3, 1])
    for method in [.autoregressive1, .autoregressive2, .autoregressiveCorrected] as [SignificanceMethod] {
      #expect(
        series.assessed(by: method).confidence
          == .none("9 initial times are too few for their autocorrelation: it takes 10"))
    }
    #expect(
      Series.daily([1, 2, 4]).assessed(by: .equalWeightedCosine).confidence
        == .none("3 initial times are too few for a cosine: it takes 4"))
    #expect(Series.daily([1]).assessed(by: .independent).confidence == .none("only one initial time"))
    #expect(Series.daily([]).assessed(by: .automatic).confidence == .none("only one initial time"))
  }

  @Test func unevenInitialTimesAreRefusedWhereTheyMustBeEven() {
    let days = [0, 1, 2, 3, 5, 6, 7, 8, 9, 10, 11]
    let series = CaseSeries(times: days.map(Series.day), values: days.map { Double($0 % 4) })
    #expect(
      series.assessed(by: .equalWeightedCosine).confidence
        == .none("the initial times are not evenly spaced, as cosines need them"))
    #expect(series.assessed(by: .dieboldMariano(horizon: 2)).confidence.reason != nil)
    #expect(series.assessed(by: .autoregressive2).confidence.reason == nil)
    #expect(series.assessed(by: .neweyWest(lags: 2)).confidence.reason == nil)
    let hours = [0, 24, 48, 49]
    let noRow = CaseSeries(
      times: hours.map { UTCTime(secondsSince1970: Int64($0) * 3600 + ($0 == 49 ? 60 : 0)) }, values: [1, 2, 4, 3])
    #expect(noRow.assessed(by: .neweyWest(lags: 1)).confidence.reason == CaseSeries.noSteps)
  }

  /// 1, 2, 4, 0 around their mean 1.75 on days 0, 1, 3 and 4: the first two and the last two are a step apart.
  @Test func acrossAGapNoCoupleIsCounted() throws {
    let series = CaseSeries(times: [0, 1, 3, 4].map(Series.day), values: [1, 2, 4, 0])
    let spacing = try #require(CaseSpacing(series.times))
    let couples = series.products(lag: 1, spacing)
    #expect(couples.couples == 2)
    #expect(close(couples.sum, -0.75 * 0.25 + 2.25 * -1.75))
    // Three couples would be there without the gap.
    #expect(close(series.autocorrelation(lag: 1, spacing), couples.sum * 1.5 / 8.75))
    #expect(series.autocorrelation(lag: 2, spacing) != nil)
    #expect(series.products(lag: 2, spacing).couples == 1)
  }

  /// White noise has no inflation, and then the corrected method is the t-test.
  @Test func withoutAutocorrelationTheCorrectedMethodIsTheTTest() {
    // Each value is followed by one of the other sign: r₁ is below -1/n.
    let series = Series.daily([1, -2, 3, -1, 2, -3, 1.5, -2.5, 2, -1, 3, -2])
    let (a, b) = (series.assessed(by: .autoregressiveCorrected), series.assessed(by: .independent))
    #expect(close(a.confidence.lower, b.confidence.lower ?? 0, 1e-12))
    #expect(close(a.pValue, b.pValue ?? 0, 1e-12))
    #expect(a.effectiveSampleSize == 12)
  }

  @Test func aTrendIsWorthTwoInitialTimes() {
    let trend = Series.daily((0..<20).map { Double($0) }).assessed(by: .autoregressiveCorrected)
    #expect(trend.effectiveSampleSize == 2)
    #expect(trend.note?.hasSuffix("the series hardly returns to its mean, so that its limits say little") == true)
  }

  @Test func theAutomaticMethodSaysWhatItTook() {
    let many = Series.daily((0..<12).map { Double($0 * 7 % 5) }).assessed(by: .automatic)
    #expect(many.method == "t_ar_corrected")
    let few = Series.daily([1, 2, 4, 3]).assessed(by: .automatic)
    #expect(few.method == "t_independent")
    #expect(few.note == "taken as independent: 4 initial times are too few for their autocorrelation: it takes 10")
    #expect(few.confidence.standardError != nil)
  }

  /// Two values that repeat: the effective size of the t-test is n, of a series in pairs about half of it.
  @Test func theEffectiveSampleSizeIsPrinted() {
    let series = Series.daily([1, 1, 4, 4, 2, 2, 5, 5, 3, 3, 0, 0, 4, 4, 1, 1])
    #expect(close(series.assessed(by: .independent).effectiveSampleSize, 16, 1e-12))
    let inflated = series.assessed(by: .autoregressive1)
    #expect((inflated.effectiveSampleSize ?? 0) < 10)
  }

  /// t(0.975; 8) = 2.306004 and t(0.8; 8) = 0.888890, by scipy 1.17.1.
  @Test func theSmallestDifferenceThatCouldBeFound() {
    let assessment = Series.daily([1, 2, 4, 3, 5, 4, 2, 3, 1]).assessed(by: .independent)
    let error = assessment.confidence.standardError ?? 0
    #expect(close(assessment.minimumDetectable(), (2.306004135033371 + 0.8888895177604463) * error))
  }

  @Test func everyMethodHasAnIdentity() {
    let ids = SignificanceMethod.all.map(\.id)
    #expect(Set(ids).count == ids.count)
    for method in SignificanceMethod.all { #expect(SignificanceMethod(id: method.id) == method) }
    #expect(SignificanceMethod(id: "guess") == nil)
  }
}
