/// The moments of the anomalies of one block of cells from a climatology, as `BlockMoments` has those of the values.
///
/// The error of an anomaly is that of the value, so that only what differs is summed here.
struct BlockAnomalies<Weights: BlockWeights> {
  private var f = Lanes.zero
  private var o = Lanes.zero
  private var ff = Lanes.zero
  private var oo = Lanes.zero
  private var fo = Lanes.zero
  private let weights: Weights
  private let firstF: Double
  private let firstO: Double

  /// Of at least one cell; neither a forecast nor an observation may be missing.
  @inline(__always)
  init(
    _ forecasts: UnsafePointer<Float>, _ observations: UnsafePointer<Float>, from climatology: UnsafePointer<Float>,
    count: Int, _ weights: Weights
  ) {
    self.weights = weights
    let c = Double(climatology[0])
    (firstF, firstO) = (Double(forecasts[0]) - c, Double(observations[0]) - c)
    var i = 0
    while i + 4 <= count {
      let c = climatology.lanes(i)
      let (x, y) = (forecasts.lanes(i) - c - firstF, observations.lanes(i) - c - firstO)
      let (wx, wy) = (weights.lanes(i) * x, weights.lanes(i) * y)
      f += wx
      o += wy
      ff += wx * x
      oo += wy * y
      fo += wx * y
      i += 4
    }
    while i < count {
      let (c, weight) = (Double(climatology[i]), weights.one(i))
      let (x, y) = (Double(forecasts[i]) - c - firstF, Double(observations[i]) - c - firstO)
      f[0] += weight * x
      o[0] += weight * y
      ff[0] += weight * x * x
      oo[0] += weight * y * y
      fo[0] += weight * x * y
      i += 1
    }
  }

  /// Whether no value of the climatology was missing.
  @inline(__always)
  var isComplete: Bool { !f.sum().isNaN }

  /// The sums of the anomalies, given those of the values of the same cells.
  @inline(__always)
  func sums(beside values: ErrorSums) -> ErrorSums {
    let w = values.sumW / weights.factor
    let (f, o) = (f.sum(), o.sum())
    var sums = values
    sums.meanF = firstF + f / w
    sums.meanO = firstO + o / w
    sums.m2F = weights.factor * max(0, ff.sum() - f * f / w)
    sums.m2O = weights.factor * max(0, oo.sum() - o * o / w)
    sums.cFO = weights.factor * (fo.sum() - f * o / w)
    return sums
  }
}
