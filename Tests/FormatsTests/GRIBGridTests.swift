import Fields
import Foundation
import TestSupport
import Testing

@testable import Formats

struct GRIBGridTests {
  private func field(_ sample: GRIBSample) async throws -> Field {
    let source = try GRIBFormat.open([.temporary(try sample.bytes)], options: SourceOptions(name: "sample"))
    let key = try #require(try await source.contents().first)
    let forecast = try #require(try await source.forecast(key.variable, from: key.initTime, at: key.leadTime))
    guard case .fields(let fields) = forecast.values else { throw GRIBSample.Failure(description: "no fields") }
    return fields[0]
  }

  /// 4 × 3 points, 8 to 11°E, 50 to 52°N; the value at a point is its latitude × 10 + longitude, so
  /// that it tells where it belongs whatever way it was scanned.
  @Test(arguments: 0..<16)
  func `every scanning mode puts values where they belong`(mode: Int) async throws {
    let (i, j, byColumns, alternating) = (mode & 1, mode >> 1 & 1, mode >> 2 & 1, mode >> 3 & 1)
    let longitudes: [Double] = i == 0 ? [8, 9, 10, 11] : [11, 10, 9, 8]
    let latitudes: [Double] = j == 0 ? [52, 51, 50] : [50, 51, 52]
    var values: [Double] = []
    let (outer, inner) = byColumns == 0 ? (latitudes, longitudes) : (longitudes, latitudes)
    for (line, a) in outer.enumerated() {
      for b in alternating == 1 && line % 2 == 1 ? inner.reversed() : inner {
        values.append(byColumns == 0 ? a * 10 + b : b * 10 + a)
      }
    }
    let sample = GRIBSample.regular(
      columns: 4, rows: 3, first: (latitudes[0], longitudes[0]), last: (latitudes[2], longitudes[3]), step: (1, 1),
      scanning: ["i": i, "j": j, "columns": byColumns, "alternating": alternating], values: values)
    let field = try await field(sample)
    #expect(field.grid.shape == [3, 4])
    for cell in 0..<12 {
      let place = field.grid.coordinate(of: cell)
      #expect(abs(Double(field.values[cell]) - (place.latitude * 10 + place.longitude180)) < 1e-2, "cell \(cell)")
    }
    #expect(field.grid.coordinate(of: 0).latitude == latitudes[0])
  }

  @Test(.enabled(if: Fixture.hasSharedData, "shared data absent"))
  func `alternating rows of a real file are smooth from row to row`() async throws {
    let url = try #require(Fixture.shared("cfgrib/alternate-scanning.grib"))
    let source = try GRIBFormat.open([url], options: SourceOptions(name: "ecmwf"))
    let key = try #require(try await source.contents().first)
    let forecast = try await source.forecast(key.variable, from: key.initTime, at: key.leadTime)
    guard case .fields(let fields) = try #require(forecast).values else { return }
    let (values, columns) = (fields[0].values, 291)
    let steps = (0..<170).map { row in
      (0..<columns).reduce(0.0) { $0 + Double(abs(values[row * columns + $1] - values[(row + 1) * columns + $1])) }
        / Double(columns)
    }
    // Read as it stands in the file, neighbouring rows differ by 4 K and more.
    #expect((steps.max() ?? .infinity) < 2)
  }

  @Test func `rounded increments give way to the first and last point`() throws {
    // A third of a degree, 0.333 in edition 1's thousandths: 361 columns would end 0.12° short.
    var definition = GRIBGridDefinition(type: "regular_ll")
    (definition.columns, definition.rows) = (361, 2)
    (definition.first, definition.last) = (
      Coordinate(latitude: 10, longitude: 0), Coordinate(latitude: 9.667, longitude: 120)
    )
    (definition.stepX, definition.stepY) = (0.333, 0.333)
    let axes = try definition.regularAxes()
    #expect(abs(axes.longitudes[180] - 60) < 1e-9 && axes.warnings.isEmpty)
    // An increment that is plainly another number is said.
    definition.stepX = 0.25
    #expect(try definition.regularAxes().warnings.count == 1)
  }

  @Test func `a circle whose last longitude was rounded still closes`() throws {
    var definition = GRIBGridDefinition(type: "regular_ll")
    (definition.columns, definition.rows) = (512, 1)
    definition.first = Coordinate(latitude: 0, longitude: 0)
    definition.last = Coordinate(latitude: 0, longitude: 359.297)
    let axes = try definition.regularAxes()
    #expect(axes.longitudes[1] == 360.0 / 512)
  }

  @Test func `columns that cross the date line or end where they began run on`() throws {
    var definition = GRIBGridDefinition(type: "regular_ll")
    (definition.columns, definition.rows) = (5, 1)
    definition.first = Coordinate(latitude: 0, longitude: 170)
    definition.last = Coordinate(latitude: 0, longitude: -170)
    #expect(try definition.regularAxes().longitudes == [170, 175, 180, 185, 190])
    definition.first = Coordinate(latitude: 0, longitude: 0)
    definition.last = Coordinate(latitude: 0, longitude: 360)
    definition.stepX = 90
    #expect(try definition.regularAxes().longitudes == [0, 90, 180, 270, 360])
  }

  /// Gauss-Legendre: the first latitude of N32 is 87.8638°N, of N160 89.5701°N (ECMWF's tables).
  @Test func `Gaussian rows start where the message starts`() throws {
    var definition = GRIBGridDefinition(type: "regular_gg")
    definition.gaussianNumber = 32
    definition.first = Coordinate(latitude: 87.864, longitude: 0)
    let whole = try definition.gaussianLatitudes(64)
    #expect(abs(whole[0] - 87.8638) < 1e-4 && abs(whole[63] + 87.8638) < 1e-4)
    definition.first = Coordinate(latitude: 26.511, longitude: 0)
    let part = try definition.gaussianLatitudes(15)
    #expect(abs(part[0] - 26.5108) < 1e-3 && abs(part[14] + 12.558) < 1e-3)
    definition.first = Coordinate(latitude: 27.9, longitude: 0)
    #expect(throws: GRIBUnmapped.self) { _ = try definition.gaussianLatitudes(15) }
  }

  /// Rows of 4, 8 and 8 points on whole circles; of those, the ones from 80°W to 100°E.
  @Test func `a part of a reduced grid has the points of its rows inside it`() throws {
    var definition = GRIBGridDefinition(type: "reduced_ll")
    definition.pointsPerRow = [4, 8, 8]
    definition.first = Coordinate(latitude: 60, longitude: -80)
    definition.last = Coordinate(latitude: 40, longitude: 100)
    // 0, 90 | -45, 0, 45, 90 | the same: -80 is no point of a row.
    let rows = try definition.reduced(isGaussian: false, pointCount: 10)
    #expect(rows.counts == [2, 4, 4] && rows.firsts == [0, -45, -45] && rows.spacings == [90, 45, 45])
    #expect(rows.latitudes == [60, 50, 40])
    #expect(throws: GRIBUnmapped.self) { _ = try definition.reduced(isGaussian: false, pointCount: 11) }
  }

  @Test(.enabled(if: Fixture.hasSharedData, "shared data absent"))
  func `standard parallels that make no cone are refused`() throws {
    let url = try #require(Fixture.shared("magics-test/inca.grb"))
    let entry = try GRIBFormat.inspect(url).entries[0]
    #expect(entry.variable == nil && entry.warnings[0].contains("make no cone"))
  }

  @Test(
    .enabled(if: Fixture.hasSharedData, "shared data absent"),
    arguments: [
      ("cfgrib/spherical_harmonics.grib", "spectral coefficients"), ("earthkit-data/healpix_H8.grib2", "HEALPix"),
      ("earthkit-data/test_icon.grib", "not in the file"),
    ])
  func `grids that are not read are listed with the reason`(path: String, reason: String) async throws {
    let url = try #require(Fixture.shared(path))
    let inspection = try GRIBFormat.inspect(url)
    #expect(inspection.entries.allSatisfy { $0.variable == nil && $0.warnings.contains { $0.contains(reason) } })
    let source = try GRIBFormat.open([url], options: SourceOptions(name: "x"))
    #expect(try await source.contents().isEmpty)
  }
}
