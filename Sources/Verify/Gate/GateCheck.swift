import Fields
import Metrics

/// Compares one score, after it has made sure that both sides are of the same pairs.
struct GateCheck {
  let policy: GatePolicy
  let rule: GateRule

  /// Fills in the numbers, or says why the two can't be compared.
  func compare(
    _ target: GateTarget, _ candidate: [UTCTime: AnySums], _ series: GateReference.Series?,
    into comparison: inout GateComparison
  ) throws {
    guard let series, series.scores.contains(target.metric.name) else {
      comparison.verdict = .incomparable("the reference does not have it; write it anew with --update")
      return
    }
    let reference = try series.sums(of: target.metric.statistic)
    if let reason = objection(candidate, reference) {
      comparison.verdict = .incomparable(reason)
      return
    }
    try rule.compare(
      target.metric, candidate, with: reference, leadTime: target.leadTimes.single, into: &comparison)
  }

  /// Why the two are not of the same pairs; nil where they are.
  private func objection(_ candidate: [UTCTime: AnySums], _ reference: [UTCTime: AnySums]) -> String? {
    let pairs = reference.filter { $0.value.n > 0 }
    guard candidate.values.contains(where: { $0.n > 0 }) else { return "the evaluation has no pairs of it" }
    let missing = pairs.keys.filter { candidate[$0]?.n ?? 0 == 0 }.sorted()
    if let first = missing.first, missing.count == pairs.count || !policy.takesCommonTimes {
      let more = missing.count > 1 ? " and \(missing.count - 1) more" : ""
      return "initial times of the reference are missing: \(first)\(more)"
    }
    for (time, old) in pairs.sorted(by: { $0.key < $1.key }) {
      guard let new = candidate[time] else { continue }
      guard new.n == old.n else {
        return "other pairs: \(new.n) from \(time), and \(old.n) in the reference"
      }
      guard let a = new.meanObservation, let b = old.meanObservation else { continue }
      guard abs(a - b) <= 1e-9 * max(abs(a), abs(b)) else {
        return "other observations: their mean from \(time) is \(a), and \(b) in the reference"
      }
    }
    return nil
  }
}
