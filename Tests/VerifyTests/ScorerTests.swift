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
      systems: ["a", "b", "c"], variables: [.temperature2m], strata: ["all"], metrics: [MeanAbsoluteError()],
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
}
