import Fields
import Metrics
import Stations
import Testing

@testable import Verify

@Suite("Which report stands for a station")
struct ReportSelectionTests {
  let noon: UTCTime
  let oslo = station("01492", 59.94, 10.72, 94)

  init() throws { noon = try time("2018-11-20T12") }

  private func outcomes(
    _ rows: [FixedReports.Row], _ matching: Matching = Matching(), stations: Set<String>? = nil
  ) throws -> [ReportOutcome] {
    let source = FixedReports(rows: rows)
    let selection = ReportSelection(matching, stations: stations)
    let window = selection.window(at: noon)
    let reports = try source.reports(of: .temperature2m, from: window.from, through: window.through)
    return selection.outcomes(of: reports, at: noon)
  }

  private func report(
    _ minutes: Int, _ value: Double = 0, source: String = "synop", quality: Quality = .unchecked
  ) -> FixedReports.Row {
    FixedReports.Row(station: oslo, time: noon + .minutes(minutes), value: value, source: source, quality: quality)
  }

  @Test func withoutToleranceOnlyTheValidTimeCounts() throws {
    #expect(try outcomes([report(-10), report(0)]) == [.rejected(.time), .stands])
    #expect(try outcomes([report(-10)]) == [.rejected(.time)])
  }

  @Test func withinTheToleranceTheNearestStands() throws {
    let matching = Matching(timeTolerance: .minutes(20))
    #expect(
      try outcomes([report(-20), report(-10), report(15), report(21)], matching)
        == [.rejected(.duplicate), .stands, .rejected(.duplicate), .rejected(.time)])
  }

  @Test func ofTwoEquallyFarTheEarlierStands() throws {
    let matching = Matching(timeTolerance: .minutes(10))
    #expect(try outcomes([report(-10), report(10)], matching) == [.stands, .rejected(.duplicate)])
  }

  @Test func theEdgeOfTheToleranceBelongsToIt() throws {
    #expect(try outcomes([report(45)], Matching(timeTolerance: .minutes(45))) == [.stands])
    #expect(try outcomes([report(46)], Matching(timeTolerance: .minutes(45))).isEmpty)
  }

  @Test func aReportHalfAnHourBeforeIsACandidateAndOneHalfAnHourAfterBelongsToTheNextHour() throws {
    #expect(try outcomes([report(-30), report(30)]) == [.rejected(.time), .notCandidate])
  }

  @Test func theBetterQualityStandsThenThePreferredSource() throws {
    let rows = [report(0, source: "a"), report(0, source: "b", quality: .good), report(0, source: "c", quality: .good)]
    #expect(try outcomes(rows) == [.rejected(.duplicate), .stands, .rejected(.duplicate)])
    #expect(
      try outcomes(rows, Matching(sources: ["c"])) == [.rejected(.duplicate), .rejected(.duplicate), .stands])
  }

  @Test func screenedReportsAreCountedAsSuch() throws {
    let rows = [report(0, source: "a", quality: .bad), report(0, source: "b", quality: .suspect)]
    #expect(try outcomes(rows) == [.rejected(.quality), .rejected(.quality)])
    #expect(
      try outcomes(rows, Matching(qualities: [.good, .unchecked, .suspect])) == [.rejected(.quality), .stands])
  }

  @Test func aStationThatWasNotAskedForIsUnknown() throws {
    #expect(try outcomes([report(0)], stations: ["01001"]) == [.rejected(.unknownStation)])
    #expect(try outcomes([report(0)], stations: ["01492"]) == [.stands])
  }
}
