/// Errors of wind vectors of one block of cells, as `VectorErrors` has them.
struct BlockVectors<Weights: BlockWeights> {
  private var square = Lanes.zero
  private var speed = Lanes.zero
  private var absolute = Lanes.zero
  private var speedSquare = Lanes.zero
  private var w = 0.0
  private let count: Int
  private let weights: Weights

  /// Of at least one cell, from the components of the forecast and of the observation.
  @inline(__always)
  init(
    forecast: (UnsafePointer<Float>, UnsafePointer<Float>), observed: (UnsafePointer<Float>, UnsafePointer<Float>),
    count: Int, _ weights: Weights
  ) {
    (self.count, self.weights) = (count, weights)
    var i = 0
    while i + 4 <= count {
      let (uf, vf, uo, vo) = (
        forecast.0.lanes(i), forecast.1.lanes(i), observed.0.lanes(i), observed.1.lanes(i)
      )
      let (du, dv, weight) = (uf - uo, vf - vo, weights.lanes(i))
      let ds = (uf * uf + vf * vf).squareRoot() - (uo * uo + vo * vo).squareRoot()
      square += weight * (du * du + dv * dv)
      speed += weight * ds
      absolute += weight * ds.magnitudes
      speedSquare += weight * ds * ds
      if !Weights.areEven { w += weight.sum() }
      i += 4
    }
    while i < count {
      let (uf, vf) = (Double(forecast.0[i]), Double(forecast.1[i]))
      let (uo, vo, weight) = (Double(observed.0[i]), Double(observed.1[i]), weights.one(i))
      let (du, dv) = (uf - uo, vf - vo)
      let ds = (uf * uf + vf * vf).squareRoot() - (uo * uo + vo * vo).squareRoot()
      square[0] += weight * (du * du + dv * dv)
      speed[0] += weight * ds
      absolute[0] += weight * abs(ds)
      speedSquare[0] += weight * ds * ds
      if !Weights.areEven { w += weight }
      i += 1
    }
  }

  /// Whether no component was missing.
  var isComplete: Bool { !square.sum().isNaN }

  var sums: VectorSums {
    let factor = weights.factor
    var sums = VectorSums()
    sums.n = count
    sums.sumW = factor * (Weights.areEven ? Double(count) : w)
    sums.sumVectorSquare = factor * square.sum()
    sums.sumSpeedError = factor * speed.sum()
    sums.sumSpeedAbsolute = factor * absolute.sum()
    sums.sumSpeedSquare = factor * speedSquare.sum()
    return sums
  }
}
