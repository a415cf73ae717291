import Fields
import Foundation
import TestSupport
import Testing

@testable import Inference

@Suite struct ModelSourceTests {
  /// Forecasts in memory; counts how often each is read.
  struct MemorySource: ForecastSource {
    var name = "analysis.grib"
    var forecasts: [Forecast]

    func contents() -> [ForecastKey] {
      forecasts.map { ForecastKey($0.variable, initTime: $0.initTime, leadTime: $0.leadTime) }.sorted()
    }

    func forecast(_ variable: Variable, from initTime: UTCTime, at leadTime: TimeSpan) -> Forecast? {
      forecasts.first { $0.variable == variable && $0.initTime == initTime && $0.leadTime == leadTime }
    }
  }

  static let time = UTCTime(secondsSince1970: 1_736_467_200)

  /// The fields whose normalised values are the golden input, on the model's grid turned upside down and with its rain
  /// from a forecast of six hours before.
  static func analysis(of model: ModelDescription, _ golden: GoldenModel) throws -> MemorySource {
    let input = try golden.input()
    let columns = model.grid.columns
    let latitudes = (0..<model.grid.rows).map { model.grid.coordinate(of: $0 * columns).latitude }
    let turned = try RectilinearGrid(
      latitudes: latitudes.reversed(), longitudes: (0..<columns).map { model.grid.coordinate(of: $0).longitude })
    let forecasts = model.channels.enumerated().map { number, channel in
      let line = channel.denormalisation
      let rows = stride(from: 0, to: input.area, by: columns).map { start in
        input.values[number * input.area + start..<number * input.area + start + columns].map {
          $0 * line.scale + line.offset
        }
      }
      let isAmount = channel.variable.processing != .instantaneous
      return Forecast(
        channel.variable, initTime: isAmount ? time + .hours(-6) : time, leadTime: isAmount ? .hours(6) : .zero,
        values: .fields([Field(values: Array(rows.reversed().joined()), grid: turned)]), origin: "analysis.grib")
    }
    return MemorySource(forecasts: forecasts)
  }

  static func model(_ name: String = "tiny") throws -> ForecastModel {
    try ForecastModel(try ModelFolder(Fixture.url("models/\(name)")), threads: 2)
  }

  @Test func theFirstStepIsThatOfTheNetworkOnAnAnalysisInAnyOrderAndUnit() async throws {
    let model = try Self.model()
    let golden = try GoldenModel(fixture: "tiny")
    let states = try await InitialStates(try Self.analysis(of: model.description, golden), for: model.description)
    #expect(states.times == [Self.time])
    // The rain of the golden input is below its minimum in places, which the initial state is not: compare the rest.
    let source = try ModelSource(name: "ghr", model, from: states, threads: 1)
    let state = try await states.state(at: Self.time, threads: 1)
    let input = try golden.input()
    let least = try #require(model.description.channels[4].normalisedMinimum)
    var expected = input
    for cell in 4 * input.area..<5 * input.area { expected.values[cell] = max(expected.values[cell], least) }
    #expect(zip(state.planes.values, expected.values).allSatisfy { abs($0 - $1) < 2e-5 })
    let made = try golden.network.step(expected, group: 0)
    for (number, channel) in model.description.channels.enumerated() {
      let forecast = try #require(
        try await source.forecast(channel.variable, from: Self.time, at: .hours(6)), "\(channel.name)")
      guard case .fields(let fields) = forecast.values else {
        Issue.record("\(channel.name) is no field")
        continue
      }
      let line = channel.denormalisation
      for (cell, value) in fields[0].values.enumerated() {
        let wanted = max(made.values[number * made.area + cell] * line.scale + line.offset, line.minimum)
        #expect(abs(value - wanted) < 1e-3 * line.scale)
      }
    }
  }

  @Test func anyOrderOfQuestionsGetsTheSameAnswers() async throws {
    let model = try Self.model()
    let golden = try GoldenModel(fixture: "tiny")
    let states = try await InitialStates(try Self.analysis(of: model.description, golden), for: model.description)
    func values(_ leads: [Int]) async throws -> [Int: [Float]] {
      let source = try ModelSource(name: "ghr", model, from: states, threads: 1)
      var found: [Int: [Float]] = [:]
      for lead in leads {
        let forecast = try await source.forecast(.temperature2m, from: Self.time, at: .hours(lead))
        if case .fields(let fields)? = forecast?.values { found[lead] = fields[0].values }
      }
      return found
    }
    let rising = try await values([6, 12, 18, 24])
    #expect(rising.count == 4)
    #expect(try await values([24, 6, 18, 12]) == rising)
  }

  @Test func whatIsHeldIsEveryChannelAtEveryStep() async throws {
    let model = try Self.model()
    let golden = try GoldenModel(fixture: "tiny")
    let states = try await InitialStates(try Self.analysis(of: model.description, golden), for: model.description)
    let source = try ModelSource(name: "ghr", model, from: states, steps: 3, threads: 1)
    #expect(await source.contents().count == 15)
    #expect(source.isSequential)
    #expect(try await source.forecast(.temperature2m, from: Self.time, at: .hours(24)) == nil)
    #expect(try await source.forecast(.temperature2m, from: Self.time, at: .hours(5)) == nil)
    #expect(try await source.forecast(.visibility, from: Self.time, at: .hours(6)) == nil)
    #expect(try await source.forecast(.temperature2m, from: Self.time + .hours(6), at: .hours(6)) == nil)
  }

  @Test func amountsAreNeverBelowTheirMinimum() async throws {
    let model = try Self.model()
    let golden = try GoldenModel(fixture: "tiny")
    let states = try await InitialStates(try Self.analysis(of: model.description, golden), for: model.description)
    let source = try ModelSource(name: "ghr", model, from: states, threads: 1)
    for lead in [6, 12, 18] {
      let forecast = try await source.forecast(.precipitation(.hours(6)), from: Self.time, at: .hours(lead))
      guard case .fields(let fields)? = forecast?.values else {
        Issue.record("no amount at \(lead) h")
        continue
      }
      #expect(fields[0].values.allSatisfy { $0 >= 0 } && fields[0].values.contains(0))
    }
  }

  @Test func stepsTakeTheAdaptersOfTheirGroup() throws {
    let network = try Self.model().description.network
    #expect((1...5).map { network.loraGroup(ofStep: $0) } == [0, 1, 2, 2, 2])
  }

  /// One weight of the last layer that is NaN spreads over its channel.
  @Test func aStepThatMakesNoNumbersIsAnErrorThatNamesTheChannel() async throws {
    let folder = try ModelFolderTests.copy(of: "tiny")
    let weights = folder.appending(path: "weights.safetensors")
    let place = try #require(try SafetensorsFile(weights).entries["final.weight"]).bytes.lowerBound
    var bytes = try Data(contentsOf: weights)
    bytes.replaceSubrange(place..<place + 4, with: [0xFF, 0xFF, 0xFF, 0x7F])
    try bytes.write(to: weights)
    let model = try ForecastModel(try ModelFolder(folder), threads: 1)
    let analysis = try Self.analysis(of: model.description, try GoldenModel(fixture: "tiny"))
    let source = try ModelSource(
      name: "ghr", model, from: try await InitialStates(analysis, for: model.description), threads: 1)
    let error = await #expect(throws: InferenceError.self) {
      _ = try await source.forecast(.temperature2m, from: Self.time, at: .hours(12))
    }
    let text = try #require(error).description
    #expect(text.contains("tiny: step 1 made ") && text.contains(" values of t2m infinite or NaN"), "\(text)")
  }

  @Test func whatIsMissingIsListed() async throws {
    let model = try Self.model()
    var source = try Self.analysis(of: model.description, try GoldenModel(fixture: "tiny"))
    source.forecasts.removeAll { [.seaLevelPressure, .precipitation(.hours(6))].contains($0.variable) }
    let states = try await InitialStates(source, for: model.description)
    #expect(states.times.isEmpty)
    #expect(
      states.lacking().description.contains(
        "analysis.grib: is no initial state at 2025-01-10 00 UTC: 2 of 5 channels are missing: msl (mean sea level "
          + "pressure), tp6h (precipitation in 6 h)"))
    // Only amounts come from a forecast before.
    #expect(states.lacking().description.contains("amounts before the initial time"))
    source.forecasts.removeAll { $0.variable == .temperature2m }
    source.forecasts += try Self.analysis(of: model.description, try GoldenModel(fixture: "tiny")).forecasts.filter {
      [.seaLevelPressure, .precipitation(.hours(6))].contains($0.variable)
    }
    let cold = try await InitialStates(source, for: model.description).lacking().description
    #expect(cold.contains("1 of 5 channels is missing: t2m") && !cold.contains("amounts"), "\(cold)")
    #expect(throws: InferenceError.self) { try ModelSource(name: "ghr", model, from: states, threads: 1) }
  }

  @Test(arguments: [Float.nan, .infinity]) func missingValuesAreAnErrorThatCountsThem(value: Float) async throws {
    let model = try Self.model()
    var source = try Self.analysis(of: model.description, try GoldenModel(fixture: "tiny"))
    guard case .fields(var fields) = source.forecasts[3].values else {
      Issue.record("no field")
      return
    }
    fields[0].values[7] = value
    source.forecasts[3] = Forecast(
      source.forecasts[3].variable, initTime: Self.time, leadTime: .zero, values: .fields(fields), origin: "a.grib")
    let states = try await InitialStates(source, for: model.description)
    do {
      _ = try await states.state(at: Self.time, threads: 1)
      Issue.record("a state with missing values")
    } catch {
      #expect("\(error)".contains("msl has none at 1 of 312 points"), "\(error)")
    }
  }
}
