/// Numbers as text, the same on every machine.
enum Digits {
  /// With a fixed number of decimals, rounded half away from zero; `-0.00` is written `0.00`.
  /// A number that is not finite, which callers filter out, becomes an en dash.
  static func fixed(_ x: Double, _ decimals: Int) -> String {
    guard x.isFinite else { return "–" }
    let power = powers[min(max(decimals, 0), powers.count - 1)]
    let scaled = (abs(x) * power).rounded()
    guard scaled < 9e15 else { return String(x) }
    let digits = String(Int64(scaled))
    let sign = x < 0 && scaled > 0 ? "-" : ""
    guard decimals > 0 else { return sign + digits }
    let padded = String(repeating: "0", count: max(0, decimals + 1 - digits.count)) + digits
    return "\(sign)\(padded.dropLast(decimals)).\(padded.suffix(decimals))"
  }

  /// `fixed` without trailing zeros, for coordinates in pictures and for levels.
  static func short(_ x: Double, _ decimals: Int) -> String {
    var text = fixed(x, decimals)
    guard text.contains(".") else { return text }
    while text.hasSuffix("0") { text.removeLast() }
    if text.hasSuffix(".") { text.removeLast() }
    return text
  }

  static func shortest(_ x: Double) -> String { short(x, 6) }

  /// A number that reads back to the same bits; nil where there is none, or none that is finite.
  static func exact(_ x: Double?) -> String? {
    guard let x, x.isFinite else { return nil }
    return x == x.rounded() && abs(x) < 1e15 ? String(Int(x)) : String(x)
  }

  /// A count in groups of three: `12 345`.
  static func count(_ n: Int, separator: String = "\u{202F}") -> String {
    var digits = Substring(String(abs(n)))
    var groups: [Substring] = []
    while digits.count > 3 {
      groups.insert(digits.suffix(3), at: 0)
      digits = digits.dropLast(3)
    }
    groups.insert(digits, at: 0)
    return (n < 0 ? "-" : "") + groups.joined(separator: separator)
  }

  /// How many decimals show these values to three significant digits, and their uncertainty to one.
  /// Where the uncertainty is larger than the values, it has two and they follow.
  static func decimals(for values: [Double], halfWidths: [Double] = []) -> Int {
    let narrowest = halfWidths.lazy.filter { $0.isFinite && $0 > 0 }.min()
    let largest = values.lazy.filter(\.isFinite).map(abs).max() ?? 0
    if let narrowest, narrowest > largest { return min(max(1 - exponent(of: narrowest), 0), 6) }
    var decimals = largest > 0 ? 2 - exponent(of: largest) : 2
    if let narrowest { decimals = max(decimals, min(-exponent(of: narrowest), decimals + 2)) }
    return min(max(decimals, 0), 6)
  }

  /// How many decimals show a difference: its uncertainty to two significant digits, or its own three where that
  /// is unknown.
  static func decimals(ofDifference difference: Double, halfWidth: Double?) -> Int {
    guard let halfWidth, halfWidth.isFinite, halfWidth > 0 else { return decimals(for: [difference]) }
    return min(max(1 - exponent(of: halfWidth), 0), 6)
  }

  /// The power of ten of the first significant digit.
  static func exponent(of x: Double) -> Int {
    guard x.isFinite, x != 0 else { return 0 }
    var (rest, exponent) = (abs(x), 0)
    while rest >= 10 { (rest, exponent) = (rest / 10, exponent + 1) }
    while rest < 1 { (rest, exponent) = (rest * 10, exponent - 1) }
    return exponent
  }

  private static let powers: [Double] = [1, 10, 100, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9]
}
