import Fields
import Metrics

/// One score of every system side by side, as a line of a table.
struct ScoreRow {
  struct Key: Hashable {
    let variable: Variable
    let stratum: String
    let leadTime: TimeSpan?
    let initTime: UTCTime?
    let metric: String
    let threshold: String?

    init(_ score: Score) {
      variable = score.variable
      stratum = score.stratum
      leadTime = score.leadTime
      initTime = score.initTime
      metric = score.metric
      threshold = score.threshold
    }
  }

  let key: Key
  /// By system.
  private(set) var scores: [String: Score]
  /// Candidate minus baseline, by candidate.
  fileprivate(set) var comparisons: [String: Comparison]

  var units: String { scores.values.first?.units ?? comparisons.values.first?.difference.units ?? "" }

  /// How many decimals the scores of the line are written with.
  var decimals: Int { Digits.decimals(of: Array(scores.values)) }

  /// The lines of some scores, in order of first appearance.
  static func rows(of scores: [Score], comparisons: [Comparison] = []) -> [ScoreRow] {
    var rows: [ScoreRow] = []
    var positions: [Key: Int] = [:]
    func position(_ key: Key) -> Int {
      if let known = positions[key] { return known }
      positions[key] = rows.count
      rows.append(ScoreRow(key: key, scores: [:], comparisons: [:]))
      return rows.count - 1
    }
    for score in scores { rows[position(Key(score))].scores[score.system] = score }
    for comparison in comparisons {
      guard let row = positions[Key(comparison.difference)] else { continue }
      rows[row].comparisons[comparison.difference.system] = comparison
    }
    return rows
  }
}

extension EvaluationRecord {
  /// The scores of all lead and initial times together, or of each lead time where the record holds
  /// none of all together.
  var summaryScores: [Score] {
    let overall = scores.filter { $0.initTime == nil && $0.leadTime == nil }
    return overall.isEmpty ? scores.filter { $0.initTime == nil } : overall
  }

  /// Values in order of first appearance.
  static func unique<T: Hashable>(_ values: some Sequence<T>) -> [T] {
    var seen: Set<T> = []
    return values.filter { seen.insert($0).inserted }
  }

  /// Whether an observation met a forecast.
  var hasPairs: Bool { scores.contains { $0.n > 0 } }

  var variables: [Variable] { Self.unique(scores.map(\.variable)) }
  var strata: [String] { Self.unique(scores.map(\.stratum)) }
  /// That of every pair.
  var firstStratum: String? { scores.first?.stratum }
  var baseline: System? { systems.first(where: \.isBaseline) }
}

extension Digits {
  /// How many decimals show some scores to three significant digits and their intervals to one.
  static func decimals(of scores: [Score]) -> Int {
    decimals(
      for: scores.compactMap(\.number),
      halfWidths: scores.compactMap { $0.interval.map { ($0.upperBound - $0.lowerBound) / 2 } })
  }
}
