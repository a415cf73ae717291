import ArgumentParser
import Foundation
import Metrics
import Reports
import Verify

/// Studies one event.
struct CaseStudyCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "case-study", abstract: "Study an extreme event: how early and how well each forecast saw it.",
    discussion: """
      Reads an event file: hazard, region, window of valid times, thresholds, forecasts and observations. For every \
      system and initial time it finds the peak and its errors, the footprint, onset and duration, scores of the event \
      over the window, and the earliest forecast that was a hit. `verify events find` writes event files.

      The event file of a tropical cyclone names the storm, its best track, and forecasts as tracks or fields: errors \
      along and across the track, intensity, strike probabilities.

      The page that --output writes is one file that needs nothing else: it opens in any browser, prints, and can be \
      mailed. Reports of stations that quality control finds wrong are set aside, counted and shown.

      Exits with 0, or with 3 where an input is wrong or no forecast is of the event.
      """)

  @Argument(help: "The event file.", completion: .file(extensions: ["yaml", "yml"]))
  var event: String

  @Option(name: .shortAndLong, help: "The page to write.", completion: .file(extensions: ["html"]))
  var output: String?

  @Option(help: "Write the numbers as JSON to this file; - is standard output.", completion: .file())
  var json: String?

  func run() async throws {
    try await reportingErrors {
      let file = URL(filePath: event)
      if try CyclonePlan.isCyclone(file) {
        return try await CycloneCaseStudy(plan: try CyclonePlan(contentsOf: file)).run(json: json, page: output)
      }
      let study = try await CaseStudy(try EventPlan(contentsOf: file))
      let record = try await study.record()
      if let json {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
        let text = String(decoding: try encoder.encode(record), as: UTF8.self) + "\n"
        try TextSink.writing(to: json == "-" ? nil : json) { try $0.write(text) }
      }
      if let output {
        let page = CaseStudyPage(shores: shores(around: record.maps.flatMap(\.coordinates)))
        let text = page.text(of: record)
        try TextSink.writing(to: output) { try $0.write(text) }
      }
      for warning in record.warnings { say("warning: \(warning)") }
      if json != "-" { try put(CaseStudyText(record).text, terminator: "") }
    }
  }
}
