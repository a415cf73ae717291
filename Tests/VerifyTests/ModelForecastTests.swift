import Fields
import Formats
import Foundation
import Inference
import Metrics
import TestSupport
import Testing

@testable import Verify

@Suite("Models that are scored while they make their forecasts")
struct ModelForecastTests {
  private static let variables: [Variable] = [
    .temperature2m, .eastwardWind10m, .northwardWind10m, .seaLevelPressure, .precipitation(.hours(6)),
  ]

  private static func fields(_ grid: RectilinearGrid, _ seed: Int) -> [(Variable, Field)] {
    let (means, sizes): ([Float], [Float]) = ([278, 0, 0, 101_000, 2], [20, 6, 5, 1200, 2])
    return variables.enumerated().map { number, variable in
      let values = (0..<grid.count).map { cell -> Float in
        let at = grid.coordinate(of: cell)
        let wave =
          Foundation.sin(at.longitude * .pi / 60 + Double(number + seed)) * Foundation.cos(at.latitude * .pi / 180)
        return means[number] + sizes[number] * Float(wave)
      }
      return (variable, Field(values: values, grid: grid))
    }
  }

  /// Two analyses a day apart, each with the rain of a forecast from six hours before, on a grid of its own; and a
  /// truth to score against.
  private static func write(into folder: URL) throws {
    let grid = try #require(GridSpelling("19x36")).grid()
    for (day, start) in [try time("2025-01-10T00"), try time("2025-01-11T00")].enumerated() {
      let all = fields(grid, day)
      func forecasts(_ part: [(Variable, Field)], _ initTime: UTCTime, _ lead: TimeSpan) -> [Forecast] {
        part.map { Forecast($0, initTime: initTime, leadTime: lead, values: .fields([$1]), origin: "made") }
      }
      try NetCDFWriter.write(
        forecasts(Array(all.prefix(4)), start, .zero), to: folder.appending(path: "analysis\(day).nc"), title: "a")
      try GRIBWriter.write(
        forecasts(Array(all.suffix(1)), start + .hours(-6), .hours(6)),
        to: folder.appending(path: "rain\(day).grib"), bitsPerValue: 16)
    }
    let truth = try (0..<6).flatMap { step in
      try fields(grid, step).map {
        Forecast(
          $0, initTime: try time("2025-01-10T00"), leadTime: .hours(6 * step), values: .fields([$1]), origin: "made")
      }
    }
    try NetCDFWriter.write(truth, to: folder.appending(path: "truth.nc"), title: "truth")
  }

  private static func evaluation(_ folder: URL, _ forecasts: String) throws -> EvaluationPlan {
    let text = """
      forecasts:
      \(forecasts)
      analysis: {files: truth.nc, regrid: bilinear}
      variables: [t2m, ws10m, tp12h]
      lead-times: [6h..24h by 6h]

      """
    return try EvaluationPlan(yaml: text, file: folder.appending(path: "evaluation.yaml"))
  }

  private static func prediction(
    _ folder: URL, _ initTime: String, as ending: String = "nc"
  ) async throws -> Prediction {
    let files = ["analysis0.nc", "analysis1.nc", "rain0.grib", "rain1.grib"].map { folder.appending(path: $0) }
    return try await Prediction(
      Prediction.Request(
        model: Fixture.url("models/tiny"), initial: files, initTime: try time(initTime), steps: 4,
        output: folder.appending(path: "forecast\(initTime.suffix(5)).\(ending)"), threads: 2))
  }

  /// One rollout an initial time serves all variables and lead times; what a file or a store of the same rollout holds
  /// scores the same to the last bit.
  @Test func aModelScoresAsTheFilesOfItsForecasts() async throws {
    let folder = try Fixture.temporaryFolder()
    try Self.write(into: folder)
    for initTime in ["2025-01-10T00", "2025-01-11T00"] {
      for ending in ["nc", "zarr"] {
        let prediction = try await Self.prediction(folder, initTime, as: ending)
        var steps: [Int] = []
        try await prediction.run { steps.append($0.step) }
        #expect(steps == [1, 2, 3, 4])
      }
    }
    let plan = try Self.evaluation(
      folder,
      """
        - {name: model, model: \(Fixture.url("models/tiny").path), initial: [analysis*.nc, rain*.grib]}
        - {name: file, files: forecast*.nc, baseline: true}
        - {name: store, files: forecast*.zarr}
      """)
    let evaluation = try await Evaluation(plan)
    #expect(evaluation.units.count == 8)
    let results = try ResultsDatabase(writingTo: folder.appending(path: "results"))
    _ = try await evaluation.run(into: results, threads: 2)
    let scores = try results.record(pairing: .all).scores.filter { $0.metric == "mse" && $0.reference == nil }
    let model = scores.filter { $0.system == "model" }
    for name in ["file", "store"] {
      let written = scores.filter { $0.system == name }
      #expect(model.count == written.count && model.count > 6)
      for (a, b) in zip(model, written) {
        #expect(a.variable == b.variable && a.leadTime == b.leadTime)
        #expect(a.outcome.value == b.outcome.value, "\(a.variable) in \(name)")
      }
    }
    // Its own files and those of its initial states are inputs.
    let roles = try plan.inputFiles().map(\.role)
    #expect(roles.filter { $0 == "model of model" }.count == 2)
    #expect(roles.filter { $0 == "initial state of model" }.count == 4)
  }

  /// The same weights with another attention make another forecast, which is the one that `verify predict` makes.
  @Test func oneEvaluationScoresAModelWithSeveralAttentions() async throws {
    let folder = try Fixture.temporaryFolder()
    try Self.write(into: folder)
    let fine = Fixture.url("models/demo-fine")
    let prediction = try await Prediction(
      Prediction.Request(
        model: fine, initial: [folder.appending(path: "analysis0.nc")], steps: 1, variables: [.temperature2m],
        output: folder.appending(path: "wave.zarr"), threads: 2, attention: .wave))
    try await prediction.run()
    let plan = try EvaluationPlan(
      yaml: """
        forecasts:
          - {name: full, model: \(fine.path), initial: analysis0.nc, attention: full}
          - {name: wave, model: \(fine.path), initial: analysis0.nc, attention: wave}
          - {name: written, files: wave.zarr}
        analysis: {files: truth.nc, regrid: bilinear}
        variables: t2m
        lead-times: 6h

        """, file: folder.appending(path: "evaluation.yaml"))
    #expect(plan.systems.map(\.model?.attention) == [.full, .wave, nil])
    #expect(plan.systems[1].model?.description == "the model demo-fine with wave attention from analysis0.nc")
    let own = PlannedModel(folder: fine, initial: ["a.grib", "b.grib"].map { folder.appending(path: $0) })
    #expect(own.description == "the model demo-fine with window attention from a.grib … b.grib (2 files)")
    let results = try ResultsDatabase(writingTo: folder.appending(path: "results"))
    let summary = try await Evaluation(plan).run(into: results, threads: 2)
    let scores = try results.record(pairing: .all).scores.filter { $0.metric == "mse" && $0.reference == nil }
    func value(_ system: String) -> Double? {
      scores.first { $0.system == system && $0.leadTime != nil }?.outcome.value
    }
    let (full, wave) = (try #require(value("full")), try #require(value("wave")))
    #expect(full.isFinite && full != wave && abs(full - wave) < 0.1 * full, "\(full), \(wave)")
    #expect(value("written") == wave)
    // The run and its reports say what was exact and what estimated, as the prediction does; and so does a run that finds
    // nothing left to do.
    let text = try #require(prediction.waveOutcome).text
    #expect(text.hasPrefix("wave attention: ") && text.hasSuffix("softmax mass estimated"))
    #expect(summary.attention == ["wave: \(text)"])
    let again = try await Evaluation(plan).run(into: results, threads: 2)
    #expect(again.computed == 0 && again.attention == summary.attention)
    let facts = try results.record(pairing: .all).provenance.filter { $0.name.hasPrefix("wave attention") }
    #expect(facts.map { "\($0.name): \($0.value)" } == [text.replacing("attention:", with: "attention of wave:")])
  }

  @Test func resultsOfAnotherAttentionAreNotGoneOnWith() async throws {
    let folder = try Fixture.temporaryFolder()
    try Self.write(into: folder)
    let results = try ResultsDatabase(writingTo: folder.appending(path: "results"))
    func run(_ attention: String) async throws {
      let model = "model: \(Fixture.url("models/tiny").path), initial: [analysis0.nc, rain0.grib]"
      let plan = try Self.evaluation(folder, "  - {name: tiny, \(model)\(attention)}")
      _ = try await Evaluation(plan).run(into: results, threads: 2)
    }
    try await run("")
    try await run("")
    for attention in ["full", "wave"] {
      let error = await #expect(throws: VerifyError.self) { try await run(", attention: \(attention)") }
      #expect("\(error as Any)".contains("the results are of another evaluation"))
      #expect("\(error as Any)".contains("and is raw, a model with \(attention) attention"), "\(error as Any)")
    }
    // The small model has no blocks that attend within windows of a size of their own.
    let error = await #expect(throws: InferenceError.self) { try await run(", attention: window") }
    #expect("\(error as Any)".contains("the model has no window for the attention that is asked for"))
  }

  @Test(arguments: ["nc", "zarr"]) func aForecastThatFailsLeavesNoFile(ending: String) async throws {
    struct Stop: Error {}
    let folder = try Fixture.temporaryFolder()
    try Self.write(into: folder)
    let prediction = try await Self.prediction(folder, "2025-01-10T00", as: ending)
    await #expect(throws: Stop.self) { try await prediction.run { if $0.step == 2 { throw Stop() } } }
    let names = try FileManager.default.contentsOfDirectory(atPath: folder.path)
    #expect(!names.contains { $0.hasPrefix("forecast") }, "\(names)")
  }

  @Test func whatIsWrongInAnEvaluationIsNamed() throws {
    let folder = try Fixture.temporaryFolder()
    try Self.write(into: folder)
    let tiny = Fixture.url("models/tiny").path
    for (forecast, part) in [
      ("model: nowhere, initial: truth.nc", "there is no folder 'nowhere'"),
      ("model: \(tiny)", "has no initial states"),
      ("files: truth.nc, initial: truth.nc", "names none"),
      ("model: \(tiny), files: truth.nc, initial: truth.nc", "more than one origin"),
      ("model: \(tiny), initial: truth.nc, memory-limit: much", "expected a size such as 8GiB"),
      (
        "model: \(tiny), initial: truth.nc, attention: waves",
        "'forecasts: attention' is 'waves'; expected one of window, full, wave. Did you mean 'wave'?"
      ),
      ("files: truth.nc, attention: wave", "'forecasts: attention' is of a model, and the forecast names none"),
    ] {
      let error = #expect(throws: VerifyError.self) { try Self.evaluation(folder, "  - {name: a, \(forecast)}") }
      #expect("\(error as Any)".contains(part), "\(error as Any)")
    }
  }

  @Test func memoryThatIsTooSmallIsToldBeforeTheStart() async throws {
    let folder = try Fixture.temporaryFolder()
    try Self.write(into: folder)
    let error = await #expect(throws: (any Error).self) {
      try await Prediction(
        Prediction.Request(
          model: Fixture.url("models/tiny"), initial: [folder.appending(path: "truth.nc")],
          output: folder.appending(path: "forecast.nc"), threads: 1, memoryLimit: ByteCount("1KiB")))
    }
    #expect("\(error as Any)".contains("the limit is 1.0 KiB"))
    #expect(!FileManager.default.fileExists(atPath: folder.appending(path: "forecast.nc.part").path))
  }
}
