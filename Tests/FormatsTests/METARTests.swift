import Fields
import Foundation
import Stations
import TestSupport
import Testing

@testable import Formats

@Suite("METAR")
struct METARTests {
  private func report(_ text: String) throws -> METARReport { try #require(METARReport(text)) }
  private func celsius(_ kelvin: Double?) -> Double? { kelvin.map { (($0 - 273.15) * 10).rounded() / 10 } }
  private let knot = 1852.0 / 3600

  @Test("a full report with remarks")
  func fullReport() throws {
    let report = try report(
      "METAR COR KALO 081354Z AUTO 17027G37KT 1 1/2SM R12/2400FT -RA FEW030 SCT110 19/16 A2979 RMK AO2 PK WND 18051/2025 SLP088 P0005 60014 T01890156 58046"
    )
    #expect(report.station == "KALO" && report.day == 8 && report.hour == 13 && report.minute == 54)
    #expect(report.isAutomatic && report.isCorrection)
    #expect(report.windDirection == 170 && report.windSpeed == 27 * knot && report.windGust == 37 * knot)
    #expect(abs(try #require(report.visibility) - 2414.016) < 1e-9)
    #expect(celsius(report.temperature) == 18.9 && celsius(report.dewPoint) == 15.6)
    #expect(report.seaLevelPressure == 100_880)
    #expect(abs(try #require(report.altimeter) - 100_880.5) < 0.1)
    #expect(abs(try #require(report.precipitation[.hours(1)]) - 1.27) < 1e-9)
    // 13:54 is the report of 14 UTC, which is no time of three- or six-hourly amounts.
    #expect(report.precipitation[.hours(6)] == nil)
  }

  @Test("winds: calm, variable, metres per second, more than 99")
  func winds() throws {
    let calm = try report("KAMW 081353Z 00000KT 10SM CLR 12/11 A3015")
    #expect(calm.windSpeed == 0 && calm.windDirection == nil)
    let variable = try report("KAVP 312354Z VRB06KT 10SM CLR M03/M12 A2993")
    #expect(variable.windSpeed == 6 * knot && variable.windDirection == nil && celsius(variable.dewPoint) == -12)
    let metric = try report("UUEE 081330Z 34005G10MPS 290V020 CAVOK 05/M01 Q1021 NOSIG")
    #expect(metric.windSpeed == 5 && metric.windGust == 10 && metric.visibility == 10_000)
    let storm = try report("KMWN 200350Z 310137G165KT 0000 FZFG M15/M15")
    #expect(storm.windSpeed == 137 * knot && storm.visibility == 0)
    #expect(try report("LFPG 081330Z 36005KT 9999 05/03 Q1013").windDirection == 360)
  }

  @Test("QNH is kept apart from the pressure at mean sea level")
  func pressure() throws {
    let report = try report("LFBD 020100Z AUTO 26006KT 9999 FEW019 15/14 Q1013 TEMPO 4000 SHRA")
    #expect(report.altimeter == 101_300 && report.seaLevelPressure == nil)
    #expect(report.visibility == 10_000, "the trend's 4000 m are a forecast")
    #expect(try self.report("KCAR 312354Z 00000KT 10SM CLR M14/M21 A2991 RMK AO2 SLP998").seaLevelPressure == 99_980)
  }

  @Test("visibility in miles and metres")
  func visibility() throws {
    for (text, metres) in [
      ("10SM", 16_093.44), ("1/2SM", 804.672), ("M1/4SM", 402.336), ("P6SM", 9656.064), ("1 3/4SM", 2816.352),
      ("0800", 800.0), ("4000NDV", 4000.0),
    ] {
      let value = try report("KMIA 081403Z 16032KT \(text) BR OVC034 23/19 A3003").visibility
      #expect(abs(try #require(value) - metres) < 1e-9, "\(text)")
    }
    #expect(try report("MUCL 090905Z AUTO 09009KT //// 29/23 Q1014").visibility == nil)
  }

  @Test("amounts at main and intermediate hours")
  func amounts() throws {
    #expect(
      try report("KBUF 312354Z 00000KT 02/M07 A2973 RMK 60014 70125").precipitation.keys.sorted() == [
        .hours(6), .hours(24),
      ])
    #expect(try report("KBUF 310254Z 00000KT 02/M07 A2973 RMK 60014").precipitation.keys.sorted() == [.hours(3)])
    let report = try report("KBUF 312354Z 00000KT 02/M07 A2973 RMK 6//// P0000")
    #expect(report.precipitation == [.hours(1): 0])
  }

  @Test("what is no report")
  func noReport() {
    for text in [
      "QQQQ 081354Z", "QQQQ O81354Z AUTO 17027G37KT", "1QQQ 081354Z AUTO 17027G37KT", "WXL SA 1400 AUTO8 M M M",
      "KSPS 081352Z NIL", "KSPS 321352Z 10015KT 10SM", "",
    ] {
      #expect(METARReport(text) == nil, "\(text)")
    }
  }

  private let stations = "icao,lat,lon,elevation\nKALO,42.55,-92.40,265\nKSPS,33.98,-98.49,309\nKXXX,95.0,10.0,0\n"

  private func read(_ text: String, month: String? = "20120301") throws -> Collected {
    let list = try Collected.file(stations, name: "stations.csv")
    let options = ReaderOptions(stationList: list, month: month.flatMap { UTCTime($0) })
    return try Collected(try Collected.file(text, name: "bulletin.txt"), try METARReader(options: options))
  }

  @Test("a bulletin: reports over several lines, of the day before, of unknown stations")
  func bulletin() throws {
    let all = try read(
      """
      \u{01}
      776
      SAUS70 KWBC 010000
      METAR
      KSPS 292352Z 10015KT 10SM TSGRRA 25/16 A2967 RMK AO2
           SLP036 T02500161=
      KALO 010001Z AUTO 17027G37KT 10SM 19/16 A2979=
      KZZZ 010001Z AUTO 17027G37KT 10SM 19/16 A2979=
      KXXX 010001Z AUTO 17027G37KT 10SM 19/16 A2979=
      QQQQ 010001Z=
      \u{03}
      """)
    #expect(all.value(.temperature2m, at: "2012-02-29T23:52:00Z", station: "KSPS") == 298.15)
    #expect(all.value(.seaLevelPressure, at: "2012-02-29T23:52:00Z") == 100_360)
    #expect(all.value(.windSpeed10m, at: "2012-03-01T00:01:00Z", station: "KALO") == 27 * knot)
    #expect(all.rejected == [.unknownStation: 2, .malformed: 1])
    #expect(all.read == all.kept + 3)
  }

  @Test("a date before each report, reports without an end, and the month of the file's name")
  func dates() throws {
    let all = try read(
      "2012/03/08 13:52\nKSPS 081352Z 10015KT 10SM 25/16 A2967\n\n2012/04/01 00:01\nKALO 312355Z 10015KT 10SM 25/16 A2967\n",
      month: nil)
    #expect(all.observations.map(\.validTime).sorted().last == UTCTime("2012-03-31T23:55:00Z"))
    #expect(all.count(.temperature2m) == 2)
    #expect(METARReader.month(inFileName: "metar_20120308_14Z.txt") == UTCTime("20120301"))
    #expect(METARReader.month(inFileName: "sao.cl") == nil)
  }

  @Test("without a month or a list of stations the error says what to give")
  func whatToGive() throws {
    func message(_ body: () throws -> Void) -> String {
      do {
        try body()
        return ""
      } catch {
        return "\(error)"
      }
    }
    let line = "KSPS 081352Z 10015KT 10SM 25/16 A2967=\n"
    #expect(message { _ = try read(line, month: nil) }.contains("--month 2012-03"))
    #expect(message { _ = try Collected(try Collected.file(line, name: "x.txt")) }.contains("--stations FILE"))
  }

  /// The values that avwx-engine decoded from the same report.
  @Test(
    "avwx-engine's reports", .enabled(if: Fixture.hasSharedData, "shared data absent"),
    arguments: ["EGLL", "KJFK", "KMCO", "PHNL"])
  func agreesWithAvwx(icao: String) throws {
    struct File: Decodable {
      struct Number: Decodable { var value: Double? }
      struct Remarks: Decodable { var sea_level_pressure: Number? }
      struct Report: Decodable {
        var raw: String
        var temperature, dewpoint, wind_direction, wind_speed, wind_gust, visibility, altimeter: Number?
        var remarks_info: Remarks?
      }
      var data: Report
    }
    let url = try #require(Fixture.shared("avwx-engine/metar/\(icao).json"))
    let expected = try JSONDecoder().decode(File.self, from: try Data(contentsOf: url)).data
    let report = try report(expected.raw)
    // The texts hold several reports; avwx takes the tenths of the last, this those of the first.
    #expect(celsius(report.temperature)?.rounded() == expected.temperature?.value)
    #expect(celsius(report.dewPoint)?.rounded() == expected.dewpoint?.value)
    #expect(report.windSpeed == expected.wind_speed?.value.map { $0 * knot })
    #expect(report.windDirection == expected.wind_direction?.value)
    #expect(report.windGust == expected.wind_gust?.value.map { $0 * knot })
    #expect(report.seaLevelPressure == expected.remarks_info?.sea_level_pressure?.value.map { ($0 * 100).rounded() })
    let isMetric = icao == "EGLL"
    #expect(
      report.visibility == expected.visibility?.value.map { isMetric ? ($0 == 9999 ? 10_000 : $0) : $0 * 1609.344 })
    let inch = 3386.389
    let altimeter = try #require(expected.altimeter?.value)
    #expect(abs(try #require(report.altimeter) - altimeter * (isMetric ? 100 : inch)) < 1e-6)
  }

  @Test("bulletins as they are exchanged", .enabled(if: Fixture.hasSharedData, "shared data absent"))
  func realBulletins() throws {
    let list =
      "icao,lat,lon\n"
      + [
        "KDMH", "KNAK", "KSEA", "KWAL", "KGSO", "KSPS", "KMIA", "KALO", "PAJN", "RJSK", "KEST", "KAMW", "LFBA", "LFBD",
        "LFLL", "KMWN", "KNZY", "MUCL", "HKJK", "HRYR", "HUEN",
      ]
      .map { "\($0),1,1\n" }.joined()
    let options = ReaderOptions(
      stationList: try Collected.file(list, name: "stations.csv"), month: UTCTime("20130101"))
    func read(_ name: String) throws -> Collected {
      try Collected(try #require(Fixture.shared("pyIEM/METAR/\(name)")), try METARReader(options: options))
    }
    let collective = try read("collective.txt")
    // 11 reports of 8 stations and 3 that are none.
    #expect(collective.rejected == [.malformed: 3])
    #expect(collective.count(.windSpeed10m) == 11)
    let second = try read("collective2.txt")
    #expect(second.value(.temperature2m, at: "2012-12-31T23:53:00Z", station: "KSEA").map { celsius($0) } == 7.2)
    #expect(second.count(.temperature2m) == 5)
    #expect(try read("kawn.txt").observations.count { $0.variable == .temperature2m } == 3)
    #expect(try read("kmwn.txt").value(.windSpeed10m) == 37 * knot)
    #expect(try read("rtd_bbb.txt").value(.temperature2m) == 302.15)
    #expect(try read("badchars.txt").count(.temperature2m) == 3)
    #expect(try read("nullbyte.txt").count(.temperature2m) == 1)
    #expect(try read("sa.txt").rejected == [.malformed: 4])
  }
}
