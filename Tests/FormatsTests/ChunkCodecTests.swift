import Foundation
import Testing

@testable import Formats

@Suite("Codecs of chunks")
struct ChunkCodecTests {
  private func decoded(_ codecs: [ChunkCodec], _ bytes: [UInt8], count: Int) throws -> [UInt8] {
    let scratch = ScratchBuffers(3)
    return try withExtendedLifetime(scratch) {
      try bytes.withUnsafeBytes { Array(try codecs.decode($0, count: count, scratch: scratch)) }
    }
  }

  /// By definition: byte k of element i is at k n + i.
  @Test("Shuffled bytes come back to their elements, with what is left over", arguments: [1, 2, 3, 4, 7, 8, 16])
  func shuffle(_ size: Int) throws {
    let count = 37
    let plain = (0..<count * size + size / 2).map { UInt8(truncatingIfNeeded: $0 * 31 + 7) }
    var shuffled = plain
    for i in 0..<count { for k in 0..<size { shuffled[k * count + i] = plain[i * size + k] } }
    #expect(try decoded([.shuffle(elementSize: size)], shuffled, count: plain.count) == plain)
  }

  /// Computed by hand: words 0x0102, 0x0304, 0x0500; first sum 0x0906, second 0x0102 + 0x0406 + 0x0906.
  @Test("Fletcher's sums are of words in big-endian order") func fletcher() throws {
    let bytes: [UInt8] = [1, 2, 3, 4, 5]
    #expect(bytes.withUnsafeBytes(ChunkChecksum.fletcher32) == 0x0E0E_0906)
    #expect(try decoded([.fletcher32], bytes + [0x06, 0x09, 0x0E, 0x0E], count: 5) == bytes)
    #expect(throws: ChunkCodec.Failure.self) { try decoded([.fletcher32], bytes + [0x06, 0x09, 0x0E, 0x0F], count: 5) }
    #expect(throws: ChunkCodec.Failure.self) { try decoded([.fletcher32], [1, 2], count: 0) }
  }

  @Test("Two checksums and a shuffle in a row do not step on each other") func chain() throws {
    let plain = (0..<64).map { UInt8($0) }
    func sealed(_ bytes: [UInt8]) -> [UInt8] {
      let sum = bytes.withUnsafeBytes(ChunkChecksum.fletcher32)
      return bytes + (0..<4).map { UInt8(truncatingIfNeeded: sum >> UInt32(8 * $0)) }
    }
    var shuffled = plain
    for i in 0..<16 { for k in 0..<4 { shuffled[k * 16 + i] = plain[i * 4 + k] } }
    let codecs: [ChunkCodec] = [.shuffle(elementSize: 4), .fletcher32, .fletcher32, .shuffle(elementSize: 2)]
    let inner = sealed(sealed(shuffled))
    var outer = inner
    for i in 0..<inner.count / 2 { for k in 0..<2 { outer[k * (inner.count / 2) + i] = inner[i * 2 + k] } }
    #expect(try decoded(codecs, outer, count: 64) == plain)
  }

  @Test("A frame that claims more than the shape allows, or is cut, is an error")
  func claims() {
    let huge: [UInt8] = [0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 16, 0, 0, 0, 1, 0]
    for codec in [ChunkCodec.lz4Frames, .lz4, .zstd, .blosc, .zlib] {
      for length in 0...huge.count {
        #expect(throws: ChunkCodec.Failure.self) { try decoded([codec], Array(huge.prefix(length)), count: 64) }
      }
    }
  }
}
