/// How often each value was observed, by weight: the distribution of the sample, exact in whatever order it was
/// summed.
///
/// Stations report in tenths, so that the different values are few. Where there are more than `most` of them, as
/// on a grid, none is kept.
struct ObservedValues: Equatable, Sendable {
  static let most = 65_536

  private var weights: [Double: Double] = [:]
  private var isTooMany = false

  mutating func add(_ value: Double, weight: Double) {
    guard !isTooMany else { return }
    weights[value, default: 0] += weight
    stopWhereTooMany()
  }

  mutating func merge(_ other: ObservedValues) {
    isTooMany = isTooMany || other.isTooMany
    weights.merge(other.weights, uniquingKeysWith: +)
    stopWhereTooMany()
  }

  private mutating func stopWhereTooMany() {
    guard isTooMany || weights.count > Self.most else { return }
    isTooMany = true
    weights = [:]
  }

  /// ∫ F (1 - F) with F the distribution, or why there is none.
  var halfMeanDistance: Outcome {
    guard !isTooMany else { return .undefined("more than 65 536 different observed values, which are not kept") }
    let sorted = weights.sorted { $0.key < $1.key }
    let total = sorted.reduce(0) { $0 + $1.value }
    guard total > 0 else { return .noPairs }
    var (below, sum) = (0.0, 0.0)
    for (value, next) in zip(sorted, sorted.dropFirst()) {
      below += value.value / total
      sum += below * max(0, 1 - below) * (next.key - value.key)
    }
    return Outcome(sum)
  }

  /// 1 where there were too many values, otherwise 0; the number of values; each with its weight, from the lowest.
  var numbers: [Double] {
    weights.sorted { $0.key < $1.key }.reduce(into: [isTooMany ? 1 : 0, Double(weights.count)]) { list, value in
      list += [value.key, value.value]
    }
  }

  /// The values whose numbers start somewhere in a list, and where they end; nil where they are none.
  static func read(_ x: [Double], from start: Int) -> (ObservedValues, end: Int)? {
    guard start + 2 <= x.count, [0, 1].contains(x[start]), let count = Int(count: x[start + 1]),
      count <= (x.count - start - 2) / 2
    else { return nil }
    var values = ObservedValues()
    values.isTooMany = x[start] == 1
    for k in 0..<count { values.weights[x[start + 2 + 2 * k]] = x[start + 3 + 2 * k] }
    guard values.weights.count == count else { return nil }
    return (values, start + 2 + 2 * count)
  }
}
