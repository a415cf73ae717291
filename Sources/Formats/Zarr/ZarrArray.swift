/// The metadata of one array, of either version of the format.
struct ZarrArray: Sendable {
  let name: String
  let version: Int
  let shape: [Int]
  /// Of the chunks that are decoded whole; inside a shard, its inner chunks.
  let chunkShape: [Int]
  var dataType: ZarrDataType
  /// The axes from the outermost to the innermost, as a chunk's numbers lie in memory.
  let axes: [Int]
  /// In the order in which they were applied.
  let codecs: [ChunkCodec]
  /// What an absent chunk holds; nil where the file leaves it open.
  let fill: Double?
  let keys: KeyEncoding
  let shard: Shard?
  let dimensionNames: [String]
  let attributes: CFAttributes

  /// How the name of a chunk's file is made of its indices.
  struct KeyEncoding: Sendable, Hashable {
    var separator: String
    /// `c` of version 3; nil where there is none.
    var prefix: String?

    func key(_ index: [Int]) -> String {
      let numbers = index.map(String.init)
      guard let prefix else { return numbers.isEmpty ? "0" : numbers.joined(separator: separator) }
      return ([prefix] + numbers).joined(separator: separator)
    }
  }

  /// Many chunks in one file, with an index of where each is.
  struct Shard: Sendable, Hashable {
    /// In chunks.
    let shape: [Int]
    let indexCodecs: [ChunkCodec]
    let isIndexAtEnd: Bool

    var chunkCount: Int { shape.reduce(1, *) }

    /// The size of the index on disk; nil where it is compressed, which nobody does.
    var indexSize: Int? {
      indexCodecs.reduce(16 * chunkCount) { size, codec in size.flatMap { codec.encodedSize(of: $0) } }
    }
  }

  /// In which a chunk's numbers lie as `axes` says.
  var grid: ChunkGrid {
    var strides = [Int](repeating: 1, count: shape.count)
    var stride = 1
    for axis in axes.reversed() {
      strides[axis] = stride
      stride *= chunkShape[axis]
    }
    return ChunkGrid(shape: shape, chunkShape: chunkShape, strides: strides)
  }

  var storage: String {
    let chunks = chunkShape.map(String.init).joined(separator: " × ")
    return
      ([dataType.element.description] + codecs.map(\.name) + (shape.isEmpty ? [] : ["chunks \(chunks)"])
      + (shard == nil ? [] : ["sharded"])).joined(separator: ", ")
  }

  /// As the CF layer sees it.
  var array: CFArray {
    let names = dimensionNames.count == shape.count ? dimensionNames : shape.indices.map { "\(name).\($0)" }
    return CFArray(
      name: name, element: dataType.element,
      dimensions: zip(names, shape).map { CFDimension(name: $0, length: $1) },
      attributes: dataType.complete(attributes), storage: storage)
  }
}
