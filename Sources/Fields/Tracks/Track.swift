/// The way of one cyclone: where its centre was and how strong it was, fix by fix.
///
/// Fixes are in the order of time, one a time. A best track is a track, and so is the way of the storm in one
/// member of a forecast.
public struct Track: Hashable, Sendable, Codable {
  /// As its source calls the storm: `1526`, `AL092011`, `2015320N03164`.
  public var storm: String
  /// `IN-FA`; empty where the storm has none.
  public var name: String
  /// `WP`; empty where the source says nothing of it.
  public var basin: String
  /// By time, without repeats.
  public private(set) var points: [TrackPoint]

  /// Fixes are put in the order of time; of several at one time the first given is kept.
  public init(storm: String, name: String = "", basin: String = "", points: [TrackPoint]) {
    self.storm = storm
    self.name = name
    self.basin = basin
    let ordered = points.enumerated().sorted { ($0.element.time, $0.offset) < ($1.element.time, $1.offset) }
    self.points = []
    for (_, point) in ordered where self.points.last?.time != point.time { self.points.append(point) }
  }

  /// Whether a word names this storm: its identity or its name, in any case.
  public func isCalled(_ word: String) -> Bool {
    storm.lowercased() == word.lowercased() || (!name.isEmpty && name.lowercased() == word.lowercased())
  }
}

/// A cyclone at one time.
public struct TrackPoint: Hashable, Sendable, Codable {
  public var time: UTCTime
  public var position: Coordinate
  /// Pa at mean sea level in the centre; nil where it is not known.
  public var minimumPressure: Double?
  /// m s-1 at 10 m, the greatest around the centre; nil where it is not known.
  public var maximumWind: Double?
  /// Over how long the wind was averaged; nil where the source does not say.
  public var averaging: WindAveraging?
  public var stage: CycloneStage

  public init(
    time: UTCTime, position: Coordinate, minimumPressure: Double? = nil, maximumWind: Double? = nil,
    averaging: WindAveraging? = nil, stage: CycloneStage = .unstated
  ) {
    self.time = time
    self.position = position
    self.minimumPressure = minimumPressure
    self.maximumWind = maximumWind
    self.averaging = averaging
    self.stage = stage
  }
}

/// Over how long a sustained wind is averaged.
///
/// A 1-minute wind of a cyclone at sea is about 1.08 times its 10-minute wind (Harper, Kepert and Ginger 2010,
/// WMO/TD-No. 1555); other factors are in use, so none is ever converted here.
public enum WindAveraging: String, Hashable, Sendable, Codable, CaseIterable {
  /// The United States' agencies.
  case oneMinute = "1 min"
  /// India.
  case threeMinutes = "3 min"
  /// Japan and most others, after WMO.
  case tenMinutes = "10 min"
  /// A model's wind: of a grid cell and a time step.
  case model

  /// Whether a difference of two winds is one of intensity and not of averaging. A model's wind has no period of
  /// its own and is compared with any; two stated periods have to be the same, and so has none with none.
  public static func areComparable(_ a: WindAveraging?, _ b: WindAveraging?) -> Bool {
    a == b || a == .model || b == .model
  }
}

/// What kind of system a cyclone is at a time.
public enum CycloneStage: String, Hashable, Sendable, Codable {
  /// A tropical or subtropical cyclone of any strength, depressions included.
  case tropical
  case extratropical
  /// A disturbance, a low, a wave: no cyclone, or no longer one.
  case other
  case unstated
}
