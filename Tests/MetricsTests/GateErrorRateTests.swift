import Fields
import Foundation
import Testing

@testable import Metrics

/// How often a gate is right, in 200 simulated months of 60 initial times (00 and 12 UTC of 30 days).
///
/// Two scores are gated. Errors at 30 places that are independent of each other have the same variance in both systems,
/// and between the systems a correlation of 0.9, as two versions of a model have. The variance of a day follows an AR(1)
/// process with correlation 0.5, and so does which of the two systems the weather favours (by 2 % of variance).
@Suite("Error rates of a gate")
struct GateErrorRateTests {
  private struct Months {
    var passed = 0
    var worse = 0
    var inconclusive = 0
  }

  private static let start = UTCTime(secondsSince1970: 1_735_689_600)
  private static let places = 30

  /// The outcomes of gates whose candidate has errors that are larger by a factor, and of 1 alike.
  private func simulate(_ factors: [Double], months: Int) throws -> [Months] {
    var random = SplitMix64(seed: 20_250_101)
    var results = factors.map { _ in Months() }
    for _ in 0..<months {
      var records = factors.map { _ in GateRecord(title: "", reference: "", rule: GateRule()) }
      for score in 0..<2 {
        let (reference, candidates) = try month(&random, factors)
        for (i, candidate) in candidates.enumerated() {
          var comparison = GateComparison(
            system: "\(score)", variable: .temperature2m, stratum: "all", leadTimes: "all", score: "rmse",
            definition: RootMeanSquaredError.definition, units: "K")
          try GateRule().compare(RootMeanSquaredError(), candidate, with: reference, into: &comparison)
          records[i].comparisons.append(comparison)
        }
      }
      for i in factors.indices {
        GateRule().judge(&records[i].comparisons)
        switch records[i].outcome {
        case .notWorse: results[i].passed += 1
        case .worse: results[i].worse += 1
        case .inconclusive, .incomparable: results[i].inconclusive += 1
        }
      }
    }
    return results
  }

  private func month(
    _ random: inout SplitMix64, _ factors: [Double]
  ) throws -> (reference: [UTCTime: AnySums], candidates: [[UTCTime: AnySums]]) {
    var reference: [UTCTime: AnySums] = [:]
    var candidates = factors.map { _ in [UTCTime: AnySums]() }
    var (size, favour) = (0.0, 0.0)
    for step in 0..<60 {
      let time = GateErrorRateTests.start + .hours(12 * step)
      size = 0.5 * size + 0.75.squareRoot() * normal(&random)
      favour = 0.5 * favour + 0.75.squareRoot() * normal(&random)
      let deviation = 2 * exp(0.2 * size)
      var (first, second): ([Double], [Double]) = ([], [])
      for _ in 0..<GateErrorRateTests.places {
        let (a, b) = (normal(&random), normal(&random))
        first.append(deviation * a)
        second.append(deviation * exp(0.01 * favour) * (0.9 * a + 0.19.squareRoot() * b))
      }
      reference[time] = try sums(first, time)
      for (i, factor) in factors.enumerated() { candidates[i][time] = try sums(second.map { factor * $0 }, time) }
    }
    return (reference, candidates)
  }

  private func sums(_ errors: [Double], _ time: UTCTime) throws -> AnySums {
    var sums = ErrorMoments().emptySums()
    try ErrorMoments().accumulate(
      MatchedPairs(
        variable: .temperature2m, initTime: time, leadTime: .hours(24), stations: errors.indices.map { Int32($0) },
        forecasts: errors, observations: errors.map { _ in 0 }, weights: nil, members: [], memberCount: 1), into: &sums)
    return sums
  }

  private func normal(_ random: inout SplitMix64) -> Double {
    (-2 * log(1 - random.uniform())).squareRoot() * cos(2 * .pi * random.uniform())
  }

  @Test func equallyGoodSystemsPassAndADegradationOfThreePerCentIsCaught() throws {
    let months = try simulate([1, 1.03], months: 200)
    print(
      "gate, of 200 months: equally good \(months[0].passed) pass, \(months[0].worse) worse, "
        + "\(months[0].inconclusive) inconclusive; 3 % worse \(months[1].worse) caught")
    #expect(months[0].passed >= 190, "\(months[0])")
    #expect(months[1].worse >= 160, "\(months[1])")
  }
}
