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
      are not decoded. For observation files it names the importer that reads them.

      Exits with 3 where a file can't be read; the others are shown all the same.
      """)

  @Flag(help: "Print JSON for programs instead of tables.")
  var json = false

  @Argument(help: "Files, or folders of the formats that are folders.", completion: .file())
  var files: [String]

  func run() throws {
    var failures = 0
    var reports: [Report] = []
    for file in files {
      let url = URL(filePath: file)
      do {
        let report = try Report(url)
        if json {
          reports.append(report)
        } else {
          print(report.text)
        }
      } catch {
        failures += 1
        FileHandle.standardError.write(Data("verify: \(error)\n".utf8))
      }
    }
    if json {
      let encoder = JSONEncoder()
      encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
      print(String(decoding: try encoder.encode(reports), as: UTF8.self))
    }
    if failures > 0 { throw ExitCode(3) }
  }
}

extension InspectCommand {
  /// What is said of one file.
  enum Report: Encodable {
    case forecasts(FileInspection)
    case observations(file: String, format: String, title: String)

    /// Throws where no format begins like the file, or it can't be read.
    init(_ url: URL) throws {
      let probe = try PathProbe(url)
      if let format = Catalogue.forecastFormats.first(where: { $0.recognises(probe) }) {
        self = .forecasts(try format.inspect(url))
      } else if !probe.isFolder,
        let reader = Catalogue.observationReaders.first(where: {
          $0.recognises(head: probe.head, fileName: url.lastPathComponent)
        })
      {
        self = .observations(file: url.path, format: reader.format, title: reader.title)
      } else {
        let formats = Catalogue.forecastFormats.map { $0.name } + Catalogue.observationReaders.map { $0.format }
        throw FormatError(url, "begins like none of the formats known: \(formats.joined(separator: ", "))")
      }
    }

    var text: String {
      switch self {
      case .forecasts(let inspection): InspectionText(inspection).text
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
      case .observations(let file, let format, let title):
        try ["file": file, "format": format, "title": title].encode(to: encoder)
      }
    }
  }
}
