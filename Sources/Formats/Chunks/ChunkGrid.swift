/// How an array is cut into chunks of one shape, of which those at its ends reach beyond it.
struct ChunkGrid: Sendable, Hashable {
  let shape: [Int]
  let chunkShape: [Int]
  /// The distance in a chunk between neighbours along each axis, in elements.
  let strides: [Int]

  /// - strides: nil where the last axis is the innermost.
  init(shape: [Int], chunkShape: [Int], strides: [Int]? = nil) {
    self.shape = shape
    self.chunkShape = chunkShape
    self.strides = strides ?? ChunkGrid.rowMajorStrides(chunkShape)
  }

  var chunkElementCount: Int { chunkShape.reduce(1, *) }

  static func rowMajorStrides(_ shape: [Int]) -> [Int] {
    var strides = [Int](repeating: 1, count: shape.count)
    for axis in shape.indices.dropLast().reversed() { strides[axis] = strides[axis + 1] * shape[axis + 1] }
    return strides
  }

  /// The chunks that a slab touches, in row-major order. The slab lies inside the array and is not empty.
  func touched(by slab: Hyperslab) -> Touched { Touched(grid: self, slab: slab) }

  struct Touched: Sendable {
    let grid: ChunkGrid
    let slab: Hyperslab
    private let first: [Int]
    private let counts: [Int]
    private let targetStrides: [Int]

    fileprivate init(grid: ChunkGrid, slab: Hyperslab) {
      self.grid = grid
      self.slab = slab
      let axes = grid.shape.indices
      let first = axes.map { slab.start[$0] / grid.chunkShape[$0] }
      self.first = first
      counts = axes.map { (slab.start[$0] + slab.count[$0] - 1) / grid.chunkShape[$0] - first[$0] + 1 }
      targetStrides = ChunkGrid.rowMajorStrides(slab.count)
    }

    var count: Int { counts.reduce(1, *) }

    /// The place of a chunk among the chunks of the array.
    func index(_ number: Int) -> [Int] {
      var (index, rest) = (first, number)
      for axis in counts.indices.reversed() {
        index[axis] += rest % counts[axis]
        rest /= counts[axis]
      }
      return index
    }

    /// What of a chunk goes where in the slab.
    func block(_ index: [Int]) -> ChunkBlock {
      var block = ChunkBlock(
        count: [], sourceStart: 0, sourceStrides: grid.strides, targetStart: 0, targetStrides: targetStrides)
      for axis in index.indices {
        let origin = index[axis] * grid.chunkShape[axis]
        let low = max(slab.start[axis], origin)
        let high = min(slab.start[axis] + slab.count[axis], origin + grid.chunkShape[axis])
        block.count.append(high - low)
        block.sourceStart += (low - origin) * grid.strides[axis]
        block.targetStart += (low - slab.start[axis]) * targetStrides[axis]
      }
      return block
    }
  }
}

/// A block of one chunk that goes into a block of an array, all in elements.
struct ChunkBlock {
  var count: [Int]
  var sourceStart: Int
  var sourceStrides: [Int]
  var targetStart: Int
  var targetStrides: [Int]

  /// The last axis of the target is contiguous.
  var runLength: Int { count.last ?? 1 }
  var sourceStep: Int { sourceStrides.last ?? 1 }
  var elementCount: Int { count.reduce(1, *) }

  /// Calls once for each run along the last axis: the places of its first element.
  func forEachRun(_ body: (_ source: Int, _ target: Int) -> Void) {
    guard count.allSatisfy({ $0 > 0 }) else { return }
    var index = [Int](repeating: 0, count: max(count.count - 1, 0))
    var (source, target) = (sourceStart, targetStart)
    while true {
      body(source, target)
      var axis = index.count - 1
      while axis >= 0 {
        index[axis] += 1
        source += sourceStrides[axis]
        target += targetStrides[axis]
        if index[axis] < count[axis] { break }
        source -= index[axis] * sourceStrides[axis]
        target -= index[axis] * targetStrides[axis]
        index[axis] = 0
        axis -= 1
      }
      if axis < 0 { return }
    }
  }

  /// Whether it is all of a chunk that lies in the array.
  func isWhole(chunk index: [Int], of grid: ChunkGrid) -> Bool {
    index.indices.allSatisfy { axis in
      count[axis] == min(grid.chunkShape[axis], grid.shape[axis] - index[axis] * grid.chunkShape[axis])
    }
  }

  /// Whether it is one run of elements in the chunk and in the array.
  var isContiguous: Bool {
    var length = 1
    for axis in count.indices.reversed() where count[axis] > 1 {
      guard sourceStrides[axis] == length, targetStrides[axis] == length else { return false }
      length *= count[axis]
    }
    return true
  }
}
