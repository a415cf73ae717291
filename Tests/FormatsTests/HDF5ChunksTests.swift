import Fields
import Foundation
import TestSupport
import Testing

@testable import Formats

@Suite("Chunks of NetCDF-4 files")
struct HDF5ChunksTests {
  private static let files = ["chunks.nc", "chunks_latest.nc", "chunks_filters.nc"]
  /// Stored in ways that are left to the library.
  private static let others: Set = ["bzip2", "szip", "lzf", "bitshuffle"]

  private struct Case: CustomTestStringConvertible {
    let file: String
    let array: String
    var testDescription: String { "\(file) \(array)" }
  }

  private static let cases: [Case] = files.flatMap { file -> [Case] in
    let arrays = (try? NetCDFDataset(Fixture.url("netcdf/\(file)")))?.arrays ?? []
    return arrays.filter { $0.dimensions.count == 3 }.map { Case(file: file, array: $0.name) }
  }

  /// Whole, one field, a column, a part inside a chunk, and a part over the ends of chunks.
  private static func slabs(of array: CFArray) -> [Hyperslab] {
    let whole = Hyperslab(whole: array)
    return [
      whole,
      Hyperslab(start: [1, 0, 0], count: [1, whole.count[1], whole.count[2]]),
      Hyperslab(start: [0, 0, 17], count: [whole.count[0], whole.count[1], 1]),
      Hyperslab(start: [2, 11, 3], count: [1, 5, 4]),
      Hyperslab(start: [1, 9, 15], count: [2, 22, 38]),
    ]
  }

  private static func bits(_ values: StoredValues) -> [UInt64] {
    switch values {
    case .single(let values): values.map { UInt64($0.bitPattern) }
    case .double(let values): values.map(\.bitPattern)
    }
  }

  @Test("Every way of storing an array is among the fixtures") func present() {
    #expect(Self.cases.count == 52)
  }

  /// Filters that the system's HDF5 has only with a plugin: what the chunks hold is then compared with what was
  /// written alone.
  private static let plugins: Set = ["zstd", "zstd_alone", "blosc_lz4", "blosc_zstd", "blosc_zlib", "lz4"]

  @Test("Chunks are the library's values, bit for bit", arguments: cases)
  private func agrees(_ item: Case) throws {
    let dataset = try NetCDFDataset(Fixture.url("netcdf/\(item.file)"))
    let array = try #require(dataset.array(named: item.array))
    var compared = 0
    for slab in Self.slabs(of: array) where item.array != "unfilled" {
      guard let chunks = try dataset.readByChunks(array, slab) else {
        // Read it is in any case, but where a filter is known to neither.
        if !Self.others.contains(item.array) { _ = try dataset.read(array, slab) }
        continue
      }
      do throws(FormatError) {
        #expect(Self.bits(chunks) == Self.bits(try dataset.readByLibrary(array, slab)))
        compared += 1
      } catch {
        #expect(Self.plugins.contains(item.array), "\(error)")
      }
    }
    if !Self.others.union(Self.plugins).union(["unfilled"]).contains(item.array) { #expect(compared >= 3) }
  }

  @Test("What was never written is missing where nothing stands for it, and not what the memory held")
  func unfilled() throws {
    let dataset = try NetCDFDataset(Fixture.url("netcdf/chunks.nc"))
    let array = try #require(dataset.array(named: "unfilled"))
    let slab = Hyperslab(start: [1, 0, 0], count: [1, 37, 53])
    guard case .single(let values) = try dataset.read(array, slab) else { return }
    #expect(values[0..<530].allSatisfy { $0 >= 250 && $0 < 377 })
    #expect(values[530...].allSatisfy { $0.isNaN })
  }

  @Test("What is stored in chunks is read in chunks, but for what reaches beyond them")
  func whoReads() throws {
    let dataset = try NetCDFDataset(Fixture.url("netcdf/chunks.nc"))
    func isRead(_ name: String, _ slab: Hyperslab) throws -> Bool {
      try dataset.readByChunks(try #require(dataset.array(named: name)), slab) != nil
    }
    let record = Hyperslab(start: [1, 0, 0], count: [1, 37, 53])
    #expect(try isRead("sparse", record))
    #expect(try isRead("longer", Hyperslab(start: [4, 0, 0], count: [1, 37, 53])))
    // The dimension has five records, and the array three.
    #expect(try !isRead("sparse", Hyperslab(start: [0, 0, 0], count: [5, 37, 53])))
    // All of the array would be read for a column of it.
    #expect(try isRead("deflate_columns", Hyperslab(start: [0, 0, 17], count: [3, 37, 1])))
  }

  @Test("Values are those that were written", arguments: cases)
  private func values(_ item: Case) throws {
    guard !["sparse", "longer", "unfilled"].contains(item.array) else { return }
    let dataset = try NetCDFDataset(Fixture.url("netcdf/\(item.file)"))
    let array = try #require(dataset.array(named: item.array))
    guard let values = try dataset.readByChunks(array, Hyperslab(whole: array)) else {
      #expect(Self.others.contains(item.array))
      return
    }
    let expected = (0..<array.count).map { i -> Double in
      let number = i * 7919
      switch array.element {
      case .float: return 250 + Double(number % 1009) / 8
      case .signed(bits: 8), .unsigned: return Double(number % 101)
      default: return Double(number % 101 - 50)
      }
    }
    switch values {
    case .single(let values): #expect(values.map(Double.init) == expected)
    case .double(let values): #expect(values == expected)
    }
  }

  @Test(
    "A chunk is found through the library where its index is long", arguments: ["deflate_shuffle", "sparse", "plain"])
  func throughLibrary(_ name: String) throws {
    let dataset = try NetCDFDataset(Fixture.url("netcdf/chunks.nc"))
    let array = try #require(dataset.array(named: name))
    let slab = Hyperslab(start: [1, 0, 0], count: [2, 37, 53])
    var chunks = try #require(HDF5Chunks(dataset.url, array, slab))
    chunks.places = nil
    #expect(try chunks.values(cache: ChunkCache.newDataset()) == dataset.readByLibrary(array, slab))
  }

  @Test("A damaged chunk is an error that names it, and never a crash") func damaged() throws {
    let folder = try Fixture.temporaryFolder()
    defer { try? FileManager.default.removeItem(at: folder) }
    let whole = try Data(contentsOf: Fixture.url("netcdf/chunks.nc"))
    var failures = 0
    for name in ["deflate", "deflate_fletcher32", "fletcher32", "zstd", "blosc_lz4", "deflate_whole"] {
      let original = try NetCDFDataset(Fixture.url("netcdf/chunks.nc"))
      let array = try #require(original.array(named: name))
      let slab = Hyperslab(start: [1, 0, 0], count: [1, 37, 53])
      let chunks = try #require(HDF5Chunks(original.url, array, slab))
      guard case .bytes(let offset, let count, _) = try #require(chunks.places)[0] else { continue }
      for step in 0..<12 {
        var data = whole
        data[offset + step * (count - 1) / 11] ^= 0x5A
        let copy = folder.appending(path: "\(name)-\(step).nc")
        try data.write(to: copy)
        let dataset = try NetCDFDataset(copy)
        do {
          _ = try dataset.readByChunks(array, slab)
        } catch {
          failures += 1
          #expect("\(error)".contains("variable \(name), chunk from [") && "\(error)".contains("fetch the file again"))
        }
      }
    }
    #expect(failures >= 50)
  }

  private static func bytes<Number: FixedWidthInteger>(_ number: Number) -> Data {
    withUnsafeBytes(of: number.littleEndian) { Data($0) }
  }

  /// The index has, of each chunk, its size, its mask of filters, where it begins along each axis and 0, and its
  /// address.
  @Test("A chunk that the index puts beyond the file is an error, and no room is made for it")
  func damagedIndex() throws {
    let folder = try Fixture.temporaryFolder()
    defer { try? FileManager.default.removeItem(at: folder) }
    let whole = try Data(contentsOf: Fixture.url("netcdf/chunks.nc"))
    let original = try NetCDFDataset(Fixture.url("netcdf/chunks.nc"))
    let slab = Hyperslab(start: [1, 0, 0], count: [1, 37, 53])
    let array = try #require(original.array(named: "deflate"))
    let places = try #require(HDF5Chunks(original.url, array, slab)?.places)
    guard case .bytes(let offset, let count, _) = places[0] else {
      Issue.record("the first chunk was not written")
      return
    }
    let size = Self.bytes(UInt32(count))
    let between = Self.bytes(UInt32(0)) + [1, 0, 0, 0].reduce(Data()) { $0 + Self.bytes(UInt64($1)) }
    let address = Self.bytes(UInt64(offset))
    let key = try #require(whole.range(of: size + between + address))
    for damaged in [
      Self.bytes(UInt32.max) + between + address, Self.bytes(UInt32(whole.count)) + between + address,
      size + between + Self.bytes(UInt64(whole.count)), size + between + Self.bytes(UInt64(Int64.max)),
      Self.bytes(UInt32.max) + between + Self.bytes(UInt64(Int64.max)),
    ] {
      let copy = folder.appending(path: "\(UUID().uuidString).nc")
      var data = whole
      data.replaceSubrange(key, with: damaged)
      try data.write(to: copy)
      let dataset = try NetCDFDataset(copy)
      let error = #expect(throws: FormatError.self) { try dataset.readByChunks(array, slab) }
      #expect("\(try #require(error))".contains("variable deflate, chunk from [1, 0, 0]"))
      var chunks = try #require(HDF5Chunks(copy, array, slab))
      chunks.places = nil
      #expect(throws: HDF5Chunks.Failure.self) { try chunks.values(cache: ChunkCache.newDataset()) }
    }
  }

  @Test("A file that shrinks while it is open is an error", arguments: ["contiguous", "plain", "deflate"])
  func shrinks(_ name: String) throws {
    let folder = try Fixture.temporaryFolder()
    defer { try? FileManager.default.removeItem(at: folder) }
    let copy = folder.appending(path: "copy.nc")
    try FileManager.default.copyItem(at: Fixture.url("netcdf/chunks.nc"), to: copy)
    let dataset = try NetCDFDataset(copy)
    let array = try #require(dataset.array(named: name))
    let slab = Hyperslab(start: [2, 0, 0], count: [1, 37, 53])
    var chunks = try #require(HDF5Chunks(copy, array, slab))
    let handle = try FileHandle(forWritingTo: copy)
    try handle.truncate(atOffset: 2000)
    #expect(throws: HDF5Chunks.Failure.self) { try chunks.values(cache: ChunkCache.newDataset()) }
    guard name != "contiguous" else { return }
    chunks.places = nil
    #expect(throws: HDF5Chunks.Failure.self) { try chunks.values(cache: ChunkCache.newDataset()) }
  }

  @Test(
    "Every array of real files is the library's, bit for bit", .enabled(if: Fixture.hasSharedData, "shared data absent")
  )
  func realFiles() throws {
    let files = FileManager.default.enumerator(at: Fixture.sharedData, includingPropertiesForKeys: nil)
    var arrays = 0
    while let url = files?.nextObject() as? URL {
      guard url.pathExtension.hasPrefix("nc"), let probe = try? PathProbe(url), NetCDFFormat.recognises(probe),
        let dataset = try? NetCDFDataset(url), dataset.format.contains("HDF5")
      else { continue }
      for array in dataset.arrays where array.element.isNumeric && array.count > 0 {
        guard let chunks = try dataset.readByChunks(array, Hyperslab(whole: array)) else { continue }
        #expect(
          Self.bits(chunks) == Self.bits(try dataset.readByLibrary(array, Hyperslab(whole: array))),
          "\(url.path) \(array.name)")
        arrays += 1
      }
    }
    #expect(arrays >= 30)
  }
}
