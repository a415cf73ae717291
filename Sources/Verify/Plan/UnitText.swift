import Fields
import Foundation
import Metrics

/// A number, or several, and the unit behind them, as authors write a limit: `10 m/s`, `0.1|1|10 mm`.
struct UnitText {
  /// What stands before the unit.
  let numbers: String
  let unit: PhysicalUnit?
  /// What stands where a unit would, and is none that is known.
  let unknownUnit: String?

  /// The unit begins at the first letter, degree or per cent behind a digit or a bracket from where on the text is one.
  init(_ text: String) {
    let text = text.trimmingCharacters(in: .whitespaces)
    var candidates: [String.Index] = []
    var previous: Character?
    for position in text.indices {
      let character = text[position]
      if character == " " { continue }
      let begins = character.isLetter || character == "°" || character == "%"
      if begins, let previous, previous.isNumber || previous == "]" || previous == "." { candidates.append(position) }
      previous = character
    }
    let known = candidates.first { PhysicalUnit(String(text[$0...])) != nil }
    guard let start = known ?? candidates.first else {
      (numbers, unit, unknownUnit) = (text, nil, nil)
      return
    }
    numbers = text[..<start].trimmingCharacters(in: .whitespaces)
    unit = PhysicalUnit(String(text[start...]))
    unknownUnit = known == nil ? String(text[start...]) : nil
  }
}

extension PhysicalUnit {
  /// What takes a value of this unit to another, without the last digits that conversion makes up; nil between
  /// dimensions.
  func conversion(to other: PhysicalUnit) -> ((Double) -> Double)? {
    guard let line = line(to: other) else { return nil }
    if line.scale == 1, line.offset == 0 { return { $0 } }
    return { value in
      guard value.isFinite else { return value }
      let exact = value * line.scale + line.offset
      return Double(String(format: "%.12g", exact)) ?? exact
    }
  }
}
