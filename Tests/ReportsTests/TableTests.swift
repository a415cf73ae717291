import Fields
import Foundation
import Metrics
import Testing

@testable import Reports

/// Numbers and tables, as they are written.
@Suite struct TableTests {
  @Test(arguments: [
    (0.0, 2, "0.00"), (-0.001, 2, "0.00"), (-0.006, 2, "-0.01"), (1234.5, 0, "1235"), (0.05, 1, "0.1"),
    (9.996, 2, "10.00"),
    (-12.3, 3, "-12.300"),
  ])
  func fixedDecimals(value: Double, decimals: Int, expected: String) {
    #expect(Digits.fixed(value, decimals) == expected)
  }

  @Test func decimalsFollowSizeAndUncertainty() {
    #expect(Digits.decimals(for: [1.234]) == 2)
    #expect(Digits.decimals(for: [134.2]) == 0)
    #expect(Digits.decimals(for: [0.0123]) == 4)
    // An interval of ± 0.004 needs the third decimal.
    #expect(Digits.decimals(for: [1.234], halfWidths: [0.004]) == 3)
  }

  /// `fss` and `fss_whole` are both FSS; a table with both has to tell them apart.
  @Test func scoresOfOneSymbolAreToldApartByTheirIdentities() {
    var record = SampleRecord().make()
    record.definitions = [
      FractionsSkillScore.definition, WholeFractionsSkillScore.definition, RootMeanSquaredError.definition,
    ]
    #expect(["fss", "fss_whole", "rmse", "other"].map(record.symbol) == ["fss", "fss_whole", "RMSE", "other"])
    record.definitions.remove(at: 1)
    #expect(record.symbol(of: "fss") == "FSS")
  }

  @Test func aTerminalGetsAlignedColumnsWithoutMarkup() throws {
    let text = try TextReport().text(of: SampleRecord().make())
    let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
    let head = try #require(lines.firstIndex { $0.hasPrefix("variable") })
    let table = lines[head...].prefix { !$0.isEmpty }
    #expect(table.count > 2)
    // The number of pairs is the last column and aligned on the right.
    #expect(Set(table.map(\.count)).count == 1)
    #expect(!text.contains("|") && !text.contains("\\"))
  }

  @Test func countsAreGroupedInThrees() {
    #expect(Digits.count(999, separator: " ") == "999")
    #expect(Digits.count(1_234_567, separator: " ") == "1 234 567")
  }

  @Test func scalesEndOnRoundNumbers() {
    let scale = Scale(enclosing: [0.13, 0.87], includingZero: true, from: 100, to: 0)
    #expect(scale.domain == 0...1)
    #expect(scale.ticks.count == 6 || scale.ticks.count == 3)
    #expect(scale(0) == 100 && scale(1) == 0)
    let flat = Scale(enclosing: [2, 2], includingZero: false, from: 0, to: 1)
    #expect(flat.domain.contains(2) && flat.domain.upperBound > flat.domain.lowerBound)
    let leads = Scale(hours: [0, 120], from: 0, to: 120)
    #expect(leads.ticks == [0, 24, 48, 72, 96, 120])
  }

  @Test func framesKeepStationsTogetherAcrossTheAntimeridian() {
    let frame = MapFrame(
      framing: [Coordinate(latitude: -17, longitude: 178), Coordinate(latitude: -18, longitude: -179)], width: 600)
    #expect(frame.east - frame.west < 30)
    let (a, b) = (
      frame.position(Coordinate(latitude: -17, longitude: 178)),
      frame.position(Coordinate(latitude: -18, longitude: -179))
    )
    #expect(a.x < b.x && a.y < b.y)
  }

  @Test func coastlineDecodesToShores() throws {
    let points = Coastline.lines.flatMap { $0 }
    #expect(points.count > 7000)
    #expect(points.allSatisfy { abs($0.latitude) <= 90 && abs($0.longitude) <= 180 })
    // Land's End and Cape Agulhas, to the third of a degree that thinning leaves.
    for (longitude, latitude) in [(-5.7, 50.07), (20.0, -34.83)] {
      #expect(points.contains { abs($0.longitude - longitude) < 0.34 && abs($0.latitude - latitude) < 0.34 })
    }
  }

  @Test func csvQuotesWhatNeedsIt() throws {
    var record = SampleRecord().make()
    record.scores = Array(record.scores.prefix(1))
    record.differences = Array(record.differences.prefix(1))
    record.scores[0].system = "a, \"b\""
    record.scores[0].outcome = .undefined("no pairs")
    let lines = try CSVReport().text(of: record).split(separator: "\n")
    #expect(lines[0] == "model,variable,level,stratum,lead_hours,score,threshold,n,value,lower,upper,units")
    #expect(lines[1].hasPrefix("\"a, \"\"b\"\"\",t2m,2 m,all,,me,,12345,,"))
    #expect(lines[2].hasPrefix("candidate - baseline,t2m,2 m,all,,me,"))
  }

  @Test func jsonGivesTheReasonOfAnUndefinedScore() throws {
    var record = SampleRecord().make()
    record.scores[0].outcome = .undefined("no pairs")
    let text = try JSONReport().text(of: record)
    let object = try #require(try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any])
    let first = try #require((object["scores"] as? [[String: Any]])?.first)
    #expect(first["undefined"] as? String == "no pairs")
    #expect(first["value"] == nil)
  }

  @Test func everyReportIsInTheCatalogue() throws {
    let folder = URL(filePath: #filePath).deletingLastPathComponent()
      .appending(path: "../../Sources/Reports").standardizedFileURL
    let files = FileManager.default.enumerator(at: folder, includingPropertiesForKeys: nil)?.compactMap { $0 as? URL }
    let reports = try (files ?? []).filter { $0.pathExtension == "swift" }.flatMap { file in
      try String(contentsOf: file, encoding: .utf8).split(separator: "\n").filter { $0.hasSuffix(": Report {") }
    }
    #expect(reports.count == ReportCatalogue.reports.count)
  }
}
