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
      "| id | score | unit | range | perfect | better |",
      "| --- | --- | --- | --- | --- | --- |",
    ]
    for score in definitions {
      lines.append(
        "| [`\(score.id)`](#\(score.id)) | \(score.name) | \(score.units.text) | \(score.range) | "
          + "\(score.perfect.map(number) ?? "none") | \(score.orientation.text) |")
    }
    for score in definitions { lines += section(score) }
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
    if !score.synonyms.isEmpty { lines.append("- Also called: \(score.synonyms.joined(separator: ", "))") }
    lines.append("- Reference: \(score.reference)")
    return lines
  }

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
    }
  }

  fileprivate var phrase: String {
    switch self {
    case .none: "no unit"
    case .variable: "in the variable's unit"
    case .squared: "in the square of the variable's unit"
    }
  }
}
