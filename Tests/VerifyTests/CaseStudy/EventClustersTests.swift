import Fields
import Foundation
import Metrics
import Testing

@testable import Verify

@Suite("Values beyond a threshold, brought together")
struct EventClustersTests {
  private static let start = UTCTime(secondsSince1970: 1_550_361_600)

  /// Places on a meridian, one for each number, 0.5° (55.6 km) apart.
  private func clusters(_ rows: [(hour: Int, place: Int, value: Double)], reach: Double = 60_000) -> [EventClusters
    .Cluster]
  {
    var clusters = EventClusters(isUpper: true, reach: reach, gap: .hours(6))
    for row in rows {
      clusters.add(
        row.value, limit: 10, at: Int32(row.place), Coordinate(latitude: 60 + 0.5 * Double(row.place), longitude: 10),
        EventClustersTests.start + .hours(row.hour))
    }
    return clusters.all.sorted { $0.first < $1.first }
  }

  @Test func neighboursInSpaceAndTimeAreOneEvent() {
    let found = clusters([(0, 0, 11), (0, 1, 15), (6, 2, 12)])
    #expect(found.count == 1)
    #expect(found.first?.values == 3)
    #expect(found.first?.limits.count == 3)
    #expect(found.first?.peak == EventTally.Peak(value: 15, time: EventClustersTests.start, place: 1))
    #expect(found.first.map { $0.last - $0.first } == .hours(6))
  }

  @Test func whatIsFarInSpaceOrTimeIsAnotherEvent() {
    #expect(clusters([(0, 0, 11), (0, 2, 15)]).count == 2)
    #expect(clusters([(0, 0, 11), (7, 0, 15)]).count == 2)
    #expect(clusters([(0, 0, 11), (7, 1, 15)]).count == 2)
  }

  @Test func oneThatLiesBetweenJoinsTwo() {
    let found = clusters([(0, 0, 11), (0, 2, 15), (3, 1, 10)])
    #expect(found.count == 1)
    #expect(found.first?.values == 3)
    #expect(found.first?.peak.place == 2)
  }

  /// By the definition, pair by pair, on random places and times.
  @Test func theyAreThoseOfComparingAllPairs() {
    var random = SeededRandom(seed: 7)
    var rows: [(hour: Int, place: Int, value: Double)] = []
    for hour in 0..<60 {
      for place in 0..<40 where random.uniform() < 0.06 { rows.append((hour, place, 10 + random.uniform())) }
    }
    var group = Array(rows.indices)
    for _ in rows.indices {
      for i in rows.indices {
        for j in rows.indices
        where abs(rows[i].hour - rows[j].hour) <= 6 && abs(rows[i].place - rows[j].place) <= 1 {
          let least = min(group[i], group[j])
          (group[i], group[j]) = (least, least)
        }
      }
      if zip(group, group.map { group[$0] }).allSatisfy({ $0 == $1 }), isStable(group, rows) { break }
    }
    let expected = Dictionary(grouping: rows.indices) { group[$0] }.values.map(\.count).sorted()
    #expect(clusters(rows).map(\.values).sorted() == expected)
    #expect(expected.count > 3)
  }

  private func isStable(_ group: [Int], _ rows: [(hour: Int, place: Int, value: Double)]) -> Bool {
    rows.indices.allSatisfy { i in
      rows.indices.allSatisfy { j in
        abs(rows[i].hour - rows[j].hour) > 6 || abs(rows[i].place - rows[j].place) > 1 || group[i] == group[j]
      }
    }
  }
}
