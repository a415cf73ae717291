import CBlosc
import CDeflate
import CLZ4
import CZstd

/// Decompression through the C libraries, each into a buffer that is never outgrown. Every function gives
/// the number of bytes that it wrote.
enum Decompression {
  typealias Failure = ChunkCodec.Failure

  /// zlib and gzip streams, also several gzip members in a row.
  static func deflate(
    _ source: UnsafeRawBufferPointer, into target: UnsafeMutableRawBufferPointer
  ) throws(Failure) -> Int {
    guard let decompressor = libdeflate_alloc_decompressor() else {
      throw Failure(text: "there is no memory to decompress it")
    }
    defer { libdeflate_free_decompressor(decompressor) }
    let isGzip = source.count >= 2 && source[0] == 0x1F && source[1] == 0x8B
    var (read, written) = (0, 0)
    repeat {
      var (taken, given) = (0, 0)
      let from = source.baseAddress.map { $0 + read }
      let to = target.baseAddress.map { $0 + written }
      let (left, room) = (source.count - read, target.count - written)
      let result =
        isGzip
        ? libdeflate_gzip_decompress_ex(decompressor, from, left, to, room, &taken, &given)
        : libdeflate_zlib_decompress_ex(decompressor, from, left, to, room, &taken, &given)
      guard result == LIBDEFLATE_SUCCESS else {
        throw Failure(
          text: result == LIBDEFLATE_INSUFFICIENT_SPACE
            ? "its zlib data are longer than its shape allows" : "its zlib data are truncated or corrupt")
      }
      read += taken
      written += given
    } while isGzip && read < source.count && source[read] == 0x1F
    return written
  }

  static func zstd(
    _ source: UnsafeRawBufferPointer, into target: UnsafeMutableRawBufferPointer
  ) throws(Failure) -> Int {
    let code = ZSTD_decompress(target.baseAddress, target.count, source.baseAddress, source.count)
    guard ZSTD_isError(code) == 0 else {
      throw Failure(text: "its zstd data can't be decompressed: \(String(cString: ZSTD_getErrorName(code)))")
    }
    return code
  }

  /// A raw LZ4 block behind its decoded size in four bytes, as numcodecs writes it.
  static func lz4(_ source: UnsafeRawBufferPointer, into target: UnsafeMutableRawBufferPointer) throws(Failure) -> Int {
    guard source.count >= 4 else { throw Failure(text: "its lz4 data are truncated") }
    let size = Int(UInt32(littleEndian: source.loadUnaligned(as: UInt32.self)))
    guard size <= target.count else {
      throw Failure(text: "its lz4 data claim \(size) bytes where its shape allows \(target.count)")
    }
    try block(rebasing(source, from: 4), into: UnsafeMutableRawBufferPointer(rebasing: target[..<size]))
    return size
  }

  /// LZ4 blocks as the HDF5 filter writes them, in big-endian order: the decoded size in eight bytes, that
  /// of a block in four, and each block behind its encoded size in four. A block that did not become smaller
  /// is stored as it was.
  static func lz4Frames(
    _ source: UnsafeRawBufferPointer, into target: UnsafeMutableRawBufferPointer
  ) throws(Failure) -> Int {
    guard source.count >= 12 else { throw Failure(text: "its lz4 data are truncated") }
    let claimed = UInt64(bigEndian: source.loadUnaligned(as: UInt64.self))
    let blockSize = Int(UInt32(bigEndian: source.loadUnaligned(fromByteOffset: 8, as: UInt32.self)))
    guard let size = Int(exactly: claimed), size <= target.count, size == 0 || blockSize > 0 else {
      throw Failure(text: "its lz4 data claim \(claimed) bytes where its shape allows \(target.count)")
    }
    var (read, written) = (12, 0)
    while written < size {
      guard read + 4 <= source.count else { throw Failure(text: "its lz4 data are truncated") }
      let encoded = Int(UInt32(bigEndian: source.loadUnaligned(fromByteOffset: read, as: UInt32.self)))
      read += 4
      guard encoded <= source.count - read else { throw Failure(text: "its lz4 data are truncated") }
      let decoded = min(blockSize, size - written)
      let from = UnsafeRawBufferPointer(rebasing: source[read..<read + encoded])
      let to = UnsafeMutableRawBufferPointer(rebasing: target[written..<written + decoded])
      if encoded == decoded { to.copyMemory(from: from) } else { try block(from, into: to) }
      read += encoded
      written += decoded
    }
    return size
  }

  private static func block(
    _ source: UnsafeRawBufferPointer, into target: UnsafeMutableRawBufferPointer
  ) throws(Failure) {
    guard let from = source.baseAddress, let to = target.baseAddress, let length = Int32(exactly: source.count),
      let room = Int32(exactly: target.count),
      LZ4_decompress_safe(
        from.assumingMemoryBound(to: CChar.self), to.assumingMemoryBound(to: CChar.self), length, room) == room
    else { throw Failure(text: "its lz4 data are truncated or corrupt") }
  }

  /// A blosc frame, decoded by the threads that are free where it is large.
  static func blosc(
    _ source: UnsafeRawBufferPointer, into target: UnsafeMutableRawBufferPointer
  ) throws(Failure) -> Int {
    var size = 0
    guard source.count >= Int(BLOSC_MIN_HEADER_LENGTH),
      blosc_cbuffer_validate(source.baseAddress, source.count, &size) >= 0
    else { throw Failure(text: "its blosc data are truncated or corrupt (\(source.count) bytes)") }
    guard size <= target.count else {
      throw Failure(text: "its blosc data claim \(size) bytes where its shape allows \(target.count)")
    }
    guard size > 0 else { return 0 }
    let helpers = size > 4 << 20 ? ThreadBudget.borrow(size >> 20) : 0
    defer { ThreadBudget.giveBack(helpers) }
    let code = blosc_decompress_ctx(source.baseAddress, target.baseAddress, size, Int32(min(helpers + 1, 64)))
    guard Int(code) == size else { throw Failure(text: "its blosc data are corrupt, or of a codec this blosc has not") }
    return size
  }

  private static func rebasing(_ source: UnsafeRawBufferPointer, from: Int) -> UnsafeRawBufferPointer {
    UnsafeRawBufferPointer(rebasing: source[from...])
  }
}
