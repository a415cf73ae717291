public import Fields

/// What makes an event one that people prepare for.
public enum Hazard: String, Sendable, Codable, CaseIterable {
  case heatWave = "heat-wave"
  case coldWave = "cold-wave"
  case windStorm = "wind-storm"
  case heavyPrecipitation = "heavy-precipitation"
  case tropicalCyclone = "tropical-cyclone"

  /// For people: `heat wave`.
  public var title: String {
    switch self {
    case .heatWave: "heat wave"
    case .coldWave: "cold wave"
    case .windStorm: "wind storm"
    case .heavyPrecipitation: "heavy precipitation"
    case .tropicalCyclone: "tropical cyclone"
    }
  }

  /// Whether values of a variable are extreme upwards; nil where either end may be.
  public func isUpper(_ variable: Variable) -> Bool? {
    switch self {
    case .heatWave, .windStorm, .heavyPrecipitation: true
    case .coldWave: false
    case .tropicalCyclone: nil
    }
  }

  /// What an event is of where nobody says it.
  public var usualVariable: Variable {
    switch self {
    case .heatWave, .coldWave: .temperature2m
    case .windStorm, .tropicalCyclone: .windSpeed10m
    case .heavyPrecipitation: .precipitation(.hours(24))
    }
  }

  /// The part of all values that is extreme where nobody says it: one in a hundred, one in twenty of temperatures.
  public var usualThreshold: Threshold {
    switch self {
    case .heatWave: Threshold(.atLeast, .quantile(QuantileLevel(0.95)))
    case .coldWave: Threshold(.atMost, .quantile(QuantileLevel(0.05)))
    case .windStorm, .heavyPrecipitation, .tropicalCyclone: Threshold(.atLeast, .quantile(QuantileLevel(0.99)))
    }
  }
}
