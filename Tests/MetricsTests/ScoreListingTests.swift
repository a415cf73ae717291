import Fields
import Foundation
import Metrics
import Testing

@Suite struct ScoreListingTests {
  private let listing = ScoreListing()

  @Test func everyScoreIsListedOnce() {
    #expect(listing.scores.map(\.definition.id).sorted() == Catalogue.definitions.map(\.id).sorted())
    for family in ScoreFamily.allCases { #expect(listing.scores.contains { $0.family == family }, "\(family)") }
  }

  @Test(arguments: [
    ("rmse", ScoreFamily.singleValues), ("acc_centred", .anomalies), ("rmsve", .wind), ("csi", .events),
    ("pod_nearby", .events), ("sedi", .extremes), ("quantile_score", .extremes), ("gerrity", .categories),
    ("seeps_0p2_above", .precipitation), ("brier", .probabilities), ("rps", .probabilities), ("crps_fair", .ensembles),
    ("twcrps_fair", .ensembles), ("es_fair_wind", .ensembles), ("rmse_mean_of_init", .singleValues),
    ("fss", .fields), ("power_ratio", .fields), ("effective_wavenumber", .fields),
  ])
  func scoresStandInTheirFamily(id: String, family: ScoreFamily) {
    #expect(listing.entry(id)?.family == family)
  }

  /// Where this fails, `ScoreFamily` does not know a new statistic yet.
  @Test func onlyStatisticsOfEnsemblesAreAmongThem() {
    let names = Samples.metrics.filter { ScoreFamily(of: $0) == .ensembles }
      .map { type(of: $0.statistic as any Statistic).name }
    #expect(
      Set(names) == [
        "ensemble_moments", "crps_decomposition", "rank_histogram", "ensemble_quantile_loss",
        "threshold_weighted_moments", "station_energy", "station_variogram", "wind_energy",
      ])
  }

  @Test func nothingIsWiderThanATerminal() {
    let texts = [listing.text] + listing.scores.map(\.text)
    for line in texts.joined(separator: "\n").split(separator: "\n") {
      #expect(line.count <= 100, "\(line)")
    }
  }

  @Test func oneInFullSaysHowItIsNamedAndWhatItNeeds() throws {
    let sedi = try #require(listing.entry("sedi"))
    #expect(sedi.takesThresholds && sedi.example == "sedi(>=1)" && sedi.needs.isEmpty)
    for part in ["range         -1 to 1, perfect 1, larger is better, no unit", "Ferro and Stephenson", "sedi(>=1)"] {
      #expect(sedi.text.contains(part))
    }
    #expect(listing.entry("acc_centred")?.needs.first?.contains("verify climatology build") == true)
    #expect(listing.entry("bss_climatology")?.needs.first?.contains("climatology") == true)
    #expect(listing.entry("msess_baseline")?.needs.first?.contains("baseline: true") == true)
    #expect(listing.entry("pod_nearby")?.needs.first?.contains("'tolerance'") == true)
    #expect(listing.entry("fss")?.needs == ["fields against an 'analysis', and 'scales', as in [50km]"])
    #expect(listing.entry("quantile_score")?.takesThresholds == false)
    #expect(listing.entry("quantile_score")?.example == "quantile_score(0.9)")
    #expect(listing.entry("wind_direction_me")?.takesThresholds == false)
    #expect(listing.entry("nothing") == nil)
  }

  @Test func parametersAreConvertedWithTheirUnit() throws {
    let double: (Double) -> Double = { 2 * $0 }
    for (name, expected) in [
      ("pod(>=10)", ">=20"), ("pod(>=q0.9)", ">=q0.9"), ("pod(<rp5y)", "<rp5y"), ("rps(1|2)", "2|4"),
      ("tw_mae([1,inf])", "[2,inf]"), ("tw_quantile_score(0.9 [1,5])", "0.9 [2,10]"),
      ("quantile_score(0.9)", "0.9"), ("pod_nearby(>=1 within 3h)", ">=2 within 3h"),
    ] {
      let metric = try #require(Catalogue.metric(id: name), "\(name)")
      #expect(metric.convertingParameter(double)?.threshold == expected)
      #expect(metric.hasMeasuredParameter == (metric.threshold != expected), "\(name)")
    }
    #expect(RootMeanSquaredError().convertingParameter(double) is RootMeanSquaredError)
  }

  @Test func sumsOfEnsemblesHoldCurves() throws {
    // Probabilities of 0, 1/2 and 1 with 1 of 2, 0 of 1 and 2 of 2 events.
    let pairs = Samples.ensemble([[0, 0], [0, 0], [0, 2], [3, 3], [4, 5]], [2, 0, 0, 2, 2])
    let table = ProbabilityTable(Threshold(.atLeast, 1))
    var sums = table.emptySums()
    try table.accumulate(pairs, into: &sums)
    let curves = try Curve.points(of: table, sums)
    #expect(curves.map(\.0) == [.reliability, .roc])
    #expect(curves[0].1.map(\.x) == [0, 0.5, 1] && curves[0].1.map(\.y) == [0.5, 0, 1])
    #expect(curves[0].1.map(\.weight) == [2, 1, 2])
    #expect(curves[1].1.map(\.x) == [0, 0, 0.5, 1] && curves[1].1.map(\.y) == [0, 2.0 / 3, 2.0 / 3, 1])
    #expect(curves[1].1.map(\.limit) == [nil, 1, 0.5, 0])
    let ranks = RankHistogram()
    var counts = ranks.emptySums()
    try ranks.accumulate(Samples.ensemble([[0, 2], [0, 2], [0, 2], [0, 2]], [1, 1, 3, -1]), into: &counts)
    let histogram = try #require(try Curve.points(of: ranks, counts).first)
    #expect(histogram.0 == .rankHistogram && histogram.1.map(\.y) == [0.25, 0.5, 0.25])
    // A single forecast has no curve, nor has any other statistic.
    var single = table.emptySums()
    try table.accumulate(Samples.pairs([1], [1]), into: &single)
    #expect(try Curve.points(of: table, single).isEmpty)
    #expect(try Curve.points(of: ErrorMoments(), ErrorMoments().emptySums()).isEmpty)
  }
}
