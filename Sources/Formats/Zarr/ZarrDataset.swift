import Foundation

/// A Zarr group on disk, of version 2 or 3: the arrays directly in it.
struct ZarrDataset: CFDataset {
  let url: URL
  let format: String
  let attributes: CFAttributes
  let arrays: [CFArray]
  let notes: [String]
  private let stored: [String: ZarrArray]
  private let chunks: ZarrChunks

  /// Reads metadata, consolidated where it is, and no chunk.
  ///
  /// Throws where it is no group, or the metadata of an array makes no sense.
  init(_ url: URL) throws(FormatError) {
    self.url = url
    let group = try ZarrGroup(url)
    format = "Zarr v\(group.version)"
    attributes = group.attributes
    arrays = group.arrays.map(\.array)
    notes = group.notes
    stored = Dictionary(group.arrays.map { ($0.name, $0) }) { first, _ in first }
    chunks = ZarrChunks(store: url)
  }

  /// Of all files in the folder.
  var byteCount: Int {
    let files = FileManager.default.enumerator(at: url, includingPropertiesForKeys: [.fileSizeKey])
    var total = 0
    while let file = files?.nextObject() as? URL {
      total += (try? file.resourceValues(forKeys: [.fileSizeKey]))?.fileSize ?? 0
    }
    return total
  }

  func read(_ array: CFArray, _ slab: Hyperslab) throws(FormatError) -> StoredValues {
    try check(slab, of: array)
    guard let stored = stored[array.name] else { return .double([]) }
    if let unknown = (stored.codecs + (stored.shard?.indexCodecs ?? [])).first(where: \.isUnknown) {
      throw error(
        array,
        "its chunks are encoded with '\(unknown.name)', which can't be undone here; known are zlib, gzip, zstd, lz4, "
          + "blosc, crc32c, shuffle and bitround")
    }
    let count = slab.elementCount
    let fill = stored.fill ?? .nan
    if case .float(let bits) = array.element, bits <= 32 {
      var values = [Float](repeating: Float(fill), count: count)
      try forEachBlock(stored, slab) { bytes, block in
        values.withUnsafeMutableBufferPointer { ZarrNumbers.copy(bytes, stored.dataType, block, to: $0) }
      }
      return .single(values)
    }
    var values = [Double](repeating: fill, count: count)
    try forEachBlock(stored, slab) { bytes, block in
      values.withUnsafeMutableBufferPointer { ZarrNumbers.copy(bytes, stored.dataType, block, to: $0) }
    }
    return .double(values)
  }

  /// Calls once for each chunk that is there and touches a block of the array.
  private func forEachBlock(
    _ array: ZarrArray, _ slab: Hyperslab, _ body: ([UInt8], ZarrNumbers.Block) -> Void
  ) throws(FormatError) {
    guard slab.elementCount > 0 else { return }
    let rank = array.shape.count
    let strides = array.chunkStrides
    var targetStrides = [Int](repeating: 1, count: rank)
    for axis in stride(from: rank - 2, through: 0, by: -1) {
      targetStrides[axis] = targetStrides[axis + 1] * slab.count[axis + 1]
    }
    let first = (0..<rank).map { slab.start[$0] / array.chunkShape[$0] }
    let last = (0..<rank).map { (slab.start[$0] + slab.count[$0] - 1) / array.chunkShape[$0] }
    var index = first
    while true {
      if let bytes = try chunks.bytes(of: array, index) {
        var block = ZarrNumbers.Block(
          count: [], sourceStart: 0, sourceStrides: strides, targetStart: 0, targetStrides: targetStrides)
        for axis in 0..<rank {
          let origin = index[axis] * array.chunkShape[axis]
          let low = max(slab.start[axis], origin)
          let high = min(slab.start[axis] + slab.count[axis], origin + array.chunkShape[axis])
          block.count.append(high - low)
          block.sourceStart += (low - origin) * strides[axis]
          block.targetStart += (low - slab.start[axis]) * targetStrides[axis]
        }
        body(bytes, block)
      }
      var axis = rank - 1
      while axis >= 0 {
        index[axis] += 1
        if index[axis] <= last[axis] { break }
        index[axis] = first[axis]
        axis -= 1
      }
      if axis < 0 { return }
    }
  }
}

extension ZarrCodec {
  var isUnknown: Bool { if case .unknown = self { true } else { false } }
}
