import Fields
import Formats
import Foundation
import Metrics
import TestSupport
import Testing

@testable import Verify

@Suite("A climatology of real analyses", .enabled(if: Fixture.hasSharedData, "shared data absent"))
struct RealClimatologyTests {
  private func build() async throws -> URL {
    let grib = try #require(Fixture.shared("era5/era5-2mt-2019-03-uk.grib"))
    var recipe = ClimatologyRecipe(variables: [.temperature2m])
    recipe.hours = .named([0, 12])
    recipe.levels = [0.9]
    recipe.threads = 2
    let url = try Fixture.temporaryFolder().appending(path: "era5.nc")
    let source = try Formats.Catalogue.open([grib], options: SourceOptions(name: "era5"))
    _ = try await ClimatologyBuilder(recipe, GridArchive(source, name: "ERA5")).build(to: url, title: "a test")
    return url
  }

  /// NumPy 2.4 on the values that ecCodes 2.28 decodes, to single precision.
  @Test func itIsThatOfNumPy() async throws {
    let file = try ClimatologyFile(try await build())
    let expected = [
      (76, 12, 0, 31.0, 280.967_667_118_195_55, 1.519_897_537_651_607_7, 283.119_262_695_312_5),
      (61, 0, 800, 16, 279.844_802_856_445_3, 1.805_627_077_850_694_7, 282.039_245_605_468_75),
      (91, 12, 1616, 16, 284.869_567_871_093_75, 2.416_765_163_869_82, 288.370_117_187_5),
    ]
    for (number, hour, cell, count, mean, deviation, quantile) in expected {
      let day = try #require(CalendarDay(number))
      func value(_ array: ClimatologyArray) throws -> Double {
        try #require(try file.values(array, of: .temperature2m, on: day, hour: hour))[cell]
      }
      #expect(try value(.count) == count)
      #expect(abs(try value(.mean) - mean) < 2e-5)
      #expect(abs(try value(.standardDeviation) - deviation) < 1e-6)
      #expect(abs(try value(.quantile) - quantile) < 2e-5)
    }
  }

  /// `numpy.corrcoef` and the sums of anomalies on the same pairs in NumPy 2.4: 00 UTC of 10 to 12 March, at 12 and
  /// 24 h, persistence against the analysis.
  @Test func anomalyCorrelationsAreThoseOfNumPy() async throws {
    let grib = try #require(Fixture.shared("era5/era5-2mt-2019-03-uk.grib"))
    var plan = EvaluationPlan(
      title: "ERA5",
      systems: [PlannedSystem(name: "persistence", files: [], reference: .persistence, isBaseline: true)],
      observations: PlannedObservations(origin: .analysis([grib])), variables: [.temperature2m],
      leadTimes: [.hours(12), .hours(24)],
      initTimes: InitTimeSelection(from: try time("2019-03-10"), to: try time("2019-03-12")),
      scores: ["acc_centred", "acc_uncentred"])
    plan.climatology = [try await build()]
    let evaluation = try await Evaluation(plan)
    #expect(evaluation.warnings.contains { $0.contains("6 of 6 forecasts are valid in it") })
    let results = try ResultsDatabase(writingTo: try Fixture.temporaryFolder())
    _ = try await evaluation.run(into: results, threads: 2)
    let scores = try results.record().scores.filter { $0.leadTime == nil && $0.initTime == nil }
    #expect(scores.map(\.n) == [9702, 9702])
    let found = try scores.map { try #require($0.outcome.value) }
    #expect(abs(found[0] - 0.104_741_648_117_985_31) < 1e-6)
    #expect(abs(found[1] - 0.448_413_583_502_176_14) < 1e-6)
  }
}
