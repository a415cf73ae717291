import CLanes

/// The moments of all blocks of a part of the grid in one band.
///
/// A band has so few cells that sums around the value of its first one keep their digits: the square of its distance
/// from the mean is at most the sum of squares around the mean, so that no more than the number of cells is lost.
struct PartMoments {
  private(set) var count = 0
  private(set) var base = MomentBase()
  private var firstError = 0.0
  private var errors = cl_errors.none
  private var values = cl_values()

  /// Adds those of a block.
  ///
  /// - Parameters:
  ///   - values: Of forecasts and observations, or of their anomalies, around `base`.
  ///   - errors: Around the first error, which an anomaly's need not be.
  mutating func add(
    _ values: cl_values, around base: MomentBase, _ errors: cl_errors, around firstError: Double, count: Int,
    times factor: Double
  ) {
    self.base = base
    self.firstError = firstError
    self.count += count
    self.errors.add(errors, times: factor)
    self.values.add(values, times: factor)
  }

  /// As `ErrorMoments` keeps them; of at least one cell.
  var sums: ErrorSums {
    let w = errors.weight
    let (f, o, e) = (values.forecast, values.observation, errors.sum)
    var sums = ErrorSums()
    sums.n = count
    sums.sumW = w
    sums.sumW2 = errors.weight_square
    sums.meanF = base.forecast + f / w
    sums.meanO = base.observation + o / w
    sums.meanE = firstError + e / w
    sums.m2F = PartMoments.atLeastZero(values.forecast_square - f * f / w)
    sums.m2O = PartMoments.atLeastZero(values.observation_square - o * o / w)
    sums.m2E = PartMoments.atLeastZero(errors.square - e * e / w)
    sums.cFO = values.product - f * o / w
    sums.sumError = e + firstError * w
    sums.sumSquare = errors.square + 2 * firstError * e + firstError * firstError * w
    sums.sumAbsolute = errors.absolute
    sums.minError = errors.low
    sums.maxError = errors.high
    return sums
  }

  /// Rounding may take a square below zero. NaN, which infinite values make of it, stays: they have no variance, not none.
  private static func atLeastZero(_ square: Double) -> Double { square < 0 ? 0 : square }
}
