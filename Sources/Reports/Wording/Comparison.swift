import Fields
import Metrics

/// A difference between a system and its baseline, and what may be said of it.
struct Comparison {
  enum Verdict: Hashable {
    case better, worse
    /// The interval includes no difference.
    case undecided
    /// There is no number or no interval, for a reason.
    case withoutInterval(String)
    /// The score has no better and worse, as a bias has none that a difference shows.
    case unjudged
  }

  let difference: Score
  let definition: MetricDefinition
  /// The scores that were subtracted, where the record holds them.
  let candidate: Score?
  let baseline: Score?

  /// Whether the p-value that is adjusted for all the tests is below 0.05; where there is none, whether the 95 %
  /// interval leaves out zero.
  var isSignificant: Bool {
    if let p = difference.adjustedPValue { return p < 0.05 && difference.interval != nil }
    guard let interval = difference.interval else { return false }
    return !interval.contains(0)
  }

  /// Half the width of the 95 % interval: a smaller difference could not be seen.
  var halfWidth: Double? { difference.interval.map { ($0.upperBound - $0.lowerBound) / 2 } }

  /// How many decimals the difference is written with.
  var decimals: Int { Digits.decimals(ofDifference: difference.number ?? 0, halfWidth: halfWidth) }

  var verdict: Verdict {
    let sign: Double
    switch definition.orientation {
    case .negative: sign = -1
    case .positive: sign = 1
    case .towardsPerfect, .none: return .unjudged
    }
    guard let value = difference.number else {
      return .withoutInterval(difference.reasonUndefined ?? "undefined")
    }
    guard difference.interval != nil else {
      return .withoutInterval(difference.intervalNote ?? Comparison.missingInterval(cases: difference.cases))
    }
    guard isSignificant else { return .undecided }
    return value * sign > 0 ? .better : .worse
  }

  /// The change relative to the baseline's score, in per cent; nil where that score is zero or absent.
  var percent: Double? {
    guard let value = difference.number, let base = baseline?.number, base != 0 else { return nil }
    return 100 * value / abs(base)
  }

  static func missingInterval(cases: Int) -> String {
    cases == 1 ? "one initial time gives no interval" : "no interval was computed"
  }
}

extension EvaluationRecord {
  /// The differences with what they are differences of, in the record's order.
  var comparisons: [Comparison] {
    let index = Dictionary(
      scores.map { (ScoreKey($0, system: $0.system), $0) }, uniquingKeysWith: { first, _ in first })
    return differences.compactMap { difference in
      guard let reference = difference.reference, let definition = definition(difference.metric) else { return nil }
      return Comparison(
        difference: difference, definition: definition,
        candidate: index[ScoreKey(difference, system: difference.system)],
        baseline: index[ScoreKey(difference, system: reference)])
    }
  }
}

/// What a score is of, in one system.
struct ScoreKey: Hashable {
  let system: String
  let row: ScoreRow.Key

  init(_ score: Score, system: String) {
    self.system = system
    row = ScoreRow.Key(score)
  }
}
