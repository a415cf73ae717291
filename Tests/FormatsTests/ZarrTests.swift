import Fields
import Foundation
import TestSupport
import Testing

@testable import Formats

@Suite("Zarr")
struct ZarrTests {
  @Test("The fixtures are there") func present() throws {
    let expected = try CFExpected.read("zarr")
    #expect(expected.forecasts.count == 8)
    #expect(expected.arrays?["codecs-v2.zarr"]?.count == 32)
    #expect(expected.arrays?["codecs-v3.zarr"]?.count == 23)
  }

  @Test("Forecasts are those of xarray", arguments: CFExpected.items("zarr"))
  func agrees(_ item: CFExpected.Item) async throws {
    let url = Fixture.url("zarr/\(item.file)")
    #expect(ZarrFormat.recognises(try PathProbe(url)))
    try await item.check(try ZarrFormat.open([url], options: SourceOptions(name: "model")))
  }

  @Test("Every codec, type and layout gives what zarr reads", arguments: ["codecs-v2.zarr", "codecs-v3.zarr"])
  func codecs(_ store: String) throws {
    let dataset = try ZarrDataset(Fixture.url("zarr/\(store)"))
    let expected = try #require(try CFExpected.read("zarr").arrays?[store])
    for (name, values) in expected {
      let array = try #require(dataset.array(named: name), "\(name)")
      expectEqual(try dataset.values(array), values, "\(name)")
    }
  }

  @Test("A block is the same part of the whole", arguments: ["codecs-v2.zarr", "codecs-v3.zarr"])
  func blocks(_ store: String) throws {
    let dataset = try ZarrDataset(Fixture.url("zarr/\(store)"))
    for array in dataset.arrays where array.dimensions.map(\.length) == [5, 7] && array.name != "delta" {
      let whole = try dataset.values(array)
      for (row, column, rows, columns) in [(0, 0, 1, 1), (2, 3, 2, 3), (4, 0, 1, 7), (0, 6, 5, 1), (1, 1, 4, 6)] {
        let block = try dataset.values(array, Hyperslab(start: [row, column], count: [rows, columns]))
        let expected = (row..<row + rows).flatMap { r in (column..<column + columns).map { whole[r * 7 + $0] } }
        expectEqual(block, expected.map { $0.isNaN ? nil : $0 }, "\(array.name)")
      }
    }
  }

  @Test("Types of time bring their units") func times() throws {
    let dataset = try ZarrDataset(Fixture.url("zarr/codecs-v2.zarr"))
    #expect(dataset.array(named: "type_datetime")?.attributes.text("units") == "ns since 1970-01-01")
    #expect(dataset.array(named: "type_timedelta")?.attributes.text("units") == "h")
  }

  @Test("An unknown filter is named when its array is read, and only then") func unknownFilter() async throws {
    let dataset = try ZarrDataset(Fixture.url("zarr/codecs-v2.zarr"))
    let array = try #require(dataset.array(named: "delta"))
    let text = await message { _ = try dataset.values(array) }
    #expect(text?.contains("variable delta: its chunks are encoded with 'delta'") == true)
  }

  @Test(
    "A chunk cut off anywhere is an error that names it",
    arguments: [
      ("codecs-v2.zarr", "none", "0.0"), ("codecs-v2.zarr", "zlib", "0.1"), ("codecs-v2.zarr", "gzip", "0.0"),
      ("codecs-v2.zarr", "zstd", "1.0"), ("codecs-v2.zarr", "lz4", "0.0"), ("codecs-v2.zarr", "blosc_lz4", "0.0"),
      ("codecs-v2.zarr", "blosc_zstd", "0.0"), ("codecs-v2.zarr", "blosc_zlib", "0.0"),
      ("codecs-v2.zarr", "shuffle", "0.0"), ("codecs-v3.zarr", "gzip", "c/0/0"), ("codecs-v3.zarr", "crc32c", "c/0/0"),
      ("codecs-v3.zarr", "sharded", "c/0/0"), ("codecs-v3.zarr", "blosc", "c/0/0"),
    ])
  func truncated(_ store: String, _ array: String, _ chunk: String) async throws {
    try await withCopy(of: store) { copy in
      let file = copy.appending(path: array).appending(path: chunk)
      let whole = try Data(contentsOf: file)
      for length in Set(stride(from: 0, to: whole.count, by: max(1, whole.count / 8))).union([whole.count - 1]) {
        try whole.prefix(length).write(to: file)
        let text = await message {
          let dataset = try ZarrDataset(copy)
          _ = try dataset.values(try #require(dataset.array(named: array)))
        }
        #expect(text?.contains("chunk \(array)/\(chunk)") == true, "\(length) of \(whole.count): \(text ?? "no error")")
      }
    }
  }

  @Test("A byte changed under a checksum is found") func checksum() async throws {
    try await withCopy(of: "codecs-v3.zarr") { copy in
      let file = copy.appending(path: "crc32c/c/0/0")
      var bytes = try Data(contentsOf: file)
      bytes[bytes.count / 2] ^= 1
      try bytes.write(to: file)
      let text = await message {
        let dataset = try ZarrDataset(copy)
        _ = try dataset.values(try #require(dataset.array(named: "crc32c")))
      }
      #expect(text?.contains("CRC-32C") == true)
    }
  }

  @Test("CRC-32C of the digits is the published check value") func checkValue() {
    #expect(Array("123456789".utf8).withUnsafeBytes(ChunkChecksum.crc32c) == 0xE306_9283)
  }

  @Test("Random bytes in a chunk are an error or numbers, and nothing worse") func random() async throws {
    try await withCopy(of: "codecs-v2.zarr") { copy in
      var generator = SplitMix(state: 7)
      for array in ["zlib", "zstd", "lz4", "blosc_lz4", "blosc_blosclz", "blosc_zstd"] {
        let file = copy.appending(path: array).appending(path: "0.0")
        let whole = try Data(contentsOf: file)
        for _ in 0..<10 {
          var bytes = whole
          for _ in 0..<3 {
            bytes[Int(generator.next() % UInt64(bytes.count))] = UInt8(truncatingIfNeeded: generator.next())
          }
          try bytes.write(to: file)
          _ = await message {
            let dataset = try ZarrDataset(copy)
            _ = try dataset.values(try #require(dataset.array(named: array)))
          }
        }
      }
    }
  }

  @Test("Metadata that is cut off or absent is an error", arguments: [".zmetadata", "zarr.json"])
  func metadata(_ name: String) async throws {
    let folder = try Fixture.temporaryFolder()
    defer { try? FileManager.default.removeItem(at: folder) }
    try Data("{\"metadata\": {\"t/.zar".utf8).write(to: folder.appending(path: name))
    let text = await message { _ = try ZarrDataset(folder) }
    #expect(text?.contains("metadata \(name): it is no readable JSON") == true)
  }

  @Test(
    "Shapes that make no sense are refused",
    arguments: [
      #"{"shape": [4], "chunks": [0]}"#, #"{"shape": [4, 4], "chunks": [4]}"#, #"{"shape": [-1], "chunks": [1]}"#,
      #"{"shape": [9223372036854775807, 9223372036854775807], "chunks": [1, 1]}"#, #"{"shape": "x"}"#,
      #"{"shape": [9000000000], "chunks": [9000000000]}"#,
    ])
  func shapes(_ json: String) async throws {
    let folder = try Fixture.temporaryFolder()
    defer { try? FileManager.default.removeItem(at: folder) }
    try Data(#"{"metadata": {"t/.zarray": \#(json)}}"#.utf8).write(to: folder.appending(path: ".zmetadata"))
    let text = await message { _ = try ZarrDataset(folder) }
    #expect(text?.contains("variable t") == true)
  }

  @Test("A coordinate of a million million values is refused and not allocated") func huge() async throws {
    let folder = try Fixture.temporaryFolder()
    defer { try? FileManager.default.removeItem(at: folder) }
    let arrays = """
      "time/.zarray": {"shape": [1099511627776], "chunks": [1], "dtype": "<f8", "fill_value": 0},
      "time/.zattrs": {"units": "hours since 2020-01-01", "_ARRAY_DIMENSIONS": ["time"]},
      "lat/.zarray": {"shape": [1], "chunks": [1], "dtype": "<f8", "fill_value": 0},
      "lat/.zattrs": {"units": "degrees_north", "_ARRAY_DIMENSIONS": ["lat"]},
      "lon/.zarray": {"shape": [1], "chunks": [1], "dtype": "<f8", "fill_value": 0},
      "lon/.zattrs": {"units": "degrees_east", "_ARRAY_DIMENSIONS": ["lon"]},
      "t2m/.zarray": {"shape": [1099511627776, 1, 1], "chunks": [1, 1, 1], "dtype": "<f4", "fill_value": 0},
      "t2m/.zattrs": {"units": "K", "_ARRAY_DIMENSIONS": ["time", "lat", "lon"]}
      """
    try Data("{\"metadata\": {\(arrays)}}".utf8).write(to: folder.appending(path: ".zmetadata"))
    let text = await message { _ = try ZarrFormat.open([folder], options: SourceOptions(name: "x")) }
    #expect(text?.contains("variable time: a block of [1099511627776] of it is too large") == true, "\(text ?? "")")
  }

  @Test("Nothing along a dimension is no forecasts") func zeroLength() async throws {
    let folder = try Fixture.temporaryFolder()
    defer { try? FileManager.default.removeItem(at: folder) }
    let arrays = """
      "time/.zarray": {"shape": [0], "chunks": [1], "dtype": "<f8", "fill_value": 0},
      "time/.zattrs": {"units": "hours since 2020-01-01", "_ARRAY_DIMENSIONS": ["time"]},
      "lat/.zarray": {"shape": [1], "chunks": [1], "dtype": "<f8", "fill_value": 0},
      "lat/.zattrs": {"units": "degrees_north", "_ARRAY_DIMENSIONS": ["lat"]},
      "lon/.zarray": {"shape": [1], "chunks": [1], "dtype": "<f8", "fill_value": 0},
      "lon/.zattrs": {"units": "degrees_east", "_ARRAY_DIMENSIONS": ["lon"]},
      "t2m/.zarray": {"shape": [0, 1, 1], "chunks": [1, 1, 1], "dtype": "<f4", "fill_value": 0},
      "t2m/.zattrs": {"units": "K", "_ARRAY_DIMENSIONS": ["time", "lat", "lon"]}
      """
    try Data("{\"metadata\": {\(arrays)}}".utf8).write(to: folder.appending(path: ".zmetadata"))
    let source = try ZarrFormat.open([folder], options: SourceOptions(name: "x"))
    #expect(try await source.contents().isEmpty)
  }

  @Test("A single array is no group") func single() async throws {
    let text = await message {
      _ = try ZarrDataset(Fixture.url("zarr/weatherbench-v2.zarr/temperature"))
    }
    #expect(text?.contains("single Zarr array") == true)
  }

  private func withCopy(of store: String, _ body: (URL) async throws -> Void) async throws {
    let folder = try Fixture.temporaryFolder()
    defer { try? FileManager.default.removeItem(at: folder) }
    let copy = folder.appending(path: store)
    try FileManager.default.copyItem(at: Fixture.url("zarr/\(store)"), to: copy)
    try await body(copy)
  }
}

/// Steele, Lea and Flood's SplitMix64, so that the bytes are the same everywhere.
private struct SplitMix {
  var state: UInt64

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var z = state
    z = (z ^ z >> 30) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ z >> 27) &* 0x94D0_49BB_1331_11EB
    return z ^ z >> 31
  }
}
