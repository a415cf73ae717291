import Fields
import Foundation
import GRDB
public import Metrics
import Stations

extension ResultsDatabase {
  /// The pairs that the evaluation file wants scores shown of.
  public func plannedPairing() throws -> Matching.Pairing {
    try fact("pairing").flatMap(Matching.Pairing.init) ?? .common
  }

  /// The evaluation as reports read it: every score by lead time and over all of them, with its
  /// confidence limits; on common pairs the differences from the baseline; the ledger; the provenance.
  ///
  /// - Parameters:
  ///   - pairing: Which pairs; nil takes those that the evaluation file names.
  ///   - byInitTime: Whether scores of single initial times are among the scores.
  ///   - withSums: Whether the record holds the sums too, by initial time where its scores are.
  /// - Throws: `VerifyError` where the database can't be read or its sums are those of another version.
  public func record(
    pairing: Matching.Pairing? = nil, byInitTime: Bool = false, withSums: Bool = false
  ) throws -> EvaluationRecord {
    let pairing = try pairing ?? plannedPairing()
    let systems = try systems()
    let scorer = try scorer(pairing)
    let baseline = systems.first(where: \.isBaseline)?.name
    let stations = try stationScores(pairing, metrics: scorer.metrics(of:), significance: scorer.significance)
    var record = EvaluationRecord(
      title: try fact("title") ?? "",
      systems: systems.map {
        EvaluationRecord.System(name: $0.name, isBaseline: $0.isBaseline, summary: $0.summary)
      }, onCommonPairs: pairing == .common, scores: try scorer.scores(byInitTime: byInitTime),
      differences: pairing == .common ? try baseline.map { try scorer.differences(from: $0) } ?? [] : [],
      stationScores: stations.scores, stationDifferences: stations.differences, ledger: try ledger(pairing),
      definitions: scorer.shownDefinitions, provenance: try provenance(),
      planText: try fact("plan") ?? "", strata: try stratumDefinitions(), outside: try pairsOutside(pairing))
    record.comparesFields = try fact("compares fields") == "yes"
    record.curves = try scorer.curves()
    record.initTimeScores = try scorer.initTimeScores()
    if withSums { record.sums = try scorer.partialSums(byInitTime: byInitTime) }
    return record
  }

  /// All sums of some pairs.
  func scorer(_ pairing: Matching.Pairing) throws -> Scorer {
    var scorer = Scorer(
      systems: try systems().map(\.name), variables: try variables(), strata: try strata(), metrics: try metrics(),
      significance: try significance())
    scorer.namesOfVariables = try scoresOfVariables()
    try read { connection in
      let rows = try Row.fetchCursor(
        connection,
        sql: "SELECT system, variable, stratum, statistic, lead_time, init_time, sums FROM sums WHERE pairing = ?",
        arguments: [pairing.rawValue])
      while let row = try rows.next() {
        try scorer.add(
          Scorer.Series(system: row[0], variable: row[1], stratum: row[2], statistic: row[3]),
          leadTime: .seconds(row[4]), initTime: UTCTime(secondsSince1970: row[5]), bytes: row[6] as Data)
      }
    }
    if scorer.significance.method == .twoWay { scorer.stationSums = try errorSumsByStation(pairing) }
    return scorer
  }

  /// How the evaluation file wants limits and p-values made; the default for results of before it could say so.
  private func significance() throws -> PlannedSignificance {
    guard let text = try fact("significance") else { return PlannedSignificance() }
    guard let planned = try? JSONDecoder().decode(PlannedSignificance.self, from: Data(text.utf8)) else {
      throw ResultsDatabase.unknown(text, "kind of limits", url)
    }
    return planned
  }

  /// The metrics of the evaluation.
  private func metrics() throws -> [any Metric] {
    let ids = try read { try String.fetchAll($0, sql: "SELECT metric FROM definitions ORDER BY rowid") }
    return try ids.map { id in
      guard let metric = Metrics.Catalogue.metric(id: id) else { throw ResultsDatabase.unknown(id, "score", url) }
      return metric
    }
  }

  /// The names of the scores of each variable.
  private func scoresOfVariables() throws -> [String: Set<String>] {
    try read { connection in
      try Row.fetchAll(connection, sql: "SELECT variable, metric FROM variable_scores").reduce(into: [:]) {
        names, row in
        names[row[0] as String, default: []].insert(row[1] as String)
      }
    }
  }

  private func provenance() throws -> [EvaluationRecord.Fact] {
    var facts = [EvaluationRecord.Fact(name: "verify", value: try fact("verify") ?? "")]
    if let stop = try stop() {
      facts.append(EvaluationRecord.Fact(name: "stopped before its end", value: stop.reason))
      facts.append(EvaluationRecord.Fact(name: "missing", value: stop.missing))
    }
    let settings = try read { connection in
      try Row.fetchAll(connection, sql: "SELECT name, value FROM settings ORDER BY position")
        .map { EvaluationRecord.Fact(name: $0[0], value: $0[1]) }
    }
    facts += settings
    facts += EvaluationRecord.Fact.facts(try waveOutcomes())
    facts += try knownInputs().map {
      EvaluationRecord.Fact(name: "\($0.role): \($0.path)", value: $0.identity)
    }
    facts.append(
      EvaluationRecord.Fact(name: "evaluation file", value: "sha256 \(SHA256.hexDigest(of: try fact("plan") ?? ""))"))
    return facts
  }
}
