import CNetCDF
import Fields
import Foundation
import TestSupport
import Testing

@testable import Formats

@Suite("NetCDF")
struct NetCDFTests {
  private func source(_ names: String..., initTime: UTCTime? = nil) throws -> any ForecastSource {
    try NetCDFFormat.open(
      names.map { Fixture.url("netcdf/\($0)") }, options: SourceOptions(name: "model", initTime: initTime))
  }

  @Test("The fixtures are there") func present() throws {
    #expect(try CFExpected.read("netcdf").forecasts.count == 27)
  }

  @Test("Values and coordinates are those of xarray and pyproj", arguments: CFExpected.items("netcdf"))
  func agrees(_ item: CFExpected.Item) async throws {
    try await item.check(try source(item.file))
  }

  @Test(
    "Every kind of file is recognised by its first bytes and named",
    arguments: [
      ("classic.nc", "NetCDF-3 classic"), ("offset64.nc", "NetCDF-3 64-bit offset"), ("cdf5.nc", "NetCDF CDF-5"),
      ("netcdf4.nc", "NetCDF-4 (HDF5)"),
    ])
  func kinds(_ file: String, _ format: String) throws {
    let url = Fixture.url("netcdf/\(file)")
    #expect(NetCDFFormat.recognises(try PathProbe(url)))
    #expect(try NetCDFFormat.inspect(url).format == format)
  }

  /// As the child of a process holds it that was started while the file was written.
  @Test("A file is read whose lock another holds") func locked() throws {
    let url = try Fixture.temporaryFolder().appending(path: "locked.nc")
    try FileManager.default.copyItem(at: Fixture.url("netcdf/netcdf4.nc"), to: url)
    let descriptor = open(url.path, O_RDWR)
    defer { close(descriptor) }
    #expect(flock(descriptor, LOCK_EX | LOCK_NB) == 0)
    #expect(try !NetCDFDataset(url).arrays.isEmpty)
  }

  @Test("Times lie in the file that holds them when a source has several") func several() async throws {
    let both = try source("part0.nc", "part1.nc")
    let keys = try await both.contents()
    #expect(keys.map(\.initTime.description) == ["2020-02-29T18:00:00Z", "2020-03-01T00:00:00Z"])
    let second = try #require(try await both.forecast(.temperature2m, from: keys[1].initTime, at: .zero))
    #expect(second.origin == "part1.nc, t2m")
  }

  @Test("An initial time that is given turns times into lead times") func givenInitTime() async throws {
    let start = try #require(UTCTime("2020-02-29T12"))
    let given = try source("classic.nc", initTime: start)
    #expect(try await given.contents().map(\.leadTime) == [.hours(6), .hours(12)])
    let late = await message { _ = try source("classic.nc", initTime: UTCTime("2021-01-01")) }
    #expect(late?.contains("lies before the initial time") == true)
  }

  @Test("All members of an ensemble come together") func members() async throws {
    let ensemble = try source("ensemble.nc")
    let start = try #require(UTCTime("2021-06-01"))
    let forecast = try #require(try await ensemble.forecast(.temperature2m, from: start, at: .hours(6)))
    #expect(forecast.memberCount == 3)
  }

  @Test("The orography is what never changes") func invariant() async throws {
    let field = try #require(try await source("ensemble.nc").invariant(.surfaceAltitude))
    #expect(field.values == (0..<12).map { 100 + 0.5 * Float($0) })
    #expect(try await source("ensemble.nc").invariant(.landFraction) == nil)
  }

  @Test("What a source does not hold is nil") func absent() async throws {
    let classic = try source("classic.nc")
    let start = try #require(UTCTime("2020-03-01"))
    #expect(try await classic.forecast(.dewPoint2m, from: start, at: .zero) == nil)
    #expect(try await classic.forecast(.temperature2m, from: start, at: .hours(3)) == nil)
  }

  @Test(
    "What is wrong is said",
    arguments: [
      ("stations.nc", "lies at stations along 'station'"),
      ("wrongunit.nc", "its unit 'furlong' is unknown"),
      ("othersense.nc", "'m s-1' does not measure temperature"),
      ("nounit.nc", "it has no units attribute"), ("fartime.nc", "no date between the years"),
      ("february30.nc", "time has the time 59.0"), ("nocells.nc", "has no cells: 0 rows"),
    ])
  func wrong(_ file: String, _ words: String) async throws {
    let found = await message {
      let source = try source(file)
      for key in try await source.contents() {
        _ = try await source.forecast(key.variable, from: key.initTime, at: key.leadTime)
      }
    }
    let text = try #require(found)
    #expect(text.contains(words), "\(text)")
    #expect(text.contains(file) && text.contains("t2m"), "\(text)")
  }

  @Test("A unit that is stated replaces a wrong one") func statedUnit() async throws {
    let options = SourceOptions(name: "x", units: ["t2m": .celsius])
    for file in ["wrongunit.nc", "nounit.nc"] {
      let source = try NetCDFFormat.open([Fixture.url("netcdf/\(file)")], options: options)
      let start = try #require(UTCTime("2020-02-29T18"))
      let forecast = try #require(try await source.forecast(.temperature2m, from: start, at: .zero))
      guard case .fields(let fields) = forecast.values else { continue }
      #expect(fields[0].values[0] == 543.15)
    }
  }

  @Test("No times are no forecasts") func noTimes() async throws {
    #expect(try await source("notimes.nc").contents().isEmpty)
  }

  @Test("A filter that HDF5 lacks is named, with the package that brings it") func filter() async throws {
    let zstd = try source("zstd.nc")
    let start = try #require(UTCTime("2020-02-29T18"))
    do {
      let forecast = try #require(try await zstd.forecast(.temperature2m, from: start, at: .zero))
      guard case .fields(let fields) = forecast.values else { return }
      #expect(fields[0].values[1] == 270.5)
    } catch {
      #expect("\(error)".contains("HDF5 filter 32015 (zstd)") && "\(error)".contains("hdf5-filter-plugin"))
    }
  }

  @Test(
    "A file cut off anywhere is an error and never a field of zeros",
    arguments: [
      "classic.nc", "offset64.nc", "cdf5.nc", "netcdf4.nc", "packed.nc",
    ])
  func truncated(_ file: String) async throws {
    let whole = try Data(contentsOf: Fixture.url("netcdf/\(file)"))
    let folder = try Fixture.temporaryFolder()
    defer { try? FileManager.default.removeItem(at: folder) }
    let step = max(1, whole.count / 40)
    for length in Array(stride(from: 4, to: whole.count - 4, by: step)) + [whole.count - 4, whole.count - 5] {
      let url = folder.appending(path: "cut-\(length).nc")
      try whole.prefix(length).write(to: url)
      let found = await message {
        let source = try NetCDFFormat.open([url], options: SourceOptions(name: "x"))
        for key in try await source.contents() {
          _ = try await source.forecast(key.variable, from: key.initTime, at: key.leadTime)
        }
      }
      #expect(found?.contains("cut-\(length).nc") == true, "\(length) of \(whole.count) bytes")
    }
  }

  @Test("Bytes that are changed are read or refused, and nothing worse") func scrambled() async throws {
    let folder = try Fixture.temporaryFolder()
    defer { try? FileManager.default.removeItem(at: folder) }
    for file in ["classic.nc", "cdf5.nc"] {
      let whole = try Data(contentsOf: Fixture.url("netcdf/\(file)"))
      for place in stride(from: 4, to: min(whole.count, 600), by: 11) {
        var bytes = whole
        bytes[place] = 0xFF
        let url = folder.appending(path: "\(place)-\(file)")
        try bytes.write(to: url)
        _ = await message {
          let source = try NetCDFFormat.open([url], options: SourceOptions(name: "x"))
          _ = try await source.contents()
        }
      }
    }
  }

  @Test("Many threads may read at once") func concurrent() async throws {
    let sources = try ["classic.nc", "netcdf4.nc", "cdf5.nc"].map { try source($0) }
    let start = try #require(UTCTime("2020-03-01"))
    let counts = try await withThrowingTaskGroup(of: Int.self) { group in
      for i in 0..<60 {
        group.addTask {
          try await sources[i % 3].forecast(.temperature2m, from: start, at: .zero)?.memberCount ?? 0
        }
      }
      var sum = 0
      for try await count in group { sum += count }
      return sum
    }
    #expect(counts == 60)
  }
}
