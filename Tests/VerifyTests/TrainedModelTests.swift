import Fields
import Foundation
import Inference
import TestSupport
import Testing

@testable import Verify

/// The models of `fixtures/models` that have learnt the demo world's weather, on days that they have not seen.
@Suite("Models that have learnt something", .timeLimit(.minutes(2)))
struct TrainedModelTests {
  /// The true states of the world that the models learnt from, read as analyses.
  private struct Truth: ForecastSource {
    let name = "truth"
    let grid: RectilinearGrid
    /// Those that forecasts begin at.
    let times: [UTCTime]
    let states: [UTCTime: [[Float]]]

    /// The states at some times and a lead time later.
    init(_ world: DemoWorld, _ times: [UTCTime], and leadTime: TimeSpan) {
      grid = world.grid
      self.times = times
      states = Dictionary(
        uniqueKeysWithValues: times.flatMap { [$0, $0 + leadTime] }.map { ($0, world.truth(at: $0)) })
    }

    func contents() async throws -> [ForecastKey] {
      times.flatMap { time in
        variables.map { ForecastKey($0, initTime: time, leadTime: .zero) }
      }.sorted()
    }

    var variables: [Variable] { DemoWorld.variables.filter { $0.processing == .instantaneous } }

    func field(_ variable: Variable, at time: UTCTime) throws -> Field {
      let number = try #require(DemoWorld.variables.firstIndex(of: variable))
      return Field(values: try #require(states[time])[number], grid: grid)
    }

    func forecast(_ variable: Variable, from initTime: UTCTime, at leadTime: TimeSpan) async throws -> Forecast? {
      Forecast(
        variable, initTime: initTime, leadTime: leadTime, values: .fields([try field(variable, at: initTime)]),
        origin: "truth")
    }
  }

  @Test func theFineModelBeatsPersistenceAndTheCoarseModelInterpolated() async throws {
    let options = DemoStates.Options()
    let states = DemoStates(in: URL(filePath: "/"), options)
    let world = try DemoWorld(
      seed: options.seed, spacing: options.spacing, start: DemoFiles.start,
      days: options.days + options.heldOut + 10)
    let times = [states.firstHeldOut + .days(3), states.firstHeldOut + .days(17)]
    let leadTime = TimeSpan.hours(24)
    let truth = Truth(world, times, and: leadTime)
    var models: [ModelSource] = []
    for name in ["demo-fine", "demo-meta"] {
      let model = try ForecastModel(try ModelFolder(Fixture.url("models/\(name)")), threads: 2)
      let initial = try await InitialStates(truth, for: model.description)
      models.append(try ModelSource(name: name, model, from: initial, steps: 4, threads: 2))
    }
    var made: [[[Forecast]]] = []
    for time in times {
      var forecasts: [[Forecast]] = []
      for model in models {
        forecasts.append(try await model.forecasts(truth.variables, from: time, at: leadTime))
      }
      made.append(forecasts)
    }
    var ratios: [Double] = []
    for variable in truth.variables {
      var sums = [0.0, 0, 0]
      for (time, forecasts) in zip(times, made) {
        let valid = try truth.field(variable, at: time + leadTime)
        sums[0] += try squareError(try truth.field(variable, at: time), valid)
        for (position, forecasts) in forecasts.enumerated() {
          let forecast = try #require(forecasts.first { $0.variable == variable })
          sums[position + 1] += try squareError(try forecast.meanField(), valid)
        }
      }
      #expect(sums[1] > 0 && sums[1] < 0.5 * sums[0], "\(variable): \(sums[1]) against \(sums[0]) of persistence")
      ratios.append(sums[1] / sums[2])
    }
    // Two days are few; all variables together are less so.
    #expect(ratios.reduce(0, +) / Double(ratios.count) < 1, "against the coarse model: \(ratios)")
  }

  /// The mean square error over the sphere, a coarser field taken bilinearly to the grid of the truth.
  private func squareError(_ forecast: Field, _ truth: Field) throws -> Double {
    let field = try Regridder(from: forecast.grid, to: truth.grid, Regridding(.bilinear)).apply(to: forecast).field
    var (sum, total) = (0.0, 0.0)
    for cell in truth.values.indices {
      let area = truth.grid.area(of: cell)
      sum += area * pow(Double(field.values[cell] - truth.values[cell]), 2)
      total += area
    }
    return sum / total
  }
}
