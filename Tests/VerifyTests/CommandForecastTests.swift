import Fields
import Formats
import Foundation
import Metrics
import TestSupport
import Testing

@testable import Verify

/// A model that writes messages and one whose messages lie in files, which are the same.
@Suite("Verifying a program while it runs", .timeLimit(.minutes(1)))
struct CommandForecastTests {
  let folder: URL
  let first: UTCTime

  init() throws {
    folder = try Fixture.temporaryFolder()
    first = try time("2018-11-18T00")
    for initTime in initTimes {
      for lead in leads {
        try GRIBWriter.write(
          [
            Forecast(
              .temperature2m, initTime: initTime, leadTime: .hours(lead),
              values: .fields([try toyField { Float(270 + lead) + Float($0) * 0.5 }]), origin: "toy"),
            Forecast(
              .eastwardWind10m, initTime: initTime, leadTime: .hours(lead), values: .fields([try toyField { _ in 3 }]),
              origin: "toy"),
            Forecast(
              .northwardWind10m, initTime: initTime, leadTime: .hours(lead),
              values: .fields([try toyField { _ in -4 }]),
              origin: "toy"),
          ], to: folder.appending(path: "\(initTime)_\(lead).grib"))
      }
    }
    try write("model.sh", "for lead in 6 12; do cat $1_$lead.grib; done")
    try write("observations.txt", try observations())
  }

  private var initTimes: [UTCTime] { (0..<3).map { first + .hours(12 * $0) } }
  private let leads = [6, 12]

  private func write(_ name: String, _ text: String) throws {
    try text.write(to: folder.appending(path: name), atomically: true, encoding: .utf8)
  }

  private func observations() throws -> String {
    var rows = "station,time,latitude,longitude,t2m,ws10m\n"
    for hour in stride(from: 6, through: 36, by: 6) {
      let time = "\(first + .hours(hour))"
      rows += "A,\(time),61,11,\(275 + hour % 5),4\nB,\(time),60.5,12.5,\(276 + hour % 7),6\n"
    }
    return rows
  }

  private func plan(_ forecast: String, variables: String = "[t2m, ws10m]", named name: String = "model") throws
    -> EvaluationPlan
  {
    try EvaluationPlan(
      yaml: """
        forecasts: [{name: \(name), \(forecast)}]
        observations:
          files: observations.txt
          columns: station=station,time=time,latitude=latitude,longitude=longitude,t2m=t2m:K,ws10m=ws10m:m/s
        variables: \(variables)
        """, file: folder.appending(path: "evaluation.yaml"))
  }

  private let times = """
    initial-times: {from: 2018-11-18T00, to: 2018-11-19T00, step: 12h}, lead-times: 6h..12h by 6h
    """

  private func results() throws -> ResultsDatabase {
    try ResultsDatabase(writingTo: try Fixture.temporaryFolder())
  }

  private func scores(_ results: ResultsDatabase) throws -> [Score] { try results.record(byInitTime: true).scores }

  @Test func itHasTheScoresOfTheSameForecastsInFiles() async throws {
    let (streamed, held) = (try results(), try results())
    let evaluation = try await Evaluation(try plan("command: 'sh model.sh {initial_time}', \(times)"))
    #expect(evaluation.systems[0].summary == "sh model.sh {initial_time}, bilinear")
    let summary = try await evaluation.run(into: streamed, threads: 4)
    #expect(summary.computed == 6)
    _ = try await Evaluation(try plan("files: '*.grib'")).run(into: held, threads: 4)
    #expect(try scores(streamed) == scores(held))
    #expect(try !scores(held).isEmpty)
    #expect(try streamed.stop() == nil)
    let settings = try streamed.record().provenance
    #expect(
      settings.contains {
        $0.name == "forecast model" && $0.value == "raw, command sh model.sh {initial_time} in \(folder.path)"
      }, "the command is kept as it is written")
  }

  @Test func netCDFFilesHaveTheScoresOfTheSameFilesAtRest() async throws {
    for initTime in initTimes {
      for lead in leads {
        let fields: [(Variable, (Int) -> Float)] = [
          (.temperature2m, { Float(270 + lead) + Float($0) * 0.5 }), (.eastwardWind10m, { Float($0) }),
          (.northwardWind10m, { _ in -4 }),
        ]
        try NetCDFWriter.write(
          try fields.map {
            Forecast(
              $0, initTime: initTime, leadTime: .hours(lead), values: .fields([try toyField($1)]), origin: "toy")
          }, to: folder.appending(path: "\(initTime)_\(lead).nc"), title: "toy")
      }
    }
    let (streamed, held) = (try results(), try results())
    let plan = try plan("command: 'cat {initial_time}_6.nc {initial_time}_12.nc', \(times)")
    let summary = try await Evaluation(plan).run(into: streamed, threads: 4)
    #expect(summary.computed == 6)
    _ = try await Evaluation(try self.plan("files: '*.nc'")).run(into: held, threads: 4)
    #expect(try scores(streamed) == scores(held))
    #expect(try !scores(held).isEmpty)
  }

  @Test func aNetCDFFileThatIsCutShortKeepsWhatIsScored() async throws {
    for lead in leads {
      try NetCDFWriter.write(
        [
          Forecast(
            .temperature2m, initTime: first, leadTime: .hours(lead), values: .fields([try toyField()]), origin: "toy")
        ], to: folder.appending(path: "\(lead).nc"), title: "toy")
    }
    let results = try results()
    let plan = try plan(
      "command: 'cat 6.nc; head -c 5000 12.nc', initial-times: [2018-11-18T00], lead-times: [6h, 12h]",
      variables: "[t2m]")
    let error = await #expect(throws: FormatError.self) { try await Evaluation(plan).run(into: results) }
    #expect(error?.description.contains("from 2018-11-18 00 UTC at 12h, message 2 at byte") == true)
    #expect(error?.description.contains("cut short: ") == true)
    #expect(try results.unitsDone().count == 1)
    #expect(try results.stop()?.missing == "1 of 2 forecasts are not scored: from 2018-11-18 00 UTC at 12h")
  }

  @Test func aCrashKeepsWhatIsScoredAndTheSameRunGoesOn() async throws {
    try write("model.sh", "cat $1_6.grib; case $1 in *T12*) echo no memory >&2; exit 4;; esac; cat $1_12.grib")
    let plan = try plan("command: 'sh model.sh {initial_time}', \(times)")
    let results = try results()
    let evaluation = try await Evaluation(plan)
    let error = await #expect(throws: FormatError.self) { try await evaluation.run(into: results, threads: 2) }
    #expect(error?.description.contains("from 2018-11-18 12 UTC at 12h: the program ended with exit status 4") == true)
    #expect(try results.unitsDone().count == 3)
    #expect(try !results.isFinished())
    let stop = try #require(try results.stop())
    #expect(stop.reason.contains("no memory"))
    #expect(
      stop.missing
        == "3 of 6 forecasts are not scored: from 2018-11-18 12 UTC at 12h; all from 2018-11-19 00 UTC")
    let facts = try results.record().provenance
    #expect(facts.contains { $0.name == "missing" && $0.value == stop.missing })

    try write("model.sh", "for lead in 6 12; do cat $1_$lead.grib; done")
    let summary = try await Evaluation(plan).run(into: results)
    #expect((summary.computed, summary.alreadyDone) == (3, 3))
    #expect(try results.stop() == nil)
    let whole = try self.results()
    _ = try await Evaluation(plan).run(into: whole)
    #expect(try scores(results) == scores(whole))
  }

  @Test func anotherCommandIsAnotherEvaluation() async throws {
    let results = try results()
    _ = try await Evaluation(try plan("command: 'sh model.sh {initial_time}', \(times)")).run(into: results)
    let third = try await Evaluation(try plan("command: 'sh model.sh {initial_time} --new', \(times)"))
    await #expect(throws: VerifyError.self) { try await third.run(into: results) }
  }

  @Test func itIsScoredAgainstFieldsVariableByVariable() async throws {
    try write("log.sh", "echo $1 >> log; sh model.sh $1")
    let text = """
      forecasts:
        - name: files
          files: '*.grib'
        - name: model
          command: sh log.sh {initial_time}
          \(times.replacing(", lead-times", with: "\n    lead-times"))
      analysis: {files: '*.grib'}
      variables: [t2m, wind10m, ws10m]
      """
    let plan = try EvaluationPlan(yaml: text, file: folder.appending(path: "evaluation.yaml"))
    let results = try results()
    let evaluation = try await Evaluation(plan)
    _ = try await evaluation.run(into: results, threads: 4)
    let starts = try String(contentsOf: folder.appending(path: "log"), encoding: .utf8).split(separator: "\n")
    #expect(starts.count == Set(starts).count, "one start an initial time")
    let scores = try scores(results).filter { $0.system == "model" && $0.metric == "rmse" }
    let own = try self.scores(results).filter { $0.system == "files" && $0.metric == "rmse" }
    #expect(!scores.isEmpty)
    #expect(scores.map(\.outcome) == own.map(\.outcome))
  }

  // MARK: - The examples

  /// The Python environment of the reference checks.
  private static let python = Fixture.root.appending(path: ".venv/bin/python")
  private static let hasONNXRuntime = hasPackages("onnxruntime", "eccodes")
  private static let hasXarray = hasPackages("xarray", "netCDF4")

  private static func hasPackages(_ names: String...) -> Bool {
    let folder = Fixture.root.appending(path: ".venv/lib")
    let versions = (try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? []
    return versions.contains { version in
      names.allSatisfy {
        FileManager.default.fileExists(atPath: folder.appending(path: "\(version)/site-packages/\($0)").path)
      }
    }
  }

  /// y = x + 0.1 (mean of x - x), once in six hours: after n steps an anomaly is 0.9 to the n of itself.
  @Test(.enabled(if: hasONNXRuntime, "no onnxruntime in .venv; Scripts/setup --python installs it"))
  func theExampleRunsAnONNXModel() async throws {
    let example = Fixture.root.appending(path: "Examples/foreign").path
    try GRIBWriter.write(
      [
        Forecast(
          .temperature2m, initTime: first, leadTime: .zero,
          values: .fields([try toyField { Float(270) + Float($0) }]), origin: "toy")
      ], to: folder.appending(path: "analysis.bin"))
    let python = CommandForecastTests.python.path
    let plan = try plan(
      "command: '\(python) \(example)/make_onnx.py m.onnx && \(python) \(example)/onnx_model.py m.onnx {initial_time} "
        + "{lead_times} analysis.bin', initial-times: [2018-11-18T00], lead-times: [6h, 12h]", variables: "[t2m]")
    let source = try #require(plan.systems[0].command).source(named: "onnx", of: plan.variables)
    for (lead, factor) in [(6, 0.9), (12, 0.81)] {
      let forecast = try #require(try await source.forecast(.temperature2m, from: first, at: .hours(lead)))
      guard case .fields(let fields) = forecast.values else { continue }
      // The mean of 270 to 281 is 275.5.
      for (cell, value) in fields[0].values.enumerated() {
        #expect(abs(Double(value) - (275.5 + factor * (Double(cell) - 5.5))) < 2e-3, "\(lead) \(cell)")
      }
    }
    let results = try results()
    let summary = try await Evaluation(plan).run(into: results)
    #expect((summary.computed, summary.pairs) == (2, 4))
  }

  /// After n steps of six hours an anomaly from the mean of its circle of latitude is 0.9 to the n of itself.
  @Test(.enabled(if: hasXarray, "no xarray with netCDF4 in .venv; Scripts/setup --python installs them"))
  func theExampleWritesNetCDFFilesWithXarray() async throws {
    let example = Fixture.root.appending(path: "Examples/foreign/xarray_model.py").path
    try NetCDFWriter.write(
      [0, 12].map { lead in
        Forecast(
          .temperature2m, initTime: first - .hours(12), leadTime: .hours(lead),
          values: .fields([try toyField { _ in 250 }]), origin: "toy")
      }, to: folder.appending(path: "earlier.nc"), title: "toy")
    try NetCDFWriter.write(
      [
        Forecast(
          .temperature2m, initTime: first, leadTime: .zero, values: .fields([try toyField { Float(270 + $0) }]),
          origin: "toy")
      ], to: folder.appending(path: "first.nc"), title: "toy")
    let plan = try plan(
      "command: '\(CommandForecastTests.python.path) \(example) {initial_time} {lead_times} earlier.nc first.nc', "
        + "initial-times: [2018-11-18T00], lead-times: [6h, 12h]", variables: "[t2m]")
    let source = try #require(plan.systems[0].command).source(named: "xarray", of: plan.variables)
    for (lead, factor) in [(6, 0.9), (12, 0.81)] {
      let forecast = try #require(try await source.forecast(.temperature2m, from: first, at: .hours(lead)))
      guard case .fields(let fields) = forecast.values else { continue }
      let shape = fields[0].grid.shape
      #expect(shape == [3, 4])
      for (cell, value) in fields[0].values.enumerated() {
        // Rows of 4 cells, of which the first row holds 270 to 273.
        let mean = 271.5 + Double(cell / 4 * 4)
        #expect(abs(Double(value) - (mean + factor * (Double(270 + cell) - mean))) < 1e-3, "\(lead) \(cell)")
      }
    }
    let results = try results()
    let summary = try await Evaluation(plan).run(into: results)
    #expect((summary.computed, summary.pairs) == (2, 4))
  }

  // MARK: - The evaluation file

  @Test func itsKeysAreTaken() throws {
    let plan = try plan(
      "command: [python3, model.py], initial-times: [2018-11-18T12, 2018-11-18], lead-times: [6h, 12h], "
        + "timeout: 30min, working-directory: ., variables: t2m")
    let command = try #require(plan.systems[0].command)
    #expect(command.command.program == .arguments(["python3", "model.py"]))
    #expect(command.command.timeout == .minutes(30))
    #expect(command.command.workingDirectory.path == folder.path)
    #expect(command.initTimes == [first, first + .hours(12)])
    #expect(command.leadTimes == [.hours(6), .hours(12)])
    #expect(command.variables == [.temperature2m])
    let usual = try #require(try self.plan("command: model, \(times)").systems[0].command)
    #expect(usual.command.timeout == .minutes(10))
    #expect(usual.initTimes == initTimes)
  }

  @Test(arguments: [
    ("command: model, lead-times: 6h", "the forecast 'model' has no 'initial-times'"),
    ("command: model, initial-times: [2018-11-18]", "the forecast 'model' has no 'lead-times'"),
    ("files: '*.grib', timeout: 5min", "the forecast 'model' has 'timeout' and no 'command'"),
    (
      "files: '*.grib', command: model, lead-times: 6h, initial-times: [2018-11-18]",
      "the forecast 'model' names more than one origin"
    ),
    (
      "command: model, lead-times: 6h, initial-times: [2018-11-18], units: {t2m: K}",
      "the forecast 'model' has 'units' and a 'command'"
    ),
    (
      "command: model, lead-times: 6h, initial-times: {from: 2018-11-19, to: 2018-11-18, step: 6h}",
      "goes from 2018-11-19 00 UTC to 2018-11-18 00 UTC by 6h"
    ),
    (
      "command: model, lead-times: 6h, initial-times: [2018-11-18], working-directory: nowhere",
      "there is no folder 'nowhere'"
    ),
    ("command: model, lead-times: 6h, initial-times: [2018-11-18], timeout: 0s", "'forecasts: timeout' is '0s'"),
  ])
  func whatIsWrongIsTold(_ forecast: String, _ problem: String) throws {
    let error = try #require(throws: VerifyError.self) { try plan(forecast) }
    #expect(error.problem.contains(problem), "\(error)")
    #expect(error.line == 1)
  }

  @Test func missingForecastsAreNamedByInitialTime() throws {
    let units = (0..<4).flatMap { day in
      [6, 12].map { EvaluationUnit(initTime: first + .hours(24 * day), leadTime: .hours($0)) }
    }
    #expect(
      MissingForecasts(units[1...], of: units).description
        == "7 of 8 forecasts are not scored: from 2018-11-18 00 UTC at 12h; all from the 3 initial times from "
        + "2018-11-19 00 UTC to 2018-11-21 00 UTC")
  }
}
