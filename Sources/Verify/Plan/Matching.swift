public import Fields
public import Stations

/// How forecasts and observations are brought together.
public struct Matching: Sendable, Hashable {
  /// How the value at a station is taken from a field.
  public enum Method: String, Sendable, Codable, CaseIterable {
    case bilinear
    case nearest
    case inverseDistance = "inverse-distance"
    /// The closest cell that is land by the model's own mask.
    case nearestLand = "nearest-land"
  }

  /// Which pairs of a system are scored.
  public enum Pairing: String, Sendable, Codable, CaseIterable {
    /// Those that every system has: same station, valid time and lead time.
    case common
    /// All that the system itself has.
    case all
  }

  public var method: Method
  /// How far a report's time may be from the valid time, itself included.
  public var timeTolerance: TimeSpan
  public var heightCorrection: HeightCorrection?
  /// The pairs that scores are shown of; both kinds are kept.
  public var pairing: Pairing
  public var qualities: Set<Quality>
  /// Sources of observations, the preferred first.
  public var sources: [String]
  /// How far, in metres, a table's station may be from the observing station of its name.
  public var stationDistance: Double

  public init(
    method: Method = .bilinear, timeTolerance: TimeSpan = .zero, heightCorrection: HeightCorrection? = nil,
    pairing: Pairing = .common, qualities: Set<Quality> = [.good, .unchecked], sources: [String] = [],
    stationDistance: Double = 5000
  ) {
    self.method = method
    self.timeTolerance = timeTolerance
    self.heightCorrection = heightCorrection
    self.pairing = pairing
    self.qualities = qualities
    self.sources = sources
    self.stationDistance = stationDistance
  }

  static let qualityNames = ["good", "unchecked", "suspect"]

  /// Reports this far before the valid time, and less than this after it, are candidates even
  /// where the tolerance is smaller: what is too far off is then counted, not overlooked.
  public static let window = TimeSpan.minutes(30)
}

/// Correction of a temperature for the difference in height between station and model.
public struct HeightCorrection: Sendable, Hashable {
  public enum Scored: String, Sendable, Codable, CaseIterable {
    case both, corrected, raw
  }

  /// Kelvin a metre by which temperature falls with height.
  public var lapseRate: Double
  public var scored: Scored

  public init(lapseRate: Double = 0.0065, scored: Scored = .both) {
    self.lapseRate = lapseRate
    self.scored = scored
  }

  /// Whether a variable is one that is corrected: air temperature near the ground.
  public static func applies(to variable: Variable) -> Bool {
    guard variable.quantity == .airTemperature, case .height = variable.level else { return false }
    return true
  }

  /// The forecast at the height of the station.
  ///
  ///     T + γ (z_model - z_station)
  public func corrected(_ value: Double, from modelHeight: Double, to stationHeight: Double) -> Double {
    value + lapseRate * (modelHeight - stationHeight)
  }
}
