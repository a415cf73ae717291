import Fields
import Foundation
import TestSupport
import Testing

@testable import Formats

@Suite("verif text")
struct VerifTextTests {
  private func file(_ text: String) throws -> URL {
    let url = try Fixture.temporaryFolder().appending(path: "verif.txt")
    try Data(text.utf8).write(to: url)
    return url
  }

  private func error(_ text: String, variable: Variable? = nil) throws -> String {
    let url = try file(text)
    do {
      _ = try VerifTextFormat.open(
        [url], options: SourceOptions(name: "x", units: variable == nil ? [:] : ["t2m": .celsius], variable: variable))
      return ""
    } catch {
      return error.description
    }
  }

  private let header = "# variable: T\n# units: $^oC$\ndate leadtime location lat lon altitude obs fcst\n"

  @Test("columns in any order, older names, comments between rows and missing values")
  func readsRows() throws {
    let url = try file(
      """
      # units: degC
      # variable: T
      obs offset id fcst elev date lon lat hour
      # a remark
      3 6 3 -999 12 20120101 10 50 12
      NA 6 18700 7.5 12 20120101 10 51 12

      """)
    let table = try VerifText.read(url)
    #expect(table.locations.map(\.id) == ["00003", "18700"])
    #expect(table.locations[1].coordinate == Coordinate(latitude: 51, longitude: 10))
    #expect(table.rows.count == 2)
    #expect(table.rows[0].initTime == UTCTime("2012010112"))
    #expect(table.rows[0].leadTime == .hours(6))
    #expect(table.rows[0].forecast.isNaN && table.rows[0].observation == 3)
    #expect(table.rows[1].forecast == 7.5 && table.rows[1].observation.isNaN)
  }

  @Test("a forecast in the canonical unit")
  func forecast() async throws {
    let url = try file(header + "20120101 6 3 50 10 12 3 6\n20120101 6 4 51 10 12 3 7\n")
    let source = try Catalogue.open([url], options: SourceOptions(name: "raw"))
    let start = try #require(UTCTime("20120101"))
    let forecast = try #require(try await source.forecast(.temperature2m, from: start, at: .hours(6)))
    guard case .stations(let values) = forecast.values else { return }
    #expect(values.identifiers == ["00003", "00004"])
    #expect(values.members == [[279.15, 280.15]])
  }

  @Test("locations without an identifier are named by their position, without both there is one")
  func locations() throws {
    let byPosition = try VerifText.read(try file("date lat lon fcst\n20120101 50 10 1\n20120101 50 11 2\n"))
    #expect(byPosition.locations.map(\.id) == ["@50.000,10.000", "@50.000,11.000"])
    let single = try VerifText.read(try file("date leadtime fcst\n20140101 6 1\n20140101 0 0\n"))
    #expect(single.locations.map(\.id) == ["location 1"])
    #expect(single.locations[0].coordinate == nil)
  }

  @Test("a location that moves keeps its first position, and the file is remarked upon")
  func conflictingPosition() throws {
    let table = try VerifText.read(
      try file(header + "20120101 0 3 50 10 12 3 6\n20120102 0 3 50 11 12 5 6\n"))
    #expect(table.locations.count == 1)
    #expect(table.locations[0].coordinate == Coordinate(latitude: 50, longitude: 10))
    #expect(table.remarks.contains { $0.hasPrefix("location 00003") })
  }

  @Test("a row that comes twice counts as it comes last")
  func repeatedRow() async throws {
    let url = try file(header + "20120101 6 3 50 10 12 3 6\n20120101 6 3 50 10 12 3 8\n")
    let source = try Catalogue.open([url], options: SourceOptions(name: "raw"))
    let start = try #require(UTCTime("20120101"))
    guard case .stations(let values)? = try await source.forecast(.temperature2m, from: start, at: .hours(6))?.values
    else { return }
    #expect(values.members == [[281.15]])
  }

  @Test("members, in the order of their numbers, on request")
  func members() async throws {
    let url = try file("date fcst e10 e2\n20120101 1 3 2\n")
    let options = SourceOptions(name: "e", column: "ensemble", units: ["t2m": .kelvin], variable: .temperature2m)
    let source = try VerifTextFormat.open([url], options: options)
    let start = try #require(UTCTime("20120101"))
    guard case .stations(let values)? = try await source.forecast(.temperature2m, from: start, at: .zero)?.values
    else { return }
    #expect(values.members == [[2], [3]])
  }

  @Test("what is wrong is named with its line")
  func badInput() throws {
    #expect(try error(header + "20120101 6 3 50 10 12 3\n").contains("line 4: expected 8 columns, found 7"))
    #expect(
      try error(header + "20120101 6 3 50 10 12 3 mild\n").contains(
        "line 4: column fcst: expected a number, found 'mild'"))
    #expect(try error(header + "20120101 6 3 95 10 12 3 6\n").contains("line 4: 95°N 10°E is no place on Earth"))
    #expect(try error(header + "20121301 6 3 50 10 12 3 6\n").contains("line 4: expected a date"))
    #expect(try error(header.replacing("$^oC$", with: "furlong")).contains("unknown unit 'furlong'"))
    #expect(try error(header.replacing("$^oC$", with: "mm")).contains("'mm' is no unit of temperature"))
    #expect(try error(header.replacing("variable: T", with: "variable: Weird")).contains("'Weird' is no variable"))
    #expect(try error("date fcst\n20120101 1\n").contains("the file names no variable"))
    #expect(try error("date lat fcst\n20120101 50 1\n").contains("found lat alone"))
    #expect(try error("leadtime fcst\n0 1\n").contains("no column holds the initial time"))
    #expect(try error("date obs\n20120101 1\n", variable: .temperature2m).contains("holds no forecast"))
    #expect(try error("20120101 0 3 50 10 12 3 6\n").contains("expected a line of column names"))
    #expect(try error("").contains("the file is empty"))
    #expect(try error(header + "1e30 6 3 50 10 12 3 6\n").contains("line 4: expected a date"))
    #expect(try error(header + "20120101 6 3 50 10 1e300 3 6\n").isEmpty)
    let withHour = header.replacing("date leadtime", with: "date hour leadtime")
    #expect(try error(withHour + "20120101 1e30 6 3 50 10 12 3 6\n").contains("hour 1e+30 is none of a day"))
  }

  /// Times, lead times, locations and members as `verif` 1.4.0 counts them; nil where this refuses.
  /// In `file_nan_time.txt` `verif` counts the missing time as one more.
  struct Expected: Sendable, CustomTestStringConvertible {
    let name: String
    let counts: [Int]?
    var testDescription: String { name }
  }

  @Test(
    "the files of verif's own tests", .enabled(if: Fixture.hasSharedData, "shared data absent"),
    arguments: [
      Expected(name: "example.txt", counts: [1, 4, 4, 0]),
      Expected(name: "file1.txt", counts: [3, 3, 2, 0]),
      Expected(name: "file1_compatibility.txt", counts: [3, 3, 2, 0]),
      Expected(name: "file1_crps.txt", counts: [3, 3, 2, 0]),
      Expected(name: "file1_different_missing.txt", counts: [3, 3, 2, 0]),
      Expected(name: "file1_ens.txt", counts: [3, 3, 2, 3]),
      Expected(name: "file1_leadtime.txt", counts: [3, 3, 2, 0]),
      Expected(name: "file1_no_fcst.txt", counts: [3, 3, 2, 0]),
      Expected(name: "file1_no_obs.txt", counts: [3, 3, 2, 0]),
      Expected(name: "file1_quantiles.txt", counts: [3, 3, 2, 0]),
      Expected(name: "file1_same_lat_lon.txt", counts: [3, 3, 2, 0]),
      Expected(name: "file1_x0_x1.txt", counts: [3, 3, 2, 0]),
      Expected(name: "file2.txt", counts: [3, 2, 2, 0]),
      Expected(name: "file2_ens.txt", counts: [3, 3, 1, 3]),
      Expected(name: "file3.txt", counts: [3, 3, 3, 0]),
      Expected(name: "file3_ens.txt", counts: [3, 3, 1, 2]),
      Expected(name: "file3locations.txt", counts: [1, 1, 3, 0]),
      Expected(name: "file4.txt", counts: [5, 3, 1, 0]),
      Expected(name: "fileConflictingInfo.txt", counts: [3, 1, 1, 0]),
      Expected(name: "fileNoElev.txt", counts: [3, 1, 2, 0]),
      Expected(name: "fileNoLocation.txt", counts: [3, 1, 2, 0]),
      Expected(name: "file_many_locations.txt", counts: [1, 1, 6, 0]),
      Expected(name: "file_missing_values.txt", counts: [1, 6, 1, 0]),
      Expected(name: "file_nan_time.txt", counts: [3, 2, 1, 0]),
      Expected(name: "file_odd_header_names.txt", counts: [1, 1, 1, 0]),
      Expected(name: "file_order1.txt", counts: [1, 3, 1, 0]),
      Expected(name: "file_order2.txt", counts: [1, 3, 1, 0]),
      Expected(name: "text_hour.txt", counts: [3, 2, 1, 0]),
      // Refused: a longitude or a latitude alone (verif takes 0 for the other), no column names.
      Expected(name: "fileNoLat.txt", counts: nil),
      Expected(name: "file_sigdig.txt", counts: nil),
      Expected(name: "file1_no_header.txt", counts: nil),
      Expected(name: "config1.txt", counts: nil),
    ])
  func filesOfVerif(_ expected: Expected) throws {
    let url = try #require(Fixture.shared("verif/verif/tests/files/\(expected.name)"))
    guard let counts = expected.counts else {
      #expect(throws: FormatError.self) { try VerifText.read(url) }
      return
    }
    let table = try VerifText.read(url)
    #expect(
      [
        Set(table.rows.map(\.initTime)).count, Set(table.rows.map(\.leadTime)).count, table.locations.count,
        table.memberCount,
      ] == counts)
  }

  @Test(
    "raw.txt and kf.txt: pairs, mean error and mean absolute error of verif",
    .enabled(if: Fixture.hasSharedData, "shared data absent"),
    arguments: [
      ("raw.txt", -0.2824918032786885, 2.1967475409836066), ("kf.txt", -0.19373114754098356, 0.9007737704918032),
    ])
  func examples(name: String, bias: Double, mae: Double) throws {
    // verif 1.4.0: numpy's mean over fcst - obs of verif.input.Text.
    let table = try VerifText.read(try #require(Fixture.shared("verif/examples/\(name)")))
    let errors = table.rows.map { $0.forecast - $0.observation }.filter { !$0.isNaN }
    #expect(errors.count == 1525)
    #expect(abs(errors.reduce(0, +) / 1525 - bias) < 1e-12)
    #expect(abs(errors.map(abs).reduce(0, +) / 1525 - mae) < 1e-12)
  }
}
