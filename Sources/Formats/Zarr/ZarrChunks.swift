import Foundation
import Synchronization

/// The decoded chunks of a store, the last ones kept: neighbouring lead times, levels and members often
/// lie in one chunk.
final class ZarrChunks: Sendable {
  private let store: URL
  private let kept = Mutex(Kept())

  private struct Address: Hashable {
    let array: String
    let index: [Int]
  }

  private struct Kept {
    var chunks: [Address: (bytes: [UInt8], lastUse: Int)] = [:]
    var byteCount = 0
    var uses = 0
    var shardIndexes: [Address: [UInt64]] = [:]
  }

  private static let capacity = 256 << 20

  init(store: URL) {
    self.store = store
  }

  /// The decoded bytes of a chunk; nil where the store has none, so that it is all fill value.
  ///
  /// Throws where the chunk can't be read or decoded, naming it.
  func bytes(of array: ZarrArray, _ index: [Int]) throws(FormatError) -> [UInt8]? {
    let address = Address(array: array.name, index: index)
    if let known = recall(address) { return known }
    let place: String
    let encoded: [UInt8]?
    if let shard = array.shard {
      let key = array.keys.key(zip(index, shard.shape).map { $0 / $1 })
      place = "\(array.name)/\(key), inner chunk \(index)"
      encoded = try inner(array, shard, index, key: key)
    } else {
      let key = array.keys.key(index)
      place = "\(array.name)/\(key)"
      encoded = try contents(array, key)
    }
    guard let encoded else { return nil }
    do throws(ZarrCodec.Failure) {
      let bytes = try array.codecs.decode(encoded, count: array.chunkElementCount * array.dataType.byteCount)
      keep(address, bytes)
      return bytes
    } catch {
      throw FormatError(store, place: "chunk \(place)", "\(error.text); fetch the chunk again")
    }
  }

  private func file(_ array: ZarrArray, _ key: String) -> URL {
    store.appending(path: array.name).appending(path: key)
  }

  private func contents(_ array: ZarrArray, _ key: String) throws(FormatError) -> [UInt8]? {
    let file = file(array, key)
    do {
      return Array(try Data(contentsOf: file))
    } catch {
      if !FileManager.default.fileExists(atPath: file.path) { return nil }
      throw FormatError(store, place: "chunk \(array.name)/\(key)", "can't be read: \(error.localizedDescription)")
    }
  }

  // MARK: - Shards

  private func inner(
    _ array: ZarrArray, _ shard: ZarrArray.Shard, _ index: [Int], key: String
  ) throws(FormatError) -> [UInt8]? {
    let file = file(array, key)
    guard FileManager.default.fileExists(atPath: file.path) else { return nil }
    let place = "chunk \(array.name)/\(key)"
    do {
      let handle = try FileHandle(forReadingFrom: file)
      defer { try? handle.close() }
      let length = try handle.seekToEnd()
      let table = try shardIndex(array, shard, index, handle, length: length)
      let position = zip(index, shard.shape).reduce(0) { $0 * $1.1 + $1.0 % $1.1 }
      let (offset, count) = (table[2 * position], table[2 * position + 1])
      if offset == .max, count == .max { return nil }
      guard offset <= length, count <= length - offset else {
        throw ZarrCodec.Failure(text: "its index points beyond its \(length) bytes: it is truncated")
      }
      try handle.seek(toOffset: offset)
      let bytes = Array(try handle.read(upToCount: Int(count)) ?? Data())
      guard bytes.count == Int(count) else { throw ZarrCodec.Failure(text: "it is truncated") }
      return bytes
    } catch let error as ZarrCodec.Failure {
      throw FormatError(store, place: place, "\(error.text); fetch the chunk again")
    } catch {
      throw FormatError(store, place: place, "can't be read: \(error.localizedDescription)")
    }
  }

  /// Offsets and lengths of the chunks in a shard, in turn.
  private func shardIndex(
    _ array: ZarrArray, _ shard: ZarrArray.Shard, _ index: [Int], _ handle: FileHandle, length: UInt64
  ) throws -> [UInt64] {
    let address = Address(array: array.name, index: zip(index, shard.shape).map { $0 / $1 })
    if let known = kept.withLock({ $0.shardIndexes[address] }) { return known }
    guard let size = shard.indexSize else { throw ZarrCodec.Failure(text: "its index is compressed") }
    guard UInt64(size) <= length else { throw ZarrCodec.Failure(text: "it is shorter than its index: it is truncated") }
    try handle.seek(toOffset: shard.isIndexAtEnd ? length - UInt64(size) : 0)
    let encoded = Array(try handle.read(upToCount: size) ?? Data())
    let bytes = try shard.indexCodecs.decode(encoded, count: 16 * shard.chunkCount)
    let table = bytes.withUnsafeBytes { raw in
      (0..<2 * shard.chunkCount).map {
        UInt64(littleEndian: raw.loadUnaligned(fromByteOffset: 8 * $0, as: UInt64.self))
      }
    }
    kept.withLock { $0.shardIndexes[address] = table }
    return table
  }

  // MARK: - Kept chunks

  private func recall(_ address: Address) -> [UInt8]? {
    kept.withLock { kept in
      kept.uses += 1
      kept.chunks[address]?.lastUse = kept.uses
      return kept.chunks[address]?.bytes
    }
  }

  /// Where there is no room for more, the half that was not used for longest goes.
  private func keep(_ address: Address, _ bytes: [UInt8]) {
    kept.withLock { kept in
      kept.byteCount += bytes.count - (kept.chunks[address]?.bytes.count ?? 0)
      kept.uses += 1
      kept.chunks[address] = (bytes, kept.uses)
      guard kept.byteCount > ZarrChunks.capacity else { return }
      for (old, chunk) in kept.chunks.sorted(by: { $0.value.lastUse < $1.value.lastUse })
      where old != address && kept.byteCount > ZarrChunks.capacity / 2 {
        kept.byteCount -= chunk.bytes.count
        kept.chunks[old] = nil
      }
    }
  }
}
