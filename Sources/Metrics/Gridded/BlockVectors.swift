/// Errors of wind vectors of one block of cells, as `VectorErrors` has them.
///
/// Written as `BlockMoments` is, for its reason.
struct BlockVectors {
  private var square = LanePair.zero
  private var speed = LanePair.zero
  private var absolute = LanePair.zero
  private var speedSquare = LanePair.zero
  private var weight = LanePair.zero

  /// Becomes the errors of at least one cell, from the components of the forecast and of the observation.
  @inline(never)
  mutating func take<Weights: BlockWeights>(
    forecast: (UnsafePointer<Float>, UnsafePointer<Float>), observed: (UnsafePointer<Float>, UnsafePointer<Float>),
    count: Int, _ weights: Weights
  ) {
    var sums = BlockVectors()
    var i = 0
    while i + 4 <= count {
      let (uf, vf, w) = (forecast.0.lanes(i), forecast.1.lanes(i), weights.lanes(i))
      let (uo, vo) = (observed.0.lanes(i), observed.1.lanes(i))
      sums.add(uf.0, vf.0, uo.0, vo.0, w.0)
      sums.add(uf.1, vf.1, uo.1, vo.1, w.1)
      i += 4
    }
    while i < count {
      sums.add(
        forecast.0.twice(i), forecast.1.twice(i), observed.0.twice(i), observed.1.twice(i), weights.once(i))
      i += 1
    }
    self = sums
    if Weights.areEven { weight = LanePair(Double(count), 0) }
  }

  @inline(__always)
  private mutating func add(_ uf: LanePair, _ vf: LanePair, _ uo: LanePair, _ vo: LanePair, _ weight: LanePair) {
    let (du, dv) = (uf - uo, vf - vo)
    let ds = (uf * uf + vf * vf).squareRoot() - (uo * uo + vo * vo).squareRoot()
    square += weight * (du * du + dv * dv)
    speed += weight * ds
    absolute += weight * ds.magnitudes
    speedSquare += weight * ds * ds
    self.weight += weight
  }

  /// Whether no component was missing.
  var isComplete: Bool { !square.sum().isNaN }

  /// The sums of so many cells, each of a weight a factor more.
  func sums(of count: Int, times factor: Double) -> VectorSums {
    var sums = VectorSums()
    sums.n = count
    sums.sumW = factor * weight.sum()
    sums.sumVectorSquare = factor * square.sum()
    sums.sumSpeedError = factor * speed.sum()
    sums.sumSpeedAbsolute = factor * absolute.sum()
    sums.sumSpeedSquare = factor * speedSquare.sum()
    return sums
  }
}
