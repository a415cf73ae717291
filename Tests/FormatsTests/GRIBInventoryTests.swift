import CEccodes
import Fields
import Foundation
import TestSupport
import Testing

@testable import Formats

/// Every message that ecCodes' own tools listed, decoded by this package.
@Suite(.enabled(if: Fixture.hasSharedData, "shared data absent"))
struct GRIBInventoryTests {
  private struct Line {
    var file: String
    var message: Int
    var gridType: String
    var values: Int
    var missing: Int
    var average: Double
    var minimum: Double
    var maximum: Double

    init?(_ text: Substring, columns: [String: Int]) {
      let cells = text.split(separator: "\t", omittingEmptySubsequences: false)
      func cell(_ name: String) -> Substring? { columns[name].flatMap { $0 < cells.count ? cells[$0] : nil } }
      guard let file = cell("file"), let message = cell("msg").flatMap({ Int($0) }), let type = cell("gridType"),
        let values = cell("numValues").flatMap({ Int($0) }), let missing = cell("missing").flatMap({ Int($0) }),
        let average = cell("average").flatMap({ Double($0) }), let minimum = cell("min").flatMap({ Double($0) }),
        let maximum = cell("max").flatMap({ Double($0) })
      else { return nil }
      self.file = String(file)
      self.message = message
      gridType = String(type)
      self.values = values
      self.missing = missing
      self.average = average
      self.minimum = minimum
      self.maximum = maximum
    }
  }

  private var lines: [Line] {
    get throws {
      let url = try #require(Fixture.shared("grib_inventory_eccodes.tsv"))
      let rows = try String(contentsOf: url, encoding: .utf8).split(separator: "\n")
      let head = try #require(rows.first).split(separator: "\t").map(String.init)
      let columns = Dictionary(uniqueKeysWithValues: head.enumerated().map { ($1, $0) })
      return rows.dropFirst().compactMap { Line($0, columns: columns) }
    }
  }

  /// The file as GRIB, unpacked where it is an archive and the tool for it is here.
  private func file(_ path: String) throws -> URL? {
    guard let url = Fixture.shared(path) else { return nil }
    let tool = path.hasSuffix(".xz") ? "xz" : path.hasSuffix(".gz") ? "gzip" : nil
    guard let tool else { return url }
    let process = Process()
    process.executableURL = URL(filePath: "/usr/bin/env")
    process.arguments = [tool, "-dc", url.path]
    let pipe = Pipe()
    process.standardOutput = pipe
    process.standardError = FileHandle.nullDevice
    guard (try? process.run()) != nil else { return nil }
    let data = pipe.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    return process.terminationStatus == 0 && !data.isEmpty ? try .temporary(Array(data)) : nil
  }

  @Test func `every gridded message has the mean, extremes and missing points that ecCodes lists`() throws {
    let unreadable: Set<String> = ["sh", "healpix", "space_view", "unstructured_grid", "ncep_32769", "lambert_lam"]
    var (checked, worst, absent, noGrid) = (0, 0.0, Set<String>(), 0)
    var unpacked: [GRIBPacking.Method: Int] = [:]
    for (path, wanted) in Dictionary(grouping: try lines, by: \.file).sorted(by: { $0.key < $1.key }) {
      // 24.5 million points: a minute of a debug build for nothing that the other files do not show.
      // In `wind_solar` the list takes the missing points for values; they have their own test.
      guard !path.contains("MRMS"), !path.contains("wind_solar"), let url = try file(path) else {
        absent.insert(path)
        continue
      }
      var grids = GRIBGrids()
      let index = try GRIBIndex(url, grids: &grids)
      // The list counts fields, and stops at the sixtieth of a file.
      #expect(index.fields.count >= wanted.count, "\(path)")
      let file = try ByteFile(url)
      for line in wanted {
        let field = index.fields[line.message - 1]
        guard let number = field.grid, let geometry = try? grids[number].get() else {
          #expect(
            unreadable.contains(line.gridType) || path.contains("inca"),
            "\(path), \(field.place): \(field.reason ?? "")")
          noGrid += 1
          continue
        }
        let message = try field.sections.bytes(in: file)
        let values = try GRIBValues.decode(message, on: geometry)
        let found = Summary(values)
        // Unpacked with and without ecCodes: on small grids, and a few messages of any size where it is CCSDS.
        if let packing = try GRIBPacking(message, pointCount: geometry.grid.count),
          geometry.grid.count < 100_000 || packing.method != .simple && unpacked[packing.method, default: 0] < 3
        {
          let library = try GRIBValues.decodeByLibrary(message, on: geometry)
          #expect(library.elementsEqual(values) { $0.bitPattern == $1.bitPattern }, "\(path), \(field.place)")
          unpacked[packing.method, default: 0] += 1
        }
        #expect(values.count == line.values && found.missing == line.missing, "\(path), \(field.place)")
        // Relative to the largest value: a mean near zero has no digits of its own.
        let scale = max(abs(line.minimum), abs(line.maximum), 1e-30)
        for (ours, theirs) in [
          (found.average, line.average), (found.minimum, line.minimum), (found.maximum, line.maximum),
        ] {
          worst = max(worst, abs(ours - theirs) / scale)
        }
        checked += 1
      }
    }
    print(
      "\(checked) messages checked, worst relative difference \(worst); \(noGrid) on no grid of ours; absent: \(absent.sorted())"
    )
    print("bit for bit those of ecCodes: \(unpacked.map { "\($0.value) by \($0.key)" }.joined(separator: ", "))")
    #expect(worst < 1e-5)
    #expect(checked > 500)
    #expect(unpacked[.simple, default: 0] > 300)
    #expect(unpacked.keys.contains { $0 != .simple })
  }

  private struct Summary {
    var missing = 0
    var average = 0.0
    var minimum = Double.infinity
    var maximum = -Double.infinity

    init(_ values: [Double]) {
      var sum = 0.0
      values.withUnsafeBufferPointer { values in
        for x in values {
          if x.isNaN {
            missing += 1
          } else {
            sum += x
            if x < minimum { minimum = x }
            if x > maximum { maximum = x }
          }
        }
      }
      average = sum / Double(values.count - missing)
    }
  }

  /// Expected: wgrib2's dump of the message, in the same folder.
  @Test func `points that complex packing marks as missing are missing`() throws {
    guard let url = try file("grib-rs/wind_solar_ind_0.125_20240521_12Z.grib2.0.xz") else { return }
    var grids = GRIBGrids()
    let field = try GRIBIndex(url, grids: &grids).fields[0]
    let geometry = try grids[try #require(field.grid)].get()
    let found = Summary(try GRIBValues.decode(try field.sections.bytes(in: try ByteFile(url)), on: geometry))
    #expect(found.missing == 992)
    #expect(abs(found.average - 710.3264) < 1e-3 && abs(found.minimum - 533.57) < 1e-4)
  }

  /// ecCodes' geo-iterator is a second implementation of every grid. It does not undo alternating
  /// rows of latitude-longitude grids, hence its order or the reader's.
  @Test func `coordinates of every grid are those of ecCodes to a thousandth of a degree`() throws {
    var (checked, worst) = (0, 0.0)
    for path in Set(try lines.map(\.file)).sorted() where !path.contains("MRMS") {
      guard let url = try file(path) else { continue }
      var grids = GRIBGrids()
      let index = try GRIBIndex(url, grids: &grids)
      let file = try ByteFile(url)
      var seen: Set<Int> = []
      for field in index.fields {
        // ecCodes 2.28 is wrong on these two; they have their own test.
        guard let type = field.product?.gridType, type != "polar_stereographic", type != "reduced_rotated_gg" else {
          continue
        }
        guard let number = field.grid, seen.insert(number).inserted, let geometry = try? grids[number].get(),
          let theirs = try? places(try field.sections.bytes(in: file))
        else { continue }
        #expect(theirs.count == geometry.grid.count)
        let difference = min(
          self.difference(geometry.grid, theirs.latitudes, theirs.longitudes),
          self.difference(
            geometry.grid, geometry.scanning.rowMajor(theirs.latitudes), geometry.scanning.rowMajor(theirs.longitudes)))
        #expect(difference < 1e-3, "\(path), \(field.place): \(geometry.grid.summary)")
        worst = max(worst, difference)
        checked += 1
      }
    }
    print("\(checked) grids checked, worst difference \(worst)°")
    #expect(checked > 40)
  }

  /// ecCodes 2.28 takes the true latitude of edition 1's polar stereographic grids from elsewhere, and does
  /// not rotate reduced grids. Expected: the `latitudes` and `longitudes` of ecCodes 2.50.0; the polar
  /// stereographic corner also by PROJ 9 (`+proj=stere +lat_0=90 +lat_ts=60 +lon_0=-120.5 +R=6367470`).
  @Test(
    arguments: [
      (
        "met/data/sample_fcst/2009123112/arw-fer-gep1/d01_2009123112_02400.grib",
        Coordinate(latitude: 31.357, longitude: 230.23), Coordinate(latitude: 44.021151447, longitude: 247.15299306)
      ),
      (
        "earthkit-data/rotated_N32_subarea.grib", Coordinate(latitude: 85.489232, longitude: 140),
        Coordinate(latitude: 38.1796, longitude: 11.973933)
      ),
    ])
  func `first and last points are those of a newer ecCodes`(path: String, first: Coordinate, last: Coordinate) throws {
    var grids = GRIBGrids()
    let url = try #require(Fixture.shared(path))
    let index = try GRIBIndex(url, grids: &grids)
    let grid = try grids[try #require(index.fields[0].grid)].get().grid
    #expect(grid.coordinate(of: 0).distance(to: first) < 1)
    #expect(grid.coordinate(of: grid.count - 1).distance(to: last) < 1)
  }

  private func places(_ message: [UInt8]) throws -> (latitudes: [Double], longitudes: [Double], count: Int) {
    try ECCodes.withHandle(of: message) { (handle: borrowing ECCodesHandle) in
      let (latitudes, longitudes) = (try handle.doubles("latitudes"), try handle.doubles("longitudes"))
      return (latitudes, longitudes, latitudes.count)
    }
  }

  /// The largest of some thousand points, as degrees of arc.
  private func difference(_ grid: any Grid, _ latitudes: [Double], _ longitudes: [Double]) -> Double {
    var worst = 0.0
    let step = max(1, grid.count / 1009)
    for cell in Array(stride(from: 0, to: grid.count, by: step)) + [grid.count - 1] {
      let theirs = Coordinate(latitude: latitudes[cell], longitude: longitudes[cell])
      worst = max(worst, grid.coordinate(of: cell).distance(to: theirs) / Coordinate.earthRadius * 180 / .pi)
    }
    return worst
  }
}
