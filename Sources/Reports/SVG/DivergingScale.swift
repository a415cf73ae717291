/// Eight classes of colour on both sides of zero: blues below, oranges above, which readers with any
/// colour vision can tell apart.
struct DivergingScale {
  /// The width of a class; the outermost two are open-ended.
  let step: Double

  /// Classes that spread nineteen in twenty of the values over the inner bounds. Values must be finite.
  init(for values: [Double]) {
    let magnitudes = values.map(abs).sorted()
    let large = magnitudes.isEmpty ? 1 : magnitudes[min(magnitudes.count - 1, magnitudes.count * 19 / 20)]
    step = large > 0 ? Scale.roundStep(large / 3) : 1
  }

  static let classCount = 8

  /// The bounds between classes, from the lowest to the highest.
  var bounds: [Double] { (-3...3).map { Double($0) * step } }

  var decimals: Int { max(0, -Digits.exponent(of: step * 1.000001)) }

  /// 0 for values below the lowest bound, 7 from the highest up. Zero is in the first class above.
  func index(of value: Double) -> Int { bounds.filter { value >= $0 }.count }
}
