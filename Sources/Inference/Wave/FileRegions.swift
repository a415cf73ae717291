import Foundation
import Synchronization

/// One file without a name for the clusters of many indexes, so that a process needs no descriptor for each: every index
/// has a region of its own, and what one leaves behind is used by the next.
final class FileRegions: Sendable {
  fileprivate let tier: FileTier
  private let space = Mutex(Space())

  private struct Space {
    /// The bytes that nobody has had yet begin here.
    var end = 0
    /// Bytes before it that nobody has now, rising and apart.
    var free: [Range<Int>] = []
  }

  /// In a file of somebody's own, which nobody else writes to.
  init(_ tier: FileTier) { self.tier = tier }

  /// Throws where no file can be made.
  convenience init(in folder: URL) throws { self.init(try FileTier(in: folder)) }

  /// A new region, which holds nothing and keeps the file.
  func region() -> any ColdTier { Region(of: self) }

  /// Bytes from the start of the file to the last that anybody has.
  var byteCount: Int { space.withLock { $0.end } }

  /// Places for so many bytes: first those that are free.
  fileprivate func take(_ count: Int) -> [Range<Int>] {
    space.withLock { space in
      var (taken, missing) = ([Range<Int>](), count)
      while missing > 0, let first = space.free.first {
        let part = first.prefix(missing)
        taken.append(part)
        missing -= part.count
        if part.count == first.count {
          space.free.removeFirst()
        } else {
          space.free[0] = part.upperBound..<first.upperBound
        }
      }
      if missing > 0 {
        taken.append(space.end..<space.end + missing)
        space.end += missing
      }
      return taken
    }
  }

  fileprivate func giveBack(_ places: [Range<Int>]) {
    space.withLock { space in
      var joined: [Range<Int>] = []
      for place in (space.free + places).sorted(by: { $0.lowerBound < $1.lowerBound }) {
        if let last = joined.last, last.upperBound == place.lowerBound {
          joined[joined.count - 1] = last.lowerBound..<place.upperBound
        } else {
          joined.append(place)
        }
      }
      if let last = joined.last, last.upperBound == space.end {
        space.end = last.lowerBound
        joined.removeLast()
      }
      space.free = joined
    }
  }
}

/// A part of a file that lies in several places.
private final class Region: ColdTier {
  private let file: FileRegions
  private let content = Mutex(Content())

  private struct Content {
    var places: [Range<Int>] = []
    var count = 0
  }

  init(of file: FileRegions) { self.file = file }

  deinit { file.giveBack(content.withLock { $0.places }) }

  var name: String { file.tier.name }

  func write(_ bytes: UnsafeRawBufferPointer, at offset: Int) throws {
    content.withLock { content in
      let missing = offset + bytes.count - content.count
      guard missing > 0 else { return }
      for place in file.take(missing) {
        if let last = content.places.last, last.upperBound == place.lowerBound {
          content.places[content.places.count - 1] = last.lowerBound..<place.upperBound
        } else {
          content.places.append(place)
        }
      }
      content.count += missing
    }
    var done = 0
    for place in try places(of: bytes.count, at: offset) {
      try file.tier.write(UnsafeRawBufferPointer(rebasing: bytes[done..<done + place.count]), at: place.lowerBound)
      done += place.count
    }
  }

  func read(into parts: [UnsafeMutableRawBufferPointer], at offset: Int) throws {
    var rest = parts.filter { !$0.isEmpty }[...]
    for place in try places(of: rest.reduce(0) { $0 + $1.count }, at: offset) {
      var (here, missing) = ([UnsafeMutableRawBufferPointer](), place.count)
      while missing > 0, let first = rest.popFirst() {
        here.append(UnsafeMutableRawBufferPointer(rebasing: first.prefix(missing)))
        if first.count > missing {
          rest = [UnsafeMutableRawBufferPointer(rebasing: first.dropFirst(missing))] + rest
        }
        missing -= here[here.count - 1].count
      }
      try file.tier.read(into: here, at: place.lowerBound)
    }
  }

  func leaveSystemCache() { file.tier.leaveSystemCache() }

  /// Where bytes of the region are in the file, one after the other.
  private func places(of count: Int, at offset: Int) throws -> [Range<Int>] {
    let (places, held) = content.withLock { ($0.places, $0.count) }
    guard offset >= 0, offset + count <= held else {
      throw InferenceError(file: name, "\(count) bytes were expected at \(offset) of a part that has \(held)")
    }
    var (found, start) = ([Range<Int>](), 0)
    for place in places {
      let lower = max(offset, start)
      let upper = min(offset + count, start + place.count)
      if lower < upper { found.append(place.lowerBound + lower - start..<place.lowerBound + upper - start) }
      start += place.count
    }
    return found
  }
}
