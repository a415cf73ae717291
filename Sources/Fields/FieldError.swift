/// What is wrong with the geometry that a file gives, or with fields that should go together.
///
/// A reader that knows the file and the variable adds them to the message.
public enum FieldError: Error, Hashable, CustomStringConvertible {
  /// There is no coordinate at all.
  case empty(String)
  /// Two lists that belong together differ in length.
  case lengths(String, expected: Int, found: Int)
  /// A coordinate that is NaN, infinite or beyond a pole.
  case invalid(String, index: Int, value: Double)
  /// An axis that stands still or turns back.
  case notMonotonic(String, index: Int, values: [Double])
  /// A number that must not be what it is: a spacing of 0, a standard parallel at a pole.
  case parameter(String, value: Double)
  /// A first grid point that the projection can't show.
  case outsideProjection(Coordinate)
  /// Forecasts that a variable derives from, on different grids or with different members.
  case mismatch(Variable, reason: String)
  /// A grid that can't be taken to another as was asked.
  case regridding(from: String, to: String, reason: String)

  public var description: String {
    switch self {
    case .empty(let what): "the grid has no \(what)"
    case .lengths(let what, let expected, let found):
      "the grid has \(found) \(what) where \(expected) were expected"
    case .invalid(let what, let index, let value):
      "\(what) \(index) of the grid is \(value); expected a finite number of degrees, no further than a pole"
    case .notMonotonic(let what, let index, let values):
      "the \(what) of the grid must rise or fall throughout; around index \(index) it runs "
        + values.map { "\($0)" }.joined(separator: ", ")
    case .parameter(let what, let value): "\(what) of the grid is \(value), which no grid can have"
    case .outsideProjection(let point): "the first grid point \(point) is outside its own map projection"
    case .regridding(let source, let target, let reason):
      "no regridding from \(source) to \(target): \(reason)"
    case .mismatch(let variable, let reason): "\(variable) can't be derived: \(reason)"
    }
  }
}
