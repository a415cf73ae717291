import Fields

#if canImport(Darwin)
  import Darwin
#elseif canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// The way from data to a picture's coordinates, straight or by the logarithm, with round numbers for its ticks.
struct Scale {
  let domain: ClosedRange<Double>
  /// Where the ends of the domain are drawn; the start may be the larger, as for a vertical axis.
  let start: Double
  let end: Double
  let ticks: [Double]
  /// Decimals that tell neighbouring ticks apart.
  let decimals: Int
  /// The text of each tick.
  private(set) var labels: [String]
  private var isLogarithmic = false

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
    let decimals = max(0, -Digits.exponent(of: step * 1.000001))
    self.decimals = decimals
    labels = ticks.map { Digits.fixed($0, decimals) }
    self.start = start
    self.end = end
  }

  /// A scale whose ends are the domain, as of probabilities.
  init(_ domain: ClosedRange<Double>, step: Double, from start: Double, to end: Double) {
    let count = Int(((domain.upperBound - domain.lowerBound) / step + 1e-9).rounded(.down))
    self.init(domain, ticks: (0...count).map { domain.lowerBound + Double($0) * step }, from: start, to: end)
  }

  /// A scale with ticks at some values, written short.
  init(_ domain: ClosedRange<Double>, ticks: [Double], from start: Double, to end: Double) {
    self.domain = domain
    self.ticks = ticks
    decimals = 2
    labels = ticks.map { Digits.short($0, 2) }
    self.start = start
    self.end = end
  }

  /// A logarithmic scale over whole powers of ten that enclose some positive values.
  init(logarithmicEnclosing values: [Double], from start: Double, to end: Double) {
    let exponents = values.filter { $0 > 0 }.map { Digits.exponent(of: $0) }
    let (low, high) = (exponents.min() ?? 0, (exponents.max() ?? 0) + 1)
    domain = Scale.power(low)...Scale.power(high)
    let stride = max(1, (high - low + 5) / 6)
    let powers = Swift.stride(from: low, through: high, by: stride)
    ticks = powers.map(Scale.power)
    labels = powers.map { (-2...3).contains($0) ? Digits.shortest(Scale.power($0)) : "10\(raised($0))" }
    decimals = 0
    isLogarithmic = true
    self.start = start
    self.end = end
  }

  /// A scale of times in hours since 1970, with ticks at days or months.
  init(times values: [Double], from start: Double, to end: Double) {
    let low = values.min() ?? 0
    let high = values.max() ?? 1
    let span = max(high - low, 1)
    domain = low...low + span
    let steps: [Double] = [6, 12, 24, 48, 72, 120, 240, 480, 744, 1488, 2976, 8784, 17_568]
    let step = steps.first { span / $0 <= 6 } ?? Scale.roundStep(span / 6)
    let first = Int((low / step).rounded(.up))
    let last = Int((high / step).rounded(.down))
    ticks = first <= last ? (first...last).map { Double($0) * step } : []
    labels = ticks.map { hours in
      let time = UTCTime(secondsSince1970: Int64(hours * 3600)).components
      let day = "\(time.day) \(Scale.months[time.month - 1])"
      return step < 24 ? "\(day) \(time.hour)h" : span > 24 * 500 ? "\(Scale.months[time.month - 1]) \(time.year)" : day
    }
    decimals = 0
    self.start = start
    self.end = end
  }

  private static let months = [
    "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
  ]

  /// The same scale with other texts at its ticks.
  func labelled(_ text: (Double) -> String) -> Scale {
    var scale = self
    scale.labels = ticks.map(text)
    return scale
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
    labels = ticks.map { Digits.short($0, 2) }
    self.start = start
    self.end = end
  }

  func callAsFunction(_ x: Double) -> Double {
    start + part(x) * (end - start)
  }

  /// Where a value is between the ends of the domain, as a part of 1.
  private func part(_ x: Double) -> Double {
    guard isLogarithmic else { return (x - domain.lowerBound) / (domain.upperBound - domain.lowerBound) }
    let floor = domain.lowerBound
    return log10(max(x, floor) / floor) / log10(domain.upperBound / floor)
  }

  private static func power(_ exponent: Int) -> Double {
    var power = 1.0
    for _ in 0..<abs(exponent) { power *= 10 }
    return exponent < 0 ? 1 / power : power
  }

  /// The smallest of 1, 2, 5 × 10ⁿ that is not below a length.
  static func roundStep(_ length: Double) -> Double {
    guard length.isFinite, length > 0 else { return 1 }
    let unit = power(Digits.exponent(of: length))
    for factor in [1.0, 2, 5] where factor * unit >= length * (1 - 1e-9) { return factor * unit }
    return 10 * unit
  }
}

/// An exponent as it is written above a power: `⁻³`.
private func raised(_ exponent: Int) -> String {
  let digits = Array("⁰¹²³⁴⁵⁶⁷⁸⁹")
  return (exponent < 0 ? "⁻" : "")
    + String(abs(exponent)).compactMap { $0.wholeNumberValue.map { String(digits[$0]) } }.joined()
}
