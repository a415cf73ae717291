extension ChunkCodec {
  /// A codec by its name in metadata. Those that change nothing that has to be undone are nil.
  init?(zarr name: String, configuration: ZarrJSON?) {
    switch name.hasPrefix("numcodecs.") ? String(name.dropFirst("numcodecs.".count)) : name {
    case "zlib", "gzip": self = .zlib
    case "zstd": self = .zstd
    case "lz4": self = .lz4
    case "blosc": self = .blosc
    case "crc32c": self = .crc32c
    case "fletcher32": self = .fletcher32
    case "shuffle": self = .shuffle(elementSize: configuration?["elementsize"]?.integer ?? 4)
    case "bitround": return nil
    default: self = .unknown(name)
    }
  }
}
