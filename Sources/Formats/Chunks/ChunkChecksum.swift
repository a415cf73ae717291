/// Checksums of four bytes behind a chunk's data.
enum ChunkChecksum {
  private static let table: [UInt32] = (0..<256).map { byte in
    (0..<8).reduce(UInt32(byte)) { crc, _ in crc & 1 == 1 ? crc >> 1 ^ 0x82F6_3B78 : crc >> 1 }
  }

  /// CRC-32C (Castagnoli, the reflected polynomial 0x82F63B78; RFC 3720, appendix B.4).
  static func crc32c(_ bytes: UnsafeRawBufferPointer) -> UInt32 {
    table.withUnsafeBufferPointer { table in
      ~bytes.reduce(~UInt32(0)) { crc, byte in table[Int((crc ^ UInt32(byte)) & 0xFF)] ^ crc >> 8 }
    }
  }

  /// Fletcher's sums over 16-bit words in big-endian order, as HDF5 computes them; an odd last byte is the
  /// upper one of its word.
  static func fletcher32(_ bytes: UnsafeRawBufferPointer) -> UInt32 {
    var (first, second): (UInt32, UInt32) = (0, 0)
    var place = 0
    func fold() {
      first = (first & 0xFFFF) + (first >> 16)
      second = (second & 0xFFFF) + (second >> 16)
    }
    while place < bytes.count {
      // As many words as the sums can take before they are folded.
      let end = min(place + 720, bytes.count)
      while place < end {
        let low = place + 1 < bytes.count ? UInt32(bytes[place + 1]) : 0
        first &+= UInt32(bytes[place]) << 8 | low
        second &+= first
        place += 2
      }
      fold()
    }
    fold()
    return second << 16 | first
  }

  /// The bytes before their CRC-32C. Throws where it is not theirs.
  static func withoutCRC32C(_ bytes: UnsafeRawBufferPointer) throws(ChunkCodec.Failure) -> UnsafeRawBufferPointer {
    let (body, stored) = try parts(bytes)
    guard crc32c(body) == stored else {
      throw ChunkCodec.Failure(text: "its CRC-32C checksum does not agree with its bytes: it is corrupt")
    }
    return body
  }

  /// The bytes before their Fletcher checksum. Throws where it is not theirs, nor that of the libraries
  /// before 1.6.3, which had the bytes of each word the other way round.
  static func withoutFletcher32(_ bytes: UnsafeRawBufferPointer) throws(ChunkCodec.Failure) -> UnsafeRawBufferPointer {
    let (body, stored) = try parts(bytes)
    let sum = fletcher32(body)
    let swapped = (sum & 0x00FF_00FF) << 8 | (sum & 0xFF00_FF00) >> 8
    guard stored == sum || stored == swapped else {
      throw ChunkCodec.Failure(text: "its Fletcher checksum does not agree with its bytes: it is corrupt")
    }
    return body
  }

  private static func parts(
    _ bytes: UnsafeRawBufferPointer
  ) throws(ChunkCodec.Failure) -> (body: UnsafeRawBufferPointer, stored: UInt32) {
    guard bytes.count >= 4 else { throw ChunkCodec.Failure(text: "it is too short for its checksum") }
    let stored = bytes.loadUnaligned(fromByteOffset: bytes.count - 4, as: UInt32.self)
    return (UnsafeRawBufferPointer(rebasing: bytes.dropLast(4)), UInt32(littleEndian: stored))
  }
}
