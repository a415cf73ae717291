import Fields
import Foundation
import Testing

@testable import Stations

@Suite struct ImportTests {
  let workshop: Workshop
  var store: ObservationStore { workshop.store }

  init() throws { workshop = try Workshop() }

  private static let oslo = "01492 59.94 10.72 94"
  private static let bergen = "01317 60.38 5.33 12"

  private func values(_ variable: Variable = .temperature2m) throws -> [Double] {
    try store.reports(of: variable, from: .distantPast, through: .distantFuture).values
  }

  @Test func keepsWhatItReadsAndCountsIt() throws {
    let summary = try workshop.load(
      "a",
      """
      \(Self.oslo) 2019-02-17T00 t2m 271.5
      \(Self.bergen) 2019-02-17T00 t2m 275
      \(Self.oslo) 2019-02-17T00 tp24h -
      \(Self.oslo) 2019-02-17T00 t2m warm
      """)
    #expect(summary.read == 3)
    #expect(summary.new == 2)
    #expect(summary.kept == 2)
    #expect(summary.missing == 1)
    #expect(summary.rejected == [.malformed: 1])
    #expect(summary.examples == [.malformed: ["line 4"]])
    #expect(summary.stations == 2)
    #expect(summary.first == UTCTime("2019-02-17T00"))
    #expect(try values() == [275, 271.5])
  }

  @Test func theSameFileTwiceChangesNothingAndSaysSo() throws {
    let lines = "\(Self.oslo) 2019-02-17T00 t2m 271.5"
    let first = try workshop.load("a", lines)
    let digest = try store.contentDigest()
    let second = try workshop.load("copy-of-a", lines)
    #expect(!first.alreadyImported)
    #expect(second.alreadyImported)
    #expect(second.new == 1)
    #expect(try store.imports().count == 1)
    #expect(try store.contentDigest() == digest)
  }

  @Test func theSameValuesFromAnotherFileChangeNothing() throws {
    try workshop.load("a", "\(Self.oslo) 2019-02-17T00 t2m 271.5")
    let digest = try store.contentDigest()
    let summary = try workshop.load(
      "b",
      """
      \(Self.oslo) 2019-02-17T00 t2m 271.5
      \(Self.bergen) 2019-02-17T00 t2m -
      """)
    #expect(summary.unchanged == 1)
    #expect(summary.new == 0)
    #expect(try store.contentDigest() == digest)
  }

  @Test func aNewerImportReplacesAndTheOldValueIsKeptAside() throws {
    try workshop.load("a", "\(Self.oslo) 2019-02-17T00 t2m 271.5")
    let summary = try workshop.load("b", "\(Self.oslo) 2019-02-17T00 t2m 272.5")
    #expect(summary.replaced == 1)
    #expect(try values() == [272.5])
    let reports = try store.competingReports(
      station: "01492", variable: .temperature2m, around: try #require(UTCTime("2019-02-17T00")))
    #expect(reports.map(\.observation.value) == [271.5, 272.5])
    #expect(reports.map(\.replacedBy) == ["b", nil])
    #expect(reports.map(\.file) == ["a", "b"])
    #expect(try store.summary().superseded == 1)
  }

  @Test func anotherQualityOfTheSameValueReplacesTheOldOne() throws {
    try workshop.load("a", "\(Self.oslo) 2019-02-17T00 t2m 270 good")
    let summary = try workshop.load("b", "\(Self.oslo) 2019-02-17T00 t2m 270 bad")
    #expect((summary.replaced, summary.unchanged, summary.new) == (1, 0, 0))
    let reports = try store.reports(of: .temperature2m, from: .distantPast, through: .distantFuture)
    #expect(reports.values == [270])
    #expect(reports.qualities == [.bad])
    #expect(try workshop.load("c", "\(Self.oslo) 2019-02-17T00 t2m 270.0 bad").unchanged == 1)
  }

  @Test func checksKeepTheirMarksWhenTheSourceChangesItsMind() throws {
    let time = try #require(UTCTime("2019-02-17T00"))
    func quality() throws -> [Quality] {
      try store.reports(of: .temperature2m, from: .distantPast, through: .distantFuture).qualities
    }
    try workshop.load("a", "\(Self.oslo) 2019-02-17T00 t2m 270 good", source: "synop")
    try store.apply([
      QualityFinding(
        check: "spike", station: "01492", variable: .temperature2m, validTime: time, source: "synop", value: 270,
        quality: .suspect, reason: "a test")
    ])
    #expect(try quality() == [.suspect])
    // The same again is no change, though the stored quality is that of the check.
    #expect(try workshop.load("b", "\(Self.oslo) 2019-02-17T00 t2m 270.0 good", source: "synop").unchanged == 1)
    #expect(try workshop.load("c", "\(Self.oslo) 2019-02-17T00 t2m 270 unchecked", source: "synop").replaced == 1)
    #expect(try quality() == [.suspect])
    #expect(try workshop.load("d", "\(Self.oslo) 2019-02-17T00 t2m 270 bad", source: "synop").replaced == 1)
    #expect(try quality() == [.bad])
    // Without the mark the value is what its source last said.
    try store.apply([])
    #expect(try quality() == [.bad])
  }

  @Test func heightsThatNoGroundHasAreUnknownAndCounted() throws {
    let summary = try workshop.load(
      "a",
      """
      01492 59.94 10.72 -9999 2019-02-17T00 t2m 270
      01492 59.94 10.72 -9999 2019-02-17T01 t2m 271
      01317 60.38 5.33 99999 2019-02-17T00 t2m 275
      40270 31.5 35.5 -430 2019-02-17T00 t2m 290
      """)
    #expect(summary.new == 4)
    #expect(summary.unlikelyHeights == 2)
    #expect(summary.unlikelyHeightExample == "01492, -9999.0 m")
    #expect(summary.totals.unlikelyHeights == 2)
    let heights = try store.stations().map { "\($0.station.id) \($0.station.elevation.map { "\($0)" } ?? "-")" }
    #expect(Set(heights) == ["01492 -", "01317 -", "40270 -430.0"])
  }

  @Test func sourcesDoNotReplaceEachOther() throws {
    try workshop.load("a", "\(Self.oslo) 2019-02-17T00 t2m 271.5", source: "synop")
    let summary = try workshop.load("b", "\(Self.oslo) 2019-02-17T00 t2m 272.5", source: "metar")
    #expect(summary.new == 1)
    let reports = try store.reports(of: .temperature2m, from: .distantPast, through: .distantFuture)
    #expect(reports.sources == ["metar", "synop"])
    #expect(reports.values == [272.5, 271.5])
    #expect(reports.stations.count == 1)
  }

  @Test func withinAFileARepeatIsRejectedAndACorrectionReplaces() throws {
    let summary = try workshop.load(
      "a",
      """
      \(Self.oslo) 2019-02-17T00 t2m 271.5
      \(Self.oslo) 2019-02-17T00 t2m 271.5
      \(Self.bergen) 2019-02-17T00 t2m 275
      \(Self.bergen) 2019-02-17T00 t2m 276
      """)
    #expect(summary.new == 2)
    #expect(summary.rejected == [.duplicateInFile: 1])
    #expect(summary.replaced == 1)
    #expect(summary.read == summary.kept + summary.rejectedCount)
    #expect(try values() == [276, 271.5])
  }

  @Test func twoStationsUnderOneIdentifierAreNotMixed() throws {
    let summary = try workshop.load(
      "a",
      """
      \(Self.oslo) 2019-02-17T00 t2m 271.5
      01492 40.00 10.72 94 2019-02-17T00 t2m 290
      """)
    #expect(summary.rejected == [.duplicateInFile: 1])
    #expect(summary.examples[.duplicateInFile] == ["01492 reports from two places at 2019-02-17T00:00:00Z"])
    #expect(try values() == [271.5])
  }

  @Test func countsIdentityHoldsForBatchesWithConflictsOfEveryKind() throws {
    // More rows than one statement takes, in no order, a third of them stored before.
    func lines(_ range: Range<Int>, _ offset: Double) -> String {
      range.map { i in
        let time = UTCTime(secondsSince1970: Int64(i * 7919 % 1000) * 3600)
        return "\(Self.oslo) \(time) t2m \(Double(i % 50) + 250 + (i % 5 == 0 ? offset : 0))"
      }.joined(separator: "\n")
    }
    let first = try workshop.load("a", lines(0..<400, 0))
    #expect(first.new == 400)
    let second = try workshop.load("b", lines(200..<800, 0.25) + "\n" + lines(700..<750, 0.25))
    // 200..<400 is stored; a fifth of it differs. 700..<750 comes twice.
    #expect(second.new == 400)
    #expect(second.replaced == 40)
    #expect(second.unchanged == 160)
    #expect(second.rejected == [.duplicateInFile: 50])
    #expect(second.read == second.kept + second.rejectedCount)
    #expect(try store.summary().observations == 800)
  }

  @Test func aDuplicateInALaterBatchOfOneFileIsFound() throws {
    // The collector passes on 65 536 values at a time.
    var lines = (0..<65_600).map { i in "\(Self.oslo) \(UTCTime(secondsSince1970: Int64(i) * 60)) t2m 270" }
    lines.append(lines[3])
    let summary = try workshop.load("a", lines.joined(separator: "\n"))
    #expect(summary.new == 65_600)
    #expect(summary.rejected == [.duplicateInFile: 1])
  }

  @Test func aFailedImportLeavesEarlierFilesAlone() throws {
    try workshop.load("a", "\(Self.oslo) 2019-02-17T00 t2m 271.5")
    let digest = try store.contentDigest()
    let broken = (0..<70_000).map { "\(Self.bergen) \(UTCTime(secondsSince1970: Int64($0) * 60)) t2m 270" } + ["end"]
    #expect(throws: TableReader.Failure.self) { try workshop.load("b", broken.joined(separator: "\n")) }
    #expect(try store.contentDigest() == digest)
    #expect(try store.stations().map(\.station.id) == ["01492"])
    #expect(try store.imports().map(\.file) == ["a"])
    // The store goes on working, with the numbers that the failed import had taken.
    #expect(try workshop.load("c", "\(Self.bergen) 2019-02-17T00 t2m 275").new == 1)
    #expect(try values() == [275, 271.5])
  }

  @Test(arguments: [
    ("01492 95 10.72 94 2019-02-17T00 t2m 271.5", ImportRejection.invalidPosition),
    ("01492 59.94 NaN 94 2019-02-17T00 t2m 271.5", .invalidPosition),
    ("01492 59.94 10.72 94 2019-02-17T00 t2m NaN", .notANumber),
    ("01492 59.94 10.72 94 2019-02-17T00 t2m 5.2", .implausible),
    ("01492 59.94 10.72 94 3019-02-17T00 t2m 271.5", .invalidTime),
    ("01492 59.94 10.72 94 0019-02-17T00 t2m 271.5", .invalidTime),
  ])
  func badReportsAreCountedByReason(line: String, reason: ImportRejection) throws {
    let summary = try workshop.load("a", line + "\n\(Self.bergen) 2019-02-17T00 t2m 275")
    #expect(summary.rejected == [reason: 1])
    #expect(summary.new == 1)
    #expect(summary.examples[reason]?.count == 1)
  }

  @Test func theDigestDoesNotDependOnTheOrderOfImports() throws {
    let files = [
      ("a", "\(Self.oslo) 2019-02-17T00 t2m 271.5\n\(Self.oslo) 2019-02-17T00 ws10m 3"),
      ("b", "\(Self.bergen) 2019-02-17T00 t2m 275\n\(Self.oslo) 2019-02-17T01 t2m 272"),
      ("c", "01492 59.99 10.79 101 2019-02-17T02 t2m 270"),
    ]
    var digests: Set<String> = []
    for order in [[0, 1, 2], [2, 1, 0], [1, 2, 0]] {
      let other = try Workshop()
      for i in order { try other.load(files[i].0, files[i].1, source: i == 1 ? "other" : nil) }
      digests.insert(try other.store.contentDigest())
    }
    #expect(digests.count == 1)
    let changed = try Workshop()
    for (i, file) in files.enumerated() {
      try changed.load(file.0, file.1.replacing("271.5", with: "271.6"), source: i == 1 ? "other" : nil)
    }
    #expect(try !digests.contains(changed.store.contentDigest()))
  }
}
