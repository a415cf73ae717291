import Foundation
import GRDB
import Inference
import Metrics

/// How the models with wave attention attended while they made the forecasts that were scored.
extension ResultsDatabase {
  private static let factName = "wave attention"

  /// By the name of their system, over all steps of all runs, those that were made again too.
  func waveOutcomes() throws -> [String: WaveOutcome] {
    guard let text = try fact(ResultsDatabase.factName) else { return [:] }
    guard let known = try? JSONDecoder().decode([String: WaveOutcome].self, from: Data(text.utf8)) else {
      throw ResultsDatabase.unknown(text, "account of wave attention", url)
    }
    return known
  }

  func keep(_ outcomes: [String: WaveOutcome]) throws {
    guard !outcomes.isEmpty else { return }
    let encoder = JSONEncoder()
    encoder.outputFormatting = .sortedKeys
    let text = String(decoding: try encoder.encode(outcomes), as: UTF8.self)
    try write { connection in
      try connection.execute(
        sql: "INSERT OR REPLACE INTO facts VALUES (?, ?)", arguments: [ResultsDatabase.factName, text])
    }
  }
}

extension EvaluationRecord.Fact {
  /// A fact of each system with wave attention, by name.
  static func facts(_ outcomes: [String: WaveOutcome]) -> [EvaluationRecord.Fact] {
    outcomes.sorted { $0.key < $1.key }.map {
      EvaluationRecord.Fact(name: "wave attention of \($0.key)", value: $0.value.shares)
    }
  }
}
