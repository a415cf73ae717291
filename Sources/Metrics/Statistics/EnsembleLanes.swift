/// Four ensembles of one size at once, each in a lane of its own.
struct EnsembleLanes {
  /// The largest ensembles for which sorting all lanes by a network is the fastest way.
  static let most = 256

  private let network: SortingNetwork

  init(size: Int) {
    network = SortingNetwork(size: size)
  }

  /// What is summed of each ensemble, from the errors x_k - o of member k; sorts them.
  func moments(of errors: UnsafeMutablePointer<SIMD4<Double>>) -> EnsembleLaneMoments {
    let size = network.size
    let m = Double(size)
    let origin = errors[0]
    var (absolute, sum) = (SIMD4<Double>.zero, SIMD4<Double>.zero)
    for k in 0..<size {
      let error = errors[k]
      absolute += error.replacing(with: -error, where: error .< 0)
      sum += error - origin
    }
    let mean = origin + sum / m
    var squares = SIMD4<Double>.zero
    for k in 0..<size {
      let deviation = errors[k] - mean
      squares += deviation * deviation
    }
    network.sort(errors)
    var gaps = SIMD4<Double>.zero
    for k in 1..<max(1, size) { gaps += Double(k * (size - k)) * (errors[k] - errors[k - 1]) }
    return EnsembleLaneMoments(absolute: absolute, mean: mean, squares: squares, gaps: gaps)
  }
}

/// Of each ensemble Σ|x_k - o|, the mean error, Σ(x_k - x̄)² and Σ_{j<k} |x_j - x_k|.
struct EnsembleLaneMoments {
  var absolute, mean, squares, gaps: SIMD4<Double>
}
