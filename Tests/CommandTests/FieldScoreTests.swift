import Foundation
import TestSupport
import Testing

/// The evaluations that Scripts/check_fields.py compares with other programs.
@Suite struct FieldScoreTests {
  private static let names = ["model", "variable", "stratum", "lead_hours", "score", "threshold", "value"]

  /// By what tells a score from others, its value; empty where it has none.
  private func rows(_ text: String) -> [[String]: String] {
    let lines = text.split(separator: "\n").map { $0.split(separator: ",", omittingEmptySubsequences: false) }
    return Dictionary(
      lines.dropFirst().map { line in (line.dropLast().map(String.init), String(line.last ?? "")) }
    ) { first, _ in first }
  }

  /// What tells a score, and its value, without those over all lead times.
  private func brief(_ text: String) throws -> String {
    let lines = text.split(separator: "\n").map { $0.split(separator: ",", omittingEmptySubsequences: false) }
    let head = try #require(lines.first)
    let columns = try FieldScoreTests.names.map { name in try #require(head.firstIndex { $0 == name }) }
    let kept = lines.filter { !$0[columns[3]].isEmpty }
    return kept.map { line in columns.map { line[$0] }.joined(separator: ",") }.joined(separator: "\n") + "\n"
  }

  /// `RECORD=1` rewrites the scores that the script compares, and fails.
  @Test(arguments: ["globe", "members", "region"])
  func theRecordedScoresOfFieldsAreOurs(name: String) throws {
    let folder = try Fixture.temporaryFolder()
    let run = try Tool.run("run", Fixture.url("fields/\(name).yaml").path, "--output", folder.path, "--quiet")
    // Libraries below are to end in silence too.
    #expect(run.code == 0 && run.errors.isEmpty, "\(run.errors)")
    let csv = try Tool.run("scores", folder.path, "--format", "csv")
    #expect(csv.code == 0, "\(csv.errors)")
    let ours = try brief(csv.output)
    if ProcessInfo.processInfo.environment["RECORD"] == "1" {
      try ours.write(to: Fixture.url("fields/\(name).csv"), atomically: true, encoding: .utf8)
      Issue.record("fixtures/fields/\(name).csv was rewritten; run again without RECORD")
    }
    let (found, recorded) = (
      rows(ours), rows(try String(contentsOf: Fixture.url("fields/\(name).csv"), encoding: .utf8))
    )
    #expect(Set(found.keys) == Set(recorded.keys))
    for (key, value) in found {
      // Machines may fuse a multiplication with an addition.
      let (a, b) = (Double(value), recorded[key].flatMap { Double($0) })
      #expect((a == nil) == (b == nil), "\(key)")
      if let a, let b { #expect(abs(a - b) <= 1e-11 * max(1, abs(b)), "\(key)") }
    }
  }
}
