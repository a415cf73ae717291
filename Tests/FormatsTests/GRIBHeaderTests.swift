import Fields
import Foundation
import TestSupport
import Testing

@testable import Formats

struct GRIBHeaderTests {
  private func index(_ messages: [[UInt8]]) throws -> (fields: [GRIBField], families: Int) {
    var grids = GRIBGrids()
    let index = try GRIBIndex(.temporary(Array(messages.joined())), grids: &grids)
    return (index.fields, grids.families.count)
  }

  private func sample(_ edition: Int, _ keys: [(String, GRIBSample.Value)], from value: Double = 280) throws -> [UInt8]
  {
    let sample = edition == 1 ? "regular_ll_sfc_grib1" : "regular_ll_sfc_grib2"
    return try GRIBSample(sample: sample, keys: keys, values: (0..<496).map { value + Double($0 % 7) }).bytes
  }

  @Test(arguments: [1, 2])
  func `messages that differ in their times and values alone are asked about once`(edition: Int) throws {
    let found = try index([
      try sample(edition, [("dataDate", .integer(20_240_131)), ("step", .integer(3))]),
      try sample(edition, [("dataDate", .integer(20_240_201)), ("step", .integer(6))], from: 5),
      try sample(edition, [("dataDate", .integer(19_991_231)), ("step", .integer(240))], from: -1e4),
    ])
    #expect(found.families == 1)
    #expect(found.fields.map { $0.time?.initTime.components.year } == [2024, 2024, 1999])
    #expect(found.fields.map { $0.time?.leadTime } == [.hours(3), .hours(6), .hours(240)])
  }

  @Test func `messages that differ in what they are, where or how packed are each asked about`() throws {
    let found = try index([
      try sample(2, [("shortName", .text("2t"))]),
      try sample(2, [("shortName", .text("2d"))]),
      try sample(2, [("shortName", .text("2t")), ("typeOfProcessedData", .text("fc"))]),
      try sample(2, [("shortName", .text("2t")), ("centre", .text("edzw"))]),
      try sample(2, [("shortName", .text("2t")), ("packingType", .text("grid_ieee"))]),
      try sample(2, [("shortName", .text("2t")), ("scanningMode", .integer(64))]),
    ])
    #expect(found.families == 6)
    #expect(found.fields.map { $0.product?.shortName } == ["2t", "2d", "2t", "2t", "2t", "2t"])
  }

  @Test func `the end of an interval may differ, its length may not`() throws {
    func amount(_ from: Int, _ to: Int) throws -> [UInt8] {
      try sample(
        2,
        [
          ("productDefinitionTemplateNumber", .integer(8)), ("shortName", .text("tp")),
          ("stepRange", .text("\(from)-\(to)")),
        ],
        from: 0)
    }
    let found = try index([try amount(0, 6), try amount(6, 12), try amount(6, 18)])
    #expect(found.families == 2)
    #expect(found.fields.map { $0.time?.period } == [.hours(6), .hours(6), .hours(12)])
    #expect(found.fields.map { $0.time?.leadTime } == [.hours(6), .hours(12), .hours(18)])
  }

  @Test func `times before the reference time are negative`() throws {
    let found = try index([try sample(2, [("forecastTime", .integer(-6))])])
    #expect(found.fields.first?.time?.leadTime == .hours(-6))
  }

  /// ecCodes 2.28 is asked for the valid time, which it derives on its own.
  @Test(
    .enabled(if: Fixture.hasSharedData, "shared data absent"),
    arguments: [
      "era5/era5-2mt-2019-03-uk.grib", "metview/wgust_ens.grib", "cfgrib/nam.t00z.awp21100.tm00.grib2",
      "cfgrib/step_60m.grib", "earthkit-data/ens_50.grib", "gribberish/ecmwf-ifs-oper-surface.grib2",
      "met/data/sample_fcst/2005080700/wrfprs_ruc13_24.tm00_G212",
      "wis2box/observations/china/Z_NAFP_C_BABJ_20231207000000_P_CMA-GEPS-GLB-024.grib2",
    ])
  func `products and valid times of real messages are those of ecCodes for the whole message`(path: String) throws {
    let url = try #require(Fixture.shared(path))
    var grids = GRIBGrids()
    let index = try GRIBIndex(url, grids: &grids)
    let file = try ByteFile(url)
    for field in index.fields.prefix(40) {
      let theirs = try ECCodes.withHandle(of: try field.sections.bytes(in: file)) { (handle: borrowing ECCodesHandle) in
        (
          handle.integer("validityDate"), handle.integer("validityTime"),
          GRIBProduct(handle, edition: field.sections.edition)
        )
      }
      #expect(theirs.2 == field.product, "\(field.place)")
      guard let time = field.time else { continue }
      let valid = (time.initTime + time.leadTime).components
      #expect(theirs.0 == valid.year * 10_000 + valid.month * 100 + valid.day, "\(field.place)")
      #expect(theirs.1 == valid.hour * 100 + valid.minute, "\(field.place)")
    }
  }
}
