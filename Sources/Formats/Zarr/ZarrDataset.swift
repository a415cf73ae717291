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
    if case .float(let bits) = array.element, bits <= 32 {
      return .single(try values(of: stored, slab, fill: Float(stored.fill ?? .nan)) { $0.copy($1, $2, to: $3) })
    }
    return .double(try values(of: stored, slab, fill: stored.fill ?? .nan) { $0.copy($1, $2, to: $3) })
  }

  private func values<Number: Sendable>(
    of array: ZarrArray, _ slab: Hyperslab, fill: Number, _ copy: @escaping StoredElement.Copy<Number>
  ) throws(FormatError) -> [Number] {
    var failure: FormatError?
    let values = [Number](unsafeUninitializedCapacity: slab.elementCount) { buffer, filled in
      guard let start = buffer.baseAddress else { return }
      do throws(FormatError) {
        try self.fill(SharedMemory(start: start), array, slab, fill, copy)
        filled = slab.elementCount
      } catch {
        failure = error
      }
    }
    if let failure { throw failure }
    return values
  }

  /// Copies the chunks that touch a slab to their places, and the fill value to those of chunks that are not there.
  private func fill<Number: Sendable>(
    _ memory: SharedMemory<Number>, _ array: ZarrArray, _ slab: Hyperslab, _ fill: Number,
    _ copy: @escaping StoredElement.Copy<Number>
  ) throws(FormatError) {
    guard slab.elementCount > 0 else { return }
    let (chunks, stored, touched) = (chunks, array.dataType.stored, array.grid.touched(by: slab))
    let isSame = stored.isNativeSingle && Number.self == Float.self
    try ParallelPieces.run(touched.count, scratch: { ScratchBuffers(3) }) { number, scratch throws(FormatError) in
      let index = touched.index(number)
      let block = touched.block(index)
      let isWhole = block.isWhole(chunk: index, of: array.grid)
      var destination: UnsafeMutableRawBufferPointer?
      if isSame, block.isContiguous, block.elementCount == array.grid.chunkElementCount {
        destination = UnsafeMutableRawBufferPointer(
          start: memory.start + block.targetStart, count: 4 * block.elementCount)
      }
      let isThere = try chunks.withBytes(of: array, index, into: destination, isWhole: isWhole, scratch: scratch) {
        bytes in
        if let destination, bytes.baseAddress == UnsafeRawPointer(destination.baseAddress) { return }
        copy(stored, bytes, block, memory.start)
      }
      guard !isThere else { return }
      block.forEachRun { _, target in (memory.start + target).initialize(repeating: fill, count: block.runLength) }
    }
  }
}
