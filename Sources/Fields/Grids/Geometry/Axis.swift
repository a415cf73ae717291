/// Coordinates along one direction of a grid, rising or falling throughout.
struct Axis: Hashable, Sendable {
  let count: Int
  let first: Double
  /// The mean step, negative on a falling axis; 0 on an axis of one coordinate unless it was given.
  let spacing: Double
  /// nil where the coordinates are first + index × spacing.
  private let table: CoordinateTable?
  /// Whether no coordinate is further than half a step from where even steps would put it, so that
  /// a computed index is wrong by one at most.
  private let isNearlyEven: Bool

  /// Where a value lies: `fraction` of the way from coordinate `index` to the next.
  ///
  /// The fraction is in 0...1 on the axis; before it the index is 0 and the fraction negative, after
  /// it the index is `count - 2` and the fraction above 1.
  struct Position: Hashable {
    var index: Int
    var fraction: Double
  }

  /// The part of a step within which a value is taken to be at a coordinate, since coordinates are
  /// rounded in files and by arithmetic modulo 360.
  static let tolerance = 1e-7

  /// Even steps.
  init(first: Double, spacing: Double, count: Int) {
    self.first = first
    self.spacing = spacing
    self.count = count
    table = nil
    isNearlyEven = true
  }

  /// Any steps of one sign. Throws `FieldError` where there is no coordinate, one is not finite, or
  /// they stand still or turn back.
  init(_ values: [Double], named name: String) throws(FieldError) {
    guard let first = values.first, let last = values.last else { throw .empty(name) }
    if let index = values.firstIndex(where: { !$0.isFinite }) {
      throw .invalid(name, index: index, value: values[index])
    }
    let spacing = values.count > 1 ? (last - first) / Double(values.count - 1) : 0
    var isNearlyEven = true
    for i in values.indices.dropFirst() {
      guard (values[i] - values[i - 1]) * spacing > 0 else {
        throw .notMonotonic(name, index: i, values: Array(values[max(0, i - 2)..<min(values.count, i + 2)]))
      }
      if abs(first + Double(i) * spacing - values[i]) > abs(spacing) / 2 { isNearlyEven = false }
    }
    self.first = first
    self.spacing = spacing
    self.count = values.count
    self.isNearlyEven = isNearlyEven
    table = CoordinateTable(values)
  }

  var last: Double { self[count - 1] }
  var sign: Double { spacing < 0 ? -1 : 1 }

  subscript(index: Int) -> Double {
    guard let table else { return first + Double(index) * spacing }
    return table.values[index]
  }

  /// The step from a coordinate to the next, or the mean step on an axis of one.
  func step(after index: Int) -> Double {
    guard table != nil, index >= 0, index + 1 < count else { return spacing }
    return self[index + 1] - self[index]
  }

  func position(of value: Double) -> Position {
    let last = max(0, count - 2)
    let even = spacing == 0 ? 0 : (value - first) / spacing
    guard table != nil, count > 1 else {
      if spacing == 0 { return Position(index: 0, fraction: value == first ? 0 : .infinity) }
      let index = Int(min(max(even.rounded(.down), 0), Double(last)))
      return Position(index: index, fraction: snapped(even - Double(index)))
    }
    var index = Int(min(max(even.rounded(.down), 0), Double(last)))
    if isNearlyEven {
      while index < last, (value - self[index + 1]) * sign >= 0 { index += 1 }
      while index > 0, (value - self[index]) * sign < 0 { index -= 1 }
    } else {
      index = lastIndex(notAfter: value, upTo: last)
    }
    return Position(index: index, fraction: snapped((value - self[index]) / step(after: index)))
  }

  /// The last index up to `limit` whose coordinate the value has reached, by bisection; 0 before the axis.
  private func lastIndex(notAfter value: Double, upTo limit: Int) -> Int {
    var (low, high) = (0, limit + 1)
    while high - low > 1 {
      let middle = (low + high) / 2
      if (value - self[middle]) * sign >= 0 { low = middle } else { high = middle }
    }
    return low
  }

  private func snapped(_ fraction: Double) -> Double {
    if abs(fraction) < Axis.tolerance { return 0 }
    return abs(fraction - 1) < Axis.tolerance ? 1 : fraction
  }
}
