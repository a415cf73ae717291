public import Foundation
public import Stations
import Fields

/// The observations in MET's matched pairs, so that a file of pairs can be verified by the usual road.
///
/// A pair that comes again, at another lead time or for another mask, is counted as a duplicate.
public struct METMPRReader: ObservationReader {
  public static let format = "met-mpr"
  public static let title = "observations in matched pairs (MPR lines) of MET"

  public init(options: ReaderOptions) {}

  public static func recognises(head: [UInt8], fileName: String) -> Bool { MPRText.recognises(head: head) }

  public func read(_ file: URL, into collector: inout ObservationCollector) throws {
    var seen: [Key: Double] = [:]
    var pairs = 0
    try MPRText.forEachLine(of: file) { line, number in
      switch line {
      case .other: return
      case .malformed(let problem): collector.reject(.malformed, "line \(number): \(problem)")
      case .pair(let pair):
        pairs += 1
        guard let (variable, scale, offset) = pair.observationVariable else {
          return collector.reject(
            .unknownVariable,
            "line \(number): \(pair.observationName) \(pair.observationLevel) \(pair.observationUnit)")
        }
        if pair.observation.isNaN { return collector.countMissing() }
        let value = pair.observation * scale + offset
        let key = Key(station: pair.station, variable: variable, time: pair.observationTime)
        if let other = seen[key] {
          return collector.reject(
            .duplicateInFile, "line \(number): \(pair.station) \(variable) = \(value), \(other) before")
        }
        let station = Station(id: pair.station, coordinate: pair.coordinate, elevation: pair.elevation)
        guard let place = collector.number(of: station) else {
          return collector.reject(.invalidPosition, "line \(number): \(pair.station) at \(pair.coordinate)")
        }
        seen[key] = value
        try collector.add(
          station: place, variable: collector.number(of: variable), validTime: pair.observationTime, value: value,
          quality: pair.quality)
      }
    }
    guard pairs > 0 else {
      throw FormatError(file, "holds no line of type MPR; run Point-Stat with output_flag.mpr = STAT")
    }
  }

  private struct Key: Hashable {
    let station: String
    let variable: Variable
    let time: UTCTime
  }
}
