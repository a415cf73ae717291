import Fields
import Foundation
import TestSupport
import Testing

@testable import Formats

/// Forecasts that are written as Zarr a field at a time, read back, and beside the same as NetCDF.
@Suite struct ZarrForecastFileTests {
  private static let initTime = UTCTime(secondsSince1970: 1_736_467_200)
  private static let leadTimes: [TimeSpan] = [.hours(6), .hours(12), .hours(18)]
  private static let variables: [Variable] = [.temperature2m, .precipitation(.hours(6)), .seaLevelPressure]

  /// Latitudes at uneven distances, as those of a Gaussian grid are.
  private static func grid() throws -> RectilinearGrid {
    try RectilinearGrid(
      latitudes: [85.2, 71.1, 56.0, 31.3, 10.25, -20, -64.125], longitudes: (0..<12).map { Double($0) * 30 })
  }

  private static func values(_ variable: Int, _ step: Int, _ count: Int) -> [Float] {
    (0..<count).map { cell in
      switch cell % 29 {
      case 3: .nan
      case 5: -0.0
      case 7: .leastNonzeroMagnitude
      case 11: .greatestFiniteMagnitude
      default: 273.15 + Float(variable) * 3.7 + Float(step) * 0.3 + sin(Float(cell))
      }
    }
  }

  /// The first variable whole, the second missing in its second state and nothing but NaN in its third, the last never
  /// written.
  private static func fill(_ put: (Field, Variable, TimeSpan) throws -> Void) throws {
    let grid = try grid()
    for (step, leadTime) in leadTimes.enumerated() {
      try put(Field(values: values(0, step, grid.count), grid: grid), variables[0], leadTime)
      if step == 1 { continue }
      let rain = step == 2 ? [Float](repeating: .nan, count: grid.count) : values(1, step, grid.count)
      try put(Field(values: rain, grid: grid), variables[1], leadTime)
    }
  }

  /// Chunks of two rows, so that the last of four reaches beyond the field.
  private static func writeZarr(to url: URL, chunkLimit: Int = 4 * 24) throws {
    var file = try ZarrForecastFile(
      creating: url, title: "A \"small\" forecast, ü", source: "a model", variables, on: try grid(), from: initTime,
      at: leadTimes,
      chunkLimit: chunkLimit)
    try fill { try file.put($0, of: $1, at: $2) }
    try file.close()
  }

  private static func writeNetCDF(to url: URL) throws {
    var file = try NetCDFForecastFile(
      creating: url, title: "A \"small\" forecast, ü", source: "a model", variables, on: try grid(), from: initTime,
      at: leadTimes)
    try fill { try file.put($0, of: $1, at: $2) }
    try file.close()
  }

  private static func bits(_ values: [Float]) -> [UInt32] { values.map(\.bitPattern) }

  @Test(arguments: [4 * 24, 1, 1 << 24]) func fieldsAreReadBackBitForBit(chunkLimit: Int) async throws {
    let url = try Fixture.temporaryFolder().appending(path: "forecast.zarr")
    try Self.writeZarr(to: url, chunkLimit: chunkLimit)
    let grid = try Self.grid()
    let source = try ZarrFormat.open([url], options: SourceOptions(name: "model"))
    for (step, leadTime) in Self.leadTimes.enumerated() {
      let forecast = try await source.forecast(.temperature2m, from: Self.initTime, at: leadTime)
      guard case .fields(let members)? = forecast?.values else {
        Issue.record("no field at \(leadTime)")
        continue
      }
      #expect(members[0].grid.isEqual(to: grid))
      #expect(Self.bits(members[0].values) == Self.bits(Self.values(0, step, grid.count)))
      let rain = try await source.forecast(Self.variables[1], from: Self.initTime, at: leadTime)
      guard case .fields(let drops)? = rain?.values else { continue }
      #expect(drops[0].values.allSatisfy(\.isNaN) == (step > 0), "\(leadTime)")
    }
    #expect(try await source.contents().contains { $0.variable == Self.variables[1] && $0.leadTime == .hours(18) })
  }

  /// What xarray finds in both is compared by Scripts/check_zarr.py.
  @Test func allIsAsInNetCDF() throws {
    let folder = try Fixture.temporaryFolder()
    let (zarr, netCDF) = (folder.appending(path: "forecast.zarr"), folder.appending(path: "forecast.nc"))
    try Self.writeZarr(to: zarr)
    try Self.writeNetCDF(to: netCDF)
    let (ours, theirs) = (try ZarrDataset(zarr), try NetCDFDataset(netCDF))
    #expect(ours.attributes == theirs.attributes && ours.attributes.text("title") == "A \"small\" forecast, ü")
    #expect(ours.attributes.text("source") == "a model")
    #expect(Set(ours.arrays.map(\.name)) == Set(theirs.arrays.map(\.name)) && ours.arrays.count == 8)
    for array in ours.arrays {
      let other = try #require(theirs.array(named: array.name))
      #expect(array.dimensions == other.dimensions && array.element == other.element, "\(array.name)")
      // Fill values are no attributes in Zarr, and names of dimensions are none in NetCDF.
      func own(_ attributes: CFAttributes) -> [String: CFAttributes.Value] {
        attributes.values.filter { $0.key != "_FillValue" && $0.key != "_ARRAY_DIMENSIONS" }
      }
      #expect(own(array.attributes) == own(other.attributes), "\(array.name)")
      let (a, b) = (try ours.values(array), try theirs.values(other))
      #expect(a.count == b.count && zip(a, b).allSatisfy { $0.bitPattern == $1.bitPattern || $0.isNaN && $1.isNaN })
    }
    let units = ours.array(named: "time")?.attributes.text("units")
    #expect(units == "hours since 2025-01-10 00:00:00")
    #expect(ours.array(named: "tp6h")?.attributes.text("cell_methods") == "time: sum (interval: 6 hours)")
  }

  @Test func metadataAreWrittenOnceEachAndTogether() throws {
    let url = try Fixture.temporaryFolder().appending(path: "forecast.zarr")
    try Self.writeZarr(to: url)
    let all = try ZarrJSON(contentsOf: url.appending(path: ".zmetadata"), in: url)
    let entries = try #require(all["metadata"]?.object)
    #expect(entries.count == 2 + 2 * 8)
    for (name, value) in entries {
      #expect(try ZarrJSON(contentsOf: url.appending(path: name), in: url) == value, "\(name)")
    }
    let array = try #require(entries["t2m/.zarray"])
    #expect(array["shape"]?.integers == [3, 7, 12] && array["chunks"]?.integers == [1, 2, 12])
    #expect(array["fill_value"]?.text == "NaN" && array["compressor"]?["id"]?.text == "blosc")
    #expect(
      entries["t2m/.zattrs"]?["_ARRAY_DIMENSIONS"] == .list(["time", "latitude", "longitude"].map(ZarrJSON.text)))
    let chunks = try FileManager.default.contentsOfDirectory(atPath: url.appending(path: "t2m").path)
    #expect(chunks.count == 2 + 3 * 4)
    // What is never written takes no room.
    #expect(try FileManager.default.contentsOfDirectory(atPath: url.appending(path: "msl").path).count == 2)
  }

  /// Such as a killed run leaves beside whole ones, in a folder that an evaluation names.
  @Test func anUnfinishedStoreIsNoStore() throws {
    let url = try Fixture.temporaryFolder().appending(path: "forecast.zarr")
    var file = try ZarrForecastFile(
      creating: url, title: "", Self.variables, on: try Self.grid(), from: Self.initTime, at: Self.leadTimes)
    try Self.fill { try file.put($0, of: $1, at: $2) }
    let draft = url.appendingPathExtension("part")
    #expect(!ZarrFormat.recognises(try PathProbe(draft)))
    #expect(throws: FormatError.self) { try ZarrDataset(draft) }
    try file.close()
    #expect(ZarrFormat.recognises(try PathProbe(url)))
  }

  /// `u100` in files is the wind at 100 m, and `t2` the temperature at 2 m.
  @Test(arguments: ["zarr", "nc"]) func levelsAndAmountsAreReadBackAsTheyWereMeant(ending: String) async throws {
    let names = [
      "t2", "t2m", "u10", "u10m", "v100", "v100m", "u100", "u100m", "z500", "q850", "t50", "w500", "tp6h", "ssr6h",
      "ssrd3h", "tcc", "sp",
    ]
    let variables = names.compactMap { Variable($0) }
    #expect(variables.count == names.count)
    let url = try Fixture.temporaryFolder().appending(path: "forecast.\(ending)")
    let grid = try Self.grid()
    let file = try ForecastFile(
      creating: url, title: "levels", variables, on: grid, from: Self.initTime, at: [.hours(6)])
    for (number, variable) in variables.enumerated() {
      let field = Field(values: [Float](repeating: Float(number), count: grid.count), grid: grid)
      try file.put(field, of: variable, at: .hours(6))
    }
    try file.close()
    let source = try Catalogue.open([url], options: SourceOptions(name: "model"))
    let held = Set(try await source.contents().map(\.variable))
    #expect(held == Set(variables), "\(held)")
    for (number, variable) in variables.enumerated() {
      let forecast = try #require(try await source.forecast(variable, from: Self.initTime, at: .hours(6)))
      guard case .fields(let members) = forecast.values else {
        Issue.record("\(variable) is no field")
        continue
      }
      #expect(members[0].values.allSatisfy { $0 == Float(number) }, "\(variable)")
    }
  }

  /// 2001 x 4000 Float32 are 30.5 MiB: two chunks.
  @Test func aLargeFieldIsCutIntoChunksOfRows() throws {
    let url = try Fixture.temporaryFolder().appending(path: "forecast.zarr")
    let grid = try #require(GridSpelling("2001x4000")).grid()
    let values = [Float](unsafeUninitializedCapacity: grid.count) { buffer, count in
      count = grid.count
      buffer.initialize(repeating: 280)
      for cell in stride(from: 0, to: count, by: 997) { buffer[cell] = Float(cell) }
    }
    var file = try ZarrForecastFile(
      creating: url, title: "large", [.temperature2m], on: grid, from: Self.initTime, at: [.hours(6)])
    try file.put(Field(values: values, grid: grid), of: .temperature2m, at: .hours(6))
    try file.close()
    let dataset = try ZarrDataset(url)
    let array = try #require(dataset.array(named: "t2m"))
    #expect(array.storage == "float32, blosc, chunks 1 × 1001 × 4000")
    guard case .single(let back) = try dataset.read(array, Hyperslab(start: [0, 0, 0], count: [1, 2001, 4000])) else {
      Issue.record("no single precision")
      return
    }
    #expect(back == values)
  }

  @Test func whatIsNotPlannedHasNoPlace() throws {
    let url = try Fixture.temporaryFolder().appending(path: "forecast.zarr")
    let grid = try Self.grid()
    let file = try ZarrForecastFile(
      creating: url, title: "", [.temperature2m], on: grid, from: Self.initTime, at: [.hours(6)])
    let field = Field(values: Self.values(0, 0, grid.count), grid: grid)
    for (variable, leadTime) in [(Variable.temperature2m, TimeSpan.hours(12)), (.seaLevelPressure, .hours(6))] {
      let error = #expect(throws: FormatError.self) { try file.put(field, of: variable, at: leadTime) }
      #expect("\(error as Any)".contains("has no place for \(leadTime)"))
    }
  }
}
