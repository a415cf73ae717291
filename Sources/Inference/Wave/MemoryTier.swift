import Synchronization

/// A cold tier in memory, in chunks of the same size, so that it grows without being copied.
final class MemoryTier: ColdTier {
  let name = "clusters in memory"

  private let chunkBytes: Int
  private let chunks = Mutex<[StoredBytes]>([])

  /// Traps where a chunk has no bytes.
  init(chunkBytes: Int = 4 << 20) {
    precondition(chunkBytes > 0, "chunks of \(chunkBytes) bytes")
    self.chunkBytes = chunkBytes
  }

  func write(_ bytes: UnsafeRawBufferPointer, at offset: Int) {
    guard let source = bytes.baseAddress else { return }
    let chunks = chunks.withLock { chunks in
      while chunks.count * chunkBytes < offset + bytes.count { chunks.append(StoredBytes(count: chunkBytes)) }
      return chunks
    }
    forEachPiece(of: bytes.count, at: offset) { chunk, start, done, count in
      (chunks[chunk].base + start).copyMemory(from: source + done, byteCount: count)
    }
  }

  func read(into parts: [UnsafeMutableRawBufferPointer], at offset: Int) throws {
    let chunks = chunks.withLock { $0 }
    var offset = offset
    for part in parts {
      guard let target = part.baseAddress else { continue }
      let held = chunks.count * chunkBytes
      guard offset >= 0, offset + part.count <= held else {
        throw InferenceError(file: name, "hold \(held) bytes; \(part.count) were expected at \(offset)")
      }
      forEachPiece(of: part.count, at: offset) { chunk, start, done, count in
        (target + done).copyMemory(from: chunks[chunk].base + start, byteCount: count)
      }
      offset += part.count
    }
  }

  /// Calls `body` with a chunk, where a piece starts in it, how many bytes were before it, and how many it has.
  private func forEachPiece(of total: Int, at offset: Int, _ body: (Int, Int, Int, Int) -> Void) {
    var done = 0
    while done < total {
      let (chunk, start) = (offset + done).quotientAndRemainder(dividingBy: chunkBytes)
      let count = min(total - done, chunkBytes - start)
      body(chunk, start, done, count)
      done += count
    }
  }
}
