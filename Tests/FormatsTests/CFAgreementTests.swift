import Fields
import Foundation
import TestSupport
import Testing

@testable import Formats

/// One field written as GRIB 1, NetCDF and Zarr by others.
@Suite("The same field in three formats", .enabled(if: Fixture.hasSharedData, "shared data absent"))
struct CFAgreementTests {
  private func fields(_ name: String) async throws -> [ForecastKey: Field] {
    let url = try #require(Fixture.shared("earthkit-data/\(name)"))
    let source = try Catalogue.open([url], options: SourceOptions(name: name))
    var found: [ForecastKey: Field] = [:]
    for key in try await source.contents() {
      let forecast = try #require(try await source.forecast(key.variable, from: key.initTime, at: key.leadTime))
      guard case .fields(let members) = forecast.values else { continue }
      found[key] = members[0]
    }
    return found
  }

  @Test("NetCDF and Zarr are equal to the last bit") func netCDFAndZarr() async throws {
    let (netCDF, zarr) = (try await fields("test4.nc"), try await fields("test_zarr"))
    #expect(Set(netCDF.keys.map(\.variable.description)) == ["t500", "t850", "z500", "z850"])
    #expect(netCDF.keys.sorted() == zarr.keys.sorted())
    for (key, field) in netCDF {
      #expect(field.values == zarr[key]?.values, "\(key.variable)")
      #expect(zarr[key]?.grid.isEqual(to: field.grid) == true)
    }
  }

  /// A short of the NetCDF file is half a step off at most, 0.0006 K and 0.38 m² s⁻², and single
  /// precision rounds at 300 K and 60 000 m² s⁻² a little more.
  @Test("GRIB 1 is equal to the packing") func grib() async throws {
    let (netCDF, grib) = (try await fields("test4.nc"), try await fields("docs/source/tutorials/grib/test4.grib"))
    #expect(netCDF.keys.sorted() == grib.keys.sorted())
    for (key, field) in netCDF {
      let other = try #require(grib[key])
      let step: Float = key.variable.quantity == .airTemperature ? 0.001225614912271656 : 0.7605308942631956
      let worst = zip(field.values, other.values).map { abs($0 - $1) }.max() ?? .nan
      #expect(field.values.count == 65_160 && worst <= step * 0.53, "\(key.variable): \(worst)")
      for cell in [0, 359, 360, 65_159] {
        #expect(field.grid.coordinate(of: cell).distance(to: other.grid.coordinate(of: cell)) < 1)
      }
    }
  }
}
