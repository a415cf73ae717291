import Fields
import Foundation
import Stations
import TestSupport
import Testing

@testable import Formats

@Suite("MET matched pairs")
struct MPRTests {
  private let header8 =
    "VERSION MODEL DESC FCST_LEAD FCST_VALID_BEG FCST_VALID_END OBS_LEAD OBS_VALID_BEG OBS_VALID_END FCST_VAR FCST_LEV OBS_VAR OBS_LEV OBTYPE VX_MASK INTERP_MTHD INTERP_PNTS FCST_THRESH OBS_THRESH COV_THRESH ALPHA LINE_TYPE"
  private let header12 =
    "VERSION MODEL DESC FCST_LEAD FCST_VALID_BEG FCST_VALID_END OBS_LEAD OBS_VALID_BEG OBS_VALID_END FCST_VAR FCST_UNITS FCST_LEV OBS_VAR OBS_UNITS OBS_LEV OBTYPE VX_MASK INTERP_MTHD INTERP_PNTS FCST_THRESH OBS_THRESH COV_THRESH ALPHA LINE_TYPE"

  /// One pair as a version writes it: no units before 8.1.
  private func line(
    _ version: String, model: String = "GFS", station: String = "KDEN", lead: String = "120000", units: Bool = true,
    variable: String = "TMP", level: String = "Z2", mask: String = "FULL", method: String = "BILIN",
    forecast: String = "281.5", latitude: String = "39.85", unit: String = "K"
  ) -> String {
    let names =
      units ? "\(variable) \(unit) \(level) \(variable) NA \(level)" : "\(variable) \(level) \(variable) \(level)"
    return
      "\(version) \(model) NA \(lead) 20190615_120000 20190615_120000 000000 20190615_115300 20190615_115300 \(names) ADPSFC \(mask) \(method) 4 NA NA NA NA MPR 2 1 \(station) \(latitude) -104.65 830 1656 \(forecast) 280.25 NA NA NA NA"
  }

  private func file(_ lines: String...) throws -> URL {
    try Collected.file(lines.joined(separator: "\n") + "\n", name: "point_stat.stat")
  }

  private func values(_ url: URL, column: String? = nil, _ variable: Variable = .temperature2m) async throws
    -> StationValues?
  {
    let source = try Catalogue.open([url], options: SourceOptions(name: "GFS", column: column))
    let start = try #require(UTCTime("2019061500"))
    guard case .stations(let values)? = try await source.forecast(variable, from: start, at: .hours(12))?.values else {
      return nil
    }
    return values
  }

  @Test(
    "versions 8.0 to 12.0, with a header and without", arguments: ["V8.0", "V8.1", "V9.1.1", "V10.1", "V11.0", "V12.0"])
  func versions(version: String) async throws {
    let units = version != "V8.0"
    let pair = line(version, units: units)
    for url in [try file(units ? header12 : header8, pair), try file(pair)] {
      let values = try #require(try await values(url))
      #expect(values.identifiers == ["KDEN"])
      #expect(values.members == [[281.5]])
      #expect(values.coordinates == [Coordinate(latitude: 39.85, longitude: -104.65)])
      let observed = try Collected(url)
      #expect(observed.value(.temperature2m, at: "2019-06-15T11:53:00Z") == 280.25)
      #expect(observed.stations.first?.elevation == 1656)
    }
  }

  @Test("other line types are passed over, units convert, amounts have their period")
  func mixedFile() async throws {
    let other =
      "V10.1 GFS NA 120000 20190615_120000 20190615_120000 000000 20190615_113000 20190615_123000 TMP K Z2 TMP NA Z2 ADPSFC FULL BILIN 4 NA NA NA NA FHO 4028 1 1 1"
    let url = try file(
      header12, other, line("V10.1", forecast: "8.35", unit: "C"),
      line("V10.1", variable: "APCP", level: "A6", forecast: "1.5", unit: "kg/m^2"))
    #expect(try await values(url)?.members == [[281.5]])
    #expect(try await values(url, .precipitation(.hours(6)))?.members == [[1.5]])
  }

  @Test("the same pair for two masks is one; two interpolations or two models are refused until one is chosen")
  func choices() async throws {
    let masks = try file(header12, line("V10.1"), line("V10.1", mask: "EAST"))
    #expect(try await values(masks)?.members == [[281.5]])
    #expect(try Collected(masks).rejected == [.duplicateInFile: 1])
    let methods = try file(header12, line("V10.1"), line("V10.1", method: "NEAREST", forecast: "282.0"))
    await #expect(throws: FormatError.self) { try await values(methods) }
    #expect(try await values(methods, column: "NEAREST")?.members == [[282]])
    let models = try file(header12, line("V10.1"), line("V10.1", model: "WRF", station: "KBOS", forecast: "283.0"))
    await #expect(throws: FormatError.self) { try await values(models) }
    #expect(try await values(models, column: "WRF")?.members == [[283]])
  }

  @Test("what is wrong is named with its line")
  func badInput() async throws {
    func message(_ line: String) async -> String {
      do {
        _ = try await values(try file(header12, line))
        return ""
      } catch {
        return "\(error)"
      }
    }
    #expect(await message(line("V10.1", forecast: "warm")).contains("line 2: text where a number belongs in KDEN"))
    #expect(await message(line("V10.1", latitude: "95.0")).contains("line 2: KDEN at"))
    #expect(await message(line("V10.1", lead: "12h")).contains("line 2: lead time or valid time"))
    #expect(await message(String(line("V10.1").prefix(160))).contains("line 2"))
    #expect(
      await message(line("V10.1", variable: "CRAIN", level: "L0")).contains("no matched pairs of a known variable"))
    #expect(try Collected(try file(header12, line("V10.1", latitude: "95.0"))).rejected == [.invalidPosition: 1])
  }

  @Test("a file without pairs says how to get them", .enabled(if: Fixture.hasSharedData, "shared data absent"))
  func noPairs() throws {
    let url = try #require(
      Fixture.shared("met/stat/point_stat_FV3_GFS_v15p2_CONUS_25km_NDAS_ADPSFC_010000L_20190615_010000V.stat"))
    #expect(throws: FormatError.self) { try Catalogue.open([url], options: SourceOptions(name: "GFS")) }
    let inspection = try MPRFormat.inspect(url)
    #expect(inspection.entries.isEmpty)
    #expect(inspection.warnings == ["no matched pairs; Point-Stat writes them with output_flag.mpr = STAT"])
    #expect(inspection.notes == ["94 lines of other types"])
  }
}
