import Foundation

/// The forecast and the observed wind of one pair.
struct Wind {
  let forecast: SIMD2<Double>
  let observed: SIMD2<Double>

  /// Nil where one of the second components is missing.
  @inline(__always)
  init?(_ pairs: MatchedPairs, northward: NorthwardComponents, at i: Int) {
    let (second, secondObserved) = (northward.forecasts[i], northward.observations[i])
    guard !second.isNaN, !secondObserved.isNaN else { return nil }
    forecast = SIMD2(pairs.forecasts[i], second)
    observed = SIMD2(pairs.observations[i], secondObserved)
  }

  var forecastSpeed: Double { (forecast * forecast).sum().squareRoot() }
  var observedSpeed: Double { (observed * observed).sum().squareRoot() }

  var vectorErrorSquare: Double {
    let error = forecast - observed
    return error.x * error.x + error.y * error.y
  }

  /// By how much the forecast is turned clockwise from the observed wind, in degrees above -180 up to 180.
  var directionError: Double {
    let cross = observed.y * forecast.x - observed.x * forecast.y
    let degrees = atan2(cross, observed.x * forecast.x + observed.y * forecast.y) * (180 / .pi)
    return degrees == -180 ? 180 : degrees
  }
}

/// The northward components of winds whose eastward ones are the pairs.
struct NorthwardComponents {
  let forecasts: [Double]
  let observations: [Double]

  /// Nil where the pairs have none.
  init?(_ pairs: MatchedPairs) {
    guard let forecasts = pairs.column(.secondForecast), let observations = pairs.column(.secondObservation)
    else { return nil }
    self.forecasts = forecasts
    self.observations = observations
  }
}
