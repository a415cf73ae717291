import Fields
import Foundation
import Metrics

/// Directions are angles: 359° and 1° are 2° apart, and halfway between them is 0°, not 180°.
enum Bearing {
  /// Whether values of a variable are directions in degrees.
  static func isMeasured(by variable: Variable) -> Bool { variable.quantity == .windDirection }

  /// Why a score of a variable means nothing; nil where it means something. Errors of directions have a mean,
  /// directions themselves lie on no line.
  static func objection(to metric: any Metric, of variable: Variable) -> String? {
    guard isMeasured(by: variable), metric is MeanForecast || metric is MeanObservation || metric is Correlation
    else { return nil }
    return "a direction has no mean on a line"
  }

  /// Unit vectors below this length, after averaging, point nowhere.
  private static let shortest = 1e-9

  /// The direction of the weighted mean of unit vectors, in 0..<360; NaN where one is NaN, where there is
  /// none, or where they cancel.
  static func mean(_ parts: some Sequence<(degrees: Double, weight: Double)>) -> Double {
    var (north, east) = (0.0, 0.0)
    for (degrees, weight) in parts where weight != 0 {
      north += weight * cos(degrees * .pi / 180)
      east += weight * sin(degrees * .pi / 180)
    }
    guard north * north + east * east > shortest * shortest else { return .nan }
    let degrees = atan2(east, north) * 180 / .pi
    return degrees < 0 ? degrees + 360 : degrees
  }

  /// The direction at a point; NaN where any cell that carries weight is missing.
  static func value(of stencil: Stencil, in cells: UnsafeBufferPointer<Float>) -> Double {
    mean(stencil.parts.lazy.map { (Double(cells[$0.cell]), $0.weight) })
  }

  /// The same direction written so that it is at most 180° from another: below 0 or above 360 where that
  /// is the shorter way. The difference of the two is then the error.
  static func turned(_ degrees: Double, towards other: Double) -> Double {
    abs(degrees - other) <= 180 ? degrees : other + (degrees - other).remainder(dividingBy: 360)
  }
}
