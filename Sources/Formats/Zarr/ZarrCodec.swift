/// A step between a chunk's bytes on disk and its numbers in memory.
enum ZarrCodec: Sendable, Hashable {
  case zlib
  case zstd
  case lz4
  case blosc
  /// A checksum of four bytes behind the data.
  case crc32c
  /// Bytes regrouped by their place in an element.
  case shuffle(elementSize: Int)
  /// Named so that reading can say what is missing.
  case unknown(String)

  /// Those that change nothing that has to be undone are nil.
  init?(name: String, configuration: ZarrJSON?) {
    switch name.hasPrefix("numcodecs.") ? String(name.dropFirst("numcodecs.".count)) : name {
    case "zlib", "gzip": self = .zlib
    case "zstd": self = .zstd
    case "lz4": self = .lz4
    case "blosc": self = .blosc
    case "crc32c": self = .crc32c
    case "shuffle":
      self = .shuffle(elementSize: configuration?["elementsize"]?.integer ?? 4)
    case "bitround": return nil
    default: self = .unknown(name)
    }
  }

  var name: String {
    switch self {
    case .zlib: "zlib"
    case .zstd: "zstd"
    case .lz4: "lz4"
    case .blosc: "blosc"
    case .crc32c: "crc32c"
    case .shuffle: "shuffle"
    case .unknown(let name): name
    }
  }

  /// Why bytes can't be decoded.
  struct Failure: Error {
    let text: String
  }

  /// The decoded bytes, at most `capacity` of them.
  func decode(_ bytes: [UInt8], capacity: Int) throws(Failure) -> [UInt8] {
    switch self {
    case .zlib: return try ZarrCompression.zlib(bytes, capacity: capacity)
    case .zstd: return try ZarrCompression.zstd(bytes, capacity: capacity)
    case .lz4: return try ZarrCompression.lz4(bytes, capacity: capacity)
    case .blosc: return try ZarrCompression.blosc(bytes, capacity: capacity)
    case .crc32c: return try ZarrChecksum.verified(bytes)
    case .shuffle(let size): return ZarrCodec.unshuffled(bytes, elementSize: size)
    case .unknown(let name): throw Failure(text: "the codec or filter '\(name)' is unknown here")
    }
  }

  /// The encoded size of a number of bytes; nil where it depends on them.
  func encodedSize(of count: Int) -> Int? {
    switch self {
    case .crc32c: count + 4
    case .shuffle: count
    default: nil
    }
  }

  private static func unshuffled(_ bytes: [UInt8], elementSize: Int) -> [UInt8] {
    let count = elementSize > 1 ? bytes.count / elementSize : 0
    var result = bytes
    for part in 0..<max(elementSize, 0) {
      for i in 0..<count { result[i * elementSize + part] = bytes[part * count + i] }
    }
    return result
  }
}

extension [ZarrCodec] {
  /// Undoes the steps in reverse order; the result has exactly `count` bytes.
  ///
  /// Throws where a step fails or the length is another, as in a chunk that was cut off.
  func decode(_ bytes: [UInt8], count: Int) throws(ZarrCodec.Failure) -> [UInt8] {
    // The size of what each step was given when the chunk was written.
    var sizes: [Int?] = []
    var size: Int? = count
    for codec in self {
      sizes.append(size)
      size = size.flatMap { codec.encodedSize(of: $0) }
    }
    var bytes = bytes
    for (codec, size) in zip(self, sizes).reversed() {
      // Behind two compressions, whatever the data were.
      bytes = try codec.decode(bytes, capacity: size ?? (2 * count + 65_536))
    }
    guard bytes.count == count else {
      throw ZarrCodec.Failure(text: "it holds \(bytes.count) bytes where its shape needs \(count)")
    }
    return bytes
  }
}
