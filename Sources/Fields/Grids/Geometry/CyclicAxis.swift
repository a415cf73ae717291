import Foundation

/// An axis that may close on itself: the longitudes of a row.
struct CyclicAxis: Hashable, Sendable {
  /// The coordinates without the jump at the seam, so that they rise or fall throughout.
  let axis: Axis
  /// One turn: 360 for degrees; nil on an axis that has no turn.
  let period: Double?
  /// Whether the last coordinate is followed by the first.
  let wraps: Bool
  /// The number of coordinates before they repeat: files may end a row with its first columns again.
  let distinct: Int

  /// The coordinates that a value lies between. The fraction is in 0...1 on the axis and beyond
  /// it at its ends; `lower` and `upper` are the same on an axis of one.
  struct Span: Hashable {
    var lower: Int
    var upper: Int
    var fraction: Double
  }

  init(_ axis: Axis, period: Double?) {
    self.axis = axis
    self.period = period
    guard let period, axis.spacing != 0 else {
      (wraps, distinct) = (false, axis.count)
      return
    }
    // A file's rounding may leave the seam a little wider or narrower than the other steps.
    let widest = max(abs(axis.spacing), abs(axis.step(after: 0)), abs(axis.step(after: axis.count - 2)))
    let turn = period - 0.01 * widest
    var distinct = axis.count
    while distinct > 1, abs(axis[distinct - 1] - axis.first) > turn { distinct -= 1 }
    let gap = period - abs(axis[distinct - 1] - axis.first)
    wraps = distinct < axis.count || gap < 1.2 * widest
    self.distinct = distinct
  }

  /// Longitudes in any convention. Throws `FieldError` where they do not run in one direction.
  init(longitudes: [Double]) throws(FieldError) {
    var unrolled = longitudes
    for i in longitudes.indices.dropFirst() {
      let step = (longitudes[i] - longitudes[i - 1]).remainder(dividingBy: 360)
      unrolled[i] = unrolled[i - 1] + (step == -180 ? 180 : step)
    }
    // Adding steps up would add their rounding up: keep each value, a whole number of turns away.
    for i in longitudes.indices where longitudes[i].isFinite && unrolled[i].isFinite {
      unrolled[i] = longitudes[i] + 360 * ((unrolled[i] - longitudes[i]) / 360).rounded()
    }
    self.init(try Axis(unrolled, named: "longitudes"), period: 360)
  }

  /// The step from the last distinct coordinate to the first.
  private var gap: Double { (period ?? 0) - abs(axis[distinct - 1] - axis.first) }

  func span(of value: Double) -> Span {
    let position: Axis.Position
    if let period, wraps {
      let turned = ((value - axis.first) * axis.sign).truncatingRemainder(dividingBy: period)
      let along = turned < 0 ? turned + period : turned
      let reach = abs(axis[distinct - 1] - axis.first)
      if along > reach {
        let fraction = (along - reach) / gap
        let atSeam = fraction < Axis.tolerance ? 0 : fraction > 1 - Axis.tolerance ? 1 : fraction
        return Span(lower: distinct - 1, upper: 0, fraction: atSeam)
      }
      position = axis.position(of: axis.first + along * axis.sign)
    } else if let period {
      let centre = (axis.first + axis.last) / 2
      position = axis.position(of: centre + (value - centre).remainder(dividingBy: period))
    } else {
      position = axis.position(of: value)
    }
    return Span(
      lower: position.index, upper: min(position.index + 1, axis.count - 1), fraction: position.fraction)
  }

  /// Whether a span is within the outermost coordinates, so that nothing is extrapolated.
  func holds(_ span: Span) -> Bool {
    wraps || (span.lower == span.upper ? span.fraction == 0 : (0...1).contains(span.fraction))
  }

  /// Whether a span is no further than half a step beyond the outermost coordinates.
  func reaches(_ span: Span) -> Bool {
    wraps || (span.lower == span.upper ? abs(span.fraction) <= 0.5 : (-0.5...1.5).contains(span.fraction))
  }

  /// How far a distinct column reaches to its neighbours on both sides: half the way; outermost ones
  /// as far outside as inside.
  func halfWidths(of index: Int) -> (before: Double, after: Double) {
    guard distinct > 1 else {
      let half = (wraps ? period ?? 0 : abs(axis.spacing)) / 2
      return (half, half)
    }
    let before = index > 0 ? abs(axis.step(after: index - 1)) : wraps ? gap : abs(axis.step(after: 0))
    let after = index + 1 < distinct ? abs(axis.step(after: index)) : wraps ? gap : abs(axis.step(after: index - 1))
    return (before / 2, after / 2)
  }

  /// The width of a column; 0 for repeated ones.
  func width(of index: Int) -> Double {
    guard index < distinct else { return 0 }
    let (before, after) = halfWidths(of: index)
    return before + after
  }
}
