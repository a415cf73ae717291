import Foundation
public import Metrics

/// The whole record of a cyclone for programs: tracks, errors of every line and member, scores, probabilities.
///
/// Keys are sorted. Lengths are in metres, pressures in Pa, winds in m s-1, spans as `72h`; what is absent has no key.
public struct CycloneJSON: Sendable {
  public init() {}

  public func text(of record: CycloneRecord) throws -> String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .prettyPrinted, .withoutEscapingSlashes]
    return String(decoding: try encoder.encode(record), as: UTF8.self) + "\n"
  }
}
