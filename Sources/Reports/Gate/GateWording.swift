import Fields
import Metrics

/// A comparison of a gate in words, with numbers in the unit that people read.
struct GateWording {
  let comparison: GateComparison
  let confidence: Double

  private var unit: DisplayUnit { DisplayUnit(canonical: comparison.units) }

  /// `RMSE of temperature at 2 m, ghr, europe, 24h`
  var title: String {
    let score = comparison.score == comparison.definition.id ? comparison.definition.symbol : comparison.score
    let parts = [
      comparison.stratum == "all" ? nil : comparison.stratum,
      comparison.leadTimes == "all" ? nil : comparison.leadTimes,
    ].compactMap { $0 }
    return (["\(score) of \(comparison.variable.title)", comparison.system] + parts).joined(separator: ", ")
  }

  var verdict: String {
    switch comparison.verdict {
    case .notWorse: "not worse"
    case .worse: "WORSE"
    case .inconclusive: "inconclusive"
    case .incomparable: "not comparable"
    }
  }

  /// `2.31 K`, or an en dash.
  func score(_ outcome: Outcome) -> String {
    guard let value = outcome.value else { return "–" }
    let values = [comparison.candidate.value, comparison.reference.value].compactMap { $0 }.map { $0 * unit.factor }
    return withUnit(Digits.fixed(value * unit.factor, Digits.decimals(for: values) + 1))
  }

  /// `3.1 % worse`, `0.02 better`, `the same`.
  var change: String {
    guard let degradation = comparison.degradation else { return "–" }
    guard degradation != 0 else { return "the same" }
    return "\(size(abs(degradation))) \(degradation > 0 ? "worse" : "better")"
  }

  /// A size as a part of the reference's score where that says more.
  func size(_ size: Double) -> String {
    if comparison.relativeDegradation != nil, let value = comparison.reference.value {
      let percent = 100 * size / abs(value)
      return "\(Digits.short(percent, percent < 1 ? 2 : 1)) %"
    }
    let size = size * unit.factor
    return withUnit(Digits.short(size, Digits.decimals(for: [size])))
  }

  /// `at most 1.2 % worse`, `at least 1.9 % worse`: the limit that matters for the verdict.
  var limit: String? {
    guard let lower = comparison.lower, let upper = comparison.upper else { return nil }
    if comparison.verdict == .worse { return lower > 0 ? "at least \(size(lower)) worse" : nil }
    return upper > 0 ? "at most \(size(upper)) worse" : "at least \(size(-upper)) better"
  }

  var cases: String {
    "\(Digits.count(comparison.cases, separator: " ")) initial time\(comparison.cases == 1 ? "" : "s")"
  }

  /// `1.52 K against 1.48 K, 3.1 % worse; with 95 % confidence at least 1.9 % worse; adjusted p 0.0004; 60 initial times`
  var explanation: String {
    if case .incomparable(let reason) = comparison.verdict { return reason }
    var parts: [String] = []
    if comparison.degradation == nil {
      parts.append(comparison.verdict.reason ?? "undefined")
    } else {
      parts.append("\(score(comparison.candidate)) against \(score(comparison.reference)), \(change)")
      if let limit { parts.append("with \(Digits.short(confidence * 100, 1)) % confidence \(limit)") }
      if let p = comparison.adjustedPValue {
        parts.append("adjusted p \(p < 0.0001 ? "< 0.0001" : Digits.fixed(p, 4))")
      }
      if case .inconclusive(let reason) = comparison.verdict { parts.append(reason) }
      if let detectable = comparison.detectable, comparison.verdict != .worse {
        parts.append("\(size(detectable)) would be found in 8 of 10 such gates")
      }
      if comparison.adjustedPValue.map({ $0 < 1 - confidence }) == true, comparison.verdict == .notWorse {
        parts.append("surely worse, by less than the practical size of \(size(comparison.practicalSize))")
      }
    }
    // A reason may say how many there are.
    let isSaid = parts.contains { $0.hasPrefix("\(cases);") || $0 == cases }
    return (parts + (isSaid ? [] : [cases])).joined(separator: "; ")
  }

  private func withUnit(_ number: String) -> String {
    let symbol = DisplayUnit.text(unit.symbol)
    return symbol.isEmpty ? number : "\(number) \(symbol)"
  }
}

extension GateRecord {
  var wordings: [GateWording] { comparisons.map { GateWording(comparison: $0, confidence: confidence) } }

  func count(_ id: String) -> Int { comparisons.count { $0.verdict.id == id } }

  /// One sentence: what the gate found.
  var headline: String {
    let total = comparisons.count
    func scores(_ n: Int) -> String {
      n == total && n == 1 ? "the score is" : "\(n) of \(total) scores \(n == 1 ? "is" : "are")"
    }
    switch outcome {
    case .worse: return "Worse: \(scores(count("worse"))) worse than the reference."
    case .incomparable where comparisons.isEmpty: return "Nothing can be compared with the reference."
    case .incomparable: return "Not comparable: \(scores(count("incomparable"))) not of the same data."
    case .inconclusive: return "Inconclusive: for \(count("inconclusive")) of \(total) scores it can't be told."
    case .notWorse: return "Not worse: no score of \(total) is worse than the reference."
    }
  }

  /// In the order of what a reader has to act on.
  var ranked: [GateWording] {
    let order = ["worse", "incomparable", "inconclusive", "not_worse"]
    return order.flatMap { id in wordings.filter { $0.comparison.verdict.id == id } }
  }
}
