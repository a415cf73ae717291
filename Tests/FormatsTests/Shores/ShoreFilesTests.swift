import Fields
import Foundation
import TestSupport
import Testing

@testable import Formats

@Suite struct ShoreFilesTests {
  /// A made-up world in bins of 90°: an island of 10° x 20° across a bin's edge, a lake of 20 000 km² in it, and a
  /// grounding line.
  private let world = Fixture.url("shores/binned_GSHHS_c.nc")

  private func corners(_ line: [Coordinate]) -> [[Double]] {
    line.map { [($0.longitude * 100).rounded() / 100, ($0.latitude * 100).rounded() / 100] }
  }

  @Test func shoresAreReadByBins() throws {
    let shores = try GSHHGFile(url: world).shores(smallestLake: 1)
    #expect(shores.source == "GSHHG 0.0.1")
    #expect(
      shores.lines.map(corners) == [
        [[90, 30], [80, 30], [80, 40], [90, 40]], [[82, 32], [84, 32], [83, 34], [82, 32]],
        [[90, 40], [100, 40], [100, 30], [90, 30]],
      ])
  }

  @Test func lakesMayBeTooSmall() throws {
    #expect(try GSHHGFile(url: world).shores(smallestLake: 20_001).lines.count == 2)
  }

  @Test func whatIsNoFileOfShoresIsSaid() throws {
    let other = Fixture.url("netcdf/classic.nc")
    #expect {
      try GSHHGFile(url: other).shores(smallestLake: 1)
    } throws: {
      "\($0)".contains("classic.nc: has no variable 'Bin_size_in_minutes'")
    }
  }

  @Test func tablesThatPointNowhereAreAnError() throws {
    let folder = try Fixture.temporaryFolder()
    let broken = folder.appending(path: "binned_GSHHS_c.nc")
    var data = try Data(contentsOf: world)
    // The number of points of the first segment: 4 << 9 | 1 << 6 | 4 << 3 | 4 = 2148, big-endian.
    let place = try #require(data.firstRange(of: Data([0, 0, 0x08, 0x64])))
    data.replaceSubrange(place, with: [0x7F, 0, 0x08, 0x64])
    try data.write(to: broken)
    #expect {
      try GSHHGFile(url: broken).shores(smallestLake: 1)
    } throws: {
      "\($0)".contains("bin 0: reaches beyond the tables")
    }
  }

  @Test func shoresAroundPlacesAreKeptAndReadAgain() throws {
    let folder = try Fixture.temporaryFolder()
    let cache = folder.appending(path: "cache")
    let places = [Coordinate(latitude: 35, longitude: 85), Coordinate(latitude: 36, longitude: 95)]
    let files = ShoreFiles(folders: [folder.appending(path: "none"), world.deletingLastPathComponent()], cache: cache)
    let first = try #require(try files.shores(around: places))
    let kept = try FileManager.default.contentsOfDirectory(atPath: cache.path)
    #expect(kept.count == 1 && first.lines.count == 3)
    let again = try #require(try files.shores(around: places))
    #expect(again.source == first.source && again.lines.map(corners) == first.lines.map(corners))
    // A damaged one is made anew.
    let file = cache.appending(path: kept[0])
    let whole = try Data(contentsOf: file)
    try whole.dropLast(5).write(to: file)
    #expect(try files.shores(around: places) == first)
    #expect(try Data(contentsOf: file) == whole)
  }

  @Test func withoutDataOrPlacesThereAreNone() throws {
    let folder = try Fixture.temporaryFolder()
    #expect(
      try ShoreFiles(folders: [folder], cache: nil).shores(around: [Coordinate(latitude: 0, longitude: 0)]) == nil)
    #expect(try ShoreFiles(folders: [world.deletingLastPathComponent()], cache: nil).shores(around: []) == nil)
  }

  @Test func placesOnBothSidesOfTheSeamAreNear() throws {
    let files = ShoreFiles(folders: [world.deletingLastPathComponent()], cache: nil)
    let pacific = [Coordinate(latitude: 35, longitude: 179), Coordinate(latitude: 35, longitude: -179)]
    #expect(try files.shores(around: pacific)?.lines.isEmpty == true)
  }

  @Test(
    .enabled(
      if: FileManager.default.fileExists(atPath: "/usr/share/gmt-gshhg/binned_GSHHS_i.nc"), "GSHHG is not installed"))
  func icelandLiesWhereItDoes() throws {
    let files = ShoreFiles(cache: nil)
    let shores = try #require(
      try files.shores(around: [Coordinate(latitude: 64, longitude: -22), Coordinate(latitude: 66, longitude: -15)]))
    let iceland = shores.lines.flatMap { $0 }.filter {
      (-25 ... -13).contains($0.longitude180) && (63...66.6).contains($0.latitude)
    }
    // Bjargtangar is the westernmost point at 24.53° W, Surtsey the southernmost at 63.29° N, Gerpir at 13.49° W.
    let east = iceland.map(\.longitude180)
    #expect(abs((east.min() ?? 0) + 24.53) < 0.03 && abs((east.max() ?? 0) + 13.49) < 0.03)
    #expect(abs((iceland.map(\.latitude).min() ?? 0) - 63.29) < 0.03)
  }
}
