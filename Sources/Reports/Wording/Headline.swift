import Fields
import Metrics

/// What an evaluation found, in sentences: is the candidate better, by how much, how surely.
struct Headline {
  /// One sentence.
  let verdict: String
  /// Some sentences for each variable, and what holds for all.
  let findings: [String]

  init(_ record: EvaluationRecord) {
    let primary = record.hasPairs ? Headline.primaryComparisons(record) : []
    guard !primary.isEmpty else {
      verdict = Headline.withoutComparison(record)
      findings = []
      return
    }
    let pairs = EvaluationRecord.unique(primary.map { [$0.difference.system, $0.difference.reference ?? ""] })
    let verdicts = pairs.map { pair in
      Headline.verdict(primary.filter { $0.difference.system == pair[0] }, candidate: pair[0], baseline: pair[1])
    }
    verdict = (verdicts + [Headline.reservation(primary)].compactMap { $0 }).joined(separator: " ")
    let byLead = record.comparisons.filter { $0.difference.leadTime != nil }
    let ordered = pairs.flatMap { pair in primary.filter { $0.difference.system == pair[0] } }
    let sentences = ordered.map { comparison in
      let leads = byLead.filter { Headline.isSame($0, comparison) }
      let name = pairs.count > 1 ? "\(comparison.difference.system): " : ""
      return name + Headline.finding(comparison) + Headline.leadSentence(leads)
        + Headline.strataSentence(record.comparisons.filter { Headline.isSameElsewhere($0, comparison) })
    }
    let hasFewCases = byLead.contains { comparison in
      comparison.difference.cases < Discoveries.fewestCases
        && ordered.contains { Headline.isSame(comparison, $0) }
    }
    findings =
      sentences
      + (hasFewCases
        ? ["Single lead times of fewer than \(Discoveries.fewestCases) initial times are not judged."] : [])
  }

  /// For every candidate and variable the one score that decides: CRPS of ensembles, else RMSE, else
  /// MAE, else the first with a better and a worse; over all stations and lead times.
  static func primaryComparisons(_ record: EvaluationRecord) -> [Comparison] {
    let overall = record.comparisons.filter {
      $0.difference.leadTime == nil && $0.difference.initTime == nil
        && $0.difference.stratum == record.firstStratum && [.negative, .positive].contains($0.definition.orientation)
    }
    let groups = EvaluationRecord.unique(overall.map { Group($0.difference) })
    return groups.compactMap { group in
      let candidates = overall.filter { Group($0.difference) == group }
      return candidates.min { rank($0.definition.id) < rank($1.definition.id) }
    }
  }

  private struct Group: Hashable {
    let system: String
    let variable: Variable

    init(_ score: Score) {
      system = score.system
      variable = score.variable
    }
  }

  static func rank(_ metric: String) -> Int {
    let order = ["crps", "rmse", "mae"]
    return order.firstIndex { metric == $0 || metric.hasPrefix($0 + "_") || metric.hasPrefix($0 + ".") } ?? order.count
  }

  static func isSame(_ a: Comparison, _ b: Comparison) -> Bool {
    Group(a.difference) == Group(b.difference) && a.difference.metric == b.difference.metric
      && a.difference.stratum == b.difference.stratum && a.difference.threshold == b.difference.threshold
      && a.difference.initTime == nil
  }

  /// The same score of another stratum, over all lead times.
  private static func isSameElsewhere(_ a: Comparison, _ b: Comparison) -> Bool {
    Group(a.difference) == Group(b.difference) && a.difference.metric == b.difference.metric
      && a.difference.threshold == b.difference.threshold && a.difference.stratum != b.difference.stratum
      && a.difference.initTime == nil && a.difference.leadTime == nil
  }

  // MARK: - Sentences

  /// What to think of a better or worse that rests on few initial times, of which the scorecard judges nothing.
  private static func reservation(_ comparisons: [Comparison]) -> String? {
    let few = comparisons.filter {
      [.better, .worse].contains($0.verdict) && $0.difference.cases < Discoveries.fewestCases
    }
    guard let least = few.map(\.difference.cases).min() else { return nil }
    return "That rests on \(least) initial times, fewer than the \(Discoveries.fewestCases) that a finding takes: "
      + "take it as a hint."
  }

  private static func verdict(_ comparisons: [Comparison], candidate: String, baseline: String) -> String {
    let verdicts = comparisons.map(\.verdict)
    let total = comparisons.count
    let better = verdicts.filter { $0 == .better }.count
    let worse = verdicts.filter { $0 == .worse }.count
    let unknown = verdicts.filter { if case .withoutInterval = $0 { true } else { false } }.count
    let of = total == 1 ? "for \(comparisons[0].difference.variable.title)" : "for all \(total) variables"
    if better == total { return "\(candidate) is better than \(baseline) \(of)." }
    if worse == total { return "\(candidate) is worse than \(baseline) \(of)." }
    if unknown == total {
      guard case .withoutInterval(let reason)? = verdicts.first else { return "" }
      return "Inconclusive: \(candidate) cannot be told from \(baseline), because \(reason)."
    }
    if better == 0, worse == 0 {
      return
        "Inconclusive: over all lead times together, no difference between \(candidate) and \(baseline) is significant."
    }
    var parts: [String] = []
    if better > 0 { parts.append("better than \(baseline) for \(better) of \(total) variables") }
    if worse > 0 {
      parts.append(better > 0 ? "worse for \(worse)" : "worse than \(baseline) for \(worse) of \(total) variables")
    }
    if total > better + worse { parts.append("undecided for \(total - better - worse)") }
    return "\(candidate) is \(parts.joined(separator: ", "))."
  }

  /// `RMSE of temperature at 2 m: 1.52 against 1.64 K, lower by 7.3 % (95 % interval of the difference
  /// -0.15 to -0.09 K; 14 initial times, 12 300 pairs).`
  private static func finding(_ comparison: Comparison) -> String {
    let difference = comparison.difference
    let decimals = Digits.decimals(of: [comparison.candidate, comparison.baseline].compactMap { $0 })
    let own = comparison.decimals
    let units = difference.units == "1" || difference.units.isEmpty ? "" : " \(DisplayUnit.text(difference.units))"
    var text = "\(comparison.definition.symbol) of \(difference.variable.title)"
    guard let value = difference.number else {
      return "\(text): undefined (\(difference.reasonUndefined ?? "no reason given"))."
    }
    if let a = comparison.candidate?.number, let b = comparison.baseline?.number {
      text += ": \(Digits.fixed(a, decimals)) against \(Digits.fixed(b, decimals))\(units)"
    }
    let direction = value < 0 ? "lower" : value > 0 ? "higher" : "no change"
    if value == 0 {
      text += ", no change"
    } else if let percent = comparison.percent {
      text += ", \(direction) by \(Digits.fixed(abs(percent), 1)) %"
    } else {
      text += ", \(direction) by \(Digits.fixed(abs(value), own))\(units)"
    }
    var cases = "\(Digits.count(difference.cases)) initial time\(difference.cases == 1 ? "" : "s")"
    if let effective = difference.effectiveSampleSize, effective < Double(difference.cases) - 0.5 {
      cases += " that are worth \(Digits.fixed(effective, 1)) independent ones"
    }
    let size = "\(cases), \(Digits.count(difference.n)) pairs"
    if let interval = difference.interval {
      let limits = "\(Digits.fixed(interval.lowerBound, own)) to \(Digits.fixed(interval.upperBound, own))"
      text += " (95 % interval of the difference \(limits)\(units); \(size))."
      guard comparison.verdict == .undecided, let halfWidth = comparison.halfWidth else { return text }
      if !interval.contains(0), let p = difference.adjustedPValue {
        return text + " Of as many differences as were tested, chance makes one like it: the adjusted p is "
          + "\(Digits.fixed(p, 2))."
      }
      return text + " A difference smaller than \(Digits.fixed(halfWidth, own))\(units) could not be seen."
    }
    let note = difference.intervalNote ?? Comparison.missingInterval(cases: difference.cases)
    return text + " (\(note); \(size))."
  }

  /// ` By lead time: better at 6-72 h, worse at 108-120 h.` Only what holds among all lead times.
  private static func leadSentence(_ leads: [Comparison]) -> String {
    let sorted = leads.sorted { ($0.difference.leadTime ?? .zero) < ($1.difference.leadTime ?? .zero) }
    guard sorted.count > 1 else { return "" }
    guard sorted.contains(where: { $0.difference.cases >= Discoveries.fewestCases }) else { return "" }
    let holds = Discoveries.hold(sorted)
    let parts = [(Comparison.Verdict.better, "better"), (.worse, "worse")].compactMap { verdict, word in
      let ranges = Headline.ranges(zip(sorted, holds).map { ($0.difference.leadTime, $1 && $0.verdict == verdict) })
      return ranges.isEmpty ? nil : "\(word) at \(ranges.joined(separator: ", ")) h"
    }
    guard let first = parts.first else { return " No single lead time is decided, at a false discovery rate of 5 %." }
    return " By lead time: " + ([first] + parts.dropFirst()).joined(separator: ", ")
      + ", at a false discovery rate of 5 %."
  }

  /// ` By stratum: better in northern, tropics; worse in southern.` Nothing where no stratum is decided.
  private static func strataSentence(_ strata: [Comparison]) -> String {
    let holds = Discoveries.hold(strata)
    let parts = [(Comparison.Verdict.better, "better"), (.worse, "worse")].compactMap { verdict, word -> String? in
      let names = zip(strata, holds).filter { $1 && $0.verdict == verdict }.map(\.0.difference.stratum)
      guard !names.isEmpty else { return nil }
      let shown = names.prefix(6).joined(separator: ", ")
      return "\(word) in \(shown)\(names.count > 6 ? " and \(names.count - 6) more" : "")"
    }
    return parts.isEmpty ? "" : " By stratum (\(strata.count)): \(parts.joined(separator: "; "))."
  }

  /// Runs of neighbouring lead times that are included: `0`, `12-72`.
  private static func ranges(_ sorted: [(lead: TimeSpan?, isIncluded: Bool)]) -> [String] {
    var runs: [[TimeSpan]] = []
    var isRunning = false
    for (lead, isIncluded) in sorted {
      guard let lead, isIncluded else {
        isRunning = false
        continue
      }
      if isRunning { runs[runs.count - 1].append(lead) } else { runs.append([lead]) }
      isRunning = true
    }
    return runs.compactMap { run in
      guard let first = run.first, let last = run.last else { return nil }
      let start = Digits.shortest(first.hours)
      return run.count == 1 ? start : "\(start)–\(Digits.shortest(last.hours))"
    }
  }

  private static func withoutComparison(_ record: EvaluationRecord) -> String {
    guard record.hasPairs else {
      return "No pairs: no \(record.comparesFields ? "analysis" : "observation") met a forecast, so there is no score."
    }
    let names = record.systems.map(\.name).joined(separator: ", ")
    if record.systems.count == 1 { return "\(names) is scored alone: there is no baseline to compare it with." }
    if record.baseline == nil { return "\(names) are scored side by side: no baseline is named, so none is judged." }
    return "\(names) are scored side by side: the record holds no paired difference to judge them by."
  }
}
