import Foundation
import Metrics
import Testing

/// Curves of errors, quantiles and Taylor diagrams, from pairs.
@Suite struct DistributionCurveTests {
  private func curves(_ metric: any Metric, _ pairs: MatchedPairs) throws -> [(Curve.Kind, [Curve.Point])] {
    let statistic = metric.statistic as any Statistic
    #expect(Curve.areHeld(by: statistic))
    var sums = statistic.emptySums()
    try statistic.accumulate(pairs, into: &sums)
    return try Curve.points(of: statistic, sums)
  }

  @Test func taylorPointIsTheRatioOfStandardDeviationsAndTheCorrelation() throws {
    // numpy 2.4.6: f.std() / o.std() and corrcoef(f, o)[0, 1]
    let all = try curves(RootMeanSquaredError(), Samples.pairs([1, 3, 2, 5, 4], [1, 2, 3, 4, 9]))
    #expect(all.map(\.0) == [.taylor])
    let point = try #require(all[0].1.first)
    #expect(abs(point.x - 0.5076730825668095) < 1e-12)
    #expect(abs(point.y - 0.6092076990801714) < 1e-12)
  }

  @Test func aConstantForecastHasNoPlaceInATaylorDiagram() throws {
    #expect(try curves(RootMeanSquaredError(), Samples.pairs([2, 2, 2], [1, 2, 3])).isEmpty)
  }

  @Test func theDensityOfErrorsIsOneOverAllIntervals() throws {
    let errors = (0..<2000).map { Double($0 % 200) / 10 - 10 }
    let all = try curves(
      ErrorQuantile(QuantileLevel(0.5)), Samples.pairs(errors.map { $0 + 280 }, errors.map { _ in 280 }))
    #expect(all.map(\.0) == [.errorDensity])
    let points = all[0].1
    // Nineteen in twenty lie within 19 K: 19/40 is rounded up to half a Kelvin.
    let width = points[1].x - points[0].x
    #expect(abs(width - 0.5) < 1e-9)
    #expect(abs(points.map(\.y).reduce(0, +) * width - 1) < 1e-9)
    // Even errors 0.1 K apart: five of 200 in each inner interval of half a Kelvin.
    for point in points.dropFirst().dropLast() { #expect(abs(point.y - 0.05) < 1e-9, "at \(point.x)") }
  }

  @Test func errorsThatAreAllOneHaveNoDensity() throws {
    #expect(try curves(ErrorQuantile(QuantileLevel(0.5)), Samples.pairs([1, 2, 3], [0, 1, 2])).isEmpty)
  }

  @Test func quantilesStandOverEachOther() throws {
    let observed = (1...1000).map(Double.init)
    let all = try curves(RelativeQuantileError(), Samples.pairs(observed.map { 2 * $0 }.reversed(), observed))
    #expect(all.map(\.0) == [.quantiles])
    let median = try #require(all[0].1.first { $0.limit == 0.5 })
    #expect(abs(median.x - 500) < 1 && abs(median.y - 1000) < 2)
    for point in all[0].1 { #expect(abs(point.y / point.x - 2) < 0.01) }
  }
}
