import Fields
import Foundation
import Metrics
import Testing

@testable import Verify

/// Differences of made-up sums: three systems of 20 days, `b` and `c` worse than the baseline `a` by their own.
@Suite("Scores of stored sums")
struct ScorerTests {
  private func scorer(_ significance: PlannedSignificance) throws -> Scorer {
    var scorer = Scorer(
      systems: ["a", "b", "c"], variables: [.temperature2m], strata: [StoredStratum(.all)],
      metrics: [MeanAbsoluteError()],
      significance: significance)
    var random = SeededRandom(seed: 3)
    for (system, offset) in [("a", 1.0), ("b", 1.2), ("c", 4.0)] {
      for lead in [TimeSpan.hours(6), .hours(12)] {
        var memory = 0.0
        for day in 0..<20 {
          memory = 0.7 * memory + random.uniform(-0.3...0.3)
          var sums = ErrorMoments().emptySums()
          let initTime = UTCTime(secondsSince1970: Int64(day) * 86_400)
          try ErrorMoments().accumulate(
            MatchedPairs(
              variable: .temperature2m, initTime: initTime, leadTime: lead, stations: [0], forecasts: [offset + memory],
              observations: [0], weights: nil, members: [], memberCount: 1), into: &sums)
          let series = Scorer.Series(
            system: system, variable: Variable.temperature2m.description, stratum: "all",
            statistic: (ErrorMoments() as any Statistic).key)
          try scorer.add(series, leadTime: lead, initTime: initTime, bytes: Data(sums.bytes))
        }
      }
    }
    return scorer
  }

  @Test func everyDifferenceSaysHowItsLimitsCameAbout() throws {
    let differences = try scorer(PlannedSignificance()).differences(from: "a")
    #expect(differences.count == 6)
    for difference in differences {
      #expect(difference.method == "t_ar_corrected")
      let effective = try #require(difference.effectiveSampleSize)
      #expect(effective > 1 && effective <= 20)
      #expect((difference.detectableDifference ?? 0) > 0)
    }
    let estimates = try scorer(PlannedSignificance()).scores(byInitTime: false)
    #expect(estimates.allSatisfy { $0.method == "t_ar_corrected" && $0.effectiveSampleSize != nil })
  }

  @Test func pValuesAreAdjustedForAllDifferencesOfAScore() throws {
    for multiplicity in Multiplicity.allCases {
      let differences = try scorer(PlannedSignificance(multiplicity: multiplicity)).differences(from: "a")
      let adjusted = differences.compactMap(\.adjustedPValue)
      guard multiplicity != .none else {
        #expect(adjusted.isEmpty)
        continue
      }
      #expect(adjusted == multiplicity.adjusted(differences.compactMap(\.pValue)))
      #expect(adjusted.count == 6)
    }
  }

  @Test func allSystemsMeetTheSameResamples() throws {
    let settings = PlannedSignificance(methodID: "bootstrap_stationary", resamples: 100, seed: 5)
    let differences = try scorer(settings).differences(from: "a")
    for lead in [TimeSpan.hours(6), .hours(12)] {
      let notes = differences.filter { $0.leadTime == lead }.compactMap(\.methodNote)
      #expect(notes.count == 2)
      #expect(Set(notes).count == 1, "\(notes)")
    }
  }

  /// Errors of two systems at three stations and two initial times: differences of absolute errors of 1, 2, 3 and 3, 4,
  /// 8. `OLS(d, 1).fit(cov_type="cluster", cov_kwds={"groups": ...})` of statsmodels 0.15.0 gives the standard error.
  @Test func twoWaysGiveLimitsOfMeansOverAllStationsAndLeads() throws {
    let method = PlannedSignificance(methodID: "two_way")
    #expect(method.method == .twoWay)
    var scorer = Scorer(
      systems: ["a", "b"], variables: [.temperature2m], strata: ["all", "north"].map(StoredStratum.init(name:)),
      metrics: [MeanAbsoluteError(), Correlation()], significance: method)
    for (system, errors) in [("a", [[1.0, 1, 1], [1, 1, 1]]), ("b", [[2, -3, 4], [4, 5, -9]])] {
      var byStation: [UTCTime: [ErrorSums]] = [:]
      for (day, row) in errors.enumerated() {
        let initTime = UTCTime(secondsSince1970: Int64(day) * 86_400)
        let pairs = MatchedPairs(
          variable: .temperature2m, initTime: initTime, leadTime: .hours(6), stations: [0, 1, 2], forecasts: row,
          observations: [0, 0, 0])
        var sums = ErrorMoments().emptySums()
        try ErrorMoments().accumulate(pairs, into: &sums)
        byStation[initTime] = row.map { error in
          var one = ErrorSums()
          ErrorMoments().accumulate(
            MatchedPairs(
              variable: .temperature2m, initTime: initTime, leadTime: .hours(6), stations: [0], forecasts: [error],
              observations: [0]), into: &one)
          return one
        }
        for stratum in ["all", "north"] {
          try scorer.add(
            Scorer.Series(system: system, variable: "t2m", stratum: stratum, statistic: ErrorMoments.name),
            leadTime: .hours(6), initTime: initTime, bytes: Data(sums.bytes))
        }
      }
      scorer.stationSums[Scorer.StationSums(system: system, variable: "t2m")] = byStation
    }
    let differences = try scorer.differences(from: "a")
    let whole = try #require(differences.first { $0.stratum == "all" && $0.leadTime == nil && $0.metric == "mae" })
    #expect(whole.outcome == .value(3.5))
    #expect(whole.method == "two_way")
    #expect(whole.methodNote == "clusters: 2 initial times, 3 stations")
    let error = try #require(whole.upper).distance(to: try #require(whole.lower)) / -2 / 12.706204736174707
    #expect(abs(error - 1.5329709716755902) < 1e-12)
    for other in differences where other.metric == "mae" && other != whole {
      #expect(other.lower == nil && other.pValue == nil)
      #expect(
        other.intervalNote == "two-way limits are of me, mae, mse, rmse and stde over all lead times and all stations")
    }
    // Limits of a score stop where it does.
    let scores = try scorer.scores(byInitTime: false)
    #expect(scores.first { $0.system == "b" && $0.leadTime == nil && $0.metric == "mae" }?.lower == 0)
  }
}
