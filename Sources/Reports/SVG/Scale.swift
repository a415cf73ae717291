/// The straight line from data to a picture's coordinates, with round numbers for its ticks.
struct Scale {
  let domain: ClosedRange<Double>
  /// Where the ends of the domain are drawn; the start may be the larger, as for a vertical axis.
  let start: Double
  let end: Double
  let ticks: [Double]
  /// Decimals that tell neighbouring ticks apart.
  let decimals: Int

  /// A scale over round numbers that enclose some values. `includingZero` draws an axis that shows
  /// zero too. Values must be finite; none at all gives 0...1.
  init(enclosing values: [Double], includingZero: Bool, from start: Double, to end: Double, tickCount: Int = 5) {
    var low = values.min() ?? 0
    var high = values.max() ?? 1
    if includingZero { (low, high) = (min(low, 0), max(high, 0)) }
    if high - low < 1e-12 * max(abs(low), abs(high)) || high == low {
      let margin = low == 0 ? 1 : abs(low) * 0.1
      (low, high) = (low - (includingZero && low == 0 ? 0 : margin), high + margin)
    }
    let step = Scale.roundStep((high - low) / Double(tickCount - 1))
    let first = (low / step + 1e-9).rounded(.down)
    let last = (high / step - 1e-9).rounded(.up)
    domain = first * step...last * step
    ticks = (0...Int(last - first)).map { (first + Double($0)) * step }
    decimals = max(0, -Digits.exponent(of: step * 1.000001))
    self.start = start
    self.end = end
  }

  /// A scale of lead times in hours, with ticks where forecasters expect them.
  init(hours values: [Double], from start: Double, to end: Double, tickCount: Int = 7) {
    let low = values.min() ?? 0
    let high = values.max() ?? 1
    let span = max(high - low, 1e-9)
    let steps: [Double] = [0.25, 0.5, 1, 2, 3, 6, 12, 24, 48, 72, 120, 240, 480, 720, 1440]
    let step = steps.first { span / $0 <= Double(tickCount) } ?? Scale.roundStep(span / Double(tickCount))
    domain = low...low + span
    let first = Int((low / step).rounded(.up))
    let last = Int((high / step).rounded(.down))
    ticks = first <= last ? (first...last).map { Double($0) * step } : []
    decimals = 2
    self.start = start
    self.end = end
  }

  func callAsFunction(_ x: Double) -> Double {
    start + (x - domain.lowerBound) / (domain.upperBound - domain.lowerBound) * (end - start)
  }

  /// The smallest of 1, 2, 5 × 10ⁿ that is not below a length.
  static func roundStep(_ length: Double) -> Double {
    guard length.isFinite, length > 0 else { return 1 }
    let exponent = Digits.exponent(of: length)
    var power = 1.0
    for _ in 0..<abs(exponent) { power *= 10 }
    let unit = exponent < 0 ? 1 / power : power
    for factor in [1.0, 2, 5] where factor * unit >= length * (1 - 1e-9) { return factor * unit }
    return 10 * unit
  }
}
