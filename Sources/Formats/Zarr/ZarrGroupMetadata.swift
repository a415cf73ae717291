import Foundation

/// The metadata of a group of version 2 that is written: each array's own, and all of them in one file.
struct ZarrGroupMetadata {
  /// By file name: `.zgroup`, `t2m/.zarray`.
  private var entries: [String: ZarrJSON]
  private var arrays: [String] = []

  init(attributes: KeyValuePairs<String, String>) {
    entries = [".zgroup": .object(["zarr_format": .integer(2)]), ".zattrs": ZarrGroupMetadata.object(attributes)]
  }

  /// Adds an array of doubles that are stored as they are, in one chunk.
  mutating func add(_ coordinate: ForecastFileLayout.Coordinate) {
    let shape = coordinate.dimension == nil ? [] : [coordinate.values.count]
    add(
      coordinate.name, [coordinate.dimension].compactMap { $0 }, shape: shape, chunk: shape, type: "f8", fill: .null,
      compressor: .null, coordinate.attributes)
  }

  /// Adds an array of Float32 in compressed chunks, missing where nothing is written.
  mutating func add(
    field name: String, _ dimensions: [CFDimension], chunk: [Int], _ attributes: KeyValuePairs<String, String>
  ) {
    let compressor: [String: ZarrJSON] = [
      "id": .text("blosc"), "cname": .text(Compression.Blosc.compressor), "clevel": .integer(Compression.Blosc.level),
      "shuffle": .integer(1), "blocksize": .integer(Compression.Blosc.blockSize),
    ]
    add(
      name, dimensions.map(\.name), shape: dimensions.map(\.length), chunk: chunk, type: "f4", fill: .text("NaN"),
      compressor: .object(compressor), attributes)
  }

  private mutating func add(
    _ name: String, _ dimensions: [String], shape: [Int], chunk: [Int], type: String, fill: ZarrJSON,
    compressor: ZarrJSON, _ attributes: KeyValuePairs<String, String>
  ) {
    // Numbers go to disk as this machine has them.
    let order = 1.bigEndian == 1 ? ">" : "<"
    arrays.append(name)
    entries["\(name)/.zarray"] = .object([
      "zarr_format": .integer(2), "shape": .list(shape.map(ZarrJSON.integer)),
      "chunks": .list(chunk.map(ZarrJSON.integer)), "dtype": .text(order + type), "order": .text("C"),
      "fill_value": fill, "filters": .null, "compressor": compressor,
    ])
    entries["\(name)/.zattrs"] = ZarrGroupMetadata.object(
      attributes, ["_ARRAY_DIMENSIONS": .list(dimensions.map(ZarrJSON.text))])
  }

  private static func object(_ attributes: KeyValuePairs<String, String>, _ others: [String: ZarrJSON] = [:])
    -> ZarrJSON
  {
    .object(others.merging(attributes.map { ($0.key, .text($0.value)) }) { $1 })
  }

  /// Makes the folders of the arrays, each with its metadata, in one that is there.
  func writeArrays(into folder: URL, of store: URL) throws(FormatError) {
    for array in arrays { try ZarrDraft.makeFolder(array, in: folder, of: store) }
    for (name, value) in entries where name.contains("/") { try write(name, value, folder, store) }
  }

  /// Writes what makes the folder a group.
  func writeGroup(into folder: URL, of store: URL) throws(FormatError) {
    for (name, value) in entries where !name.contains("/") { try write(name, value, folder, store) }
    try write(
      ".zmetadata", .object(["zarr_consolidated_format": .integer(1), "metadata": .object(entries)]), folder, store)
  }

  private func write(_ name: String, _ value: ZarrJSON, _ folder: URL, _ store: URL) throws(FormatError) {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
    let bytes: [UInt8]
    do { bytes = Array(try encoder.encode(value)) } catch {
      throw FormatError(store, place: name, "can't be written: \(error.localizedDescription)")
    }
    try ZarrDraft.write(bytes, to: folder.appending(path: name), of: store)
  }
}
