public import Fields

extension GateRule {
  /// Fills in what two sets of sums by initial time say of a comparison; `judge` then gives it a verdict.
  ///
  /// Only initial times that both have are used. Throws where the sums are of another statistic, or where more of the
  /// score is neither better nor worse.
  public func compare(
    _ metric: any Metric, _ candidate: [UTCTime: AnySums], with reference: [UTCTime: AnySums],
    leadTime: TimeSpan? = nil, into comparison: inout GateComparison
  ) throws(MetricsError) {
    let difference = try ScoreDifference.make(
      metric, candidate, minus: reference, level: 1 - 2 * level, method: method, leadTime: leadTime)
    let sign = comparison.definition.orientation == .positive ? -1.0 : 1.0
    (comparison.candidate, comparison.reference) = (difference.first, difference.second)
    comparison.degradation = difference.outcome.value.map { $0 == 0 ? 0 : sign * $0 }
    comparison.cases = difference.cases
    comparison.n = difference.n
    comparison.practicalSize = practicalSize(of: comparison.score, comparison.definition)
      .size(of: difference.second.value)
    comparison.detectableSize = detectableSize(of: comparison.score, comparison.definition)
      .size(of: difference.second.value)
    let assessment = difference.assessment
    comparison.methodNote = assessment.confidence.reason ?? assessment.note
    guard let lower = assessment.confidence.lower, let upper = assessment.confidence.upper,
      let twoSided = assessment.pValue, let degradation = comparison.degradation
    else { return }
    comparison.method = assessment.method
    (comparison.lower, comparison.upper) = sign < 0 ? (-upper, -lower) : (lower, upper)
    comparison.pValue = degradation > 0 ? twoSided / 2 : 1 - twoSided / 2
    // Until the number of tests is known, of one alone.
    comparison.detectable = assessment.minimumDetectable(level: 1 - 2 * level)
    comparison.assessment = assessment
  }

  /// Gives every comparison its verdict, with p-values adjusted for all of them.
  public func judge(_ comparisons: inout [GateComparison]) {
    let tested = comparisons.indices.filter { comparisons[$0].pValue != nil }
    let adjusted = multiplicity.adjusted(tested.compactMap { comparisons[$0].pValue })
    for (i, p) in zip(tested, adjusted) {
      comparisons[i].adjustedPValue = p
      // As each of so many tests alone has to be sure.
      let share = multiplicity == .none ? level : level / Double(tested.count)
      comparisons[i].detectable = comparisons[i].assessment?.minimumDetectable(level: 1 - 2 * share)
    }
    for i in comparisons.indices {
      if case .incomparable = comparisons[i].verdict { continue }
      comparisons[i].verdict = verdict(of: comparisons[i])
    }
  }

  private func verdict(of comparison: GateComparison) -> GateVerdict {
    guard let degradation = comparison.degradation else {
      return .inconclusive(comparison.candidate.reason ?? comparison.reference.reason ?? "undefined")
    }
    if degradation == 0, comparison.pValue == nil, comparison.cases > 0 { return .notWorse }
    guard comparison.cases >= minimumCases else {
      return .inconclusive("\(comparison.cases) initial times; the policy asks for \(minimumCases)")
    }
    guard let p = comparison.adjustedPValue, let upper = comparison.upper else {
      return .inconclusive(comparison.methodNote ?? "no limits")
    }
    if p < level { return degradation > comparison.practicalSize ? .worse : .notWorse }
    if upper <= max(comparison.practicalSize, comparison.detectableSize) { return .notWorse }
    guard let detectable = comparison.detectable else { return .notWorse }
    return detectable <= comparison.detectableSize ? .notWorse : .inconclusive(GateRule.tooFewCases)
  }

  /// Why a comparison is inconclusive whose smallest detectable degradation is too large.
  public static let tooFewCases = "too few cases to see a degradation of the size that the policy asks for"
}
