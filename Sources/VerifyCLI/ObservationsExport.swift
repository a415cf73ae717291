import ArgumentParser
import Fields
import Foundation
import Stations

/// `verify observations export`.
struct ObservationsExportCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "export", abstract: "Write observations as CSV or as lines of JSON.",
    discussion: "CSV is one value a line, with station and unit, and imports again without --columns.")

  enum Format: String, ExpressibleByArgument, CaseIterable {
    case csv, json
  }

  @OptionGroup var target: DatabaseOption
  @OptionGroup var filter: ObservationFilter

  @Option(help: "csv, or json for one object a line.")
  var format: Format = .csv

  @Option(help: "The file to write; the default is standard output.", completion: .file())
  var output: String?

  func run() throws {
    let store = try target.open(.reading)
    try reportingBadInput {
      try TextSink.writing(to: output) { sink in
        if format == .csv { try sink.writeLine(ObservationText.csvHeader) }
        try store.forEachObservation(filter.query) { observation, station in
          switch format {
          case .csv: try sink.writeLine(ObservationText.csv(observation, station))
          case .json: try sink.writeLine(try ObservationText.json(observation, station))
          }
          return true
        }
      }
    }
  }
}
