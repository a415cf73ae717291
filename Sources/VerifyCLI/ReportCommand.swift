import ArgumentParser
import Foundation
import Metrics
import Reports
import Verify

/// Writes a report of a finished evaluation.
struct ReportCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "report", abstract: "Write a report of an evaluation.",
    discussion: """
      The html report is one page that needs nothing else: it opens in any browser, prints, and can be mailed. \
      The others are \(ReportCatalogue.reports.filter { $0 != HTMLReport.self }.map { "\($0.format) (\($0.title))" }
        .joined(separator: ", ")).
      """)

  @Argument(help: "The results.sqlite of a run, or its folder.", completion: .file(extensions: ["sqlite"]))
  var results: String

  @Option(name: .shortAndLong, help: "The file to write; standard output where it is absent.", completion: .file())
  var output: String?

  @Option(
    help: ArgumentHelp(
      "\(ReportCatalogue.formats.joined(separator: ", ")); by the extension of the output where it is absent."))
  var format: String?

  @Option(help: "common or all; as the evaluation file says where it is absent.", transform: pairing)
  var pairs: Matching.Pairing?

  @Option(help: "The title of the report; the evaluation's where it is absent.")
  var title: String?

  @Option(
    help: ArgumentHelp("Write each picture of the page into this folder too, as SVG.", valueName: "folder"),
    completion: .directory)
  var figures: String?

  @Flag(help: "Write the pictures of --figures as PNG beside the SVG; needs rsvg-convert or Chromium.")
  var png = false

  func validate() throws {
    if png, figures == nil { throw ValidationError("--png is of the pictures of --figures; give that a folder.") }
    let known = "known are \(ReportCatalogue.formats.joined(separator: ", "))"
    if let format, ReportCatalogue.report(named: format) == nil {
      throw ValidationError("No format is called '\(format)'; \(known).")
    }
    if format == nil, let output, ReportCatalogue.report(named: URL(filePath: output).pathExtension) == nil {
      throw ValidationError("'\(output)' tells no format by its extension; give --format: \(known).")
    }
  }

  func run() async throws {
    try await reportingErrors {
      let name = format ?? output.map { URL(filePath: $0).pathExtension } ?? HTMLReport.format
      guard let report = ReportCatalogue.report(named: name) else { return }
      let painter = png ? try PicturePainter() : nil
      let database = try ResultsDatabase(reading: URL(filePath: results))
      try warnIfUnfinished(database)
      var record = try database.record(pairing: pairs, withSums: type(of: report).needsSums)
      if let title { record.title = title }
      let isPage = report is HTMLReport
      let page = HTMLReport(
        shores: isPage || figures != nil ? shores(around: record.stationScores.map(\.coordinate)) : nil)
      if let figures {
        try PictureFolder(URL(filePath: figures), painter: painter).write(page.figures(of: record))
        // Pictures alone are enough for who names neither a file nor a format.
        if output == nil, format == nil { return }
      }
      let text = try isPage ? page.text(of: record) : report.text(of: record)
      noteOmissions(from: report, record)
      try TextSink.writing(to: output) { try $0.write(text) }
    }
  }
}
