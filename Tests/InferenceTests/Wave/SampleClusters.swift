import Foundation

@testable import Inference

/// Clusters of rows whose numbers tell where they are from.
struct SampleClusters {
  let layout: ClusterLayout
  let sizes: [Int]
  let keys: Matrix
  let values: Matrix

  /// Cluster `i` has 0 to 40 rows, the same each time; numbers are small multiples of 1/8, the same in half precision.
  init(count: Int, keyWidth: Int = 5, valueWidth: Int = 3, element: ClusterLayout.Element = .float32) {
    layout = ClusterLayout(keyWidth: keyWidth, valueWidth: valueWidth, element: element)
    sizes = (0..<count).map { $0 * 29 % 41 }
    let rows = sizes.reduce(0, +)
    keys = Matrix(
      rows: rows, columns: keyWidth, values: (0..<rows * keyWidth).map { Float($0 % 1021) / 8 })
    values = Matrix(
      rows: rows, columns: valueWidth, values: (0..<rows * valueWidth).map { -Float($0 % 1013) / 8 })
  }

  var byteCount: Int { keys.rows * layout.bytesPerToken }

  func store(
    in tier: any ColdTier, _ buffer: WaveBuffer = WaveBuffer(.memory), threads: ReadingThreads = .shared
  ) throws -> BufferedClusters {
    let store = try BufferedClusters(layout, buffer, tier: tier, threads: threads)
    try store.append(sizes: sizes, keys: keys, values: values)
    return store
  }

  /// Keys and values of a cluster, one after the other.
  func numbers(of cluster: Int) -> [Float] {
    let first = sizes[..<cluster].reduce(0, +)
    let rows = first..<first + sizes[cluster]
    func part(_ matrix: Matrix) -> ArraySlice<Float> {
      matrix.values[rows.lowerBound * matrix.columns..<rows.upperBound * matrix.columns]
    }
    return Array(part(keys)) + Array(part(values))
  }
}

extension ClusterVectors {
  /// The same of a cluster that was visited.
  func numbers(_ layout: ClusterLayout) -> [Float] {
    func read(_ start: UnsafeRawPointer, _ count: Int) -> [Float] {
      (0..<count).map { i in
        switch element {
        case .float32: start.loadUnaligned(fromByteOffset: 4 * i, as: Float.self)
        case .float16: Weight.float(half: start.loadUnaligned(fromByteOffset: 2 * i, as: UInt16.self))
        }
      }
    }
    return read(keys, count * layout.keyWidth) + read(values, count * layout.valueWidth)
  }
}

extension WaveBuffer {
  init(_ cache: Cache, reading: Int = 8 << 20, coalesced: Int = 64 << 10) {
    self.init(.memory)
    self.cache = cache
    self.reading = reading
    self.coalesced = coalesced
  }
}

/// Where tests keep clusters.
enum SampleTier: CaseIterable {
  case memory, file

  func make(in folder: URL) throws -> any ColdTier {
    switch self {
    case .memory: MemoryTier(chunkBytes: 1000)
    case .file: try FileTier(in: folder)
    }
  }
}
