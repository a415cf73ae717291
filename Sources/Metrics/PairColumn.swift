/// What some scores need of a pair beside its forecast and its observation, in the same unit unless stated.
public enum PairColumn: Hashable, Sendable {
  /// The climatological mean of the day of year and the hour.
  case climatology
  /// What a baseline forecast: persistence, a climatology or another system.
  case baseline
  /// The northward component of a wind whose eastward component are the forecasts.
  case secondForecast
  /// The northward component of a wind whose eastward component are the observations.
  case secondObservation
  /// How often it is dry in the climatology, from 0 to 1, by what counts as dry.
  case dryProbability(SEEPSCategories)
  /// From where precipitation is heavy in the climatology, by what counts as dry.
  case heavyLimit(SEEPSCategories)
  /// What a threshold of the climatology is for the pair: the quantile of its day of year and hour, or the value of
  /// the return period at its place.
  case limit(Threshold)
  /// How often the event happens in the climatology of the day of year and the hour, from 0 to 1.
  case eventProbability(Threshold)
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
  /// What to do where a climatology is missing.
  static let remedy =
    "make one with `verify climatology build` and name it in the evaluation, 'climatology: FILE'"

  /// Why there is no score of a threshold of the climatology where no pair has its limit.
  static let noLimit = Outcome.undefined("no pair has a climatology to take the threshold from: \(remedy)")

  /// Why there is no SEEPS where no pair has its columns.
  static let noDryProbability = Outcome.undefined(
    "no pair has a climatology of how often it is dry and what is heavy: \(remedy)")

  /// Whether it comes from a climatology.
  public var isClimatological: Bool {
    switch self {
    case .climatology, .dryProbability, .heavyLimit, .limit, .eventProbability: true
    default: false
    }
  }

  /// Why a score has no value where no pair has this, and what to do.
  var absent: Outcome {
    switch self {
    case .climatology:
      .undefined("no pair has a climatology: \(PairColumn.remedy)")
    case .dryProbability, .heavyLimit:
      PairColumn.noDryProbability
    case .eventProbability:
      .undefined("no pair has a climatological probability of the event: \(PairColumn.remedy)")
    case .limit: PairColumn.noLimit
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

extension PairColumn: CustomStringConvertible {
  /// `climatology`, `limit(>=q0.95)`
  public var description: String {
    switch self {
    case .climatology: "climatology"
    case .baseline: "baseline"
    case .secondForecast: "secondForecast"
    case .secondObservation: "secondObservation"
    case .dryProbability(let categories): "dryProbability(\(categories))"
    case .heavyLimit(let categories): "heavyLimit(\(categories))"
    case .limit(let threshold): "limit(\(threshold))"
    case .eventProbability(let threshold): "eventProbability(\(threshold))"
    case .lowerLimit: "lowerLimit"
    case .upperLimit: "upperLimit"
    case .greatestForecastNearby: "greatestForecastNearby"
    case .greatestObservationNearby: "greatestObservationNearby"
    case .leastForecastNearby: "leastForecastNearby"
    case .leastObservationNearby: "leastObservationNearby"
    }
  }
}
