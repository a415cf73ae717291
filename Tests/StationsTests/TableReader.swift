import Fields
import Foundation
import Stations
import TestSupport

/// Reads what a test has written, one report a line: `station latitude longitude elevation time variable value`
/// and perhaps a quality, in the order of its lines. `fail` ends in an error, `-` is missing, text is no number.
struct TableReader: ObservationReader {
  static let format = "table"
  static let title = "Lines of a test"
  static func recognises(head: [UInt8], fileName: String) -> Bool { false }

  struct Failure: Error {}

  init(options: ReaderOptions = ReaderOptions()) {}

  func read(_ file: URL, into collector: inout ObservationCollector) throws {
    let text = try String(contentsOf: file, encoding: .utf8)
    for (number, line) in text.split(separator: "\n").enumerated() {
      let words = line.split(separator: " ").map(String.init)
      guard (7...8).contains(words.count) else { throw Failure() }
      let station = Station(
        id: words[0], coordinate: Coordinate(latitude: Double(words[1]) ?? .nan, longitude: Double(words[2]) ?? .nan),
        elevation: Double(words[3]))
      guard words[6] != "-" else {
        collector.countMissing()
        continue
      }
      guard let place = collector.number(of: station) else {
        collector.reject(.invalidPosition, "line \(number + 1): \(station.coordinate)")
        continue
      }
      guard let time = UTCTime(words[4]), let variable = Variable(words[5]), let value = Double(words[6]) else {
        collector.reject(.malformed, "line \(number + 1)")
        continue
      }
      let quality = words.count == 8 ? Quality(name: words[7]) : nil
      try collector.add(
        station: place, variable: collector.number(of: variable), validTime: time, value: value,
        quality: quality ?? .unchecked)
    }
  }
}

/// A folder with files of reports, and the imports of a test into a store.
struct Workshop {
  let folder: URL
  let store: ObservationStore

  init(_ store: ObservationStore? = nil) throws {
    folder = try Fixture.temporaryFolder()
    self.store = try store ?? .inMemory()
  }

  @discardableResult
  func load(_ name: String, _ lines: String, source: String? = nil) throws -> ImportSummary {
    let url = folder.appending(path: name)
    try Data(lines.utf8).write(to: url)
    return try store.importFile(url, reader: TableReader(), source: source)
  }
}
