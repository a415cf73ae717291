import Fields
import Metrics

/// A threshold as an evaluation file writes it: `>= 10 m/s`, `>= q0.95`, `< rp10y`.
enum PlannedThreshold {
  /// Reads a threshold of a variable into its canonical unit, which is also the unit of one that names none.
  ///
  /// Throws what is wrong and what to write, without the place.
  static func threshold(_ text: String, of variable: Variable) throws(VerifyError) -> Threshold {
    if let threshold = Threshold(text.trimmingPrefix { $0 == " " }.description), threshold.needsClimatology {
      return threshold
    }
    let parts = UnitText(text)
    guard let threshold = Threshold(parts.numbers), !threshold.needsClimatology || parts.unit == nil else {
      throw VerifyError(
        "'\(text)' is no threshold",
        suggestion: "Write a comparison and a limit in quotes: \">= \(example(of: variable))\", \"< q0.05\" for a "
          + "quantile of the climatology, or \">= rp10y\" for what it passes once in 10 years.")
    }
    if let unknown = parts.unknownUnit {
      throw VerifyError(
        "'\(unknown)' in '\(text)' is no unit that is known", suggestion: "Write \">= \(example(of: variable))\".")
    }
    guard let unit = parts.unit else { return threshold }
    guard let convert = unit.conversion(to: variable.unit) else {
      throw VerifyError(
        "'\(text)' is in \(unit), and \(variable) is measured in \(variable.unit)",
        suggestion: "Write it in a unit of \(variable.quantity.title), as in \">= \(example(of: variable))\".")
    }
    guard let converted = threshold.converted(convert) else {
      throw VerifyError(
        "'\(text)' is too large a number in \(variable.unit), in which \(variable) is measured",
        suggestion: "Write it like \">= \(example(of: variable))\".")
    }
    return converted
  }

  /// A limit of a variable in a unit that people write.
  static func example(of variable: Variable) -> String {
    switch variable.unit.dimension {
    case .temperature: "0 degC"
    case .speed: "10 m/s"
    case .pressure: "1000 hPa"
    case .waterDepth: "1 mm"
    case .ratio: "50 %"
    case .length: variable.quantity == .visibility ? "1000 m" : "1 m"
    default: "1 \(variable.unit)"
    }
  }
}
