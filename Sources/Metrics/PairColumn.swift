/// What some scores need of a pair beside its forecast and its observation, in the same unit unless stated.
public enum PairColumn: String, Hashable, Sendable, Codable, CaseIterable {
  /// The climatological mean of the day of year and the hour.
  case climatology
  /// What a baseline forecast: persistence, a climatology or another system.
  case baseline
  /// The northward component of a wind whose eastward component are the forecasts.
  case secondForecast
  /// The northward component of a wind whose eastward component are the observations.
  case secondObservation
  /// How often it is dry in the climatology, from 0 to 1.
  case dryProbability
  /// From where precipitation is heavy in the climatology.
  case heavyLimit
  /// How often the event happens in the climatology, from 0 to 1.
  case eventProbability
  /// The lower end of a forecast interval.
  case lowerLimit
  /// The upper end of a forecast interval.
  case upperLimit
  /// The greatest forecast within a tolerance of the pair's time and place, its own included.
  case greatestForecastNearby
  /// The greatest observation within a tolerance of the pair's time and place, its own included.
  case greatestObservationNearby
  /// The least forecast within a tolerance of the pair's time and place, its own included.
  case leastForecastNearby
  /// The least observation within a tolerance of the pair's time and place, its own included.
  case leastObservationNearby
}

extension PairColumn {
  /// Why a score has no value where no pair has this, and what to do.
  var absent: Outcome {
    switch self {
    case .climatology:
      .undefined("no pair has a climatology: make one with `verify climatology build` and name it in the evaluation")
    case .dryProbability, .heavyLimit:
      .undefined(
        "no pair has a precipitation climatology (probability of dry, limit of heavy): make one with "
          + "`verify climatology build` and name it in the evaluation")
    case .eventProbability:
      .undefined(
        "no pair has a climatological probability of the event, and an evaluation file can't "
          + "name one yet")
    case .baseline:
      .undefined("no pair has a forecast of a baseline beside it: name a baseline in the evaluation")
    case .secondForecast, .secondObservation:
      .undefined("no pair has both components of the wind: score a wind vector, such as wind10m")
    case .lowerLimit, .upperLimit:
      .undefined("no pair has a forecast interval: give its lower and its upper limit")
    case .greatestForecastNearby, .greatestObservationNearby, .leastForecastNearby, .leastObservationNearby:
      .undefined("no pair has a neighbourhood: give the evaluation a 'tolerance' of time or distance")
    }
  }
}
