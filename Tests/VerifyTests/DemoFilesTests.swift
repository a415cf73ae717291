import Fields
import Formats
import Foundation
import TestSupport
import Testing

@testable import Verify

/// The demo world's files, read back by the formats that read anybody's files.
@Suite struct DemoFilesTests {
  static let options = DemoFiles.Options(seed: 7, stations: 40, spacing: 6, initTimes: 2, leadStep: .hours(24))

  private func open(_ system: DemoSystem, _ files: DemoFiles) throws -> any ForecastSource {
    let folder = files.folder.appending(path: system.name)
    let urls = try FileManager.default.contentsOfDirectory(at: folder, includingPropertiesForKeys: nil)
    return try Formats.Catalogue.open(
      urls.sorted { $0.path < $1.path }, options: SourceOptions(name: system.name))
  }

  @Test func filesHoldWhatTheWorldForecast() async throws {
    let folder = try Fixture.temporaryFolder()
    defer { try? FileManager.default.removeItem(at: folder) }
    let files = DemoFiles(in: folder, Self.options)
    try files.write()
    let world = try DemoWorld(seed: 7, spacing: 6, start: DemoFiles.start, days: 7)
    let lead = TimeSpan.hours(48)
    let place = Coordinate(latitude: 48.3, longitude: -0.7)
    for system in [DemoSystem.candidate, .baseline] {
      let source = try open(system, files)
      let contents = try await source.contents().filter { DemoWorld.variables.contains($0.variable) }
      // Five variables at 2 × 6 lead times. Precipitation at lead 0 has no message in GRIB, and is
      // all fill in NetCDF, whose arrays are whole.
      #expect(contents.count == (system.name == DemoSystem.baseline.name ? 58 : 60))
      let expected = system.forecast(
        world.truth(at: DemoFiles.start + lead), in: world, seed: 7, from: DemoFiles.start, at: lead)
      for (variable, values) in expected {
        let forecast = try #require(try await source.forecast(variable, from: DemoFiles.start, at: lead))
        guard case .fields(let members) = forecast.values else {
          Issue.record("no field of \(variable)")
          continue
        }
        let read = try #require(members[0].value(at: place, .bilinear))
        let made = try #require(Field(values: values, grid: world.grid).value(at: place, .bilinear))
        // Twelve bits over the range of the field.
        let range = Double((values.max() ?? 0) - (values.min() ?? 0))
        #expect(abs(read - made) < range / 4000, "\(system.name) \(variable)")
      }
    }
  }

  @Test func sameSeedGivesSameFiles() throws {
    let folders = try (0..<2).map { _ in try Fixture.temporaryFolder() }
    defer { for folder in folders { try? FileManager.default.removeItem(at: folder) } }
    for folder in folders { try DemoFiles(in: folder, Self.options).write() }
    for path in ["observations.csv", "evaluation.yaml", "ghr-like/2025011000.nc", "ifs-hres-like/2025011100.grib"] {
      let contents = try folders.map { try Data(contentsOf: $0.appending(path: path)) }
      #expect(contents[0] == contents[1], "\(path)")
    }
  }
}
