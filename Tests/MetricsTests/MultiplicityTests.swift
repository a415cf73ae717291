import Fields
import Metrics
import Testing

@Suite struct MultiplicityTests {
  /// Adjusted by hand: 0.01·4/1, 0.02·4/2, 0.03·4/3 = 0.04 each, 0.5·4/4.
  @Test func benjaminiAndHochbergByHand() {
    let adjusted = Multiplicity.benjaminiHochberg.adjusted([0.5, 0.02, 0.01, 0.03])
    for (a, b) in zip(adjusted, [0.5, 0.04, 0.04, 0.04]) { #expect(abs(a - b) < 1e-15) }
  }

  /// 1 - 0.99², 1 - 0.5².
  @Test func sidakByHand() {
    let adjusted = Multiplicity.sidak.adjusted([0.01, 0.5])
    for (a, b) in zip(adjusted, [0.0199, 0.75]) { #expect(abs(a - b) < 1e-15) }
    #expect(Multiplicity.sidak.adjusted([1, 0]) == [1, 0])
  }

  @Test func oneTestNeedsNoAdjustment() {
    for multiplicity in Multiplicity.allCases {
      #expect(abs((multiplicity.adjusted([0.03]).first ?? 0) - 0.03) < 1e-15)
      #expect(multiplicity.adjusted([]).isEmpty)
    }
  }
}

@Suite struct TwoWayClusteringTests {
  private func cells(_ rows: [[Double]]) -> [TwoWayClustering.Cell] {
    rows.enumerated().flatMap { day, row in
      row.enumerated().map {
        TwoWayClustering.Cell(
          time: UTCTime(secondsSince1970: Int64(day) * 86_400), station: Int32($0.offset), sum: $0.element)
      }
    }
  }

  /// Mean 3; by time -2 and 2 (4 + 4 = 8, times 2/1), by station -4 and 4 (32, times 2/1), by cell -3, 1, -1, 3
  /// (20, times 4/3): V = (16 + 64 - 26.667)/16.
  @Test func byHand() {
    let found = TwoWayClustering(cells([[0, 4], [2, 6]]))
    #expect(found.mean == 3)
    #expect(abs((found.confidence.standardError ?? 0) - (160.0 / 48).squareRoot()) < 1e-12)
    #expect((found.times, found.stations) == (2, 2))
  }

  @Test func weightsAreNumbersOfPairs() {
    let double = [
      TwoWayClustering.Cell(time: UTCTime(secondsSince1970: 0), station: 1, sum: 3, weight: 2),
      TwoWayClustering.Cell(time: UTCTime(secondsSince1970: 60), station: 2, sum: 3, weight: 1),
      TwoWayClustering.Cell(time: UTCTime(secondsSince1970: 60), station: 3, sum: 7, weight: 0),
    ]
    #expect(TwoWayClustering(double).mean == 2)
    #expect(TwoWayClustering(double).stations == 2)
  }

  @Test func whatHasNoLimitsSaysWhy() {
    #expect(TwoWayClustering([]).confidence == .none("no pairs"))
    #expect(TwoWayClustering(cells([[1, 2]])).confidence == .none("only one initial time"))
    #expect(TwoWayClustering(cells([[1], [2]])).confidence == .none("only one station"))
    #expect(
      TwoWayClustering(cells([[1, 1], [1, 1]])).confidence
        == .none("no variance: every station and initial time says the same"))
    // Neither times nor stations differ, but the cells do.
    #expect(
      TwoWayClustering(cells([[1, -1], [-1, 1]])).confidence == .none("the estimated variance is not positive"))
  }
}
