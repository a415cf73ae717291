public import Fields
public import Foundation

/// A file format that holds tracks of cyclones.
public protocol TrackFormat: Sendable {
  /// The identity in messages: `JMA best track`.
  static var name: String { get }

  /// Whether a path holds this format, by its content alone; the extension says nothing.
  static func recognises(_ path: PathProbe) -> Bool

  /// Everything in a file. Throws `FormatError` with the line where the file is no longer of the format, so that no
  /// fix goes astray; fixes that are whole and can't be used are counted.
  static func read(_ url: URL) throws(FormatError) -> TrackFile
}

/// What a file of tracks holds.
public struct TrackFile: Sendable {
  public var format: String
  /// Observed tracks, in the file's order.
  public var tracks: [Track] = []
  /// Forecasts, one a storm and initial time, in the file's order.
  public var forecasts: [TrackForecast] = []
  /// What was left out and why, with how often.
  public private(set) var rejected: [String: Int] = [:]

  public init(format: String) { self.format = format }

  public mutating func reject(_ reason: String, count: Int = 1) { rejected[reason, default: 0] += count }
}

extension Catalogue {
  public static let trackFormats: [any TrackFormat.Type] = [
    JMABestTrackFormat.self,
    HURDAT2Format.self,
    IBTrACSFormat.self,
    BUFRTrackFormat.self,
  ]

  /// The tracks of a file, by the first format that recognises its content.
  public static func readTracks(_ url: URL) throws(FormatError) -> TrackFile {
    let probe = try PathProbe(url)
    guard !probe.isFolder else { throw FormatError(url, "expected a file of cyclone tracks, found a folder") }
    for format in trackFormats where format.recognises(probe) { return try format.read(url) }
    throw FormatError(
      url,
      "no format of cyclone tracks begins like this; known are "
        + trackFormats.map { $0.name }.joined(separator: ", "), isUnrecognised: true)
  }
}

extension PathProbe {
  /// The first line of the file as far as it was read, without its ending.
  var firstLine: [UInt8] { Array(head.prefix { $0 != 10 && $0 != 13 }) }
}

extension ByteText {
  /// A wind or pressure of a track; nil where it is negative, which agencies write for missing, or none.
  var positive: Double? {
    guard let number = double, number > 0 else { return nil }
    return number
  }
}

/// Knots and hectopascals, which agencies write, in the units of tracks.
enum TrackUnits {
  static func metresPerSecond(knots: Double?) -> Double? { knots.map { $0 * 1852 / 3600 } }
  static func pascals(hectopascals: Double?) -> Double? { hectopascals.map { $0 * 100 } }
}
