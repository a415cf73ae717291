import Fields
import Foundation
import GRDB
import TestSupport
import Testing

@testable import Formats

@Suite("harp FCTABLE")
struct HarpFormatTests {
  private let start = UTCTime(secondsSince1970: 1_550_361_600)

  /// A table with two stations, as the statements make it.
  private func table(_ statements: [String]) throws -> URL {
    let url = try Fixture.temporaryFolder().appending(path: "FCTABLE.sqlite")
    try DatabaseQueue(path: url.path).write { db in
      for statement in statements { try db.execute(sql: statement) }
    }
    return url
  }

  private let deterministic = [
    "CREATE TABLE FC(SID INT, lat DOUBLE, lon DOUBLE, model_elevation DOUBLE, p DOUBLE, fcdate INT, leadtime DOUBLE, validdate INT, parameter TEXT, units TEXT, M_det DOUBLE)",
    "INSERT INTO FC VALUES (1001, 70.9, -8.6, 63.9, NULL, 1550361600, 6.0, 1550383200, 'T2m_uncorrected', 'degC', -3.5)",
    "INSERT INTO FC VALUES (100500, 60.1, 5.2, 10.0, NULL, 1550361600, 6.0, 1550383200, 'T2m_uncorrected', 'degC', NULL)",
  ]

  private func values(_ source: any ForecastSource, _ variable: Variable, _ lead: TimeSpan) async throws
    -> StationValues
  {
    let forecast = try #require(try await source.forecast(variable, from: start, at: lead))
    guard case .stations(let values) = forecast.values else {
      throw FormatError(URL(filePath: "/"), "expected values at stations")
    }
    return values
  }

  @Test("stations, units and missing values of one forecast")
  func readsOneForecast() async throws {
    let source = try Catalogue.open([try table(deterministic)], options: SourceOptions(name: "M"))
    #expect(try await source.contents() == [ForecastKey(.temperature2m, initTime: start, leadTime: .hours(6))])
    let values = try await values(source, .temperature2m, .hours(6))
    #expect(values.identifiers == ["01001", "100500"])
    #expect(values.elevations == [63.9, 10.0])
    #expect(abs(values.members[0][0] - 269.65) < 1e-9)
    #expect(values.members[0][1].isNaN)
    #expect(try await source.forecast(.temperature2m, from: start, at: .hours(9)) == nil)
  }

  @Test("a T2m that harp has corrected for height comes without a height, so that it is not corrected twice")
  func correctedTemperatureHasNoHeight() async throws {
    let url = try table(deterministic.map { $0.replacing("T2m_uncorrected", with: "T2m") })
    let source = try Catalogue.open([url], options: SourceOptions(name: "M"))
    #expect(try await values(source, .temperature2m, .hours(6)).elevations == [nil, nil])
  }

  @Test("corrected and uncorrected temperature together are refused until one is chosen")
  func twoParametersOfOneVariable() async throws {
    let url = try table(
      deterministic + [
        "INSERT INTO FC VALUES (1001, 70.9, -8.6, 63.9, NULL, 1550361600, 6.0, 1550383200, 'T2m', 'K', 271.0)"
      ])
    #expect(throws: FormatError.self) { try Catalogue.open([url], options: SourceOptions(name: "M")) }
    let chosen = try Catalogue.open([url], options: SourceOptions(name: "M", column: "T2m"))
    #expect(try await values(chosen, .temperature2m, .hours(6)).members == [[271.0]])
  }

  @Test("newer column names, members and pressure levels")
  func newerNames() async throws {
    let url = try table([
      "CREATE TABLE FC(fcst_dttm INT, lead_time DOUBLE, valid_dttm INT, SID INT, p DOUBLE, parameter TEXT, units TEXT, E_mbr000 DOUBLE, E_mbr001 DOUBLE)",
      "INSERT INTO FC VALUES (1550361600, 12, 1550404800, 1415, 850, 'T', 'K', 270.0, 271.0)",
      "INSERT INTO FC VALUES (1550361600, 12, 1550404800, 1415, 500, 'T', 'K', 250.0, 251.0)",
      "INSERT INTO FC VALUES (1550361600, 12, 1550404800, 1415, 500, 'Z', 'm', 5500.0, 5510.0)",
    ])
    let source = try Catalogue.open([url], options: SourceOptions(name: "E"))
    let t850 = try await values(source, Variable(.airTemperature, .pressure(850)), .hours(12))
    #expect(t850.members == [[270], [271]])
    #expect(t850.coordinates == [nil])
    let height = try await values(source, Variable(.geopotentialHeight, .pressure(500)), .hours(12))
    #expect(height.members == [[5500], [5510]])
  }

  @Test("accumulations: a stated period, and since the start")
  func accumulations() {
    #expect(HarpLexicon.entry(of: "AccPcp12h", leadTime: .hours(48))?.variable() == .precipitation(.hours(12)))
    #expect(HarpLexicon.entry(of: "Pcp", leadTime: .hours(48))?.variable() == .precipitation(.hours(48)))
    #expect(HarpLexicon.entry(of: "Pcp", leadTime: .zero) == nil)
    #expect(HarpLexicon.entry(of: "NoSuch", leadTime: .hours(1)) == nil)
    #expect(HarpLexicon.entry(of: "ws10m", leadTime: .hours(1))?.variable() == .windSpeed10m)
  }

  @Test("text, an unknown unit, a wrong unit and a latitude of 95 are errors that name them")
  func badInput() async throws {
    func message(_ change: (String) -> String) async throws -> String {
      let url = try table(deterministic.map(change))
      do {
        let source = try Catalogue.open([url], options: SourceOptions(name: "M"))
        _ = try await source.forecast(.temperature2m, from: start, at: .hours(6))
        return ""
      } catch let error as FormatError {
        return error.description
      }
    }
    #expect(
      try await message { $0.replacing("-3.5", with: "'warm'") }.contains(
        "station 01001, column M_det: expected a number, found 'warm'"))
    #expect(try await message { $0.replacing("degC", with: "furlong") }.contains("unknown unit 'furlong'"))
    #expect(
      try await message { $0.replacing("degC", with: "hPa") }.contains("the unit 'hPa' is no unit of temperature"))
    #expect(try await message { $0.replacing("70.9", with: "95.0") }.contains("station 01001"))
    #expect(
      try await message { $0.replacing("1550361600", with: "9223372036854775807") }.contains(
        "expected an initial time and a lead time in numbers"))
    #expect(try await message { $0.replacing("FC", with: "FX") }.contains("no forecast format"))
  }

  @Test("two deterministic models in one table are refused until one is chosen")
  func severalModels() async throws {
    let url = try table([
      "CREATE TABLE FC(SID INT, fcdate INT, leadtime DOUBLE, parameter TEXT, units TEXT, A_det DOUBLE, B_det DOUBLE)",
      "INSERT INTO FC VALUES (1001, 1550361600, 6, 'S10m', 'm/s', 3, 4)",
    ])
    #expect(throws: FormatError.self) { try Catalogue.open([url], options: SourceOptions(name: "A")) }
    for (column, expected) in [("B_det", 4.0), ("A", 3.0)] {
      let source = try Catalogue.open([url], options: SourceOptions(name: "A", column: column))
      #expect(try await values(source, .windSpeed10m, .hours(6)).members == [[expected]])
    }
  }

  @Test("MEPS and AROME-Arctic", .enabled(if: Fixture.hasSharedData, "shared data absent"))
  func realTables() async throws {
    let meps = try #require(Fixture.shared("harp/FCTABLE/MEPS_prod/FCTABLE_T2m_201902_00.sqlite"))
    let source = try Catalogue.open([meps], options: SourceOptions(name: "MEPS"))
    let contents = try await source.contents()
    // Counted with sqlite3 3.40.1: 19533 rows of 17 lead times and 1149 stations.
    #expect(contents.count == 17)
    var count = 0
    for key in contents { count += try await values(source, key.variable, key.leadTime).identifiers.count }
    #expect(count == 19_533)
    let first = try await values(source, .temperature2m, .zero)
    #expect(first.identifiers.prefix(2) == ["01001", "01010"])
    #expect(first.members[0][0] == 268.1937)

    let members = try #require(Fixture.shared("harp/FCTABLE/MEPS_eps/FCTABLE_S10m_201902_12.sqlite"))
    let ensemble = try Catalogue.open([members], options: SourceOptions(name: "MEPS eps"))
    let start12 = UTCTime(secondsSince1970: 1_550_404_800)
    let forecast = try #require(try await ensemble.forecast(.windSpeed10m, from: start12, at: .zero))
    #expect(forecast.memberCount == 10)
    guard case .stations(let values) = forecast.values else { return }
    #expect(values.members.map { $0[0] }.prefix(3) == [4.8776, 4.0711, 5.9029])
  }
}
