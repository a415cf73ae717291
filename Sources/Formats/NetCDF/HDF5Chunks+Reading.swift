import CHDF5
import Foundation

extension HDF5Chunks {
  /// Why a chunk can't be had.
  enum Failure: Error {
    /// It can't be read: the file has become shorter, or the disk has failed.
    case unreadable(FormatError)
    /// What was read can't be decoded here.
    case undecodable(FormatError)
  }

  /// The numbers of the block. `cache` is the number of the dataset under which chunks are kept that other
  /// blocks may want.
  func values(cache: UInt64) throws(Failure) -> StoredValues {
    let count = touched.slab.elementCount
    if case .float(bits: 32) = layout.element.element {
      return .single(try filled(count, cache) { $0.copy($1, $2, to: $3) })
    }
    return .double(try filled(count, cache) { $0.copy($1, $2, to: $3) })
  }

  private func filled<Number>(
    _ count: Int, _ cache: UInt64, _ copy: @escaping StoredElement.Copy<Number>
  ) throws(Failure) -> [Number] {
    var failure: Failure?
    let values = [Number](unsafeUninitializedCapacity: count) { buffer, filled in
      guard let start = buffer.baseAddress else { return }
      let memory = SharedMemory(start: start)
      do throws(Failure) {
        try ParallelPieces.run(touched.count, scratch: { ScratchBuffers(3) }) { number, scratch throws(Failure) in
          try fill(memory, number, cache, scratch, copy)
        }
        filled = count
      } catch {
        failure = error
      }
    }
    if let failure { throw failure }
    return values
  }

  private func fill<Number>(
    _ memory: SharedMemory<Number>, _ number: Int, _ cache: UInt64, _ scratch: ScratchBuffers,
    _ copy: StoredElement.Copy<Number>
  ) throws(Failure) {
    let index = touched.index(number)
    var block = touched.block(index)
    let address = ChunkCache.Address(dataset: cache, array: variable, index: index)
    if layout.storage == .chunked, let known = ChunkCache.shared.bytes(of: address) {
      return known.withUnsafeBytes { copy(layout.element, $0, block, memory.start) }
    }
    var destination: UnsafeMutableRawBufferPointer?
    let isWhole = block.isWhole(chunk: index, of: layout.grid)
    if layout.element.isNativeSingle, Number.self == Float.self, block.isContiguous {
      destination = UnsafeMutableRawBufferPointer(
        start: memory.start + block.targetStart, count: 4 * block.elementCount)
    }
    guard let encoded = try encoded(number, index, destination, scratch) else {
      guard let fill = layout.fill else { return }
      (block.sourceStart, block.sourceStrides) = (0, block.count.map { _ in 0 })
      return fill.withUnsafeBytes { copy(layout.element, $0, block, memory.start) }
    }
    if let destination, encoded.bytes.baseAddress == UnsafeRawPointer(destination.baseAddress) { return }
    let filters = layout.filters.enumerated().filter { encoded.skippedFilters >> UInt32($0.offset) & 1 == 0 }
    do throws(ChunkCodec.Failure) {
      let count = encoded.count ?? layout.grid.chunkElementCount * layout.byteCount
      let bytes = try filters.map(\.element).decode(encoded.bytes, count: count, into: destination, scratch: scratch)
      if !isWhole, layout.storage == .chunked { ChunkCache.shared.keep(Array(bytes), of: address) }
      if let destination, bytes.baseAddress == UnsafeRawPointer(destination.baseAddress) { return }
      copy(layout.element, bytes, block, memory.start)
    } catch {
      throw .undecodable(self.error(index, error.text))
    }
  }

  /// A chunk as it lies in the file.
  private struct Encoded {
    let bytes: UnsafeRawBufferPointer
    let skippedFilters: UInt32
    /// Of a piece, which is no longer than the array; nil for a chunk, which is.
    var count: Int?
  }

  /// Reads a chunk, into its place at once where nothing is to be done to it; nil where it was never written.
  private func encoded(
    _ number: Int, _ index: [Int], _ destination: UnsafeMutableRawBufferPointer?, _ scratch: ScratchBuffers
  ) throws(Failure) -> Encoded? {
    guard let places else { return try throughLibrary(index, scratch) }
    guard case .bytes(let offset, let count, let skipped) = places[number] else { return nil }
    let length = file.file.count
    guard count >= 0, offset >= 0, count <= length, offset <= length - count else {
      throw .unreadable(error(index, "it should be \(count) bytes from byte \(offset), and the file has \(length)"))
    }
    var buffer = scratch.buffer(0, byteCount: count)
    if layout.filters.isEmpty, let destination, destination.count == count { buffer = destination }
    do throws(FormatError) {
      try file.file.read(at: offset, into: buffer)
    } catch {
      throw .unreadable(self.error(index, error.problem))
    }
    let isPiece = layout.storage != .chunked
    return Encoded(bytes: UnsafeRawBufferPointer(buffer), skippedFilters: skipped, count: isPiece ? count : nil)
  }

  private func throughLibrary(_ index: [Int], _ scratch: ScratchBuffers) throws(Failure) -> Encoded? {
    let (start, length) = (HDF5Chunks.origin(index, layout), file.file.count)
    let answer = NetCDFLibrary.withHDF5(url) { file -> Result<(Int, UInt32), ChunkCodec.Failure>? in
      guard let dataset = file.dataset(of: variable) else { return nil }
      var (size, skipped) = (hsize_t(0), UInt32(0))
      guard H5Dget_chunk_storage_size(dataset, start, &size) >= 0, size > 0 else {
        // So it is where the chunk was never written, which a search through the index makes sure.
        var address = haddr_t(0)
        let isKnown = H5Dget_chunk_info_by_coord(dataset, start, &skipped, &address, &size) >= 0
        return isKnown && size == 0 ? .success((0, 0)) : nil
      }
      guard size <= UInt64(length) else { return nil }
      let buffer = scratch.buffer(0, byteCount: Int(size))
      guard H5Dread_chunk(dataset, 0, start, &skipped, buffer.baseAddress) >= 0 else { return nil }
      return .success((Int(size), skipped))
    }
    guard case .success(let (count, skipped))? = answer else {
      throw .unreadable(error(index, "HDF5 can't read it"))
    }
    guard count > 0 else {
      guard layout.fill != nil else { throw .undecodable(error(index, "it was never written")) }
      return nil
    }
    // It takes what lies beyond the end for zeros.
    do throws(FormatError) { try file.file.checkLength() } catch { throw .unreadable(self.error(index, error.problem)) }
    let bytes = UnsafeRawBufferPointer(scratch.buffer(0, byteCount: count))
    return Encoded(bytes: bytes, skippedFilters: skipped, count: nil)
  }

  private func error(_ index: [Int], _ problem: String) -> FormatError {
    let start = zip(index, layout.grid.chunkShape).map { String($0 * $1) }.joined(separator: ", ")
    return FormatError(
      url, place: "variable \(variable), chunk from [\(start)]", "\(problem); fetch the file again")
  }
}
