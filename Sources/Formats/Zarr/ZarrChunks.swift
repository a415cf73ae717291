import Foundation
import Synchronization

/// The chunks of a store as they lie in its files, and the decoded ones that may be wanted again.
final class ZarrChunks: Sendable {
  private let store: URL
  private let dataset = ChunkCache.newDataset()
  private let shardIndexes = Mutex<[ChunkCache.Address: [UInt64]]>([:])

  init(store: URL) {
    self.store = store
  }

  deinit { ChunkCache.shared.forget(dataset) }

  /// Gives `body` the decoded bytes of a chunk; nothing is called, and false returned, where the store has none, so
  /// that it is all fill value.
  ///
  /// - destination: takes the bytes where that saves a copy; they may lie elsewhere.
  /// - isWhole: all of the chunk is used, so that it is not wanted again.
  ///
  /// Throws where the chunk can't be read or decoded, naming it.
  func withBytes(
    of array: ZarrArray, _ index: [Int], into destination: UnsafeMutableRawBufferPointer?, isWhole: Bool,
    scratch: ScratchBuffers, _ body: (UnsafeRawBufferPointer) -> Void
  ) throws(FormatError) -> Bool {
    let address = ChunkCache.Address(dataset: dataset, array: array.name, index: index)
    if let known = ChunkCache.shared.bytes(of: address) {
      known.withUnsafeBytes(body)
      return true
    }
    let place: String
    let encoded: UnsafeRawBufferPointer?
    if let shard = array.shard {
      let key = array.keys.key(zip(index, shard.shape).map { $0 / $1 })
      place = "\(array.name)/\(key), inner chunk \(index)"
      encoded = try inner(array, shard, index, key: key, scratch)
    } else {
      let key = array.keys.key(index)
      place = "\(array.name)/\(key)"
      // Nothing is to be done to what is not encoded but to put it in its place.
      encoded = try contents(array, key, array.codecs.isEmpty ? destination : nil, scratch)
    }
    guard let encoded else { return false }
    do throws(ChunkCodec.Failure) {
      let count = array.grid.chunkElementCount * array.dataType.byteCount
      let bytes = try array.codecs.decode(encoded, count: count, into: destination, scratch: scratch)
      if !isWhole { ChunkCache.shared.keep(Array(bytes), of: address) }
      body(bytes)
      return true
    } catch {
      throw FormatError(store, place: "chunk \(place)", "\(error.text); fetch the chunk again")
    }
  }

  private func file(_ array: ZarrArray, _ key: String) -> URL {
    store.appending(path: array.name).appending(path: key)
  }

  private func contents(
    _ array: ZarrArray, _ key: String, _ destination: UnsafeMutableRawBufferPointer?, _ scratch: ScratchBuffers
  ) throws(FormatError) -> UnsafeRawBufferPointer? {
    let url = file(array, key)
    guard FileManager.default.fileExists(atPath: url.path) else { return nil }
    do throws(FormatError) {
      let file = try ByteFile(url)
      var buffer = scratch.buffer(0, byteCount: file.count)
      if let destination, destination.count == file.count { buffer = destination }
      try file.read(at: 0, into: buffer)
      return UnsafeRawBufferPointer(buffer)
    } catch {
      throw FormatError(store, place: "chunk \(array.name)/\(key)", "\(error.problem); fetch the chunk again")
    }
  }

  // MARK: - Shards

  private func inner(
    _ array: ZarrArray, _ shard: ZarrArray.Shard, _ index: [Int], key: String, _ scratch: ScratchBuffers
  ) throws(FormatError) -> UnsafeRawBufferPointer? {
    let url = file(array, key)
    guard FileManager.default.fileExists(atPath: url.path) else { return nil }
    do {
      let file = try ByteFile(url)
      let table = try shardIndex(array, shard, index, file)
      let position = zip(index, shard.shape).reduce(0) { $0 * $1.1 + $1.0 % $1.1 }
      let (offset, count) = (table[2 * position], table[2 * position + 1])
      if offset == .max, count == .max { return nil }
      let length = UInt64(file.count)
      guard offset <= length, count <= length - offset else {
        throw ChunkCodec.Failure(text: "its index points beyond its \(length) bytes: it is truncated")
      }
      let buffer = scratch.buffer(0, byteCount: Int(count))
      try file.read(at: Int(offset), into: buffer)
      return UnsafeRawBufferPointer(buffer)
    } catch {
      let problem = (error as? ChunkCodec.Failure)?.text ?? (error as? FormatError)?.problem ?? "\(error)"
      throw FormatError(store, place: "chunk \(array.name)/\(key)", "\(problem); fetch the chunk again")
    }
  }

  /// Offsets and lengths of the chunks in a shard, in turn.
  private func shardIndex(
    _ array: ZarrArray, _ shard: ZarrArray.Shard, _ index: [Int], _ file: borrowing ByteFile
  ) throws -> [UInt64] {
    let address = ChunkCache.Address(
      dataset: dataset, array: array.name, index: zip(index, shard.shape).map { $0 / $1 })
    if let known = shardIndexes.withLock({ $0[address] }) { return known }
    guard let size = shard.indexSize else { throw ChunkCodec.Failure(text: "its index is compressed") }
    guard size <= file.count else {
      throw ChunkCodec.Failure(text: "it is shorter than its index: it is truncated")
    }
    let encoded = try file.bytes(at: shard.isIndexAtEnd ? file.count - size : 0, count: size)
    let scratch = ScratchBuffers(3)
    let table = try withExtendedLifetime(scratch) {
      try encoded.withUnsafeBytes { encoded in
        let raw = try shard.indexCodecs.decode(encoded, count: 16 * shard.chunkCount, scratch: scratch)
        return (0..<2 * shard.chunkCount).map {
          UInt64(littleEndian: raw.loadUnaligned(fromByteOffset: 8 * $0, as: UInt64.self))
        }
      }
    }
    shardIndexes.withLock { $0[address] = table }
    return table
  }
}
