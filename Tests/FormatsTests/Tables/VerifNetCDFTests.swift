import Fields
import Foundation
import Stations
import TestSupport
import Testing

@testable import Formats

@Suite("verif NetCDF", .enabled(if: Fixture.hasSharedData, "shared data absent"))
struct VerifNetCDFTests {
  private func url(_ name: String) throws -> URL {
    try #require(Fixture.shared("verif/verif/tests/files/\(name).nc"))
  }

  private func values(_ name: String, column: String? = nil, at lead: TimeSpan) async throws -> [[Double]] {
    let options = SourceOptions(name: "x", column: column, units: ["t2m": .kelvin], variable: .temperature2m)
    let source = try Catalogue.open([try url(name)], options: options)
    let start = UTCTime(secondsSince1970: 1_388_534_400)
    guard case .stations(let values)? = try await source.forecast(.temperature2m, from: start, at: lead)?.values else {
      return []
    }
    return values.members
  }

  /// As ncdump 4.9.0 prints them.
  @Test("forecasts, members and observations")
  func ensemble() async throws {
    #expect(try await values("netcdf_ens2", at: .hours(2)) == [[4]])
    #expect(try await values("netcdf_ens2", column: "ensemble", at: .hours(1)) == [[2], [2]])
    let table = try VerifNetCDF.read(try url("netcdf_ens2"))
    #expect(table.rows.map(\.observation) == [1, 2, 3, 4, 5, 6])
    let place = try #require(table.locations.first)
    #expect(place.id == "18700" && place.elevation == 94)
    #expect(abs((place.coordinate?.latitude ?? 0) - 59.9423) < 1e-4)
  }

  @Test("values that were never written are missing")
  func fillValues() throws {
    for name in ["netcdf_valid1", "netcdf_valid3", "netcdf_ens"] {
      let table = try VerifNetCDF.read(try url(name))
      #expect(table.rows.count == 6)
      #expect(table.rows.allSatisfy { $0.forecast.isNaN && $0.observation.isNaN }, "\(name)")
    }
  }

  @Test("units of time: seconds since 1970 unless stated, hours and seconds where stated")
  func timeUnits() throws {
    func times(_ name: String) throws -> [Int64] {
      let rows = try VerifNetCDF.read(try url(name)).rows
      return Set(rows.map(\.initTime.secondsSince1970)).sorted()
    }
    #expect(try times("netcdf_valid1") == [1_388_534_400, 1_388_620_800])
    #expect(try times("netcdf_hour_time_units") == [3600, 7200])
    #expect(try times("netcdf_second_time_units") == [86_400, 129_600])
  }

  /// verif 1.4.0 takes the first index of a value that comes again (`Data._get_common_indices`).
  @Test("of times, lead times and locations that come again the first counts")
  func repeats() throws {
    let times = try VerifNetCDF.read(try url("netcdf_repeated_times"))
    #expect(times.rows.map(\.forecast) == [11, 12, 13, 14, 15, 16])
    let leads = try VerifNetCDF.read(try url("netcdf_repeated_leadtimes"))
    #expect(leads.rows.map(\.forecast) == [11, 12, 14, 15])
    let locations = try VerifNetCDF.read(try url("netcdf_repeated_locations"))
    #expect(locations.rows.map(\.forecast) == [21, 22, 24, 25, 27, 28, 30, 31])
    #expect(locations.remarks == ["1 of location missing or there before; the first is used"])
  }

  @Test("observations without forecasts, the layout of Comps, and files that lack a dimension")
  func otherFiles() throws {
    let only = try Collected(try url("netcdf_valid2"), options: ReaderOptions(columns: "t2m=obs:K"))
    // Values of 1 to 6 K are read, found and refused as no temperature of the air.
    #expect(only.rejected == [.implausible: 6])
    let comps = try VerifNetCDF.read(try url("comps_valid2"))
    #expect(comps.rows.map(\.observation) == [1, 2, 3, 4, 5, 6])
    #expect(comps.rows.map(\.initTime).first == UTCTime("20140101"))
    for name in ["netcdf_invalid1", "netcdf_invalid2", "comps_invalid1"] {
      let file = try url(name)
      #expect(throws: FormatError.self, "\(name)") {
        try Catalogue.open([file], options: SourceOptions(name: "x", variable: .temperature2m))
      }
    }
    #expect(throws: FormatError.self) {
      try Catalogue.open(
        [try url("netcdf_valid2")], options: SourceOptions(name: "x", units: ["t2m": .kelvin], variable: .temperature2m)
      )
    }
  }
}
