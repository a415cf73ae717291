import Fields
import Foundation
import Stations
import TestSupport

@testable import Formats

/// Everything a reader hands to its collector.
struct Collected {
  var observations: [Observation] = []
  var stations: [Station] = []
  var read = 0
  var kept = 0
  var missing = 0
  var rejected: [ImportRejection: Int] = [:]
  var examples: [ImportRejection: [String]] = [:]

  init(_ file: URL, _ reader: any ObservationReader) throws {
    final class Box { var observations: [Observation] = [] }
    let box = Box()
    var collector = ObservationCollector { batch, stations, variables in
      for i in 0..<batch.count {
        box.observations.append(
          Observation(
            station: stations[Int(batch.stations[i])].id, variable: variables[Int(batch.variables[i])],
            validTime: UTCTime(secondsSince1970: batch.validTimes[i]), value: batch.values[i], source: "",
            quality: Quality(rawValue: batch.qualities[i]) ?? .unchecked))
      }
    }
    try reader.read(file, into: &collector)
    try collector.finish()
    observations = box.observations
    stations = collector.stations
    read = collector.read
    kept = collector.kept
    missing = collector.missing
    rejected = collector.rejected
    examples = collector.examples
  }

  /// Reads a file by the reader that the catalogue finds for it.
  init(_ file: URL, options: ReaderOptions = ReaderOptions()) throws {
    try self.init(file, try Catalogue.observationReader(of: file, options: options))
  }

  /// The first value of a variable, at a station and time where they are given.
  func value(_ variable: Variable, at time: String? = nil, station: String? = nil) -> Double? {
    first(variable, at: time, station: station)?.value
  }

  func first(_ variable: Variable, at time: String? = nil, station: String? = nil) -> Observation? {
    let wanted = time.flatMap { UTCTime($0) }
    return observations.first {
      $0.variable == variable && (wanted == nil || $0.validTime == wanted) && (station == nil || $0.station == station)
    }
  }

  func count(_ variable: Variable) -> Int { observations.count { $0.variable == variable } }

  /// A file of this text under this name in a new folder.
  static func file(_ text: String, name: String) throws -> URL {
    let url = try Fixture.temporaryFolder().appending(path: name)
    try Data(text.utf8).write(to: url)
    return url
  }
}
