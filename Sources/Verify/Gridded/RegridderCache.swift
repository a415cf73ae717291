import Fields
import Synchronization

/// The ways from grids to the verification grid, each made once.
final class RegridderCache: Sendable {
  private let method: PlannedAnalysis.Regrid

  init(_ method: PlannedAnalysis.Regrid) {
    self.method = method
  }

  /// Values of a field on another grid, and how many cells of that are outside its own; NaN is missing.
  ///
  /// Throws `VerifyError` where the method does not know a grid.
  func values(of field: Field, on target: any Grid, _ origin: String) throws -> (values: [Float], outside: Int) {
    if field.grid.isEqual(to: target) { return (field.values, 0) }
    throw VerifyError(
      "\(origin): the field is on \(field.grid.summary), and the comparison is on \(target.summary)",
      suggestion: "Give forecasts and analyses on one grid.")
  }
}
