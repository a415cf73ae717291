import CWave

/// Clusters of the keys of a segment by their direction from the mean key: spherical k-means.
///
/// Starts from keys at even distances, so that the same keys make the same clusters; sums run in the order of the
/// tokens. A cluster that loses all its members keeps its direction.
struct SphericalClustering {
  /// The cluster of each key.
  private(set) var assignment: [Int32]
  let clusters: Int

  /// Keys that are assigned together.
  private static let block = 256

  /// Traps where there are keys and no clusters.
  init(_ keys: UnsafePointer<Float>, count: Int, width: Int, clusters: Int, iterations: Int) {
    precondition(clusters > 0 || count == 0, "\(count) keys in \(clusters) clusters")
    self.clusters = clusters
    assignment = [Int32](repeating: 0, count: count)
    guard count > 0 else { return }
    let centred = Self.difference(of: keys, count: count, from: Self.mean(keys, count: count, width: width))
    var directions = [Float](repeating: 0, count: clusters * width)
    for cluster in 0..<clusters {
      let token = (2 * cluster + 1) * count / (2 * clusters)
      for j in 0..<width { directions[cluster * width + j] = centred[token * width + j] }
    }
    Self.normalise(&directions, width: width)
    for round in 0...iterations {
      let assigned = Self.nearest(centred, width: width, directions)
      if round > 0, assigned == assignment { return }
      assignment = assigned
      guard round < iterations else { return }
      var sums = Self.sums(of: centred, assignment, width: width, clusters: clusters)
      Self.normalise(&sums, width: width, orElse: directions)
      directions = sums
    }
  }

  /// Each row less another.
  static func difference(of rows: UnsafePointer<Float>, count: Int, from other: [Float]) -> [Float] {
    let width = other.count
    return [Float](unsafeUninitializedCapacity: count * width) { difference, made in
      other.withUnsafeBufferPointer { other in
        for i in 0..<count {
          let (row, target) = (rows + i * width, difference.start + i * width)
          for j in 0..<width { target[j] = row[j] - other[j] }
        }
      }
      made = count * width
    }
  }

  /// The sum of the rows of each cluster.
  static func sums(of rows: [Float], _ assignment: [Int32], width: Int, clusters: Int) -> [Float] {
    var sums = [Float](repeating: 0, count: clusters * width)
    sums.withUnsafeMutableBufferPointer { sums in
      rows.withUnsafeBufferPointer { rows in
        for (i, cluster) in assignment.enumerated() {
          let (sum, row) = (sums.start + Int(cluster) * width, rows.start + i * width)
          for j in 0..<width { sum[j] += row[j] }
        }
      }
    }
    return sums
  }

  /// The mean of some rows, from sums in Float64.
  static func mean(_ rows: UnsafePointer<Float>, count: Int, width: Int) -> [Float] {
    var sums = [Double](repeating: 0, count: width)
    sums.withUnsafeMutableBufferPointer { sums in
      for i in 0..<count {
        let row = rows + i * width
        for j in 0..<width { sums[j] += Double(row[j]) }
      }
    }
    return sums.map { Float($0 / Double(max(1, count))) }
  }

  /// The direction with the greatest product with each row; the first of equals.
  static func nearest(_ rows: [Float], width: Int, _ directions: [Float]) -> [Int32] {
    let (count, clusters) = (rows.count / width, directions.count / width)
    return [Int32](unsafeUninitializedCapacity: count) { nearest, made in
      rows.withUnsafeBufferPointer { rows in
        directions.withUnsafeBufferPointer { directions in
          withUnsafeTemporaryAllocation(of: Float.self, capacity: block * clusters) { products in
            for start in stride(from: 0, to: count, by: block) {
              let n = min(block, count - start)
              multiply(
                rows.start + start * width, strideA: width, directions.start, strideB: width, transposed: true,
                into: products.start, strideC: clusters, rows: n, columns: clusters, inner: width)
              for i in 0..<n {
                nearest[start + i] = Int32(wave_place_of_greatest(products.start + i * clusters, clusters))
              }
            }
          }
        }
      }
      made = count
    }
  }

  /// Brings each row to length 1; one of length 0 becomes that of `other`.
  static func normalise(_ rows: inout [Float], width: Int, orElse other: [Float]? = nil) {
    for start in stride(from: 0, to: rows.count, by: width) {
      var square: Float = 0
      for j in start..<start + width { square += rows[j] * rows[j] }
      if square > 0 {
        let factor = 1 / square.squareRoot()
        for j in start..<start + width { rows[j] *= factor }
      } else if let other {
        for j in start..<start + width { rows[j] = other[j] }
      }
    }
  }
}
