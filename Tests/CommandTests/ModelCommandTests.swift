import Fields
import Formats
import Foundation
import TestSupport
import Testing

@Suite struct ModelCommandTests {
  private static let model = Fixture.url("models/tiny").path

  /// An analysis with the rain of a forecast before it.
  private static func initial(in folder: URL) throws -> [String] {
    let grid = try #require(GridSpelling("13x24")).grid()
    let start = UTCTime(secondsSince1970: 1_736_467_200)
    func forecast(_ variable: Variable, _ value: Float, _ lead: TimeSpan) -> Forecast {
      let values = (0..<grid.count).map { value * (1 + 0.01 * Float($0 % 24)) }
      return Forecast(
        variable, initTime: start - lead, leadTime: lead, values: .fields([Field(values: values, grid: grid)]),
        origin: "made")
    }
    let (analysis, rain) = (folder.appending(path: "analysis.nc"), folder.appending(path: "rain.nc"))
    try NetCDFWriter.write(
      [
        forecast(.temperature2m, 280, .zero), forecast(.eastwardWind10m, 5, .zero),
        forecast(.northwardWind10m, -3, .zero), forecast(.seaLevelPressure, 100_000, .zero),
      ], to: analysis, title: "analysis")
    try NetCDFWriter.write([forecast(.precipitation(.hours(6)), 2, .hours(6))], to: rain, title: "rain")
    return [analysis.path, rain.path]
  }

  @Test func inspectTellsWhatAStepCostsBeforeAnythingRuns() throws {
    let page = try Tool.run("model", "inspect", Self.model)
    #expect(page.code == 0 && page.errors.isEmpty)
    for part in [
      "parameters     8256", "tokens         18", "windows of 3 x 2 tokens: blocks 0",
      "2 groups of rank 2, scale 0.5; by step 0 1 2", "tp6h: precipitation in 6 h, mm, 0.5 ± 2", "peak memory",
      "a step         6h, 443 kFLOP",
    ] { #expect(page.output.contains(part), "\(part)") }
    let json = try Tool.run("model", "inspect", Self.model, "--json")
    let object = try JSONSerialization.jsonObject(with: Data(json.output.utf8)) as? [String: Any]
    #expect(object?["parameters"] as? Int == 8256)
    let none = try Tool.run("model", "inspect", Fixture.url("netcdf").path)
    #expect(none.code == 3 && none.errors.contains("this is no model folder"))
  }

  @Test(arguments: ["forecast.nc", "forecast.zarr", "forecast.zarr/"])
  func predictWritesAForecastThatTheToolReads(name: String) throws {
    let folder = try Fixture.temporaryFolder()
    let output = folder.path + "/" + name
    let run = try Tool.run(
      ["predict", "--model", Self.model, "--initial"] + Self.initial(in: folder) + ["--steps", "3", "--output", output])
    #expect(run.code == 0, "\(run.errors)")
    #expect(run.errors.contains("step 3 of 3 · 18h") && run.output.contains("peak memory"))
    let inspection = try Tool.run("inspect", output)
    #expect(inspection.output.contains("2025-01-10 00 UTC  6h, 12h, 18h"), "\(inspection.output)")
    #expect(inspection.output.contains(name.contains("zarr") ? "Zarr v2" : "NetCDF-4"), "\(inspection.output)")
  }

  @Test func aForecastIsNotWrittenUnderANameOfGRIBOrOfTheModel() throws {
    let folder = try Fixture.temporaryFolder()
    let model = folder.appending(path: "model")
    try FileManager.default.copyItem(atPath: Self.model, toPath: model.path)
    for (output, reason) in [
      ("forecast.GRIB2", "forecasts are not written as GRIB"),
      ("model/weights.safetensors", "the output would replace the model"),
    ] {
      let run = try Tool.run(
        ["predict", "--model", model.path, "--steps", "1", "--output", folder.path + "/" + output, "--initial"]
          + Self.initial(in: folder))
      #expect(run.code == 3 && run.errors.contains(reason), "\(run.errors)")
    }
    #expect(!FileManager.default.fileExists(atPath: folder.appending(path: "forecast.GRIB2").path))
  }

  @Test func attentionIsChosenAndItsShareTold() throws {
    let folder = try Fixture.temporaryFolder()
    let arguments = ["predict", "--model", Self.model, "--steps", "1", "--initial"] + (try Self.initial(in: folder))
    let full = try Tool.run(arguments + ["--attention", "full"])
    #expect(full.code == 0 && !full.output.contains("wave"), "\(full.errors)")
    #expect(full.errors.contains("full attention") && full.output.contains("not written"), "\(full.output)")
    let wave = try Tool.run(arguments + ["--attention", "wave"])
    // 18 tokens are near one another: all are exact.
    #expect(
      wave.output.contains("wave attention: 100.0 % of the keys exactly, at most 0.0 % of a query's softmax mass"))
    let window = try Tool.run(arguments + ["--attention", "window"])
    #expect(window.code == 3 && window.errors.contains("the model has no window"), "\(window.errors)")
  }

  @Test func attentionBenchComparesBoth() throws {
    let page = try Tool.run(
      "attention", "bench", "--tokens", "500", "--queries", "2", "--grid", "6x10", "--width", "8", "--threads", "1")
    #expect(page.code == 0, "\(page.errors)")
    for part in ["speed-up", "estimated mass", "500 tokens, 2 queries", "6 x 10 tokens, all ask"] {
      #expect(page.output.contains(part), "\(part)")
    }
    let json = try Tool.run("attention", "bench", "--tokens", "100", "--queries", "1", "--grid", "2x3", "--json")
    let trials = try JSONSerialization.jsonObject(with: Data(json.output.utf8)) as? [[String: Any]]
    #expect(trials?.count == 2 && trials?.first?["tokens"] as? Int == 100)
    #expect(try Tool.run("attention", "bench", "--grid", "6by10").code == 64)
    #expect(try Tool.run("attention", "bench", "--retrieved", "2").code == 64)
  }

  @Test(arguments: [
    ("forecast.nc", "it is a folder; give the name of a file"), ("forecast.zarr", "is a folder, and no Zarr store"),
    ("forecast.zarr/", "is a folder, and no Zarr store"),
  ]) func aFolderIsNeverReplacedByAForecast(name: String, reason: String) throws {
    let folder = try Fixture.temporaryFolder()
    let taken = folder.appending(path: name)
    try FileManager.default.createDirectory(at: taken, withIntermediateDirectories: false)
    try Data("precious".utf8).write(to: taken.appending(path: "diary.txt"))
    let run = try Tool.run(
      ["predict", "--model", Self.model, "--initial"] + Self.initial(in: folder) + [
        "--steps", "1", "--variables", "t2m", "t2m", "--output", folder.path + "/" + name,
      ])
    #expect(run.code == 3 && run.errors.contains(reason), "\(run.errors)")
    #expect(FileManager.default.fileExists(atPath: taken.appending(path: "diary.txt").path))
    #expect(!(try FileManager.default.contentsOfDirectory(atPath: folder.path)).contains { $0.hasSuffix(".part") })
  }

  @Test func anInitialStateIsNeverReplacedByItsForecast() throws {
    let folder = try Fixture.temporaryFolder()
    let files = try Self.initial(in: folder)
    let before = try Data(contentsOf: URL(filePath: files[0]))
    for name in ["analysis.nc", "./rain.nc"] {
      let run = try Tool.run(
        ["predict", "--model", Self.model, "--steps", "1", "--initial"] + files + [
          "--output", "\(folder.path)/\(name)",
        ])
      #expect(run.code == 3 && run.errors.contains("the output would replace the initial state"), "\(run.errors)")
    }
    #expect(try Data(contentsOf: URL(filePath: files[0])) == before)
  }

  @Test func aStoreIsReplacedByTheNext() throws {
    let folder = try Fixture.temporaryFolder()
    let output = folder.appending(path: "forecast.zarr").path
    for (variable, steps) in [("t2m", "2"), ("msl", "1")] {
      let run = try Tool.run(
        ["predict", "--model", Self.model, "--initial"] + Self.initial(in: folder) + [
          "--steps", steps, "--variables", variable, "--output", output,
        ])
      #expect(run.code == 0, "\(run.errors)")
    }
    let page = try Tool.run("inspect", output).output
    #expect(page.contains("msl") && !page.contains("t2m") && !page.contains("12h"), "\(page)")
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path).count == 3)
  }

  @Test func anotherInitialTimeIsToldWithThoseThatThereAre() throws {
    let run = try Tool.run(
      ["predict", "--model", Self.model, "--initial"] + Self.initial(in: try Fixture.temporaryFolder()) + [
        "--initial-time", "2025-02-01T00",
      ])
    #expect(run.code == 3)
    #expect(
      run.errors.contains(
        "holds no channel of the model at 2025-02-01 00 UTC. The one initial state that it holds is of 2025-01-10 00 UTC"
      ),
      "\(run.errors)")
  }

  @Test func whatIsMissingIsListedAndNothingIsWritten() throws {
    let folder = try Fixture.temporaryFolder()
    let output = folder.appending(path: "forecast.nc")
    let run = try Tool.run(
      ["predict", "--model", Self.model, "--initial", try Self.initial(in: folder)[0], "--output", output.path])
    #expect(run.code == 3)
    #expect(run.errors.contains("1 of 5 channels is missing: tp6h (precipitation in 6 h)"), "\(run.errors)")
    #expect(!FileManager.default.fileExists(atPath: output.path))
  }

  @Test(.timeLimit(.minutes(2)), arguments: ["forecast.nc", "forecast.zarr"])
  func aKilledRunLeavesNothingThatLooksComplete(name: String) async throws {
    let folder = try Fixture.temporaryFolder()
    let output = folder.appending(path: name)
    let running = try Tool.start(
      "predict", "--model", Self.model, "--steps", "10000", "--output", output.path, "--initial",
      rest: try Self.initial(in: folder))
    let draft = output.path + ".part"
    while running.isRunning, !FileManager.default.fileExists(atPath: draft) {
      try await Task.sleep(for: .milliseconds(20))
    }
    #expect(running.isRunning)
    running.kill()
    #expect(!FileManager.default.fileExists(atPath: output.path))
    #expect(FileManager.default.fileExists(atPath: draft))
  }
}
