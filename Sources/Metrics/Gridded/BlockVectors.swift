import CLanes

/// Errors of wind vectors of one block of cells, as `VectorErrors` has them.
struct BlockVectors {
  private var vectors = cl_vectors()

  /// The errors of at least one cell, from the components of the forecast and of the observation; without weights they
  /// all weigh 1.
  init(
    forecast: (UnsafePointer<Float>, UnsafePointer<Float>), observed: (UnsafePointer<Float>, UnsafePointer<Float>),
    _ weights: UnsafePointer<Double>?, count: Int
  ) {
    cl_wind(forecast.0, forecast.1, observed.0, observed.1, weights, count, &vectors)
  }

  /// Whether no component was missing.
  var isComplete: Bool { !vectors.square.isNaN }

  /// The sums of so many cells, each of a weight a factor more.
  func sums(of count: Int, times factor: Double) -> VectorSums {
    var sums = VectorSums()
    sums.n = count
    sums.sumW = factor * vectors.weight
    sums.sumVectorSquare = factor * vectors.square
    sums.sumSpeedError = factor * vectors.speed
    sums.sumSpeedAbsolute = factor * vectors.absolute
    sums.sumSpeedSquare = factor * vectors.speed_square
    return sums
  }
}
