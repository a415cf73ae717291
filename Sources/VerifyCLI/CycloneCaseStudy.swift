import Foundation
import Metrics
import Reports
import Verify

/// Studies a tropical cyclone: the part of `case-study` for event files of that hazard.
struct CycloneCaseStudy {
  let plan: CyclonePlan

  /// Writes the numbers to `json` and the page to `page`, each where it is given (`-` is standard output), and says
  /// in short what was found, unless standard output has one of them.
  func run(json: String?, page: String?) async throws {
    let record = try await CycloneStudy(plan).record()
    if let json {
      let text = try CycloneJSON().text(of: record)
      try TextSink.writing(to: json == "-" ? nil : json) { try $0.write(text) }
    }
    if let page {
      let text = CyclonePage(shores: shores(around: record.places)).text(of: record)
      try TextSink.writing(to: page == "-" ? nil : page) { try $0.write(text) }
    }
    if json != "-", page != "-" { try put(CycloneText(record).text, terminator: "") }
  }
}
