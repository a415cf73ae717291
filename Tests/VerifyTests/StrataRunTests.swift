import Fields
import Foundation
import Metrics
import Stations
import TestSupport
import Testing

@testable import Verify

@Suite("Strata from run to record")
struct StrataRunTests {
  private let stations = [station("00001", 61, 11, 100), station("00002", 61.5, 12.5, 900), station("00003", 60, 10)]
  private let leads = [0, 6, 12, 24]
  private let initTimes: [UTCTime]

  init() throws { initTimes = try ["2018-11-29T12", "2018-11-30T12", "2018-12-01T12"].map(time) }

  /// Each pair has an error of its own: a power of two by station, initial and lead time.
  private func run(_ strata: [Stratum], into url: URL) async throws -> (EvaluationRecord, RunSummary) {
    var forecasts: [Forecast] = []
    for (i, initTime) in initTimes.enumerated() {
      for (j, lead) in leads.enumerated() {
        forecasts.append(
          forecast(from: initTime, at: .hours(lead), try toyField { _ in 280 + Float(1 << (4 * i + j)) / 4096 }))
      }
    }
    let times = Set(initTimes.flatMap { initTime in leads.map { initTime + .hours($0) } }).sorted()
    let rows = times.flatMap { time in stations.map { FixedReports.Row(station: $0, time: time, value: 280) } }
    var plan = toyPlan(["a"], strata: strata)
    plan.scores = ["me", "n"]
    let evaluation = try await Evaluation(
      plan, sources: [FixedSource("a", forecasts)], reports: FixedReports(rows: rows))
    let results = try ResultsDatabase(writingTo: url)
    let summary = try await evaluation.run(into: results)
    return (try results.record(pairing: .all), summary)
  }

  private func url() throws -> URL { try Fixture.temporaryFolder().appending(path: "results") }

  /// The mean error of a stratum, as the set of initial and lead times it is made of says.
  private func expected(_ isIn: (Int, Int) -> Bool) -> (n: Int, me: Double) {
    var (n, sum) = (0, 0.0)
    for i in initTimes.indices {
      for j in leads.indices where isIn(i, j) {
        n += 1
        sum += Double(Float(280 + Float(1 << (4 * i + j)) / 4096)) - 280
      }
    }
    return (n, sum / Double(n))
  }

  private func score(_ record: EvaluationRecord, _ stratum: String) throws -> Score {
    try #require(record.scores.first { $0.stratum == stratum && $0.metric == "me" && $0.leadTime == nil })
  }

  @Test func strataOfTimesAreMadeOfTheTimesTheyName() async throws {
    let december = Stratum(name: "Dec", .months, .time(.validMonths([12])))
    let day = Stratum(name: "lead 6h..12h", .leadBands, .time(.leadTimes(from: .hours(6), through: .hours(12))))
    let low = Stratum(name: "low", .height, .place(.height(from: nil, below: 500)))
    let (record, _) = try await run([december, day, low, .product(of: [low, december])], into: try url())
    let isDecember = { (i: Int, j: Int) in (initTimes[i] + .hours(leads[j])).components.month == 12 }
    let all = try score(record, "Dec")
    #expect(all.n == 3 * expected(isDecember).n)
    #expect(abs((all.outcome.value ?? 0) - expected(isDecember).me) < 1e-12)
    let band = try score(record, "lead 6h..12h")
    #expect(abs((band.outcome.value ?? 0) - expected { (1...2).contains($1) }.me) < 1e-12)
    #expect(!record.scores.contains { $0.stratum == "lead 6h..12h" && $0.leadTime != nil })
    #expect(record.scores.contains { $0.stratum == "Dec" && $0.leadTime == .hours(6) })
    let product = try score(record, "low x Dec")
    #expect(product.n == expected(isDecember).n)
    #expect(abs((product.outcome.value ?? 0) - expected(isDecember).me) < 1e-12)
  }

  @Test func pairsOutsideAreCounted() async throws {
    let bands = [
      Stratum(name: "low", .height, .place(.height(from: nil, below: 500))),
      Stratum(name: "high", .height, .place(.height(from: 500, below: nil))),
    ]
    let early = Stratum(name: "lead 0h..6h", .leadBands, .time(.leadTimes(from: .zero, through: .hours(6))))
    let (record, _) = try await run(bands + [early], into: try url())
    // Station 00003 has no height; of four lead times two are in the band.
    #expect(
      record.outside == [
        EvaluationRecord.Outside(system: "a", variable: .temperature2m, family: "height", pairs: 36, outside: 12),
        EvaluationRecord.Outside(system: "a", variable: .temperature2m, family: "lead-bands", pairs: 36, outside: 18),
      ])
    #expect(record.stratumDefinitions.map(\.name) == ["all", "low", "high", "lead 0h..6h"])
  }

  @Test func strataOfTimesAreAddedWithoutComputingAnything() async throws {
    let url = try url()
    let low = Stratum(name: "low", .height, .place(.height(from: nil, below: 500)))
    let (_, first) = try await run([low], into: url)
    #expect(first.computed == 12)
    let winter = Stratum(name: "DJF", .seasons, .time(.validMonths([12, 1, 2])))
    let (record, second) = try await run([low, winter, .product(of: [low, winter])], into: url)
    #expect(second.computed == 0)
    #expect(try score(record, "DJF").n == 3 * score(record, "low x DJF").n)
    await #expect(throws: VerifyError.self) { try await run([], into: url) }
  }

  @Test func allPairsDoNotDependOnTheStrata() async throws {
    let low = Stratum(name: "low", .height, .place(.height(from: nil, below: 500)))
    let (with, _) = try await run([low], into: try url())
    let (without, _) = try await run([], into: try url())
    let (a, b) = (try score(with, "all"), try score(without, "all"))
    #expect(a.n == b.n)
    #expect(abs((a.outcome.value ?? 0) - (b.outcome.value ?? 1)) < 1e-12)
  }
}
