import Synchronization

/// Decoded chunks of which only a part was wanted, the last ones kept: neighbouring lead times, levels and
/// members often lie in one chunk.
///
/// All files share its room, so that memory does not grow with their number.
final class ChunkCache: Sendable {
  static let shared = ChunkCache(capacity: 256 << 20)

  /// A chunk of an array of a dataset that is open.
  struct Address: Hashable {
    let dataset: UInt64
    let array: String
    let index: [Int]
  }

  private struct Kept {
    var chunks: [Address: (bytes: [UInt8], lastUse: Int)] = [:]
    var byteCount = 0
    var uses = 0
  }

  private let kept = Mutex(Kept())
  private let capacity: Int
  private static let datasets = Atomic<UInt64>(0)

  init(capacity: Int) { self.capacity = capacity }

  /// A number for a dataset that no other one ever has.
  static func newDataset() -> UInt64 { datasets.wrappingAdd(1, ordering: .relaxed).newValue }

  func bytes(of address: Address) -> [UInt8]? {
    kept.withLock { kept in
      kept.uses += 1
      kept.chunks[address]?.lastUse = kept.uses
      return kept.chunks[address]?.bytes
    }
  }

  /// Where there is no room for more, the half that was not used for longest goes.
  func keep(_ bytes: [UInt8], of address: Address) {
    kept.withLock { kept in
      kept.byteCount += bytes.count - (kept.chunks[address]?.bytes.count ?? 0)
      kept.uses += 1
      kept.chunks[address] = (bytes, kept.uses)
      guard kept.byteCount > capacity else { return }
      for (old, chunk) in kept.chunks.sorted(by: { $0.value.lastUse < $1.value.lastUse })
      where old != address && kept.byteCount > capacity / 2 {
        kept.byteCount -= chunk.bytes.count
        kept.chunks[old] = nil
      }
    }
  }

  /// Forgets a dataset that is closed.
  func forget(_ dataset: UInt64) {
    kept.withLock { kept in
      for (address, chunk) in kept.chunks where address.dataset == dataset {
        kept.byteCount -= chunk.bytes.count
        kept.chunks[address] = nil
      }
    }
  }
}
