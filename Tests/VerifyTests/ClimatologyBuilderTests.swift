import Fields
import Formats
import Foundation
import Stations
import TestSupport
import Testing

@testable import Verify

@Suite("Building climatologies")
struct ClimatologyBuilderTests {
  private func store(_ lines: [String]) throws -> ObservationStore {
    let file = try Fixture.temporaryFolder().appending(path: "history.csv")
    try ([ObservationText.csvHeader] + lines).joined(separator: "\n").appending("\n")
      .write(to: file, atomically: true, encoding: .utf8)
    let store = try ObservationStore.inMemory()
    _ = try store.importFile(file, reader: try Formats.Catalogue.observationReader(of: file))
    return store
  }

  private func line(_ station: String, _ time: UTCTime, _ value: Double, quality: String = "good", north: Double = 60)
    -> String
  {
    "\(station),,\(north),10,100,\(time),t2m,\(value),K,synop,\(quality)"
  }

  private func build(
    _ archive: any ClimatologyArchive, _ change: (inout ClimatologyRecipe) -> Void = { _ in }
  ) async throws -> (file: ClimatologyFile, summary: ClimatologySummary) {
    var recipe = ClimatologyRecipe(variables: [.temperature2m])
    recipe.minimumSample = 2
    change(&recipe)
    let url = try Fixture.temporaryFolder().appending(path: "climatology.nc")
    let summary = try await ClimatologyBuilder(recipe, archive).build(to: url, title: "a test")
    return (try ClimatologyFile(url), summary)
  }

  private func day(_ number: Int) throws -> CalendarDay { try #require(CalendarDay(number)) }

  /// Every day of 2019 and 2020 at noon; the value is 250 K and an eighth of the number of the day.
  private func twoYears() throws -> [String] {
    let first = try time("2019-01-01T12")
    return (0..<731).map {
      line("01001", first + .days($0), 250 + Double(CalendarDay(of: first + .days($0)).number) / 8)
    }
  }

  @Test("The window goes through New Year, and 29 February stands in leap years alone")
  func windowWrapsAndKnowsTheLeapDay() async throws {
    let archive = StationArchive(try store(try twoYears()), name: "test")
    let (file, summary) = try await build(archive) { $0.window = 1 }
    func mean(_ number: Int) throws -> Double? {
      try file.values(.mean, of: .temperature2m, on: try day(number), hour: 12)?.first.map { ($0 - 250) * 8 }
    }
    func count(_ number: Int) throws -> Double? {
      try file.values(.count, of: .temperature2m, on: try day(number), hour: 12)?.first
    }
    // By hand: 31 December, 1 and 2 January, of two years each.
    #expect(try mean(1) == 123 && count(1) == 6)
    // 28 February and 1 March of two years, 29 February of one.
    #expect(try mean(60) == 60 && count(60) == 5)
    // 27 and 28 February of two years, 29 February of one.
    #expect(try abs((mean(59) ?? 0) - 58.8) < 1e-10 && count(59) == 5)
    #expect(summary.samples(of: .temperature2m).least == 5)
    #expect(summary.samples(of: .temperature2m).median == 6)
    #expect(file.layout.hours == [12] && file.layout.days.count == 366)
    #expect(file.origin.years == [2019, 2020] && file.origin.window == 1)
  }

  @Test func whatDoesNotCountIsCountedByReason() async throws {
    let noon = try time("2020-05-01T12")
    var lines = (0..<4).map { line("01001", noon + .days($0), 280) }
    lines.append(line("01001", noon + .days(5), 330, quality: "bad"))
    lines.append(line("01001", noon + .days(5) + .minutes(20), 290))
    lines.append(line("01001", try time("2021-05-01T12"), 300))
    lines.append(line("01002", noon, 299, north: 61))
    let archive = StationArchive(try store(lines), name: "test")
    let (file, summary) = try await build(archive) { $0.withoutYears = [2021] }
    #expect(
      summary.survey.leftOut == [
        "bad quality": 1, "not at a full hour": 1, "a year left out": 1, "of stations with fewer than 2 values": 1,
      ])
    #expect(try file.values(.mean, of: .temperature2m, on: CalendarDay(of: noon), hour: 12) == [280])
    #expect(file.origin.withoutYears == [2021])
    guard case .stations(let stations) = file.layout.places else { return #expect(Bool(false), "expected stations") }
    #expect(stations.map(\.id) == ["01001"])
    #expect(stations.first?.elevation == 100)
  }

  @Test func aSmallSampleIsMissingAndCounted() async throws {
    let noon = try time("2020-05-01T12")
    let archive = StationArchive(try store((0..<4).map { line("01001", noon + .days($0), 280) }), name: "test")
    let (file, summary) = try await build(archive) {
      $0.window = 1
      $0.minimumSample = 3
    }
    let means = try (0..<4).map {
      try file.values(.mean, of: .temperature2m, on: CalendarDay(of: noon + .days($0)), hour: 12)?.first
    }
    #expect(means[0]?.isNaN == true && means[1] == 280 && means[2] == 280 && means[3]?.isNaN == true)
    #expect(summary.samples(of: .temperature2m).tooFew == 2)
    #expect(summary.samples(of: .temperature2m).cells == 4)
    // No day before the first and none after the last is made up.
    #expect(file.layout.days.map(\.number) == [122, 123, 124, 125])
    #expect(try file.values(.mean, of: .temperature2m, on: try day(121), hour: 12) == nil)
    #expect(try file.values(.mean, of: .temperature2m, on: try day(122), hour: 6) == nil)
  }

  @Test("Of several reports for one hour the nearest counts, and once")
  func nearestReportCounts() async throws {
    let noon = try time("2020-05-01T12")
    var lines: [String] = []
    for day in 0..<2 {
      lines.append(line("01001", noon + .days(day) - .minutes(10), 100 + Double(day)))
      lines.append(line("01001", noon + .days(day) + .minutes(5), 280 + Double(day)))
    }
    let archive = StationArchive(try store(lines), name: "test")
    let (file, _) = try await build(archive) { $0.timeTolerance = .minutes(10) }
    #expect(try file.values(.mean, of: .temperature2m, on: CalendarDay(of: noon), hour: 12) == [280.5])
  }

  @Test func aStationThatMovedIsTwo() async throws {
    let noon = try time("2020-05-01T12")
    let lines = (0..<6).map { line("01001", noon + .days($0), $0 < 3 ? 280 : 290, north: $0 < 3 ? 60 : 60.05) }
    let (file, _) = try await build(StationArchive(try store(lines), name: "test"))
    #expect(try file.values(.mean, of: .temperature2m, on: CalendarDay(of: noon), hour: 12) == [280, 290])
  }

  // MARK: - Fields

  private func fields() throws -> FixedSource {
    var forecasts: [Forecast] = []
    for year in [2001, 2002] {
      for day in 1...9 {
        let time = try time("\(year)-03-0\(day)T06")
        let field = try toyField { Float(year - 2000) * 100 + Float(day * 12 + $0) }
        forecasts.append(forecast(from: time, at: .zero, field))
        // A longer forecast for the same time does not count.
        forecasts.append(forecast(from: time - .hours(6), at: .hours(6), try toyField { _ in -999 }))
      }
    }
    return FixedSource("analysis", forecasts, invariants: [.surfaceAltitude: try toyField { Float($0 * 10) }])
  }

  @Test func fieldsAreWorkedOnByBandsAndThreadsWithOneResult() async throws {
    let (whole, summary) = try await build(GridArchive(try fields(), name: "test")) { $0.window = 2 }
    let (parts, bands) = try await build(GridArchive(try fields(), name: "test")) {
      $0.window = 2
      $0.memory = 1
      $0.threads = 3
    }
    #expect(summary.bands == 1)
    #expect(bands.bands == 3)
    #expect(whole.origin.digest == parts.origin.digest)
    for number in [61, 65, 69] {
      for array in [ClimatologyArray.mean, .standardDeviation, .count] {
        let (a, b) = (
          try whole.values(array, of: .temperature2m, on: try day(number), hour: 6),
          try parts.values(array, of: .temperature2m, on: try day(number), hour: 6)
        )
        #expect(a == b)
      }
    }
    // By hand: 1 to 3 March of two years for 1 March, at cell 0.
    #expect(try whole.values(.mean, of: .temperature2m, on: try day(61), hour: 6)?.first == 150 + 24)
    #expect(whole.layout.surfaceAltitude == (0..<12).map { Float($0 * 10) })
    guard case .grid(let grid) = whole.layout.places else { return #expect(Bool(false), "expected a grid") }
    #expect(grid.isEqual(to: try toyGrid()))
  }

  // MARK: - Errors

  @Test func whatCantBeMadeIsAnErrorThatSaysWhatThereIs() async throws {
    let start = try time("2020-05-01T12")
    let store = try store((0..<4).map { line("01001", start + .days($0), 280) })
    let error = await #expect(throws: VerifyError.self) {
      var recipe = ClimatologyRecipe(variables: [.windSpeed10m])
      recipe.minimumSample = 2
      let url = try Fixture.temporaryFolder().appending(path: "climatology.nc")
      _ = try await ClimatologyBuilder(recipe, StationArchive(store, name: "test")).build(to: url, title: "")
    }
    #expect(error?.description.contains("no observation of ws10m counts") == true)
    #expect(throws: VerifyError.self) {
      try ClimatologyBuilder(ClimatologyRecipe(variables: [.windDirection10m]), StationArchive(store, name: "test"))
    }
  }

  @Test func anotherNetCDFFileIsNoClimatology() throws {
    let file = try #require(
      try FileManager.default.contentsOfDirectory(at: Fixture.url("netcdf"), includingPropertiesForKeys: nil).first {
        $0.pathExtension == "nc"
      })
    #expect(!ClimatologyFile.recognises(try PathProbe(file)))
    let error = #expect(throws: FormatError.self) { try ClimatologyFile(file) }
    #expect(error?.description.contains("verify climatology build") == true)
  }
}
