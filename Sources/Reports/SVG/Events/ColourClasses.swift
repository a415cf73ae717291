/// Classes of values by which a map is coloured: up to eight, whose bounds are round numbers.
struct ColourClasses {
  /// The style of each class: `q0` to `q7` from little to much, `c0` to `c7` on both sides of zero.
  let styles: [String]
  /// Between the classes, ascending; one less than these.
  let bounds: [Double]

  static let count = 8

  /// Values that grow towards what is extreme: up, or down where `isUpper` is false. Classes are as many as round bounds
  /// make of the values, at most eight; the outermost are open-ended. Values must be finite.
  init(sequential values: [Double], isUpper: Bool) {
    let sorted = values.sorted()
    let low = sorted.isEmpty ? 0 : sorted[sorted.count / 50]
    let high = sorted.isEmpty ? 1 : sorted[sorted.count - 1 - sorted.count / 200]
    let step = Scale.roundStep(max(high - low, 1e-6) / Double(ColourClasses.count))
    let first = (low / step).rounded(.down) + 1
    let last = min(first + Double(ColourClasses.count - 2), max(first, (high / step).rounded(.up) - 1))
    bounds = (0...Int(last - first)).map { (first + Double($0)) * step }
    // The strongest colours are those of the extreme end.
    let names = (ColourClasses.count - 1 - bounds.count..<ColourClasses.count).map { "q\($0)" }
    styles = isUpper ? names : names.reversed()
  }

  /// Differences, below and above zero.
  init(diverging values: [Double]) {
    bounds = DivergingScale(for: values).bounds
    styles = (0..<ColourClasses.count).map { "c\($0)" }
  }

  func style(of value: Double) -> String { styles[bounds.count { value >= $0 }] }

  /// Decimals that tell the bounds apart.
  var decimals: Int {
    guard bounds.count > 1 else { return 1 }
    return max(0, -Digits.exponent(of: (bounds[1] - bounds[0]) * 1.000001))
  }
}
