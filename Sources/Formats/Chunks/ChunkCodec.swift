/// A step between a chunk's bytes on disk and its numbers in memory: a codec of Zarr, a filter of HDF5.
enum ChunkCodec: Sendable, Hashable {
  /// zlib or gzip.
  case zlib
  case zstd
  case lz4
  /// LZ4 as the HDF5 filter frames it.
  case lz4Frames
  case blosc
  /// Checksums of four bytes behind the data.
  case crc32c
  case fletcher32
  /// Bytes regrouped by their place in an element.
  case shuffle(elementSize: Int)
  /// Named so that reading can say what is missing.
  case unknown(String)

  var name: String {
    switch self {
    case .zlib: "zlib"
    case .zstd: "zstd"
    case .lz4, .lz4Frames: "lz4"
    case .blosc: "blosc"
    case .crc32c: "crc32c"
    case .fletcher32: "fletcher32"
    case .shuffle: "shuffle"
    case .unknown(let name): name
    }
  }

  var isUnknown: Bool { if case .unknown = self { true } else { false } }

  /// Why bytes can't be decoded.
  struct Failure: Error {
    let text: String
  }

  /// The decoded bytes, at most as many as `target` has room for: in it, or a part of `source`.
  func decode(
    _ source: UnsafeRawBufferPointer, into target: UnsafeMutableRawBufferPointer
  ) throws(Failure) -> UnsafeRawBufferPointer {
    let count: Int
    switch self {
    case .zlib: count = try Decompression.deflate(source, into: target)
    case .zstd: count = try Decompression.zstd(source, into: target)
    case .lz4: count = try Decompression.lz4(source, into: target)
    case .lz4Frames: count = try Decompression.lz4Frames(source, into: target)
    case .blosc: count = try Decompression.blosc(source, into: target)
    case .crc32c: return try ChunkChecksum.withoutCRC32C(source)
    case .fletcher32: return try ChunkChecksum.withoutFletcher32(source)
    case .shuffle(let size):
      guard size > 1, source.count > size else { return source }
      guard source.count <= target.count else {
        throw Failure(text: "it holds \(source.count) bytes where its shape needs \(target.count)")
      }
      ByteShuffle.undo(source, elementSize: size, into: target)
      count = source.count
    case .unknown(let name): throw Failure(text: "the codec or filter '\(name)' is unknown here")
    }
    return UnsafeRawBufferPointer(rebasing: UnsafeRawBufferPointer(target)[..<count])
  }

  /// The encoded size of a number of bytes; nil where it depends on them.
  func encodedSize(of count: Int) -> Int? {
    switch self {
    case .crc32c, .fletcher32: count + 4
    case .shuffle: count
    default: nil
    }
  }
}

extension [ChunkCodec] {
  /// Undoes the steps in reverse order; the result has exactly `count` bytes.
  ///
  /// - destination: takes the result where that saves a copy; the result may lie elsewhere.
  /// - scratch: its buffers 1 and 2 are used; the result may lie in one of them, which has to live as
  ///   long, or in `bytes`.
  ///
  /// Throws where a step fails or the length is another, as in a chunk that was cut off.
  func decode(
    _ bytes: UnsafeRawBufferPointer, count: Int, into destination: UnsafeMutableRawBufferPointer? = nil,
    scratch: ScratchBuffers
  ) throws(ChunkCodec.Failure) -> UnsafeRawBufferPointer {
    // The size of what each step was given when the chunk was written.
    var sizes: [Int?] = []
    var size: Int? = count
    for codec in self {
      sizes.append(size)
      size = size.flatMap { codec.encodedSize(of: $0) }
    }
    var bytes = bytes
    var slot = 1
    for (number, codec) in enumerated().reversed() {
      // Behind two compressions, whatever the data were.
      let capacity = sizes[number] ?? (2 * count + 65_536)
      let target: UnsafeMutableRawBufferPointer
      if number == 0, let destination, destination.count >= capacity {
        target = destination
      } else {
        target = scratch.buffer(slot, byteCount: capacity)
      }
      bytes = try codec.decode(bytes, into: target)
      // A checksum is cut off where the bytes are.
      if bytes.baseAddress == UnsafeRawPointer(target.baseAddress) { slot = 3 - slot }
    }
    guard bytes.count == count else {
      throw ChunkCodec.Failure(text: "it holds \(bytes.count) bytes where its shape needs \(count)")
    }
    return bytes
  }
}
