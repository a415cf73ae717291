/// Four ensembles of one size at once, each in a lane of its own.
struct EnsembleLanes {
  /// The largest ensembles for which sorting all lanes by a network is the fastest way.
  static let most = 256

  private let network: SortingNetwork
  /// k(m - k) for k from 1 to m - 1.
  private let gapWeights: [Double]

  /// Members that there must be room for.
  var capacity: Int { network.capacity }

  init(size: Int) {
    network = SortingNetwork(size: size)
    gapWeights = (1..<max(1, size)).map { Double($0 * (size - $0)) }
  }

  /// Makes infinite what is beyond the ensembles, which sorting leaves so.
  func prepare(_ values: UnsafeMutablePointer<Lanes>) {
    for k in network.size..<network.capacity { values[k] = Lanes(repeating: .infinity) }
  }

  /// What is summed of each ensemble, from the errors x_k - o of member k; sorts them.
  ///
  /// Every sum is two, of even and of odd members, so that an addition need not wait for the last.
  func moments(of errors: UnsafeMutablePointer<Lanes>) -> EnsembleLaneMoments {
    let size = network.size
    let m = Double(size)
    let origin = errors[0]
    var (absolute, sum) = ((Lanes.zero, Lanes.zero), (Lanes.zero, Lanes.zero))
    var k = 0
    while k &+ 2 <= size {
      let (first, second) = (errors[k], errors[k &+ 1])
      absolute.0 += first.magnitudes
      absolute.1 += second.magnitudes
      sum.0 += first - origin
      sum.1 += second - origin
      k &+= 2
    }
    if k < size {
      absolute.0 += errors[k].magnitudes
      sum.0 += errors[k] - origin
    }
    let mean = origin + (sum.0 + sum.1) / m
    var squares = (Lanes.zero, Lanes.zero)
    k = 0
    while k &+ 2 <= size {
      let (first, second) = (errors[k] - mean, errors[k &+ 1] - mean)
      squares.0 += first * first
      squares.1 += second * second
      k &+= 2
    }
    if k < size { squares.0 += (errors[k] - mean) * (errors[k] - mean) }
    network.sort(errors)
    return EnsembleLaneMoments(
      absolute: absolute.0 + absolute.1, mean: mean, squares: squares.0 + squares.1, gaps: gaps(of: errors))
  }

  /// Σ_{j<k} |x_j - x_k| of sorted values: Σ_k k(m-k)(x_(k+1) - x_(k)).
  private func gaps(of sorted: UnsafeMutablePointer<Lanes>) -> Lanes {
    var gaps = (Lanes.zero, Lanes.zero)
    gapWeights.withUnsafeBufferPointer { weights in
      var k = 0
      while k &+ 2 <= weights.count {
        let middle = sorted[k &+ 1]
        gaps.0 += weights[k] * (middle - sorted[k])
        gaps.1 += weights[k &+ 1] * (sorted[k &+ 2] - middle)
        k &+= 2
      }
      if k < weights.count { gaps.0 += weights[k] * (sorted[k &+ 1] - sorted[k]) }
    }
    return gaps.0 + gaps.1
  }
}

/// Of each ensemble Σ|x_k - o|, the mean error, Σ(x_k - x̄)² and Σ_{j<k} |x_j - x_k|.
struct EnsembleLaneMoments {
  var absolute, mean, squares, gaps: Lanes
}
