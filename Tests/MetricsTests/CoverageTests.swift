import Fields
import Foundation
import Metrics
import Testing

/// How often the 95 % limits of the mean hold the true mean, 0, of AR(1) series.
///
/// Quick by itself; `COVERAGE=1` takes 10 000 series, and prints the table of `docs/significance.md`.
@Suite struct CoverageTests {
  private static let isFull = ProcessInfo.processInfo.environment["COVERAGE"] == "1"

  /// The share of series whose limits hold 0.
  private func coverage(
    _ method: SignificanceMethod, initTimes: Int, correlation: Double, trials: Int
  ) -> Double {
    var random = SplitMix(state: UInt64(1000 * correlation) + UInt64(initTimes))
    let held = (0..<trials).count { _ in
      let values = Series.autoregressive(initTimes, correlation: correlation, &random)
      guard let p = Series.daily(values).assessed(by: method).pValue else { return false }
      return p >= 0.05
    }
    return Double(held) / Double(trials)
  }

  /// 93 to 97 %, and two standard errors of the number of series beyond: 1.8 % for 600, 0.4 % for 10 000.
  @Test(arguments: [0, 0.5, 0.8])
  func theDefaultHoldsTheTruthInNineteenOfTwentySeries(_ correlation: Double) {
    let trials = CoverageTests.isFull ? 10_000 : 600
    let error = (0.95 * 0.05 / Double(trials)).squareRoot()
    let held = coverage(.automatic, initTimes: 120, correlation: correlation, trials: trials)
    #expect(((0.93 - 2 * error)...(0.97 + 2 * error)).contains(held), "\(held)")
  }

  /// The t-test for independent initial times does so without autocorrelation only.
  @Test func theTTestDoesNot() {
    let held = [0, 0.5, 0.8].map { coverage(.independent, initTimes: 120, correlation: $0, trials: 600) }
    #expect((0.93...0.97).contains(held[0]), "\(held)")
    #expect((0.70...0.80).contains(held[1]), "\(held)")
    #expect((0.42...0.55).contains(held[2]), "\(held)")
  }

  /// Differences with an effect of the station, one of the initial time, and one of their own: the limits of both
  /// clusterings hold the truth, 0, those of the initial times alone do not. The standard error of 300 trials is
  /// 1.3 %, of which two are allowed; 20 clusters a side leave a little undercoverage.
  @Test func twoWayLimitsHoldTheTruthWhereStationsDiffer() {
    var random = SplitMix(state: 77)
    func noise() -> Double { random.unit() + random.unit() + random.unit() - 1.5 }
    var (both, times) = (0, 0)
    let trials = 300
    for _ in 0..<trials {
      let stations = (0..<20).map { _ in noise() }
      var cells: [TwoWayClustering.Cell] = []
      var means: [Double] = []
      for day in 0..<20 {
        let time = noise()
        let row = stations.map { $0 + time + noise() }
        means.append(row.reduce(0, +) / 20)
        cells += row.enumerated().map { .init(time: Series.day(day), station: Int32($0), sum: $1) }
      }
      if (TwoWayClustering(cells).pValue ?? 0) >= 0.05 { both += 1 }
      if (Series.daily(means).assessed(by: .independent).pValue ?? 0) >= 0.05 { times += 1 }
    }
    #expect((0.91...0.975).contains(Double(both) / Double(trials)), "\(both)")
    #expect(Double(times) / Double(trials) < 0.88, "\(times)")
  }

  /// 20 tests of no difference at once, 300 times: without adjustment two of three evaluations find something, with
  /// either adjustment one in twenty, give or take two standard errors of 1.3 %.
  @Test func adjustedPValuesFindNothingWhereNothingIs() {
    var random = SplitMix(state: 99)
    var found: [Multiplicity: Int] = [:]
    for _ in 0..<300 {
      let p = (0..<20).compactMap { _ in
        Series.daily(Series.autoregressive(12, correlation: 0, &random)).assessed(by: .independent).pValue
      }
      for multiplicity in Multiplicity.allCases where multiplicity.adjusted(p).contains(where: { $0 < 0.05 }) {
        found[multiplicity, default: 0] += 1
      }
    }
    #expect((170...215).contains(found[.none] ?? 0), "\(found)")
    #expect((7...23).contains(found[.sidak] ?? 0), "\(found)")
    #expect((7...23).contains(found[.benjaminiHochberg] ?? 0), "\(found)")
  }

  /// Every method on series of every length: the table of `docs/significance.md`.
  @Test(.enabled(if: isFull, "COVERAGE=1 is not set"))
  func theTableOfAllMethods() {
    let methods: [(SignificanceMethod, Int)] = [
      (.independent, 1), (.autoregressive1, 1), (.autoregressive2, 1), (.autoregressiveCorrected, 1),
      (.neweyWest(lags: nil), 1), (.equalWeightedCosine, 1), (.dieboldMariano(horizon: 4), 1),
      (.stationaryBootstrap(StationaryBootstrap(replicates: 400)), 5),
    ]
    for initTimes in [12, 20, 30, 60, 120, 365] {
      for (method, share) in methods {
        let held = [0, 0.5, 0.8].map {
          coverage(method, initTimes: initTimes, correlation: $0, trials: 5000 / share)
        }
        print(
          "| \(initTimes) | `\(method.id)` | \(held.map { "\(($0 * 1000).rounded() / 10)" }.joined(separator: " | ")) |"
        )
      }
    }
  }
}
