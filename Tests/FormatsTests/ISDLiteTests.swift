import Fields
import Foundation
import Stations
import TestSupport
import Testing

@testable import Formats

@Suite("ISD-Lite")
struct ISDLiteTests {
  private let header = "\"USAF\",\"WBAN\",\"STATION NAME\",\"LAT\",\"LON\",\"ELEV(M)\",\"BEGIN\",\"END\"\n"
  private let vega = "\"011080\",\"99999\",\"VEGA\",\"+65.700\",\"+011.850\",\"+0009.1\",\"19910801\",\"20160614\"\n"

  private func read(_ text: String, name: String = "011080-99999-2015", list: String? = nil) throws -> Collected {
    let stations = try Collected.file(list ?? header + vega, name: "isd-history.csv")
    let reader = try ISDLiteReader(options: ReaderOptions(stationList: stations))
    return try Collected(try Collected.file(text, name: name), reader)
  }

  @Test("elements in canonical units, at the station of the file's name")
  func decodes() throws {
    let all = try read("2015 01 01 03    80   -61 10017   230   110     6     5    -1\n")
    #expect(
      all.stations == [
        Station(id: "01108", name: "VEGA", coordinate: Coordinate(latitude: 65.7, longitude: 11.85), elevation: 9.1)
      ])
    let time = "2015-01-01T03:00:00Z"
    #expect(abs(try #require(all.value(.temperature2m, at: time)) - 281.15) < 1e-9)
    #expect(abs(try #require(all.value(.dewPoint2m, at: time)) - 267.05) < 1e-9)
    #expect(all.value(.seaLevelPressure, at: time) == 100_170)
    #expect(all.value(.windDirection10m, at: time) == 230)
    #expect(all.value(.windSpeed10m, at: time) == 11)
    #expect(all.value(.cloudCover, at: time) == 0.75)
    #expect(all.value(.precipitation(.hours(1)), at: time) == 0.5)
    #expect(all.value(.precipitation(.hours(6)), at: time) == 0, "a trace is no measurable amount")
    #expect(all.read == 8 && all.kept == 8 && all.missing == 0)
  }

  @Test("missing values, calm and an obscured sky")
  func countsWhatIsNotThere() throws {
    let all = try read("2015 01 01 03 -9999 -9999 -9999     0     0     9 -9999 -9999\n")
    #expect(all.missing == 6)
    #expect(all.kept == 1)
    #expect(all.rejected == [.unsupportedReport: 1])
    #expect(all.read == all.kept + all.rejected.values.reduce(0, +))
  }

  @Test("bad lines are counted by reason and the rest is kept")
  func badLines() throws {
    let good = "2015 01 01 04    80    61 10017   230   110     6     5    10\n"
    let all = try read(
      "2015 13 01 03    80    61 10017   230   110     6     5    10\n2015 01 01\n2015 01 01 03    8x    61 10017   230   110     6     5    10\n"
        + good.replacing("    80", with: "  9000") + good)
    #expect(all.rejected == [.invalidTime: 1, .malformed: 1, .notANumber: 1, .implausible: 1])
    #expect(all.kept == 7 + 7 + 8)
    #expect(all.examples[.invalidTime] == ["line 1: '2015 13 01 03'"])
  }

  @Test("a station that the list does not have, or has without a position, is counted")
  func unknownStation() throws {
    let line = "2015 01 01 03    80    61 10017   230   110     6     5    10\n"
    for list in [header, header + vega.replacing("+65.700", with: "+00.000").replacing("+011.850", with: "+000.000")] {
      #expect(try read(line + line, list: list).rejected == [.unknownStation: 2])
    }
  }

  @Test("without a list of stations, with a wrong one, empty, and cut off")
  func wholeFileErrors() throws {
    let line = "2015 01 01 03    80    61 10017   230   110     6     5    10\n"
    func message(_ body: () throws -> Void) -> String {
      do {
        try body()
        return ""
      } catch {
        return "\(error)"
      }
    }
    let file = try Collected.file(line, name: "011080-99999-2015")
    #expect(message { _ = try Collected(file) }.contains("--stations isd-history.csv"))
    let wrong = ReaderOptions(stationList: try Collected.file("a,b\n1,2\n", name: "list.csv"))
    #expect(
      message { _ = try ISDLiteReader(options: wrong) }.contains("expected a header with columns for an identifier"))
    #expect(message { _ = try read("") }.contains("the file is empty"))
    let cut = try Fixture.temporaryFolder().appending(path: "011080-99999-2015.gz")
    try Data([0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 3, 0x33, 0x32]).write(to: cut)
    #expect(message { _ = try TextFile(cut) }.contains("ends early"))
    try Data([0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 3, 0xff, 0xff, 0xff, 0xff]).write(to: cut)
    #expect(message { _ = try TextFile(cut) }.contains("damaged"))
  }

  @Test("numbers of stations: WMO where there is one")
  func stationNumbers() {
    #expect(ISDStation.identifier(usaf: "011080", wban: "99999") == "01108")
    #expect(ISDStation.identifier(usaf: "725755", wban: "24101") == "725755-24101")
    #expect(ISDStation.identifier(usaf: "997726", wban: "99999") == "997726-99999")
    #expect(ISDStation.identifier(usaf: "720110", wban: "53983") == "720110-53983", "720xxx are no WMO numbers")
    #expect(ISDStation.identifier(usaf: "A00001", wban: "03715") == "A00001-03715")
  }

  /// Rows and values as Python counts them over the same columns, and their sums in the file's units.
  @Test(
    "real stations: counts and sums", .enabled(if: Fixture.hasSharedData, "shared data absent"),
    arguments: [
      ("011080-99999-2015", "01108", 8608, 604_029, 6161, 16_485, 17_848, 0),
      ("071470-99999-2014", "07147", 8486, 1_020_015, 5491, 4324, 13_048, 191),
    ])
  func realStation(
    name: String, id: String, temperatures: Int, temperatureSum: Int, amounts: Int, amountSum: Int, missing: Int,
    rejected: Int
  ) throws {
    let list = try #require(Fixture.shared("isd-lite/isd-history.csv.txt"))
    let all = try Collected(
      try #require(Fixture.shared("isd-lite/\(name)")), options: ReaderOptions(stationList: list))
    #expect(all.stations.map(\.id) == [id])
    #expect(all.count(.temperature2m) == temperatures)
    let sum = all.observations.filter { $0.variable == .temperature2m }.reduce(0) { $0 + ($1.value - 273.15) * 10 }
    #expect(abs(sum - Double(temperatureSum)) < 1e-3)
    let hourly = all.observations.filter { $0.variable == .precipitation(.hours(1)) }
    #expect(hourly.count == amounts)
    #expect(abs(hourly.reduce(0) { $0 + $1.value * 10 } - Double(amountSum)) < 1e-6)
    #expect(all.missing == missing)
    #expect(all.rejected.values.reduce(0, +) == rejected)
    #expect(all.read == all.kept + rejected)
  }
}
