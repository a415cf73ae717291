import Foundation
import Reports
import TestSupport
import Testing

/// Whole reports of the sample record, compared with what is committed. `RECORD=1 swift test` rewrites
/// the files and fails, so that nobody records without looking at the difference.
@Suite struct GoldenTests {
  @Test(arguments: ["csv", "json", "markdown", "scorecard", "html"])
  func reportIsAsRecorded(format: String) throws {
    let report = try #require(ReportCatalogue.report(named: format))
    let text = try report.text(of: SampleRecord().make())
    let url = Fixture.url("reports/sample.\(format)")
    if ProcessInfo.processInfo.environment["RECORD"] != nil {
      try Data(text.utf8).write(to: url)
      Issue.record("recorded \(url.lastPathComponent): look at the difference, then run without RECORD")
      return
    }
    let recorded = try String(contentsOf: url, encoding: .utf8)
    let place = zip(text.split(separator: "\n"), recorded.split(separator: "\n")).first { $0 != $1 }
    #expect(text == recorded, "first difference: \(String(describing: place))")
  }
}
