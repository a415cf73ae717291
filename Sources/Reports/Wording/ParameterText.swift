import Fields
import Metrics

/// The parameter of a score as people read it: `≥ 10 m s⁻¹` for `>=10`, `≥ 0 °C` for `>=273.15`.
enum ParameterText {
  /// The parameter of a score of a variable, from the canonical text that results hold.
  static func text(_ parameter: String, of metric: String, _ variable: Variable) -> String {
    guard let known = Catalogue.metric(id: metric, parameter: parameter) else { return parameter }
    guard known.hasMeasuredParameter else { return spelled(parameter) }
    let unit = LimitUnit(variable.unit)
    // Values that rounding no longer tells apart are shown in full.
    let converted =
      known.convertingParameter { rounded($0 * unit.factor + unit.offset) }
      ?? known.convertingParameter { $0 * unit.factor + unit.offset }
    guard let shown = converted?.threshold else {
      let symbol = DisplayUnit.text(variable.unit.symbol)
      return spelled(parameter) + (symbol.isEmpty ? "" : " \(symbol)")
    }
    // A tolerance or a scale stands behind the unit.
    let suffix = [" within ", " at "].compactMap { shown.firstRange(of: $0) }.first
    let (limit, rest) = suffix.map { (shown[..<$0.lowerBound], shown[$0.lowerBound...]) } ?? (shown[...], "")
    let symbol = unit.text.isEmpty ? "" : " \(unit.text)"
    return spelled(String(limit)) + symbol + rest
  }

  /// `>=10` as `≥ 10`.
  private static func spelled(_ text: String) -> String {
    for (sign, shown) in [(">=", "≥"), ("<=", "≤"), (">", ">"), ("<", "<")] where text.hasPrefix(sign) {
      return "\(shown) \(text.dropFirst(sign.count))"
    }
    return text
  }

  /// To six digits, without those that the conversion of units makes up.
  private static func rounded(_ x: Double) -> Double {
    guard x.isFinite, x != 0 else { return x }
    var scale = 1e9
    while abs(x) * scale >= 1e6, scale > 1 { scale /= 10 }
    return (x * scale).rounded() / scale
  }
}

/// The unit in which people read a limit, and how it follows from the canonical one: temperatures in °C, ratios
/// in per cent.
struct LimitUnit {
  let text: String
  var factor = 1.0
  var offset = 0.0

  init(_ unit: PhysicalUnit) {
    let read: (unit: PhysicalUnit, text: String)? =
      switch unit.dimension {
      case .temperature: (.celsius, "°C")
      case .ratio: (.percent, "%")
      default: nil
      }
    if let read, let line = unit.line(to: read.unit) {
      (text, factor, offset) = (read.text, line.scale, line.offset)
    } else {
      let shown = DisplayUnit(canonical: unit.symbol)
      (text, factor) = (DisplayUnit.text(shown.symbol), shown.factor)
    }
  }
}
