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

  /// Every method on series of every length: the table of `docs/significance.md`.
  @Test(.enabled(if: isFull, "COVERAGE=1 is not set"))
  func theTableOfAllMethods() {
    let methods: [(SignificanceMethod, Int)] = [
      (.independent, 1), (.autoregressive1, 1), (.autoregressive2, 1), (.autoregressiveCorrected, 1),
      (.neweyWest(lags: nil), 1), (.equalWeightedCosine, 1), (.dieboldMariano(horizon: 4), 1),
      (.stationaryBootstrap(StationaryBootstrap(replicates: 400)), 5),
    ]
    for initTimes in [20, 30, 60, 120, 365] {
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
