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
}
