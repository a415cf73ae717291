public import Fields

/// A place where observations are made.
public struct Station: Hashable, Sendable, Codable {
  /// The identifier under which reports are kept: a WIGOS identifier (`0-20000-0-01001`), a WMO
  /// block and station number (`01001`), an ICAO or network code, or for reports without any the
  /// position (`@59.940,10.720`).
  public let id: String
  public var name: String?
  public var coordinate: Coordinate
  /// Height of the ground above mean sea level in metres; nil where unknown.
  public var elevation: Double?

  public init(id: String, name: String? = nil, coordinate: Coordinate, elevation: Double? = nil) {
    self.id = id
    self.name = name
    self.coordinate = coordinate
    self.elevation = elevation
  }

  /// Heights of the ground that stations have, in metres; what is outside is a code for missing or an error.
  public static let elevationRange = -600.0...9000.0

  /// The identifier of reports that carry none, from their position to 0.001°.
  public static func positionalID(_ coordinate: Coordinate) -> String {
    func text(_ x: Double) -> String {
      guard abs(x) < 1e9 else { return "\(x)" }
      let thousandths = Int((abs(x) * 1000).rounded())
      let rest = String(thousandths % 1000)
      let zeros = String(repeating: "0", count: 3 - rest.count)
      return (x < 0 && thousandths > 0 ? "-" : "") + "\(thousandths / 1000).\(zeros)\(rest)"
    }
    return "@\(text(coordinate.latitude)),\(text(coordinate.longitude180))"
  }
}

/// What is known of the trust in an observation. Stored as its raw value.
public enum Quality: UInt8, Sendable, Codable, CaseIterable, Comparable {
  /// Passed the checks of its source or of this package.
  case good = 0
  /// No check has been made.
  case unchecked = 1
  /// A check found it doubtful; used only on request.
  case suspect = 2
  /// A check found it wrong; never used.
  case bad = 3

  /// `good`, `unchecked`, `suspect` or `bad`.
  public var name: String { "\(self)" }

  /// The quality of a name, or nil.
  public init?(name: String) {
    guard let known = Quality.allCases.first(where: { $0.name == name }) else { return nil }
    self = known
  }

  public static func < (a: Quality, b: Quality) -> Bool { a.rawValue < b.rawValue }
}

/// One observed value.
public struct Observation: Hashable, Sendable, Codable {
  public var station: String
  public var variable: Variable
  public var validTime: UTCTime
  /// In the variable's canonical unit; always finite, since a missing value is no observation.
  public var value: Double
  public var source: String
  public var quality: Quality

  public init(
    station: String, variable: Variable, validTime: UTCTime, value: Double, source: String,
    quality: Quality = .unchecked
  ) {
    self.station = station
    self.variable = variable
    self.validTime = validTime
    self.value = value
    self.source = source
    self.quality = quality
  }
}
