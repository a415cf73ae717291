/// Clusters of tokens whose segments are clustered by themselves.
struct SegmentedClustering {
  struct Part {
    /// The tokens of its clusters, rising.
    var tokens: [Int]
    let clusters: Range<Int>
  }

  private(set) var parts: [Part] = []
  /// The cluster of each token.
  private(set) var assignment: [Int32]

  init(_ keys: Matrix, _ configuration: WaveConfiguration, _ workers: Workers) {
    var clusters = 0
    for start in stride(from: 0, to: keys.rows, by: configuration.segment) {
      let tokens = Array(start..<min(start + configuration.segment, keys.rows))
      let count = max(1, tokens.count / configuration.tokensPerCluster)
      parts.append(Part(tokens: tokens, clusters: clusters..<clusters + count))
      clusters += count
    }
    assignment = [Int32](repeating: 0, count: keys.rows)
    let (parts, width) = (parts, keys.columns)
    assignment.withUnsafeMutableBufferPointer { assignment in
      keys.values.withUnsafeBufferPointer { keys in
        let (target, source) = (Shared(base: assignment.start), SharedConstant(base: keys.start))
        workers.run(parts.count) { number in
          let part = parts[number]
          let found = SphericalClustering(
            source.base + part.tokens[0] * width, count: part.tokens.count, width: width,
            clusters: part.clusters.count, iterations: configuration.iterations)
          for (token, cluster) in zip(part.tokens, found.assignment) {
            target.base[token] = cluster + Int32(part.clusters.lowerBound)
          }
        }
      }
    }
  }

  /// Gives each token to the best cluster of all segments, by direction from the mean of all keys.
  mutating func assignGlobally(_ keys: Matrix, _ workers: Workers) {
    let (width, clusters) = (keys.columns, parts.last?.clusters.upperBound ?? 0)
    let (known, blocks) = (assignment, 2048)
    let centred = keys.values.withUnsafeBufferPointer { rows in
      SphericalClustering.difference(
        of: rows.start, count: keys.rows,
        from: SphericalClustering.mean(rows.start, count: keys.rows, width: width))
    }
    var directions = SphericalClustering.sums(of: centred, known, width: width, clusters: clusters)
    SphericalClustering.normalise(&directions, width: width)
    let final = directions
    assignment.withUnsafeMutableBufferPointer { assignment in
      let target = Shared(base: assignment.start)
      workers.run(over: keys.rows, by: blocks) { tokens in
        let rows = Array(centred[tokens.lowerBound * width..<tokens.upperBound * width])
        for (token, cluster) in zip(tokens, SphericalClustering.nearest(rows, width: width, final)) {
          target.base[token] = cluster
        }
      }
    }
    for part in parts.indices { parts[part].tokens = [] }
    var partOf: [Int] = []
    for (number, part) in parts.enumerated() { partOf += part.clusters.map { _ in number } }
    for (token, cluster) in assignment.enumerated() { parts[partOf[Int(cluster)]].tokens.append(token) }
  }
}
