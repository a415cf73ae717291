import ArgumentParser
import Fields
import Formats
import Foundation
import Stations

/// Prints what files hold.
struct InspectCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "inspect", abstract: "Show what forecast and observation files hold.",
    discussion: """
      Lists variables, levels, units, grids, times, members and packing of GRIB, NetCDF and Zarr files and \
      of station tables, found by their content and not by their names, and marks what looks wrong. Values \
      are not decoded. For observation files it names the importer that reads them; of a climatology it says what \
      it was made of.

      Exits with 3 where a file can't be read; the others are shown all the same.
      """)

  @Flag(help: "Print JSON for programs instead of tables.")
  var json = false

  @Argument(help: "Files, or folders of the formats that are folders.", completion: .file())
  var files: [String]

  private static let unknown =
    "no format begins like this; known for forecasts are "
    + Catalogue.forecastFormats.map { $0.name }.joined(separator: ", ")
    + ", and `verify observations import --help` lists those of observations"

  func run() throws {
    var failures = 0
    var reports: [Report] = []
    for file in files {
      let url = URL(filePath: file)
      guard let report = report(url) else {
        failures += 1
        continue
      }
      if json {
        reports.append(report)
      } else {
        try reportingBadInput { try put(report.text) }
      }
    }
    if json { try reportingBadInput { try printJSON(reports) } }
    if failures > 0 { throw Exit.badInput }
  }

  /// What is said of a file, or nil where it can't be read, which is told.
  private func report(_ url: URL) -> Report? {
    do {
      return try Report(url)
    } catch {
      say("verify: \(explanation(of: error))")
      return nil
    }
  }
}

extension InspectCommand {
  /// What is said of one file.
  enum Report: Encodable {
    case forecasts(FileInspection)
    case climatology(ClimatologyInspection)
    case observations(file: String, format: String, title: String)

    /// Throws where no format begins like the file, or it can't be read.
    init(_ url: URL) throws {
      let probe = try PathProbe(url)
      if ClimatologyFile.recognises(probe) {
        self = .climatology(try ClimatologyFile(url).inspection)
      } else if let format = Catalogue.forecastFormats.first(where: { $0.recognises(probe) }) {
        self = .forecasts(try format.inspect(url))
      } else if !probe.isFolder,
        let reader = Catalogue.observationReaders.first(where: {
          $0.recognises(head: probe.head, fileName: url.lastPathComponent)
        })
      {
        self = .observations(file: url.path, format: reader.format, title: reader.title)
      } else {
        throw FormatError(
          url, probe.isFolder ? "is a folder, and no Zarr store; name the files in it" : InspectCommand.unknown)
      }
    }

    var text: String {
      switch self {
      case .forecasts(let inspection): InspectionText(inspection).text
      case .climatology(let inspection): inspection.text
      case .observations(let file, let format, let title):
        """
        \(file): observations, \(title)
          verify observations import --format \(format) --database stations.sqlite \(file)

        """
      }
    }

    func encode(to encoder: any Encoder) throws {
      switch self {
      case .forecasts(let inspection): try inspection.encode(to: encoder)
      case .climatology(let inspection): try inspection.encode(to: encoder)
      case .observations(let file, let format, let title):
        try ["file": file, "format": format, "title": title].encode(to: encoder)
      }
    }
  }
}
