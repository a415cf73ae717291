import Fields
import Foundation
import Metrics
import TestSupport
import Testing

/// Our scores against those of other programs, on the inputs of `fixtures/scores/inputs.json`.
///
/// `reference.json` holds what `scores`, `scoringrules`, `xskillscore`, SciPy, NumPy and rational arithmetic make of
/// them, with the versions; `Scripts/check_scores.py` wrote both.
@Suite struct AgreementTests {
  struct Case: Decodable {
    var forecasts: [Double]?
    var observations: [Double]?
    var weights: [Double]?
    var members: [[Double?]]?
    /// The northward components of a wind's members.
    var northwardMembers: [[Double]]?
    /// What is an event.
    var threshold: Threshold?
    /// Days of the initial times, pair by pair; nil is one for all.
    var initTimes: [Int]?
    /// By name of a `PairColumn`, without its threshold.
    var columns: [String: [Double?]]?
    /// Errors by initial time of two systems.
    var first: [[Double]]?
    var second: [[Double]]?
    /// One difference at each initial time, forecasts of so many steps between them.
    var series: [Double]?
    var horizon: Int?
    var p: [Double]?
    /// Differences by initial time and station.
    var stations: [[Double]]?

    /// The largest of the values, for scores that are differences of such.
    var size: Double {
      let single = (forecasts ?? []) + (observations ?? [])
      let others = [
        members?.flatMap { $0 }.compactMap { $0 }, first?.flatMap { $0 }, second?.flatMap { $0 }, series, p,
        stations?.flatMap { $0 },
      ]
      return (single + others.compactMap { $0 }.flatMap { $0 }).map(abs).max() ?? 0
    }
  }

  struct Reference: Decodable {
    var values: [String: [String: [String: Double?]]]
  }

  private func read<T: Decodable>(_ type: T.Type, _ name: String) throws -> T {
    try JSONDecoder().decode(type, from: Data(contentsOf: Fixture.url("scores/\(name)")))
  }

  /// Every score of a case, by the name that the files use.
  private func ours(_ input: Case) throws -> [String: Outcome] {
    if let first = input.first, let second = input.second { return try paired(first, second) }
    if let series = input.series, let horizon = input.horizon { return SignificanceAgreement.series(series, horizon) }
    if let p = input.p { return SignificanceAgreement.adjusted(p) }
    if let stations = input.stations { return SignificanceAgreement.twoWay(stations) }
    let observations = try #require(input.observations)
    var pairs =
      if let members = input.members {
        Samples.ensemble(members.map { $0.map { $0 ?? .nan } }, observations)
      } else {
        Samples.pairs(try #require(input.forecasts), observations, weights: input.weights)
      }
    pairs.northwardMembers = (input.northwardMembers ?? []).flatMap { $0 }
    let events = input.threshold.map { threshold in Catalogue.eventMetrics.map { $0.init(threshold) as any Metric } }
    for (name, values) in input.columns ?? [:] {
      let columns =
        switch name {
        case "eventProbability": [PairColumn.eventProbability(try #require(input.threshold))]
        case "dryProbability": Samples.seepsCategories.map { PairColumn.dryProbability($0) }
        case "heavyLimit": Samples.seepsCategories.map { PairColumn.heavyLimit($0) }
        default: [try #require(Samples.columns.first { $0.description == name })]
        }
      for column in columns { pairs.columns[column] = values.map { $0 ?? .nan } }
    }
    let metrics = Samples.metrics.filter { !($0 is any EventMetric) && !$0.isOfWholeFields } + (events ?? [])
    var accumulation = Accumulation(for: metrics)
    let days = input.initTimes ?? observations.map { _ in 0 }
    for day in Set(days).sorted() {
      var part = pairs.selecting(days.indices.filter { days[$0] == day })
      part.initTime = UTCTime(secondsSince1970: Int64(day) * 86_400)
      try accumulation.add(part)
    }
    var scores: [String: Outcome] = [:]
    for metric in metrics { scores[metric.definition.id] = try accumulation.outcome(of: metric) }
    return scores
  }

  private func paired(_ first: [[Double]], _ second: [[Double]]) throws -> [String: Outcome] {
    func sums(_ errors: [[Double]]) -> [UTCTime: ErrorSums] {
      var sums: [UTCTime: ErrorSums] = [:]
      for (day, errors) in errors.enumerated() {
        let pairs = Samples.pairs(errors, errors.map { _ in 0 })
        ErrorMoments().accumulate(pairs, into: &sums[UTCTime(secondsSince1970: Int64(day) * 86_400), default: .init()])
      }
      return sums
    }
    let one = ScoreEstimate(of: MeanError(), sums: sums(first), method: .independent)
    let two = ScoreDifference(of: MeanError(), sums(first), minus: sums(second), method: .independent)
    let numbers = [
      "lower": one.confidence.lower, "upper": one.confidence.upper, "difference": two.outcome.value,
      "difference lower": two.confidence.lower, "difference upper": two.confidence.upper, "difference p": two.pValue,
    ]
    return numbers.mapValues { $0.map { .value($0) } ?? .undefined("none") }
  }

  @Test func everyScoreAgreesWithTheOtherPrograms() throws {
    let reference = try read(Reference.self, "reference.json").values
    var compared = 0
    for (name, input) in try read([String: Case].self, "inputs.json") {
      let scores = try ours(input)
      for (score, values) in try #require(reference[name]) {
        let mine = try #require(scores[score], "\(score)")
        for (program, theirs) in values {
          compared += 1
          let place: Comment = "\(name), \(score), \(program): ours \(mine), theirs \(String(describing: theirs))"
          switch (mine, theirs) {
          case (.value(let a), let b?):
            #expect(abs(a - b) <= 1e-9 * max(abs(a), abs(b)) + 1e-14 * input.size, place)
          case (.undefined(let reason), nil):
            #expect(!reason.isEmpty)
          default:
            Issue.record(place)
          }
        }
      }
    }
    #expect(compared > 200)
  }

  /// Every score that another program could compute was asked of one; those of whole fields by Scripts/check_fields.py.
  @Test func everyScoreHasAReference() throws {
    let reference = try read(Reference.self, "reference.json").values
    let compared = Set(reference.values.flatMap(\.keys))
    let ofFields = Set(Samples.metrics.filter(\.isOfWholeFields).map(\.definition.id))
    for id in Catalogue.definitions.map(\.id) where id != "n" && !ofFields.contains(id) {
      #expect(compared.contains(id), "\(id)")
    }
  }

  /// `RECORD=1` rewrites the scores that the script compares, and fails.
  @Test func theRecordedScoresAreOurs() throws {
    let scores = try read([String: Case].self, "inputs.json").mapValues { try ours($0) }
    if ProcessInfo.processInfo.environment["RECORD"] == "1" {
      let encoder = JSONEncoder()
      encoder.outputFormatting = [.prettyPrinted, .sortedKeys]
      try encoder.encode(scores).write(to: Fixture.url("scores/ours.json"))
      Issue.record("fixtures/scores/ours.json was rewritten; run again without RECORD")
    }
    let recorded = try read([String: [String: Outcome]].self, "ours.json")
    #expect(recorded.mapValues { $0.keys.sorted() } == scores.mapValues { $0.keys.sorted() })
    for (name, rows) in scores {
      for (score, mine) in rows {
        switch (mine, recorded[name]?[score]) {
        // Machines may fuse a multiplication with an addition.
        case (.value(let a), .value(let b)?): #expect(abs(a - b) <= 1e-12 * max(abs(a), abs(b)), "\(name), \(score)")
        case (let a, let b): #expect(a == b, "\(name), \(score)")
        }
      }
    }
  }
}
