import Fields
import Formats
import Metrics

/// What a threshold is at each place: one limit for all, or those of a climatology.
struct EventLimits: Sendable {
  let threshold: Threshold
  let variable: Variable
  private let climatology: Climatology
  private let placement: ClimatologyPlacement?

  /// Throws where the limit is of a climatology and none is of the variable.
  init(_ threshold: Threshold, of variable: Variable, _ climatology: Climatology, _ matching: Matching) throws {
    self.threshold = threshold
    self.variable = variable
    self.climatology = climatology
    placement = climatology.file(of: variable).map { ClimatologyPlacement($0, matching, StencilCache()) }
    guard !threshold.needsClimatology || placement != nil else {
      throw VerifyError(
        "the threshold '\(threshold)' of \(variable) needs a climatology, and none is named",
        suggestion: "Make one with `verify climatology build --variable \(variable)`, or give a limit with its unit.")
    }
  }

  /// The limits at stations, one a candidate; NaN where the climatology has none.
  func limits(at candidates: Candidates, _ time: UTCTime) throws -> [Double] {
    if let value = threshold.value { return [Double](repeating: value, count: candidates.count) }
    guard let placement, let values = try climatology.limits(of: threshold, of: variable, at: time) else {
      return [Double](repeating: .nan, count: candidates.count)
    }
    return try placement.values(
      values, at: candidates, isTemperature: HeightCorrection.applies(to: variable))
  }

  /// The limits at cells of a grid, in the order of the cells.
  func limits(
    at cells: [Int], of grid: any Grid, _ time: UTCTime, _ regridders: RegridderCache
  ) throws -> [Double] {
    if let value = threshold.value { return [Double](repeating: value, count: cells.count) }
    guard let field = try climatology.field(of: .limit(threshold), of: variable, at: time) else {
      return [Double](repeating: .nan, count: cells.count)
    }
    let values = try regridders.values(of: field, on: grid, "the climatology of \(variable)").values
    return cells.map { Double(values[$0]) }
  }
}
