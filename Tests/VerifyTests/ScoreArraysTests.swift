import Fields
import Foundation
import Metrics
import TestSupport
import Testing

@testable import Formats
@testable import Verify

/// Scores as arrays of NetCDF, read back.
@Suite struct ScoreArraysTests {
  private func score(
    _ system: String, _ metric: String, lead: TimeSpan?, _ value: Double, threshold: String? = nil,
    reference: String? = nil, initTime: UTCTime? = nil
  ) -> Score {
    Score(
      system: system, reference: reference, variable: .temperature2m, stratum: "all", leadTime: lead,
      initTime: initTime, metric: metric, threshold: threshold, n: 7, cases: 2,
      outcome: value.isNaN ? .undefined("no events") : .value(value), lower: value - 1, upper: value + 1,
      pValue: reference == nil ? nil : 0.04, units: metric == "rmse" ? "K" : "1")
  }

  private func record() throws -> EvaluationRecord {
    let start = try #require(UTCTime(year: 2025, month: 1, day: 10))
    var scores: [Score] = []
    for (i, system) in ["new", "old"].enumerated() {
      let base = Double(10 * i)
      scores += [
        score(system, "rmse", lead: .hours(6), base + 1), score(system, "rmse", lead: .hours(12), base + 2),
        score(system, "rmse", lead: nil, base + 3),
        score(system, "rmse", lead: .hours(6), base + 4, initTime: start),
        score(system, "pod", lead: .hours(6), base + 5, threshold: ">=273.15"),
        score(system, "pod", lead: .hours(12), .nan, threshold: ">=280"),
      ]
    }
    let definitions = try ["rmse", "pod(>=1)"].map { try #require(Metrics.Catalogue.metric(id: $0)).definition }
    return EvaluationRecord(
      title: "Small",
      systems: [
        .init(name: "new", isBaseline: false, summary: ""), .init(name: "old", isBaseline: true, summary: ""),
      ], onCommonPairs: true, scores: scores,
      differences: [score("new", "rmse", lead: .hours(12), -8, reference: "old")], stationScores: [], ledger: [],
      definitions: definitions, provenance: [.init(name: "verify", value: "0.1.0")], planText: "title: Small\n")
  }

  @Test func arraysHaveTheScoresInTheirPlaces() throws {
    let url = try Fixture.temporaryFolder().appending(path: "scores.nc")
    try record().writeScores(to: url)
    let dataset = try NetCDFDataset(url)
    func array(_ name: String) throws -> CFArray { try #require(dataset.array(named: name), "no \(name)") }
    func values(_ name: String) throws -> [Double?] {
      try dataset.values(try array(name)).map { $0.isNaN ? nil : $0 }
    }
    #expect(try dataset.texts(try array("system")) == ["new", "old"])
    #expect(try dataset.texts(try array("threshold")) == [">=273.15", ">=280"])
    #expect(try array("t2m_rmse").dimensionNames == ["system", "stratum", "lead_time"])
    #expect(try values("t2m_rmse") == [1, 2, 11, 12])
    #expect(try values("t2m_rmse_lower") == [0, 1, 10, 11])
    #expect(try values("t2m_rmse_pairs") == [7, 7, 7, 7])
    #expect(try values("t2m_rmse_all_leads") == [3, 13])
    #expect(try array("t2m_rmse_by_init").dimensionNames == ["system", "stratum", "lead_time", "init_time"])
    #expect(try values("t2m_rmse_by_init") == [4, nil, 14, nil])
    #expect(try values("init_time") == [1_736_467_200])
    // The baseline has no difference from itself, and one lead time none was made of.
    #expect(try values("t2m_rmse_difference") == [nil, -8, nil, nil])
    #expect(try values("t2m_rmse_difference_p") == [nil, 0.04, nil, nil])
    #expect(try array("t2m_pod").dimensionNames == ["threshold", "system", "stratum", "lead_time"])
    #expect(try values("t2m_pod") == [5, nil, 15, nil, nil, nil, nil, nil])
    #expect(try array("t2m_rmse").attributes.text("units") == "K")
    #expect(try array("t2m_rmse_difference_p").attributes.text("units") == "1")
    #expect(dataset.array(named: "t2m_pod_difference") == nil)
  }

  @Test func withoutScoresThereIsNoFile() throws {
    var record = try record()
    record.scores = []
    let url = try Fixture.temporaryFolder().appending(path: "scores.nc")
    #expect(throws: VerifyError.self) { try record.writeScores(to: url) }
    #expect(!FileManager.default.fileExists(atPath: url.path))
  }
}
