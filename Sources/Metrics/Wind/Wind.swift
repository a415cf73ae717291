import Foundation

/// The forecast and the observed wind of one pair.
struct Wind {
  let forecast: SIMD2<Double>
  let observed: SIMD2<Double>

  /// Nil where one of the second components is absent or missing.
  init?(_ pairs: MatchedPairs, at i: Int) {
    guard let forecasts = pairs.columns[.secondForecast], let observations = pairs.columns[.secondObservation],
      !forecasts[i].isNaN, !observations[i].isNaN
    else { return nil }
    forecast = SIMD2(pairs.forecasts[i], forecasts[i])
    observed = SIMD2(pairs.observations[i], observations[i])
  }

  var forecastSpeed: Double { hypot(forecast.x, forecast.y) }
  var observedSpeed: Double { hypot(observed.x, observed.y) }

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
