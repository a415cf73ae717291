import Fields

/// The sums of two systems at the initial times that both have, and the difference of their scores.
struct PairedCases<M: Metric> {
  let metric: M
  let times: [UTCTime]
  let first: [M.Source.Result]
  let second: [M.Source.Result]
  /// Initial times that only one of the systems has.
  let unmatchedFirst: Int
  let unmatchedSecond: Int
  let whole: (first: Outcome, second: Outcome)
  /// Pairs of the first system.
  let n: Int
  let jackknife: Jackknife

  init(of metric: M, _ first: [UTCTime: M.Source.Result], minus second: [UTCTime: M.Source.Result]) {
    self.metric = metric
    let (a, b) = (metric.cases(of: first), metric.cases(of: second))
    let common = Set(a.map(\.time)).intersection(b.map(\.time))
    unmatchedFirst = a.count - common.count
    unmatchedSecond = b.count - common.count
    times = common.sorted()
    self.first = a.filter { common.contains($0.time) }.map(\.sums)
    self.second = b.filter { common.contains($0.time) }.map(\.sums)
    let (wholeA, withoutA) = leavingOneOut(self.first)
    let (wholeB, withoutB) = leavingOneOut(self.second)
    whole = (metric.value(of: wholeA), metric.value(of: wholeB))
    n = metric.count(of: wholeA)
    jackknife = Jackknife(
      times: times, whole: subtract(whole.first, whole.second),
      without: zip(withoutA, withoutB).map { subtract(metric.value(of: $0), metric.value(of: $1)) },
      scale: max(abs(whole.first.value ?? 0), abs(whole.second.value ?? 0)), metric: metric)
  }

  /// The difference over the initial times at some positions, each as often as it occurs.
  func difference(at positions: [Int]) -> Outcome {
    subtract(
      metric.value(of: merging(first, at: positions)), metric.value(of: merging(second, at: positions)))
  }
}

private func subtract(_ a: Outcome, _ b: Outcome) -> Outcome {
  switch (a, b) {
  case (.value(let a), .value(let b)): Outcome(a - b)
  case (.undefined(let reason), _), (_, .undefined(let reason)): .undefined(reason)
  }
}
