public import Foundation

/// Where keys and values are kept that memory need not hold, and how much of them it does.
public struct WaveBuffer: Sendable, Hashable {
  /// Where all of them are.
  public enum Place: Sendable, Hashable {
    case memory
    /// In a file without a name in a folder; it goes with its index.
    case file(in: URL)
  }

  public enum Cache: Sendable, Hashable {
    /// Of the bytes of all keys and values.
    case fraction(Double)
    case bytes(Int)
  }

  public var place: Place
  /// What stays in memory of those used last.
  public var cache = Cache.fraction(0.05)
  /// Bytes beside the cache that each of the threads may have in memory: what it has read and not yet given away. Two
  /// clusters where that is more.
  public var reading = 8 << 20
  /// Bytes up to which clusters that lie side by side are read at once.
  public var coalesced = 64 << 10

  public init(_ place: Place) { self.place = place }

  /// Of keys and values of so many bytes, those that the cache may hold.
  func cacheBytes(of total: Int) -> Int {
    switch cache {
    case .fraction(let part): Int((part * Double(total)).rounded(.down))
    case .bytes(let bytes): bytes
    }
  }

  /// Throws where no file can be made.
  func tier() throws -> any ColdTier {
    switch place {
    case .memory: MemoryTier()
    case .file(let folder): try FileTier(in: folder)
    }
  }
}
