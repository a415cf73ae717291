import Fields
import Foundation
import Metrics
import Stations
import TestSupport
import Testing

@testable import Verify

@Suite("Case studies")
struct CaseStudyTests {
  private static let start = UTCTime(secondsSince1970: 1_550_361_600)  // 2019-02-17T00

  /// Two stations inside the grid, 0 and 6 and 12 h; winds of forecasts are 10 r + c + shift at a cell.
  private func reports(_ values: [[Double]]) -> FixedReports {
    let stations = [station("A", 62, 10), station("B", 60, 13)]
    var rows: [FixedReports.Row] = []
    for (step, pair) in values.enumerated() {
      for (i, value) in pair.enumerated() {
        rows.append(
          FixedReports.Row(
            station: stations[i], time: CaseStudyTests.start + .hours(6 * step), value: value, variable: .windSpeed10m))
      }
    }
    return FixedReports(rows: rows)
  }

  private func source(_ name: String, from hours: Int, _ shifts: [Int: Float]) throws -> [Forecast] {
    try shifts.map { lead, shift in
      forecast(
        .windSpeed10m, from: CaseStudyTests.start + .hours(hours), at: .hours(lead),
        try toyField { Float(10 * ($0 / 4) + $0 % 4) + shift })
    }
  }

  private func study(_ sources: [FixedSource], _ reports: FixedReports) async throws -> CaseStudyRecord {
    var evaluation = toyPlan(sources.map(\.name), variables: [.windSpeed10m])
    evaluation.thresholds = [.windSpeed10m: [Threshold(.atLeast, 20)]]
    let plan = EventPlan(
      hazard: .windStorm, region: .box(Region.Box(south: 59, north: 63, west: 9, east: 14)), regionName: "box",
      from: CaseStudyTests.start, through: CaseStudyTests.start + .hours(12), evaluation: evaluation)
    let screened = ScreenedReports(reports, in: plan.region)
    let study = try await CaseStudy(
      plan, try await Evaluation(evaluation, sources: sources, reports: screened), screened)
    return try await study.record()
  }

  /// The value at A is 0 + shift and at B 23 + shift.
  @Test func numbersAreThoseWorkedOutByHand() async throws {
    let source = FixedSource(
      "a", try source("a", from: 0, [0: 0, 6: 2, 12: -5]) + source("a", from: 6, [0: -10, 6: -9]))
    let record = try await study([source], reports([[3, 18], [21, 26], [4, 19]]))
    let observed = try #require(record.observed.first)
    #expect(observed.peak?.value == 26 && observed.peak?.place.name == "B")
    #expect(observed.placesBeyond == 2 && observed.valuesBeyond == 2 && observed.values == 6)
    #expect(observed.first == CaseStudyTests.start + .hours(6))
    // From 0 h: A 0, 2, -5 and B 23, 25, 18.
    let first = try #require(record.forecasts.first { $0.initTime == CaseStudyTests.start })
    #expect(first.peak?.value == 25)
    #expect(first.peakError.value == -1 && first.timingError.value == 0 && first.displacement.value == 0)
    #expect(first.footprint == [1, 0, 1, 0])
    #expect(first.footprintSuccess.value == 0.5 && first.footprintDetection.value == 0.5 && first.isHit)
    #expect(first.onsetError.value == -6)
    // B has it for two steps of 6 h instead of one, A for none instead of one.
    #expect(first.durationError.value == 0)
    #expect(first.outcome("csi")?.value == 1.0 / 3)
    #expect(first.ledger.used == 6)
    // From 6 h: B 13, 14; nothing is hit.
    let second = try #require(record.forecasts.last)
    #expect(second.peakError.value == 14 - 26 && !second.isHit)
    #expect(second.validTimes.count == 2)
    let hit = try #require(record.firstHits.first)
    #expect(hit.initTime == CaseStudyTests.start && hit.leadTime == .hours(6) && !hit.isKept)
    #expect(record.curves.map(\.place.name) == ["B", "A"])
    #expect(record.curves.first?.values == [18, 26, 19])
    #expect(record.curves.first?.forecasts.map(\.values) == [[23, 25, 18], [13, 14]])
    #expect(record.maps.contains { $0.span == .window && $0.points.count == 2 })
  }

  @Test func systemsAreComparedOnThePairsThatAllHave() async throws {
    let full = FixedSource("full", try source("full", from: 0, [0: 0, 6: 2, 12: -5]))
    let part = FixedSource("part", try source("part", from: 0, [6: 2]))
    let record = try await study([full, part], reports([[3, 18], [21, 26], [4, 19]]))
    #expect(record.forecasts.map(\.ledger.used) == [2, 2])
    #expect(record.forecasts.first?.ledger.rejected[.notCommon] == 4)
    #expect(record.forecasts.last?.ledger.rejected[.missingForecast] == 4)
    #expect(record.forecasts.allSatisfy { $0.ledger.candidates == 6 })
  }

  @Test func aSystemThatHasNoneOfThePlacesIsLeftOutAndTold() async throws {
    let here = FixedSource("here", try source("here", from: 0, [0: 0, 6: 2, 12: -5]))
    let absent = FixedSource("absent", try source("absent", from: 0, [240: 2]))
    let record = try await study([here, absent], reports([[3, 18], [21, 26], [4, 19]]))
    #expect(record.forecasts.map(\.system) == ["here"])
    #expect(record.forecasts.map(\.ledger.used) == [6])
    #expect(record.systems.map(\.name) == ["here"])
  }

  @Test func aStationWhoseHeightIsGivenInTwoWaysCountsOnce() async throws {
    var reports = reports([[3, 18], [21, 26], [4, 19]])
    for i in reports.rows.indices where i >= 4 {
      reports.rows[i].station.elevation = 40
      reports.rows[i].value = 30
    }
    let one = FixedSource("one", try source("one", from: 0, [0: 0, 6: 2, 12: -5]))
    let record = try await study([one], reports)
    // A and B have it at 6 h, and as stations of 40 m at 12 h.
    #expect(record.observed.first?.places == 2 && record.observed.first?.placesBeyond == 2)
    #expect(record.observed.first?.valuesBeyond == 4)
    #expect(record.forecasts.first?.footprint == [1, 0, 1, 0])
    #expect(record.curves.first { $0.place.name == "A" }?.values == [3, 21, 30])
  }

  @Test func anEventThatIsThereAtTheBeginningOfTheWindowIsToldSo() async throws {
    let one = FixedSource("one", try source("one", from: 0, [0: 0, 6: 2, 12: -5]))
    let begun = try await study([one], reports([[3, 22], [21, 26], [4, 19]]))
    #expect(begun.observed.first?.wasUnderWay == true && begun.firstHits.first?.wasUnderWay == true)
    let later = try await study([one], reports([[3, 18], [21, 26], [4, 19]]))
    #expect(later.observed.first?.wasUnderWay == false && later.firstHits.first?.wasUnderWay == false)
  }

  @Test func aWindowWithoutForecastsIsAnErrorThatSaysWhenTheyAre() async throws {
    let late = FixedSource("a", try source("a", from: 240, [0: 0]))
    let error = try #require(await #expect(throws: VerifyError.self) { try await study([late], reports([[3, 18]])) })
    #expect(error.description.contains("valid from 2019-02-27 00 UTC"))
  }

  @Test(.enabled(if: Fixture.hasSharedData, "shared data absent"))
  func aWrongReportIsSetAsideAndTold() async throws {
    let files = [9, 12, 15].compactMap { hour in
      Fixture.shared("harp/vobs/vobs20190218\(hour < 10 ? "0" : "")\(hour)")
    }
    var search = try EventSearch(
      PlannedObservations(origin: .files(files)), hazard: .windStorm, threshold: ">= 25 m/s")
    search.region = .box(Region.Box(south: 57, north: 58, west: 43, east: 44))
    let found = try await EventFinder(search).find()
    #expect(found.events.isEmpty)
    #expect(found.setAside.map(\.station) == ["27355"])
    #expect(found.setAside.first?.value == 44)
    #expect(found.setAside.first?.check == "spike")
    #expect(found.setAside.first?.isBeyond == true)
    search.isScreened = false
    search.fewestPlaces = 1
    #expect(try await EventFinder(search).find().events.first?.peak.value == 44)
  }

  /// The warmest days of March 2019 over the United Kingdom in ERA5: the event file runs as it is.
  @Test(.enabled(if: Fixture.hasSharedData, "shared data absent"))
  func aFoundEventIsStudiedAsItIs() async throws {
    let file = try #require(Fixture.shared("era5/era5-2mt-2019-03-uk.grib"))
    var search = try EventSearch(
      PlannedObservations(origin: .fields(PlannedAnalysis(files: [file]))), hazard: .heatWave, threshold: ">= 17 degC")
    search.order = .peak
    let found = try await EventFinder(search).find()
    let event = try #require(found.events.first)
    // ecCodes 2.50.0: the greatest value of all messages is 291.558837890625 K, at 50 N, 1.5 E, 2019-03-30 14 UTC.
    #expect(event.peak.value == 291.558837890625)
    let folder = try Fixture.temporaryFolder()
    let name = EventFile(of: search, through: found.through, in: folder).name(of: event, at: 0)
    try EventFile(of: search, through: found.through, in: folder).text(of: event).write(
      to: folder.appending(path: name), atomically: true, encoding: .utf8)
    let record = try await CaseStudy(EventPlan(contentsOf: folder.appending(path: name))).record()
    #expect(record.comparesFields)
    #expect(record.observed.first?.peak == event.peak)
    #expect(record.forecasts.allSatisfy { $0.system == "persistence" && $0.fractionsSkill.count == 5 })
  }
}
