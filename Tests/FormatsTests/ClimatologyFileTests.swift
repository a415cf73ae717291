import CNetCDF
import Fields
import Foundation
import TestSupport
import Testing

@testable import Formats

@Suite("Climatology files")
struct ClimatologyFileTests {
  /// Means of two days at one hour on a grid of six cells.
  private func file() throws -> URL {
    let grid = try RectilinearGrid(latitudes: [60, 61], longitudes: [10, 11, 12])
    let layout = ClimatologyLayout(
      places: .grid(grid), days: [CalendarDay(60), CalendarDay(61)].compactMap { $0 }, hours: [12],
      levels: [0.1, 0.9])
    let origin = ClimatologyOrigin(
      from: try #require(UTCTime("1991-01-01")), through: try #require(UTCTime("2020-12-31")), years: [1991, 2020],
      window: 15, minimumSample: 10, source: "a test", digest: "0")
    let url = try Fixture.temporaryFolder().appending(path: "climatology.nc")
    var writer = try ClimatologyWriter.create(url, layout, origin, title: "a test")
    try writer.add(.mean, of: .temperature2m, places: 6)
    for day in 0..<2 {
      try writer.write(
        (0..<6).map { Double(10 * day + $0) }, to: .mean, of: .temperature2m, day: day, hour: 0, places: 0..<6)
    }
    try writer.finish()
    return url
  }

  @Test("What was written is read") func roundTrip() throws {
    let file = try ClimatologyFile(try file())
    let day = try #require(CalendarDay(61))
    #expect(try file.values(.mean, of: .temperature2m, on: day, hour: 12) == [10, 11, 12, 13, 14, 15])
    #expect(try file.values(.mean, of: .temperature2m, on: day, hour: 6) == nil)
    #expect(file.origin.window == 15 && file.origin.years == [1991, 2020] && file.layout.levels == [0.1, 0.9])
  }

  @Test("Numbers that are none and arrays of another shape are errors that name them")
  func damaged() throws {
    let damages: [(String, @Sendable (Int32) -> Int32)] = [
      ("window_days", { nc_put_att_double($0, NC_GLOBAL, "window_days", NC_DOUBLE, 1, [.nan]) }),
      ("minimum_sample", { nc_put_att_double($0, NC_GLOBAL, "minimum_sample", NC_DOUBLE, 1, [1e300]) }),
      ("years", { nc_put_att_double($0, NC_GLOBAL, "years", NC_DOUBLE, 2, [1991, .infinity]) }),
      (
        "t2m_quantile",
        { id in
          var array: Int32 = 0
          nc_inq_varid(id, "t2m_mean", &array)
          return nc_rename_var(id, array, "t2m_quantile")
        }
      ),
    ]
    for (name, damage) in damages {
      let url = try file()
      let status = NetCDFLibrary.alone {
        var id: Int32 = 0
        let status = nc_open(url.path, NC_WRITE, &id)
        guard status == NC_NOERR else { return status }
        defer { nc_close(id) }
        return damage(id)
      }
      try #require(status == NC_NOERR)
      let error = #expect(throws: FormatError.self) { try ClimatologyFile(url) }
      #expect("\(try #require(error))".contains(name))
    }
  }
}
