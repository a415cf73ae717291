import Fields
import Formats

/// Variables as authors of evaluation files call them.
enum PlanVariables {
  /// The variable of any name that the lexicon knows: `t2m`, `2t`, `T2m`, `tp24h`; and wind vectors, `wind10m` and
  /// `wind850`, which no file holds by such a name.
  static func variable(named text: String) -> Variable? {
    if let variable = Variable(text.lowercased()), variable.quantity == .windVector {
      return WindVariables(variable) == nil ? nil : variable
    }
    return Lexicon.variable(named: text)
  }

  /// The variable of a name in a file, where `wind10m` is a speed.
  static func variable(inFile text: String) -> Variable? { Lexicon.variable(named: text) }

  /// Names to suggest where one was misspelled.
  static let usual = [
    "t2m", "td2m", "rh2m", "ws10m", "wd10m", "wind10m", "u10m", "v10m", "msl", "sp", "tcc", "vis", "tp1h", "tp6h",
    "tp24h",
    "z500", "t850",
  ]
}
