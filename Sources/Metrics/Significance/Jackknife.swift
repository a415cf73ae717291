import Fields

/// The sums of all the parts, and of all but each: O(parts) merges, from the front and from the back.
func leavingOneOut<S: Sums>(_ parts: [S]) -> (whole: S, without: [S]) {
  var after = [S](repeating: S(), count: parts.count + 1)
  for i in parts.indices.reversed() {
    after[i] = parts[i]
    after[i].merge(after[i + 1])
  }
  var before = S()
  var without: [S] = []
  without.reserveCapacity(parts.count)
  for i in parts.indices {
    var others = before
    others.merge(after[i + 1])
    without.append(others)
    before.merge(parts[i])
  }
  return (before, without)
}

/// The sums of some of the parts, each as often as its position occurs.
func merging<S: Sums>(_ parts: [S], at positions: [Int]) -> S {
  var whole = S()
  for position in positions { whole.merge(parts[position]) }
  return whole
}

/// A score or difference, and the series of its pseudo-values.
struct Jackknife {
  let whole: Outcome
  /// Why there is no standard error; nil where there may be.
  private(set) var reason: String?
  /// nil where there is a reason.
  private(set) var series: CaseSeries?

  /// - Parameters:
  ///   - without: What the score is without each initial time in turn.
  ///   - scale: The size of what it is a difference of.
  init(times: [UTCTime], whole: Outcome, without: [Outcome], scale: Double, metric: some Metric) {
    self.whole = whole
    if let none = metric.noIntervalReason {
      reason = none
    } else if case .value(let whole) = whole, times.count > 1 {
      var replicates: [Double] = []
      for (time, outcome) in zip(times, without) {
        switch outcome {
        case .value(let value): replicates.append(value)
        case .undefined(let why):
          reason = "no score without \(time.shortDescription): \(why)"
          return
        }
      }
      series = CaseSeries(times: times, whole: whole, without: replicates, scale: scale)
    } else {
      reason = whole.value == nil ? "no score" : "only one initial time"
    }
  }

  func assessed(
    by method: SignificanceMethod, level: Double, leadTime: TimeSpan?, score: @escaping ([Int]) -> Outcome
  ) -> Assessment {
    guard let series else { return Assessment(method, none: reason ?? "no score") }
    return series.assessed(by: method, level: level, leadTime: leadTime, score: score)
  }
}

extension Metric {
  /// The sums of the initial times that have pairs for this metric, in order of time.
  func cases(of sums: [UTCTime: Source.Result]) -> [(time: UTCTime, sums: Source.Result)] {
    sums.filter { count(of: $0.value) > 0 }.sorted { $0.key < $1.key }.map { ($0.key, $0.value) }
  }
}
