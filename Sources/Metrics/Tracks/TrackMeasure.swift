/// What is measured of forecasts of cyclones, with its definition.
public enum TrackMeasure: String, Hashable, Sendable, Codable, CaseIterable {
  case position = "track_error"
  case along = "track_along_error"
  case across = "track_cross_error"
  case pressure = "cyclone_pressure_error"
  case pressureMagnitude = "cyclone_pressure_mae"
  case wind = "cyclone_wind_error"
  case windMagnitude = "cyclone_wind_mae"

  /// The value of one error, in m, Pa or m s-1; nil where it lacks this part.
  public func value(of error: TrackError) -> Double? {
    switch self {
    case .position: error.position
    case .along: error.along
    case .across: error.across
    case .pressure: error.pressure
    case .pressureMagnitude: error.pressure.map(abs)
    case .wind: error.wind
    case .windMagnitude: error.wind.map(abs)
    }
  }

  /// The unit of the values.
  public var unit: String {
    switch self {
    case .position, .along, .across: "m"
    case .pressure, .pressureMagnitude: "Pa"
    case .wind, .windMagnitude: "m s-1"
    }
  }

  public var definition: MetricDefinition {
    switch self {
    case .position:
      MetricDefinition(
        id: rawValue, name: "Direct position error", symbol: "DPE", synonyms: ["track error", "total track error"],
        formula: "⟨d(f, o)⟩, d the great-circle distance", range: "0 to ∞", perfect: 0, orientation: .negative,
        units: .none,
        summary: "The mean distance between the forecast and the observed centre, in kilometres on a sphere of radius "
          + "6371.0088 km", undefinedWhen: "no forecast has the storm at a time of the best track",
        aggregation: Self.aggregation, reference: Self.heming)
    case .along:
      MetricDefinition(
        id: rawValue, name: "Along-track error", symbol: "AT", formula: "⟨R atan2(sin(d/R) cos β, cos(d/R))⟩",
        range: "-∞ to ∞", perfect: 0, orientation: .towardsPerfect, units: .none,
        summary: "The part of the displacement along the observed motion of the last 6 hours; positive where the "
          + "forecast is ahead: too fast", undefinedWhen: Self.noDirection, aggregation: Self.aggregation,
        reference: Self.heming)
    case .across:
      MetricDefinition(
        id: rawValue, name: "Cross-track error", symbol: "CT", formula: "⟨R asin(sin(d/R) sin β)⟩", range: "-∞ to ∞",
        perfect: 0, orientation: .towardsPerfect, units: .none,
        summary: "The part of the displacement across the observed motion of the last 6 hours; positive where the "
          + "forecast is to the right, looking where the storm goes", undefinedWhen: Self.noDirection,
        aggregation: Self.aggregation, reference: Self.heming)
    case .pressure:
      MetricDefinition(
        id: rawValue, name: "Central pressure error", symbol: "p error", formula: "⟨f − o⟩", range: "-∞ to ∞",
        perfect: 0, orientation: .towardsPerfect, units: .none,
        summary: "Forecast minus best-track pressure in the centre; positive where the forecast storm is too weak",
        undefinedWhen: "one of the two has no pressure", aggregation: Self.aggregation, reference: Self.intensity)
    case .pressureMagnitude:
      MetricDefinition(
        id: rawValue, name: "Central pressure absolute error", symbol: "p MAE", formula: "⟨|f − o|⟩",
        range: "0 to ∞", perfect: 0, orientation: .negative, units: .none,
        summary: "The size of the error of the pressure in the centre, whichever its sign",
        undefinedWhen: "one of the two has no pressure", aggregation: Self.aggregation, reference: Self.intensity)
    case .wind:
      MetricDefinition(
        id: rawValue, name: "Maximum wind error", symbol: "wind error", formula: "⟨f − o⟩", range: "-∞ to ∞",
        perfect: 0, orientation: .towardsPerfect, units: .none,
        summary: "Forecast minus best-track greatest sustained wind; positive where the forecast storm is too strong",
        undefinedWhen: Self.noWind, aggregation: Self.aggregation, reference: Self.intensity)
    case .windMagnitude:
      MetricDefinition(
        id: rawValue, name: "Maximum wind absolute error", symbol: "wind MAE", formula: "⟨|f − o|⟩",
        range: "0 to ∞", perfect: 0, orientation: .negative, units: .none,
        summary: "The size of the error of the greatest sustained wind, whichever its sign",
        undefinedWhen: Self.noWind, aggregation: Self.aggregation, reference: Self.intensity)
    }
  }

  private static let aggregation =
    "The mean over forecasts, each of one weight. Systems are compared on the initial and lead times that all have."
  private static let noDirection =
    "the best track has no position 6 h before, or the storm moved less than 20 km in that time"
  private static let noWind =
    "one of the two has no wind, or they are averaged over different periods; winds are never converted"
  private static let heming = "Heming (2017), doi:10.1002/met.1599"
  private static let intensity = "DeMaria et al. (2014), doi:10.1175/BAMS-D-12-00240.1"
}

/// What is said of ensembles of tracks.
public enum EnsembleTrackDefinitions {
  public static let spread = MetricDefinition(
    id: "track_spread", name: "Track spread", symbol: "spread",
    formula: "√(Σ_k d(x_k, x̄)² / (m − 1)), x̄ the mean track", range: "0 to ∞", perfect: nil, orientation: .none,
    units: .none, summary: "How far the members that have the storm are from their mean track",
    undefinedWhen: "fewer than two members have the storm, or so few that there is no mean track",
    aggregation:
      "Of one forecast. In a reliable ensemble the mean squared error of the mean track is (m + 1)/m times the mean "
      + "squared spread; one storm does not show it.",
    reference: "Fortin et al. (2014), doi:10.1175/JHM-D-14-0008.1")

  public static let strikeBrier = MetricDefinition(
    id: "strike_brier", name: "Brier score of strike probabilities", symbol: "strike BS", formula: "Σ w (p − o)² / Σ w",
    range: "0 to 1", perfect: 0, orientation: .negative, units: .none,
    summary: "Of the cells of a map, weighted by their area: p is the part of the members whose track comes within 120 "
      + "km in the period, o whether the best track does", undefinedWhen: "the best track has no fix in the period",
    aggregation:
      "Of one forecast. It falls with the size of the map, since most of a large one is never near the storm: compare "
      + "it on one map alone.",
    reference:
      "van der Grijn et al. (2004), ECMWF Newsletter 102; Brier (1950), doi:10.1175/1520-0493(1950)078<0001:VOFEIT>2.0.CO;2"
  )
}
