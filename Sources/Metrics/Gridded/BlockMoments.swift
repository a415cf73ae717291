/// The moments of one block of cells, none of which is missing, in one pass.
///
/// Everything is summed in Float64, around the block's first cell: a mean of 101 325 Pa costs no digits, and a
/// constant field has exactly no variance. A missing value makes the result NaN, which `isComplete` finds without a
/// question at each cell.
struct BlockMoments<Weights: BlockWeights> {
  private var w = Lanes.zero
  private var ww = Lanes.zero
  private var f = Lanes.zero
  private var o = Lanes.zero
  private var e = Lanes.zero
  private var ff = Lanes.zero
  private var oo = Lanes.zero
  private var ee = Lanes.zero
  private var fo = Lanes.zero
  private var absolute = Lanes.zero
  private var low = Lanes(repeating: .infinity)
  private var high = Lanes(repeating: -.infinity)
  private let count: Int
  private let weights: Weights
  private let firstF: Double
  private let firstO: Double

  /// Of forecasts and observations, at least one.
  @inline(__always)
  init(
    _ forecasts: UnsafePointer<Float>, _ observations: UnsafePointer<Float>, count: Int, _ weights: Weights
  ) {
    (firstF, firstO) = (Double(forecasts[0]), Double(observations[0]))
    (self.count, self.weights) = (count, weights)
    var i = 0
    while i + 4 <= count {
      add(forecasts.lanes(i) - firstF, observations.lanes(i) - firstO, weights.lanes(i))
      i += 4
    }
    while i < count {
      addOne(Double(forecasts[i]) - firstF, Double(observations[i]) - firstO, weights.one(i))
      i += 1
    }
  }

  @inline(__always)
  private mutating func add(_ x: Lanes, _ y: Lanes, _ weight: Lanes) {
    let z = x - y
    let error = z + (firstF - firstO)
    let (wx, wy, wz) = (weight * x, weight * y, weight * z)
    if !Weights.areEven {
      w += weight
      ww += weight * weight
    }
    f += wx
    o += wy
    e += wz
    ff += wx * x
    oo += wy * y
    ee += wz * z
    fo += wx * y
    absolute += weight * error.magnitudes
    low = low.lesser(error)
    high = high.greater(error)
  }

  @inline(__always)
  private mutating func addOne(_ x: Double, _ y: Double, _ weight: Double) {
    let z = x - y
    let error = z + (firstF - firstO)
    if !Weights.areEven {
      w[0] += weight
      ww[0] += weight * weight
    }
    f[0] += weight * x
    o[0] += weight * y
    e[0] += weight * z
    ff[0] += weight * x * x
    oo[0] += weight * y * y
    ee[0] += weight * z * z
    fo[0] += weight * x * y
    absolute[0] += weight * abs(error)
    low[0] = error < low[0] ? error : low[0]
    high[0] = error > high[0] ? error : high[0]
  }

  /// Whether no value was missing.
  @inline(__always)
  var isComplete: Bool { !(f.sum() + o.sum()).isNaN }

  /// The sums, as `ErrorMoments` keeps them.
  @inline(__always)
  var sums: ErrorSums {
    let w = Weights.areEven ? Double(count) : w.sum()
    let (f, o, e) = (f.sum(), o.sum(), e.sum())
    let (factor, firstE) = (weights.factor, firstF - firstO)
    var sums = ErrorSums()
    sums.n = count
    sums.sumW = factor * w
    sums.sumW2 = factor * factor * (Weights.areEven ? w : ww.sum())
    sums.meanF = firstF + f / w
    sums.meanO = firstO + o / w
    sums.meanE = firstE + e / w
    sums.m2F = factor * max(0, ff.sum() - f * f / w)
    sums.m2O = factor * max(0, oo.sum() - o * o / w)
    sums.m2E = factor * max(0, ee.sum() - e * e / w)
    sums.cFO = factor * (fo.sum() - f * o / w)
    sums.sumError = factor * (e + firstE * w)
    sums.sumSquare = factor * (ee.sum() + 2 * firstE * e + firstE * firstE * w)
    sums.sumAbsolute = factor * absolute.sum()
    sums.minError = low.min()
    sums.maxError = high.max()
    return sums
  }
}
