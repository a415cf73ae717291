import Foundation
import TestSupport
import Testing

/// `verify report` and the pictures it writes.
@Suite("Reports and their pictures")
struct ReportCommandTests {
  /// A run of three stations, four days and two lead times.
  private func results() throws -> URL {
    let folder = try Fixture.temporaryFolder()
    let raw = folder.appending(path: "raw.txt")
    var lines = ["# variable: T", "# units: $^oC$", "date leadtime location lat lon altitude obs fcst"]
    for day in 1...4 {
      for lead in [0, 24] {
        for station in 1...3 {
          lines.append(
            "2012010\(day) \(lead) \(station) \(58 + station) 10 50 \(day + station) \(day + station + lead / 24 + day % 2)"
          )
        }
      }
    }
    try lines.joined(separator: "\n").appending("\n").write(to: raw, atomically: true, encoding: .utf8)
    let plan = folder.appending(path: "evaluation.yaml")
    try """
    title: Small
    forecasts: [{name: raw, files: raw.txt}]
    observations: {files: raw.txt}
    variables: [t2m]
    """.write(to: plan, atomically: true, encoding: .utf8)
    let run = try Tool.run("run", plan.path, "--output", folder.appending(path: "results").path)
    #expect(run.code == 0, "\(run.errors)")
    return folder.appending(path: "results")
  }

  @Test func picturesAreWrittenAsSVG() throws {
    let results = try results()
    let folder = results.appending(path: "pictures")
    let run = try Tool.run("report", results.path, "--figures", folder.path)
    #expect(run.code == 0 && run.output.isEmpty, "\(run.errors)")
    let files = try FileManager.default.contentsOfDirectory(atPath: folder.path).sorted()
    #expect(files.contains("rmse-of-temperature-at-2-m-by-lead-time.svg"))
    #expect(files.contains("bias-of-temperature-at-2-m-in-raw-at-the-stations.svg"))
    #expect(run.errors.hasSuffix("\(files.count) pictures written to \(folder.path) as SVG\n"), "\(run.errors)")
    for file in files {
      let parser = XMLCheck(folder.appending(path: file))
      #expect(parser.problem == nil, "\(file): \(parser.problem ?? "")")
    }
  }

  @Test(
    .enabled(
      if: ["/usr/bin/rsvg-convert", "/usr/bin/chromium-headless-shell", "/usr/bin/chromium"]
        .contains { FileManager.default.isExecutableFile(atPath: $0) }, "neither rsvg-convert nor Chromium is installed"
    ))
  func picturesAreWrittenAsPNG() throws {
    let results = try results()
    let folder = results.appending(path: "pictures")
    let run = try Tool.run("report", results.path, "--figures", folder.path, "--png")
    #expect(run.code == 0, "\(run.errors)")
    let data = try Data(contentsOf: folder.appending(path: "rmse-of-temperature-at-2-m-by-lead-time.png"))
    #expect(data.prefix(4) == Data([0x89, 0x50, 0x4E, 0x47]))
    // Its width, in the header: 376 units at two pixels each.
    #expect(data[16..<20].reduce(0) { $0 << 8 | Int($1) } == 752)
  }

  @Test func pngWithoutAFolderIsACommandLineThatCannotBeRead() throws {
    let run = try Tool.run("report", "results", "--png")
    #expect(run.code == 64 && run.errors.contains("--png is of the pictures of --figures"))
  }
}

/// Whether a file is well-formed XML, by counting its elements.
private struct XMLCheck {
  let problem: String?

  init(_ url: URL) {
    guard let text = try? String(contentsOf: url, encoding: .utf8) else {
      problem = "can't be read"
      return
    }
    var open: [Substring] = []
    for part in text.split(separator: "<").dropFirst() where !part.hasPrefix("?") {
      let name = part.prefix { $0.isLetter || $0.isNumber || $0 == "/" }
      if name.hasPrefix("/") {
        guard open.popLast() == name.dropFirst() else {
          problem = "</\(name.dropFirst())> closes nothing"
          return
        }
      } else if !part.prefix(while: { $0 != ">" }).hasSuffix("/") {
        open.append(name)
      }
    }
    problem = open.isEmpty ? nil : "\(open) stay open"
  }
}
