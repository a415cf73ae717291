import Foundation

/// Why metadata can't be understood.
struct ZarrMetadataProblem: Error {
  let text: String
}

extension ZarrArray {
  /// From `.zarray` and `.zattrs`.
  init(version2 name: String, _ json: ZarrJSON, attributes json2: ZarrJSON?) throws(ZarrMetadataProblem) {
    guard let shape = json["shape"]?.integers, let chunks = json["chunks"]?.integers else {
      throw ZarrMetadataProblem(text: "its shape or chunks are not lists of integers")
    }
    try ZarrArray.check(shape, chunks)
    self.name = name
    version = 2
    self.shape = shape
    chunkShape = chunks
    dataType = ZarrDataType(version2: json["dtype"])
    let isColumnMajor = json["order"]?.text == "F"
    axes = isColumnMajor ? shape.indices.reversed() : Array(shape.indices)
    let filters = (json["filters"]?.list ?? []) + [json["compressor"] ?? .null]
    codecs = filters.compactMap { filter in
      filter["id"]?.text.flatMap { ChunkCodec(zarr: $0, configuration: filter) }
    }
    keys = KeyEncoding(separator: json["dimension_separator"]?.text ?? ".", prefix: nil)
    shard = nil
    fill = ZarrArray.fill(json["fill_value"], dataType)
    var attributes = CFAttributes(json2)
    dimensionNames = json2?["_ARRAY_DIMENSIONS"]?.list?.compactMap(\.text) ?? []
    // In version 2 the fill value is what is missing, but for 0, which writers put where nobody chose.
    if let fill, !fill.isNaN, fill != 0, attributes.values["_FillValue"] == nil {
      attributes.values["_FillValue"] = .numbers([fill])
    }
    self.attributes = attributes
  }

  /// From an array's `zarr.json`.
  init(version3 name: String, _ json: ZarrJSON) throws(ZarrMetadataProblem) {
    guard let shape = json["shape"]?.integers,
      let outer = json["chunk_grid"]?["configuration"]?["chunk_shape"]?.integers,
      json["chunk_grid"]?["name"]?.text == "regular"
    else { throw ZarrMetadataProblem(text: "its shape or its regular chunk grid is missing") }
    try ZarrArray.check(shape, outer)
    var type = ZarrDataType(version3: json["data_type"])
    var chain = try ZarrCodecChain(json["codecs"], rank: shape.count)
    chunkShape = chain.innerShape ?? outer
    if let inner = chain.inner, let innerShape = chain.innerShape {
      guard innerShape.count == outer.count, zip(outer, innerShape).allSatisfy({ $1 > 0 && $0 % $1 == 0 }) else {
        throw ZarrMetadataProblem(text: "its shards \(outer) are not whole numbers of chunks \(innerShape)")
      }
      guard chain.codecs.isEmpty, chain.axes == Array(shape.indices) else {
        throw ZarrMetadataProblem(text: "codecs around sharding_indexed can't be undone")
      }
      shard = Shard(
        shape: zip(outer, innerShape).map { $0 / $1 }, indexCodecs: chain.indexCodecs,
        isIndexAtEnd: chain.isIndexAtEnd)
      chain = inner.chain
    } else {
      shard = nil
    }
    type.isBigEndian = chain.isBigEndian
    self.name = name
    version = 3
    self.shape = shape
    dataType = type
    axes = chain.axes
    codecs = chain.codecs
    let encoding = json["chunk_key_encoding"]
    let separator = encoding?["configuration"]?["separator"]?.text
    keys =
      encoding?["name"]?.text == "v2"
      ? KeyEncoding(separator: separator ?? ".", prefix: nil) : KeyEncoding(separator: separator ?? "/", prefix: "c")
    fill = ZarrArray.fill(json["fill_value"], type)
    dimensionNames = json["dimension_names"]?.list?.compactMap(\.text) ?? []
    var attributes = CFAttributes(json["attributes"])
    // xarray writes a missing value as eight bytes in base 64.
    if let text = attributes.text("_FillValue"), type.element.isNumeric {
      attributes.values["_FillValue"] = ZarrArray.double(base64: text).map { .numbers([$0]) }
    }
    self.attributes = attributes
  }

  private static func check(_ shape: [Int], _ chunks: [Int]) throws(ZarrMetadataProblem) {
    guard shape.count == chunks.count, shape.allSatisfy({ $0 >= 0 }), chunks.allSatisfy({ $0 >= 0 }),
      zip(shape, chunks).allSatisfy({ $0 == 0 || $1 > 0 })
    else { throw ZarrMetadataProblem(text: "its shape \(shape) and its chunks \(chunks) do not fit each other") }
    for lengths in [shape, chunks] {
      var count = 1
      for length in lengths {
        let (product, overflow) = count.multipliedReportingOverflow(by: max(length, 1))
        guard !overflow, product < 1 << 48 else {
          throw ZarrMetadataProblem(text: "its shape \(lengths) is impossibly large")
        }
        count = product
      }
    }
    let chunk = chunks.reduce(1, *)
    guard chunk <= 1 << 31 else { throw ZarrMetadataProblem(text: "its chunks of \(chunk) elements are too large") }
  }

  private static func fill(_ json: ZarrJSON?, _ type: ZarrDataType) -> Double? {
    switch json {
    case .boolean(let flag)?: return flag ? 1 : 0
    case .text(let text)?:
      switch text {
      case "NaN": return .nan
      case "Infinity": return .infinity
      case "-Infinity": return -.infinity
      case "NaT": return -0x1p63
      default: return bits(text, type)
      }
    default: return json?.number
    }
  }

  /// A floating-point number of version 3 by its bits: `0x7fc00000`.
  private static func bits(_ text: String, _ type: ZarrDataType) -> Double? {
    guard text.hasPrefix("0x"), let bits = UInt64(text.dropFirst(2), radix: 16) else { return nil }
    switch type.element {
    case .float(bits: 64): return Double(bitPattern: bits)
    case .float(bits: 32): return UInt32(exactly: bits).map { Double(Float(bitPattern: $0)) }
    case .float(bits: 16): return UInt16(exactly: bits).map { Double(StoredElement.single(half: $0)) }
    default: return nil
    }
  }

  private static func double(base64 text: String) -> Double? {
    guard let data = Data(base64Encoded: text), data.count == 8 else { return nil }
    return Double(bitPattern: data.reversed().reduce(UInt64(0)) { $0 << 8 | UInt64($1) })
  }
}

/// The codecs of version 3, sorted by what they do.
struct ZarrCodecChain {
  /// Holds the codecs of the chunks inside a shard.
  final class Inner {
    let chain: ZarrCodecChain
    init(_ chain: ZarrCodecChain) { self.chain = chain }
  }

  var axes: [Int]
  var isBigEndian = false
  var codecs: [ChunkCodec] = []
  var innerShape: [Int]?
  var inner: Inner?
  var indexCodecs: [ChunkCodec] = []
  var isIndexAtEnd = true

  init(_ json: ZarrJSON?, rank: Int) throws(ZarrMetadataProblem) {
    axes = Array(0..<rank)
    for codec in json?.list ?? [] {
      let name = codec.text ?? codec["name"]?.text ?? ""
      let configuration = codec["configuration"]
      switch name {
      case "bytes", "endian": isBigEndian = configuration?["endian"]?.text == "big"
      case "transpose":
        guard let order = configuration?["order"]?.integers, order.sorted() == axes.sorted() else {
          throw ZarrMetadataProblem(text: "its transpose codec has no order of its \(rank) axes")
        }
        axes = order.map { axes[$0] }
      case "sharding_indexed":
        innerShape = configuration?["chunk_shape"]?.integers
        guard innerShape != nil else { throw ZarrMetadataProblem(text: "its shards have no chunk_shape") }
        inner = Inner(try ZarrCodecChain(configuration?["codecs"], rank: rank))
        if inner?.chain.innerShape != nil { throw ZarrMetadataProblem(text: "shards inside shards can't be read") }
        let index = try ZarrCodecChain(configuration?["index_codecs"], rank: 0)
        if index.isBigEndian { throw ZarrMetadataProblem(text: "a big-endian shard index can't be read") }
        indexCodecs = index.codecs
        isIndexAtEnd = configuration?["index_location"]?.text != "start"
      default:
        if let step = ChunkCodec(zarr: name, configuration: configuration) { codecs.append(step) }
      }
    }
  }
}
