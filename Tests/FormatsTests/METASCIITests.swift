import Fields
import Foundation
import Stations
import TestSupport
import Testing

@testable import Formats

@Suite("MET point observations in eleven columns")
struct METASCIITests {
  private func read(_ lines: String...) throws -> Collected {
    try Collected(try Collected.file(lines.joined(separator: "\n") + "\n", name: "obs.ascii"))
  }

  @Test("surface reports, amounts over hours and over HHMMSS, and the upper air")
  func decodes() throws {
    let all = try read(
      "ADPSFC KDEN 20100101_120000 39.85 -104.65 1656.0 11 830.0 2.0 NA 272.15",
      "ADPSFC KDEN 20100101_120000 39.85 -104.65 1656.0 WIND 830.0 10.0 2 5.5",
      "ADPSFC KDEN 20100101_120000 39.85 -104.65 1656.0 TCDC 830.0 10.0 3 75",
      "ADPSFC KDEN 20100101_120000 39.85 -104.65 1656.0 61 24 -9999.00 9 1.27",
      "ADPSFC KDEN 20100101_120000 39.85 -104.65 1656.0 APCP 060000 -9999.00 NA 0.25",
      "ADPUPA 72469 20100101_12 39.77 -104.88 -9999 TMP 500 5500 NA 250.1")
    #expect(all.value(.temperature2m) == 272.15)
    #expect(all.first(.windSpeed10m)?.quality == .good)
    #expect(all.value(.cloudCover) == 0.75 && all.first(.cloudCover)?.quality == .suspect)
    #expect(all.value(.precipitation(.hours(24))) == 1.27)
    #expect(all.first(.precipitation(.hours(24)))?.quality == .bad)
    #expect(all.value(.precipitation(.hours(6))) == 0.25)
    #expect(all.value(Variable(.airTemperature, .pressure(500)), at: "2010010112", station: "72469") == 250.1)
    #expect(all.stations.map(\.elevation) == [1656, nil])
    #expect(all.read == 6 && all.kept == 6)
  }

  @Test("what can't be used is counted by reason")
  func rejected() throws {
    let good = "ADPSFC KDEN 20100101_120000 39.85 -104.65 1656.0 11 830.0 2.0 NA 272.15"
    let all = try read(
      good, good.replacing("272.15", with: "-9999"), good.replacing("272.15", with: "cold"),
      good.replacing("39.85", with: "95.0"), good.replacing("39.85", with: "north"),
      good.replacing("20100101_12", with: "20100132_12"), good.replacing(" 11 ", with: " 53 "),
      good.replacing(" 11 ", with: " APCP ").replacing("830.0", with: "0"), good + " more",
      good.replacing("272.15", with: "27.15"))
    #expect(
      all.rejected == [
        .notANumber: 1, .invalidPosition: 1, .missingPosition: 1, .invalidTime: 1, .unknownVariable: 1,
        .unsupportedReport: 1, .malformed: 1, .implausible: 1,
      ])
    #expect(all.kept == 1 && all.missing == 1)
    #expect(all.read == 9)
  }

  /// Counted with awk: 1836 gauges; 428 levels of five variables, of which the mixing ratio is none of ours.
  @Test("gauges and soundings", .enabled(if: Fixture.hasSharedData, "shared data absent"))
  func realFiles() throws {
    let gauges = try Collected(try #require(Fixture.shared("met/data/sample_obs/ascii/precip24_2010010112.ascii")))
    #expect(gauges.read == 1836 && gauges.kept == gauges.count(.precipitation(.hours(24))))
    #expect(gauges.value(.precipitation(.hours(24)), at: "2010010112", station: "3CLO3") == 22.61)
    for name in ["sample_ascii_obs.txt", "sample_ascii_obs_varname.txt"] {
      let soundings = try Collected(try #require(Fixture.shared("met/data/sample_obs/ascii/\(name)")))
      #expect(soundings.read == 2140 && soundings.kept == 1712)
      #expect(soundings.rejected == [.unknownVariable: 428])
      #expect(soundings.value(Variable(.relativeHumidity, .pressure(837))) == 92)
    }
  }
}
