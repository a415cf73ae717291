import Fields
import Foundation
import Stations
import TestSupport
import Testing

@testable import Formats

@Suite("ISD, fixed width and CSV")
struct ISDFullTests {
  /// A made-up report: 0.9 m s-1 from 220°, 4.6 km, -2.2 °C, dew point -3.7 °C (suspect), 1013.2 hPa, 9.1 mm
  /// in 6 hours, 7 oktas, 1010.0 hPa at the station (erroneous), gust 15.5 m s-1.
  private let report =
    "0000010010999992016010106004+70933-008667FM-12+000999999V0202201N000911234519N0046001N9-00221-00372101325"
    + "ADDAA106009191GF107991999999999999999999MA1999999101003OC101551REMSYN001"

  private func read(_ text: String) throws -> Collected {
    try Collected(try Collected.file(text + "\n", name: "010010-99999-2016"))
  }

  @Test("control, mandatory and additional elements with their quality")
  func decodes() throws {
    let all = try read(report)
    #expect(
      all.stations == [
        Station(id: "01001", coordinate: Coordinate(latitude: 70.933, longitude: -8.667), elevation: 9)
      ])
    #expect(all.first(.windSpeed10m)?.validTime == UTCTime("2016-01-01T06:00:00Z"))
    #expect(all.value(.windDirection10m) == 220)
    #expect(abs(try #require(all.value(.windSpeed10m)) - 0.9) < 1e-12)
    #expect(all.value(.visibility) == 4600)
    #expect(abs(try #require(all.value(.temperature2m)) - 270.95) < 1e-9)
    #expect(all.first(.dewPoint2m)?.quality == .suspect)
    #expect(all.value(.seaLevelPressure) == 101_320)
    #expect(abs(try #require(all.value(.precipitation(.hours(6)))) - 9.1) < 1e-12)
    #expect(all.value(.cloudCover) == 0.875)
    #expect(all.value(.surfacePressure) == 101_000)
    #expect(all.first(.surfacePressure)?.quality == .bad)
    #expect(abs(try #require(all.value(Variable(.windGust, .height(10)))) - 15.5) < 1e-12)
    #expect(all.kept == 10 && all.read == 10)
  }

  @Test("calm has no direction, nines are missing, and a remark that looks like a group is none")
  func missingValues() throws {
    let calm = report.replacing("2201N00091", with: "9999C00001")
      .replacing("-00221-00372101325", with: "+99999+99999999999").replacing("REMSYN001", with: "REMAA106009191")
    let all = try read(calm)
    #expect(all.value(.windSpeed10m) == 0)
    #expect(all.value(.windDirection10m) == nil)
    #expect(all.missing == 4)
    #expect(all.count(.precipitation(.hours(6))) == 1)
  }

  @Test("summaries, positions and times that can't be are counted")
  func rejected() throws {
    let all = try read(
      [
        report.replacing("FM-12", with: "SOD  "), report.replacing("+70933", with: "+95000"),
        report.replacing("+70933-008667", with: "+99999+999999"), report.replacing("20160101", with: "20160231"),
        String(report.prefix(80)), report.replacing("-00221", with: "-0x221"),
      ].joined(separator: "\n"))
    #expect(
      all.rejected == [
        .unsupportedReport: 1, .invalidPosition: 1, .missingPosition: 1, .invalidTime: 1, .malformed: 1, .notANumber: 1,
      ])
    #expect(all.kept == 9)
  }

  @Test("the CSV form gives what the fixed-width form gives")
  func csv() throws {
    let text = """
      "STATION","DATE","LATITUDE","LONGITUDE","ELEVATION","NAME","REPORT_TYPE","WND","VIS","TMP","DEW","SLP","AA1","GF1","MA1","OC1"
      "01001099999","2016-01-01T06:00:00","70.933","-8.667","9.0","JAN MAYEN, NO","FM-12","220,1,N,0009,1","004600,1,N,9","-0022,1","-0037,2","10132,5","06,0091,9,1","07,99,1,99,9,99,9,99999,9,99,9,99,9","99999,9,10100,3","0155,1"

      """
    let csv = try Collected(try Collected.file(text, name: "01001099999.csv"))
    let fixed = try read(report)
    #expect(Set(csv.observations) == Set(fixed.observations))
    #expect(csv.stations.first?.name == "JAN MAYEN, NO")
  }

  @Test("CSV with a column missing, text for a number, a latitude of 95")
  func badCSV() throws {
    let header = "\"STATION\",\"DATE\",\"LATITUDE\",\"LONGITUDE\",\"REPORT_TYPE\",\"WND\",\"TMP\"\n"
    let row = "\"01001099999\",\"2016-01-01T06:00:00\",\"70.9\",\"-8.6\",\"FM-12\",\"220,1,N,0009,1\",\"-0022,1\"\n"
    let all = try Collected(
      try Collected.file(
        header + row.replacing("-0022", with: "cold") + row.replacing("70.9", with: "95")
          + row.replacing("2016-01-01", with: "2016-13-01")
          + row.replacing("\"70.9\"", with: "\"\"") + "\"01001099999\"\n", name: "x.csv"))
    #expect(
      all.rejected == [.notANumber: 1, .invalidPosition: 1, .invalidTime: 1, .missingPosition: 1, .malformed: 1])
    #expect(all.kept == 2)
    let wrong = try Collected.file(header.replacing("LATITUDE", with: "LAT"), name: "x.csv")
    #expect(throws: FormatError.self) { try Collected(wrong) }
  }

  /// Counted with Python over the same columns.
  @Test("real reports, gzip", .enabled(if: Fixture.hasSharedData, "shared data absent"))
  func realReports() throws {
    let rain = try Collected(try #require(Fixture.shared("isdparser/014160-99999-2016.gz")))
    // The station's position was given more precisely from some day on.
    #expect(rain.stations.map(\.id) == ["01416", "01416"])
    #expect(rain.stations.map(\.coordinate.latitude) == [58.95, 58.957])
    #expect(rain.count(.temperature2m) == 3609 && rain.count(.dewPoint2m) == 3609)
    #expect(rain.count(.precipitation(.hours(1))) == 1451)
    let sixHours = rain.observations.filter { $0.variable == .precipitation(.hours(6)) }
    #expect(sixHours.count == 523)
    #expect(abs(sixHours.reduce(0) { $0 + $1.value } - 523.2) < 1e-6)
    let wind = try Collected(try #require(Fixture.shared("isdparser/024130-99999-2016.gz")))
    #expect(wind.count(.windSpeed10m) == 2229 && wind.count(.windDirection10m) == 2229)
    #expect(wind.observations.count { $0.variable == .temperature2m && $0.quality == .suspect } == 2)
    let old = try Collected(try #require(Fixture.shared("isdparser/104270-99999-1928.gz")))
    #expect(old.count(.windDirection10m) == 190 && old.count(.cloudCover) == 374)
    #expect(old.count(.visibility) == 376)
  }

  @Test("global-hourly: 6843 reports", .enabled(if: Fixture.hasSharedData, "shared data absent"))
  func realCSV() throws {
    let all = try Collected(try #require(Fixture.shared("isdparser/00702699999.csv")))
    #expect(all.count(.temperature2m) == 6840 && all.count(.dewPoint2m) == 6835)
    #expect(all.count(.windSpeed10m) == 6843 && all.count(.windDirection10m) == 2937)
    #expect(all.count(Variable(.windGust, .height(10))) == 357 && all.count(.cloudCover) == 5141)
    let sum = all.observations.filter { $0.variable == .temperature2m }.reduce(0) { $0 + ($1.value - 273.15) * 10 }
    #expect(abs(sum - 1_384_040) < 1e-2)
  }
}
