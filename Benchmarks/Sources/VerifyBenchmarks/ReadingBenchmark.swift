import Fields
import Formats
import Foundation

/// Reading: an index of GRIB messages, GRIB, NetCDF and Zarr fields, beside the same bytes out of the page
/// cache.
func readFields(in folder: URL) async throws {
  heading("Reading, page cache warm, one thread")
  let limit = ThreadBudget.limit
  ThreadBudget.limit = 1
  defer { ThreadBudget.limit = limit }
  let time = UTCTime(secondsSince1970: 1_700_006_400)
  let small = try forecasts(rows: 91, columns: 180, count: 744, from: time)
  let large = try forecasts(rows: 2001, columns: 4000, count: 4, from: time)

  let hourly = folder.appending(path: "hourly.grib")
  try GRIBWriter.write(small, to: hourly)
  let raw = try rawTime(hourly)
  let index = try best(of: 3) { _ = try Catalogue.open([hourly], options: SourceOptions(name: "hourly")) }
  Line(
    name: "GRIB: index of 744 messages", rate: 744 / index, unit: "messages/s",
    comparison: String(format: "%.0f x the time to read the bytes", index / raw)
  ).print()
  if let peer = try listTime(hourly) {
    Line(
      name: "peer: grib_ls of the same file", rate: 744 / peer, unit: "messages/s",
      comparison: String(format: "the index takes %.2f of its time", index / peer)
    ).print()
  }
  let source = try Catalogue.open([hourly], options: SourceOptions(name: "hourly"))
  let one = try await best(of: 5) {
    _ = try await source.forecast(.temperature2m, from: time, at: .hours(500))
  }
  Line(
    name: "GRIB: one of 744 through the index", rate: 1 / one, unit: "fields/s",
    comparison: String(format: "%.4f of the index", one / index)
  ).print()

  let gribFile = folder.appending(path: "large.grib")
  try GRIBWriter.write(large, to: gribFile)
  let repeated = folder.appending(path: "repeated.grib")
  try repeatFile(gribFile, 6, to: repeated)
  let largeIndex = try best(of: 3) { _ = try Catalogue.open([repeated], options: SourceOptions(name: "repeated")) }
  try? FileManager.default.removeItem(at: repeated)
  Line(
    name: "GRIB: index of 24 messages of 16 MB", rate: 24 / largeIndex, unit: "messages/s",
    comparison: String(format: "%.2f ms for all of them", largeIndex * 1000)
  ).print()
  try await readAll(large, gribFile, "GRIB, simple packing, 2001 x 4000")
  let netCDF = folder.appending(path: "large.nc")
  try NetCDFWriter.write(large, to: netCDF, title: "benchmark")
  try await readAll(large, netCDF, "NetCDF-4, 2001 x 4000")
  let zarr = folder.appending(path: "large.zarr")
  try writeZarr(large, to: zarr)
  try await readAll(large, zarr, "Zarr 2, plain chunks, 2001 x 4000")
}

/// The time ecCodes' own tool takes to list a file; nil where it is not installed.
private func listTime(_ url: URL) throws -> Double? {
  let tool = URL(filePath: "/usr/bin/env")
  func list(_ arguments: [String]) throws -> Int32 {
    let process = Process()
    process.executableURL = tool
    process.arguments = ["grib_ls"] + arguments
    process.standardOutput = FileHandle.nullDevice
    process.standardError = FileHandle.nullDevice
    try process.run()
    process.waitUntilExit()
    return process.terminationStatus
  }
  guard try list(["-V"]) == 0 else { return nil }
  return try best(of: 3) { _ = try list([url.path]) }
}

/// Writes a file's bytes several times over.
private func repeatFile(_ url: URL, _ count: Int, to target: URL) throws {
  let bytes = try Data(contentsOf: url)
  try Data().write(to: target)
  let handle = try FileHandle(forWritingTo: target)
  defer { try? handle.close() }
  for _ in 0..<count { try handle.write(contentsOf: bytes) }
}

private func readAll(_ forecasts: [Forecast], _ url: URL, _ name: String) async throws {
  let raw = try rawTime(url)
  let source = try Catalogue.open([url], options: SourceOptions(name: "benchmark"))
  var cells = 0
  let elapsed = try await best(of: 3) {
    cells = 0
    for forecast in forecasts {
      guard
        let read = try await source.forecast(forecast.variable, from: forecast.initTime, at: forecast.leadTime),
        case .fields(let members) = read.values
      else { throw BenchmarkError(description: "\(name): a field that was written can't be read") }
      cells += members[0].values.count
    }
  }
  Line(
    name: name, rate: Double(cells) * 4 / elapsed, unit: "bytes of values/s",
    comparison: String(format: "%.2f of the file's bytes out of the page cache", raw / elapsed)
  ).print()
}

struct BenchmarkError: Error, CustomStringConvertible { let description: String }

private func forecasts(rows: Int, columns: Int, count: Int, from time: UTCTime) throws -> [Forecast] {
  let grid = try RectilinearGrid(
    latitudes: (0..<rows).map { 90 - Double($0) * 180 / Double(rows - 1) },
    longitudes: (0..<columns).map { Double($0) * 360 / Double(columns) })
  var random = SplitMix64(state: 3)
  return (0..<count).map { number in
    let offset = Float.random(in: 0..<5, using: &random)
    let values = (0..<grid.count).map { 260 + offset + 20 * sin(Float($0 % columns) * 0.01) + Float($0 & 7) * 0.1 }
    return Forecast(
      .temperature2m, initTime: time, leadTime: .hours(number), values: .fields([Field(values: values, grid: grid)]),
      origin: "benchmark")
  }
}

/// The time to read the files of a path whole, as they lie in the page cache.
private func rawTime(_ url: URL) throws -> Double {
  let files = try FileManager.default.subpathsOfDirectory(atPath: url.path).map { url.appending(path: $0) }
  let all = files.isEmpty ? [url] : files
  var byte = UInt8(0)
  let elapsed = try best(of: 3) {
    for file in all {
      let handle = try FileHandle(forReadingFrom: file)
      defer { try? handle.close() }
      while let data = try? handle.read(upToCount: 1 << 22), !data.isEmpty { byte ^= data[data.startIndex] }
    }
  }
  if byte == 77 { print("", terminator: "") }
  return elapsed
}

/// One array t2m(time, prediction_timedelta, latitude, longitude) with a chunk a field, and its coordinates.
private func writeZarr(_ forecasts: [Forecast], to url: URL) throws {
  guard case .fields(let first) = forecasts[0].values else { return }
  let grid = first[0].grid
  let (rows, columns) = (grid.shape[0], grid.shape[1])
  let latitudes = (0..<rows).map { grid.coordinate(of: $0 * columns).latitude }
  let longitudes = (0..<columns).map { grid.coordinate(of: $0).longitude }
  func array(
    _ name: String, _ shape: [Int], chunks: [Int], type: String, attributes: [String: Any], _ dimensions: [String]
  ) throws {
    let folder = url.appending(path: name)
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    let metadata: [String: Any] = [
      "zarr_format": 2, "shape": shape, "chunks": chunks, "dtype": type, "compressor": NSNull(), "filters": NSNull(),
      "fill_value": type == "<f4" ? "NaN" as Any : 0 as Any, "order": "C",
    ]
    try JSONSerialization.data(withJSONObject: metadata).write(to: folder.appending(path: ".zarray"))
    let described = attributes.merging(["_ARRAY_DIMENSIONS": dimensions]) { $1 }
    try JSONSerialization.data(withJSONObject: described).write(to: folder.appending(path: ".zattrs"))
  }
  func chunk<Number>(_ name: String, _ key: String, _ numbers: [Number]) throws {
    try numbers.withUnsafeBytes { try Data($0).write(to: url.appending(path: "\(name)/\(key)")) }
  }
  try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
  try Data(#"{"zarr_format": 2}"#.utf8).write(to: url.appending(path: ".zgroup"))
  try array("time", [1], chunks: [1], type: "<i8", attributes: ["units": "seconds since 1970-01-01"], ["time"])
  try chunk("time", "0", [forecasts[0].initTime.secondsSince1970])
  let leads = forecasts.map { Int64($0.leadTime.hours) }
  try array(
    "prediction_timedelta", [leads.count], chunks: [leads.count], type: "<i8", attributes: ["units": "hours"],
    ["prediction_timedelta"])
  try chunk("prediction_timedelta", "0", leads)
  try array("latitude", [rows], chunks: [rows], type: "<f8", attributes: ["units": "degrees_north"], ["latitude"])
  try chunk("latitude", "0", latitudes)
  try array(
    "longitude", [columns], chunks: [columns], type: "<f8", attributes: ["units": "degrees_east"], ["longitude"])
  try chunk("longitude", "0", longitudes)
  try array(
    "2m_temperature", [1, leads.count, rows, columns], chunks: [1, 1, rows, columns], type: "<f4",
    attributes: ["units": "K"], ["time", "prediction_timedelta", "latitude", "longitude"])
  for (lead, forecast) in forecasts.enumerated() {
    guard case .fields(let members) = forecast.values else { continue }
    try chunk("2m_temperature", "0.\(lead).0.0", members[0].values)
  }
}
