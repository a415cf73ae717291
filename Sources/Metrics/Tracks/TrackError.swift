public import Fields

#if canImport(Darwin)
  import Darwin
#elseif canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// How far a forecast of a cyclone is from the best track at one time.
///
/// Along and across are of the observed motion: the great circle from the observed position 6 hours before to the one
/// at the valid time, continued. **Along** is positive where the forecast is ahead of the storm (too fast), **across**
/// where it is to the right of the way, looking where the storm goes, in both hemispheres. With the distance d and the
/// angle β between the motion and the direction to the forecast, on a sphere of radius R,
///
///     across = R asin(sin(d/R) sin β),   along = R atan2(sin(d/R) cos β, cos(d/R))
///
/// After Heming (2017), doi:10.1002/met.1599; the sign of across is that of the National Hurricane Center.
public struct TrackError: Hashable, Sendable, Codable {
  /// Metres along the great circle.
  public var position: Double
  /// Metres; nil where the motion is not known.
  public var along: Double?
  public var across: Double?
  /// Pa, forecast minus best track: positive where the forecast storm is too weak. nil where one has none.
  public var pressure: Double?
  /// m s-1, forecast minus best track: positive where the forecast storm is too strong. nil where one has none, or
  /// where the two are averaged over different periods.
  public var wind: Double?

  /// What is missing, in words that a table of reasons can count.
  public var absent: [TrackAbsence]

  /// Below this motion in 6 hours, in metres, the storm stands still: best tracks are given to a tenth of a degree.
  static let leastMotion = 20_000.0
  static let motionPeriod = TimeSpan.hours(6)

  /// The error of a forecast fix against the best track at that time. nil where the best track has no position then.
  public init?(of forecast: TrackPoint, against observed: Track) {
    guard let truth = observed.point(at: forecast.time) else { return nil }
    absent = []
    position = truth.position.distance(to: forecast.position)
    if let before = observed.point(at: forecast.time - TrackError.motionPeriod) {
      if before.position.distance(to: truth.position) < TrackError.leastMotion {
        absent.append(.stationary)
      } else if let back = truth.position.bearing(to: before.position) {
        let angle = ((truth.position.bearing(to: forecast.position) ?? back) - back - 180) * .pi / 180
        let distance = position / Coordinate.earthRadius
        across = Coordinate.earthRadius * asin(sin(distance) * sin(angle))
        along = Coordinate.earthRadius * atan2(sin(distance) * cos(angle), cos(distance))
      }
    } else {
      absent.append(.noMotion)
    }
    if let own = forecast.minimumPressure, let other = truth.minimumPressure {
      pressure = own - other
    } else {
      absent.append(truth.minimumPressure == nil ? .noObservedPressure : .noForecastPressure)
    }
    if let own = forecast.maximumWind, let other = truth.maximumWind {
      if WindAveraging.areComparable(forecast.averaging, truth.averaging) {
        wind = own - other
      } else {
        absent.append(.otherAveraging)
      }
    } else {
      absent.append(truth.maximumWind == nil ? .noObservedWind : .noForecastWind)
    }
  }
}

/// Why a forecast of a cyclone has no error, or lacks a part of it.
public enum TrackAbsence: String, Hashable, Sendable, Codable, CaseIterable {
  case noForecastFix = "the forecast has no storm"
  case noObservedFix = "the best track has no fix within 6 h on both sides"
  case notTropical = "the observed storm is not tropical"
  case noMotion = "no observed position 6 h before, so no direction"
  case stationary = "the observed storm moved less than 20 km in 6 h, so no direction"
  case noForecastPressure = "the forecast has no pressure"
  case noObservedPressure = "the best track has no pressure"
  case noForecastWind = "the forecast has no wind"
  case noObservedWind = "the best track has no wind"
  case otherAveraging = "winds are averaged over different periods"
}
