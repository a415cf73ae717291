import CBlosc
import CLZ4
import CZlib
import CZstd

/// Decompression through the C libraries, each into a buffer that is never outgrown.
enum ZarrCompression {
  typealias Failure = ZarrCodec.Failure

  /// zlib and gzip streams, also several gzip members in a row.
  static func zlib(_ bytes: [UInt8], capacity: Int) throws(Failure) -> [UInt8] {
    var stream = z_stream()
    // 15 bits of window, and 32 to tell zlib from gzip by its header.
    guard inflateInit2_(&stream, 15 + 32, ZLIB_VERSION, Int32(MemoryLayout<z_stream>.size)) == Z_OK else {
      throw Failure(text: "zlib can't be started")
    }
    defer { inflateEnd(&stream) }
    guard bytes.count <= Int(UInt32.max), capacity <= Int(UInt32.max) else {
      throw Failure(text: "it is larger than the 4 GiB that zlib takes at once")
    }
    var input = bytes
    var status = Z_OK
    let output = [UInt8](unsafeUninitializedCapacity: capacity) { buffer, filled in
      input.withUnsafeMutableBufferPointer { source in
        stream.next_in = source.baseAddress
        stream.avail_in = UInt32(source.count)
        stream.next_out = buffer.baseAddress
        stream.avail_out = UInt32(capacity)
        repeat {
          status = inflate(&stream, Z_FINISH)
          // Another member may follow.
          guard status == Z_STREAM_END, stream.avail_in > 0, inflateReset(&stream) == Z_OK else { break }
        } while true
        filled = capacity - Int(stream.avail_out)
      }
    }
    guard status == Z_STREAM_END else {
      throw Failure(
        text: status == Z_BUF_ERROR
          ? "its zlib data are truncated, or longer than its shape allows" : "its zlib data are corrupt")
    }
    return output
  }

  static func zstd(_ bytes: [UInt8], capacity: Int) throws(Failure) -> [UInt8] {
    var code = 0
    let output = [UInt8](unsafeUninitializedCapacity: capacity) { buffer, filled in
      code = ZSTD_decompress(buffer.baseAddress, capacity, bytes, bytes.count)
      filled = ZSTD_isError(code) == 0 ? code : 0
    }
    guard ZSTD_isError(code) == 0 else {
      throw Failure(text: "its zstd data can't be decompressed: \(String(cString: ZSTD_getErrorName(code)))")
    }
    return output
  }

  /// A raw LZ4 block behind its decoded size in four bytes, as numcodecs writes it.
  static func lz4(_ bytes: [UInt8], capacity: Int) throws(Failure) -> [UInt8] {
    guard bytes.count >= 4 else { throw Failure(text: "its lz4 data are truncated") }
    let size = (0..<4).reduce(0) { $0 | Int(bytes[$1]) << (8 * $1) }
    guard size <= capacity, bytes.count - 4 <= Int(Int32.max), size <= Int(Int32.max) else {
      throw Failure(text: "its lz4 data claim \(size) bytes where its shape allows \(capacity)")
    }
    var code: Int32 = 0
    let output = [UInt8](unsafeUninitializedCapacity: size) { buffer, filled in
      bytes.withUnsafeBytes { source in
        guard let block = source.baseAddress, let target = buffer.baseAddress else { return }
        code = LZ4_decompress_safe(block + 4, target, Int32(source.count - 4), Int32(size))
      }
      filled = max(0, Int(code))
    }
    guard Int(code) == size else { throw Failure(text: "its lz4 data are truncated or corrupt") }
    return output
  }

  static func blosc(_ bytes: [UInt8], capacity: Int) throws(Failure) -> [UInt8] {
    var size = 0
    guard bytes.count >= Int(BLOSC_MIN_HEADER_LENGTH), blosc_cbuffer_validate(bytes, bytes.count, &size) >= 0 else {
      throw Failure(text: "its blosc data are truncated or corrupt (\(bytes.count) bytes)")
    }
    guard size <= capacity else {
      throw Failure(text: "its blosc data claim \(size) bytes where its shape allows \(capacity)")
    }
    guard size > 0 else { return [] }
    var code: Int32 = 0
    let output = [UInt8](unsafeUninitializedCapacity: size) { buffer, filled in
      code = blosc_decompress_ctx(bytes, buffer.baseAddress, size, 1)
      filled = max(0, Int(code))
    }
    guard Int(code) == size else { throw Failure(text: "its blosc data are corrupt, or of a codec this blosc has not") }
    return output
  }
}

/// CRC-32C (Castagnoli, the reflected polynomial 0x82F63B78; RFC 3720, appendix B.4).
enum ZarrChecksum {
  private static let table: [UInt32] = (0..<256).map { byte in
    (0..<8).reduce(UInt32(byte)) { crc, _ in crc & 1 == 1 ? crc >> 1 ^ 0x82F6_3B78 : crc >> 1 }
  }

  static func crc32c(_ bytes: ArraySlice<UInt8>) -> UInt32 {
    table.withUnsafeBufferPointer { table in
      ~bytes.reduce(~UInt32(0)) { crc, byte in table[Int((crc ^ UInt32(byte)) & 0xFF)] ^ crc >> 8 }
    }
  }

  /// The bytes before their checksum. Throws where it is not theirs.
  static func verified(_ bytes: [UInt8]) throws(ZarrCodec.Failure) -> [UInt8] {
    guard bytes.count >= 4 else { throw ZarrCodec.Failure(text: "it is too short for its checksum") }
    let body = bytes.dropLast(4)
    let stored = bytes.suffix(4).reversed().reduce(UInt32(0)) { $0 << 8 | UInt32($1) }
    guard crc32c(body) == stored else {
      throw ZarrCodec.Failure(text: "its CRC-32C checksum does not agree with its bytes: it is corrupt")
    }
    return Array(body)
  }
}
