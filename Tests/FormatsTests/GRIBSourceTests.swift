import Fields
import Foundation
import TestSupport
import Testing

@testable import Formats

struct GRIBSourceTests {
  private static let place = GRIBSample.regular(columns: 4, rows: 3, first: (52, 8), last: (50, 11), step: (1, 1))

  private func sample(_ keys: [(String, GRIBSample.Value)], value: Double = 280) -> GRIBSample {
    var sample = Self.place
    sample.keys += keys
    sample.values = [Double](repeating: value, count: 12)
    return sample
  }

  private func source(_ samples: [GRIBSample]) throws -> any ForecastSource {
    try GRIBFormat.open(
      [.temporary(try samples.flatMap { try $0.bytes })], options: SourceOptions(name: "sample"))
  }

  @Test func `members come in the order of their numbers, the control first`() async throws {
    func member(_ n: Int) -> GRIBSample {
      sample(
        [
          ("productDefinitionTemplateNumber", .integer(1)), ("perturbationNumber", .integer(n)),
          ("numberOfForecastsInEnsemble", .integer(3)),
        ], value: 280 + Double(n))
    }
    let source = try source([member(2), member(0), member(1)])
    let key = try #require(try await source.contents().first)
    let found = try #require(try await source.forecast(key.variable, from: key.initTime, at: key.leadTime))
    guard case .fields(let fields) = found.values else { return }
    #expect(fields.map { $0.values[0].rounded() } == [280, 281, 282])
    #expect(found.origin.contains("3 members"))
  }

  @Test func `a repeated field is one, and two that differ are an error that names both`() async throws {
    let same = try source([sample([]), sample([])])
    let key = try #require(try await same.contents().first)
    #expect(try await same.forecast(key.variable, from: key.initTime, at: key.leadTime)?.memberCount == 1)
    let different = try source([sample([]), sample([], value: 290)])
    let error = await #expect(throws: FormatError.self) {
      _ = try await different.forecast(key.variable, from: key.initTime, at: key.leadTime)
    }
    #expect(error?.description.contains("message 2") == true && error?.description.contains("message 1") == true)
  }

  /// Table 4.4 of edition 2 and 0, 30 and 90 minutes.
  @Test func `lead times in minutes are exact`() async throws {
    let source = try source(
      [0, 30, 90].map { sample([("indicatorOfUnitOfTimeRange", .integer(0)), ("forecastTime", .integer($0))]) })
    #expect(try await source.contents().map(\.leadTime) == [.zero, .minutes(30), .minutes(90)])
  }

  @Test(
    .enabled(if: Fixture.hasSharedData, "shared data absent"),
    arguments: [
      ("metview/t2m_grib.grib", ["t2m"], ["48h"]), ("metview/fc_storm.grib", ["fg10m_max3h", "z850"], []),
      ("metview/wgust_ens.grib", ["fg10m_max6h"], []), ("cfgrib/era5-levels-members.grib", [], []),
      ("met/data/sample_fcst/2009123112/arw-fer-gep1/d01_2009123112_02400.grib", ["tp24h", "u10m", "v10m"], ["24h"]),
    ])
  func `real files hold the variables that their centres mean`(path: String, names: [String], leads: [String])
    async throws
  {
    let url = try #require(Fixture.shared(path))
    let keys = try await GRIBFormat.open([url], options: SourceOptions(name: "x")).contents()
    for name in names { #expect(keys.contains { $0.variable.description == name }, "\(name)") }
    if !leads.isEmpty { #expect(Set(keys.map(\.leadTime.description)) == Set(leads)) }
  }

  /// Reference: the speed of a wind does not depend on the axes, and at the map's own meridian the
  /// axes are east and north.
  @Test(.enabled(if: Fixture.hasSharedData, "shared data absent"))
  func `winds along the axes of a map keep their speed and turn to east and north`() async throws {
    let url = try #require(Fixture.shared("met/data/sample_fcst/2009123112/arw-fer-gep1/d01_2009123112_02400.grib"))
    let source = try GRIBFormat.open([url], options: SourceOptions(name: "wrf"))
    let key = try #require(try await source.contents().first { $0.variable == .eastwardWind10m })
    func field(_ variable: Variable) async throws -> Field {
      let found = try #require(try await source.forecast(variable, from: key.initTime, at: key.leadTime))
      guard case .fields(let fields) = found.values else { throw GRIBSample.Failure(description: "no fields") }
      return fields[0]
    }
    let (u, v) = (try await field(.eastwardWind10m), try await field(.northwardWind10m))
    var grids = GRIBGrids()
    let index = try GRIBIndex(url, grids: &grids)
    let file = try ByteFile(url)
    func raw(_ variable: Variable) throws -> [Double] {
      let field = try #require(index.fields.first { $0.meaning?.variable == variable })
      return try GRIBValues.decode(try field.sections.bytes(in: file), on: try grids[0].get())
    }
    let (x, y) = (try raw(.eastwardWind10m), try raw(.northwardWind10m))
    for cell in stride(from: 0, to: x.count, by: 97) where !x[cell].isNaN {
      let (a, b) = (Double(u.values[cell]), Double(v.values[cell]))
      #expect(abs(a * a + b * b - x[cell] * x[cell] - y[cell] * y[cell]) < 1e-2)
      // The map turns by the difference of longitudes about the pole (cone constant 1).
      let turn = (u.grid.coordinate(of: cell).longitude180 + 120.5) * .pi / 180
      #expect(abs(a - (x[cell] * cos(turn) + y[cell] * sin(turn))) < 1e-2)
    }
  }
}
