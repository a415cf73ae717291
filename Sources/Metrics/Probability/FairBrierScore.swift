/// Fair Brier score.
///
/// The Brier score that the ensemble would have if it had infinitely many members of the same kind.
///
///     brier_fair = ⟨(p - y)² - i (m - i) / (m² (m - 1))⟩, i members of m beyond the threshold, p = i/m
///
/// - Range -1/4 to 1, perfect 0, smaller is better; no unit; negative where members disagree over a single pair
/// - Undefined where no pair has two members. Pairs with fewer are left out, and the count of pairs says so
/// - Aggregation: from the summed table of probabilities of all pairs; the mean over initial times is a different
///   quantity
/// - Compared with: `brier_score_for_ensemble(fair_correction=True)` of scores
///
/// Ferro (2014), doi:10.1002/qj.2270
public struct FairBrierScore: EventMetric {
  public static let definition = MetricDefinition(
    id: "brier_fair",
    name: "Fair Brier score",
    symbol: "fair BS",
    synonyms: ["Ferro's Brier score"],
    formula: "⟨(p - y)² - i (m - i) / (m² (m - 1))⟩, i members of m beyond the threshold, p = i/m",
    range: "-1/4 to 1",
    perfect: 0,
    orientation: .negative,
    units: .none,
    summary: "The Brier score of infinitely many members of the same kind; fair between ensembles of different "
      + "sizes.",
    undefinedWhen: "there are no pairs with two members or more",
    aggregation: "from the summed table of probabilities of all pairs; the mean over initial times is a different "
      + "quantity",
    reference: "Ferro (2014), doi:10.1002/qj.2270")

  public let statistic: ProbabilityTable

  public init(_ threshold: Threshold) {
    statistic = ProbabilityTable(threshold)
  }

  public func value(of sums: ProbabilitySums) -> Outcome { Self.value(of: sums) }

  public func count(of sums: ProbabilitySums) -> Int { Self.count(of: sums) }

  static func value(of sums: ProbabilitySums) -> Outcome {
    if let absence = sums.absence { return absence }
    let rows = sums.rows.filter { $0.size > 1 }
    guard !rows.isEmpty else { return .undefined("no pair has two members or more") }
    var (score, total) = (0.0, 0.0)
    for row in rows {
      let m = Double(row.size)
      for k in 0...row.size {
        let p = Double(k) / m
        let (events, others) = (row.events[k], row.others[k])
        score += events * (1 - p) * (1 - p) + others * p * p - (events + others) * p * (1 - p) / (m - 1)
        total += events + others
      }
    }
    return Outcome(score / total)
  }

  static func count(of sums: ProbabilitySums) -> Int {
    sums.rows.reduce(0) { $0 + ($1.size > 1 ? $1.n : 0) }
  }
}
