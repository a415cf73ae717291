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
      var sink = try TextSink(path: output)
      if format == .csv { try sink.write(ObservationText.csvHeader) }
      try store.forEachObservation(filter.query) { observation, station in
        switch format {
        case .csv: try sink.write(ObservationText.csv(observation, station))
        case .json: try sink.write(try ObservationText.json(observation, station))
        }
        return true
      }
      try sink.close()
    }
  }
}

/// Text on its way to a file or to standard output, in large pieces.
struct TextSink {
  private let handle: FileHandle
  private var pending = Data()

  init(path: String?) throws {
    guard let path else {
      handle = .standardOutput
      return
    }
    guard FileManager.default.createFile(atPath: path, contents: nil), let file = FileHandle(forWritingAtPath: path)
    else {
      throw StationsError(path, "the file can't be written; check that its folder exists and may be written")
    }
    handle = file
  }

  mutating func write(_ line: String) throws {
    pending.append(contentsOf: line.utf8)
    pending.append(10)
    if pending.count > 1 << 18 { try flush() }
  }

  mutating func flush() throws {
    try handle.write(contentsOf: pending)
    pending.removeAll(keepingCapacity: true)
  }

  mutating func close() throws { try flush() }
}
