extension Catalogue {
  /// The catalogue as a page for people, in Markdown: a table of all scores, then each in full.
  public static var markdown: String {
    var lines = [
      "# Scores",
      "",
      "This page is written from the definitions in `Sources/Metrics`; a test compares the two.",
      "",
      "f is the forecast (of an ensemble, the mean of its members), o the observation, x_k member k of m, w the weight",
      "of a pair (1 unless asked otherwise), ⟨ ⟩ the mean over pairs by weight. Pairs that lack either side are not",
      "counted, and stand in the ledger with the reason. Every score is made of sums that merge, over all pairs of",
      "its cell; a score without a value says why, and is never 0 instead.",
      "",
      "Of an event, a value beyond a threshold such as `>=1` in the variable's unit, a is the hits, b the false alarms, c",
      "the misses and d the correct negatives, by weight. A threshold may come from a climatology: `>=q0.95` is its",
      "quantile for the place, the day of the year and the hour, `>=rp10y` what the place passes once in 10 years. Pairs",
      "without a limit are left out and counted. The threshold stands beside the score in every output.",
      "",
      "Some scores have a parameter: a threshold, a level, the edges of categories. It is written behind the id, as in",
      "`pod(>=1)`, and stands beside the score in every output. Some need more of a pair than forecast and observation,",
      "such as its climatology c; pairs without are left out, and a score without any says what to do.",
      "",
      "| id | score | unit | range | perfect | better |",
      "| --- | --- | --- | --- | --- | --- |",
    ]
    for score in definitions {
      lines.append(
        "| [`\(score.id)`](#\(score.id)) | \(score.name) | \(score.units.text) | \(score.range) | "
          + "\(score.perfect.map(number) ?? "none") | \(score.orientation.text) |")
    }
    for score in definitions { lines += section(score) }
    lines += confidenceSection
    return lines.joined(separator: "\n") + "\n"
  }

  private static func section(_ score: MetricDefinition) -> [String] {
    var lines = [
      "", "## \(score.id)", "", "**\(score.name)** (\(score.symbol)). \(score.summary)", "", "    \(score.formula)", "",
      "- Range \(score.range), perfect \(score.perfect.map(number) ?? "none"), \(score.orientation.text), "
        + score.units.phrase,
      "- Undefined when: \(score.undefinedWhen)",
      "- Aggregation: \(score.aggregation)",
    ]
    if let example = parametricMetrics.first(where: { $0.definition.id == score.id }).map(example) {
      lines.append("- Parameter: as in `\(score.id)(\(example))`")
    }
    if !score.synonyms.isEmpty { lines.append("- Also called: \(score.synonyms.joined(separator: ", "))") }
    lines.append("- Reference: \(score.reference)")
    return lines
  }

  private static func example(_ type: any ParametricMetric.Type) -> String {
    func text<M: ParametricMetric>(_: M.Type) -> String { M.example.description }
    return text(type)
  }

  private static let confidenceSection = [
    "",
    "## Confidence limits",
    "",
    "Limits are of 95 %. They come from how the score differs between initial times: each initial time is left out in",
    "turn, and the standard error is √((n-1)/n Σ (θ_i - θ̄)²), where θ_i is the score without the i-th of n (the",
    "jackknife of Tukey 1958; Efron and Stein 1981, doi:10.1214/aos/1176345462). The limits are the score ± Student's t",
    "for n - 1 degrees of freedom times that, and stop at the ends of the score's range. A difference of two systems",
    "uses the initial times that both have, and leaves each out of both; its p-value is two-sided, of no difference.",
    "For a mean with equal weight in every initial time this is exactly the t-test and the paired t-test.",
    "",
    "Pairs within an initial time may depend on each other in any way; initial times are taken to be independent.",
    "Where they follow closely they are not, and then limits are too narrow and p-values too small: the number of",
    "initial times always stands beside them. There are no limits for one initial time, without variance, or where",
    "the score is undefined without some initial time; nor for counts and extremes, and the output says which it is.",
  ]

  private static func number(_ x: Double) -> String {
    Int(exactly: x).map(String.init) ?? String(x)
  }
}

extension MetricDefinition.Orientation {
  fileprivate var text: String {
    switch self {
    case .negative: "smaller"
    case .positive: "larger"
    case .towardsPerfect: "nearer to perfect"
    case .none: "neither"
    }
  }
}

extension MetricDefinition.Units {
  fileprivate var text: String {
    switch self {
    case .none: "none"
    case .variable: "the variable's"
    case .squared: "the variable's, squared"
    case .degrees: "degrees"
    }
  }

  fileprivate var phrase: String {
    switch self {
    case .none: "no unit"
    case .variable: "in the variable's unit"
    case .squared: "in the square of the variable's unit"
    case .degrees: "in degrees of direction"
    }
  }
}
