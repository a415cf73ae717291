/// Classes of values by which a map is coloured: eight of them, whose bounds are round numbers.
struct ColourClasses {
  /// The style of each class: `q0` to `q7` from little to much, `c0` to `c7` on both sides of zero.
  let styles: [String]
  /// Between the classes, ascending; one less than these.
  let bounds: [Double]

  static let count = 8

  /// Values that grow towards what is extreme: up, or down where `isUpper` is false. The outermost classes are
  /// open-ended; nineteen in twenty of the values lie in the others. Values must be finite.
  init(sequential values: [Double], isUpper: Bool) {
    let sorted = values.sorted()
    let low = sorted.isEmpty ? 0 : sorted[sorted.count / 40]
    let high = sorted.isEmpty ? 1 : sorted[sorted.count - 1 - sorted.count / 200]
    let step = Scale.roundStep(max(high - low, 1e-6) / Double(ColourClasses.count - 1))
    let last = ((isUpper ? high : low + step * Double(ColourClasses.count - 1)) / step).rounded(isUpper ? .down : .up)
    bounds = (0..<ColourClasses.count - 1).map { (last - Double(ColourClasses.count - 2 - $0)) * step }
    let names = (0..<ColourClasses.count).map { "q\($0)" }
    styles = isUpper ? names : names.reversed()
  }

  /// Differences, below and above zero.
  init(diverging values: [Double]) {
    bounds = DivergingScale(for: values).bounds
    styles = (0..<ColourClasses.count).map { "c\($0)" }
  }

  func style(of value: Double) -> String { styles[bounds.count { value >= $0 }] }

  /// Decimals that tell the bounds apart.
  var decimals: Int { max(0, -Digits.exponent(of: (bounds[1] - bounds[0]) * 1.000001)) }
}
