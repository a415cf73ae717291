public import Fields

/// The names that people and files give to variables, mapped to `Variable` once.
///
/// Accepted are this package's short names (`t2m`, `tp24h`, `z500`), ECMWF's (`2t`, `10si`), the
/// long names of WeatherBench (`2m_temperature`), and what is typed from habit (`T2m`, `TMP2m`,
/// `S10m`, `u10`). Upper and lower case are one.
public enum Lexicon {
  /// The variable of a name, or nil where the name is unknown or leaves the variable open, as
  /// `tp` leaves the period.
  public static func variable(named text: String) -> Variable? {
    let name = normal(text)
    if let known = LexiconNames.variables[name] { return known }
    // No file holds a vector in one variable: `wind850` in it is a speed.
    if let variable = Variable(text) ?? Variable(name), variable.quantity != .windVector {
      return isDefinite(variable) ? variable : nil
    }
    return composed(name)
  }

  /// The short name of the variable whose name is most like an unknown one, or nil where nothing
  /// is near: `did you mean 't2m'?`
  public static func suggestion(for text: String) -> String? {
    let name = normal(text)
    guard !name.isEmpty, name.count <= 60 else { return nil }
    var best: (distance: Int, variable: Variable, name: String)?
    for (candidate, variable) in LexiconNames.variables {
      let distance = editDistance(name, candidate)
      if let found = best, (found.distance, found.name) <= (distance, candidate) { continue }
      best = (distance, variable, candidate)
    }
    guard let best, best.distance <= max(1, name.count / 3) else { return nil }
    return best.variable.description
  }

  /// The quantity of a word (`temperature`, `u_component_of_wind`, `tmp`), without a level.
  static func quantity(of word: String) -> Quantity? {
    LexiconNames.quantities[normal(word)]
  }

  static func normal(_ text: String) -> String {
    String(text.lowercased().map { $0 == " " || $0 == "-" ? "_" : $0 })
  }

  /// Quantities that are sums over a period.
  static let amounts: [Quantity] = [.precipitation, .shortwaveRadiation, .netShortwaveRadiation]

  /// An amount needs a period, and what is found at many levels needs one.
  private static func isDefinite(_ variable: Variable) -> Bool {
    if amounts.contains(variable.quantity) { return variable.processing.period > .zero }
    return !isOnLevels(variable.quantity) || variable.level != .surface
  }

  /// Whether a quantity is found at many heights and pressures.
  private static func isOnLevels(_ quantity: Quantity) -> Bool {
    let quantities: [Quantity] = [
      .airTemperature, .dewPoint, .relativeHumidity, .specificHumidity, .windSpeed, .windDirection, .eastwardWind,
      .northwardWind, .verticalVelocity, .geopotential, .geopotentialHeight,
    ]
    return quantities.contains(quantity)
  }

  // MARK: - Names made of a word and a number

  /// Reads `temperature_850`, `z500hpa`, `tmp2m`, `2m_temperature`, `total_precipitation_6hr`.
  static func composed(_ name: String) -> Variable? {
    if let first = name.first, first.isNumber {
      let number = name.prefix { $0.isNumber || $0 == "." }
      guard let value = Double(number) else { return nil }
      var word = name.dropFirst(number.count)
      guard word.hasPrefix("m_") else { return nil }
      word = word.dropFirst(2)
      return quantity(of: String(word)).map { Variable($0, .height(value)) }
    }
    guard let start = name.firstIndex(where: \.isNumber) else { return nil }
    let word = name[..<start].trimmingSuffix("_")
    let number = name[start...].prefix { $0.isNumber || $0 == "." }
    let suffix = name[start...].dropFirst(number.count)
    guard let quantity = quantity(of: String(word)), let value = Double(number), value > 0 else { return nil }
    switch suffix {
    case "", "hpa", "mb", "_hpa", "_mb":
      return isOnLevels(quantity) ? Variable(quantity, .pressure(value)) : nil
    case "m", "_m", "maboveground", "_m_above_ground":
      return isOnLevels(quantity) || quantity == .windGust ? Variable(quantity, .height(value)) : nil
    case "h", "hr", "hrs", "_h", "_hr", "_hours":
      guard amounts.contains(quantity), value <= 10_000, value == value.rounded() else { return nil }
      return Variable(quantity, .surface, .accumulation(.hours(Int(value))))
    default: return nil
    }
  }

  /// Insertions, deletions, replacements and swaps of neighbours between two words.
  private static func editDistance(_ a: String, _ b: String) -> Int {
    let (a, b) = (Array(a.unicodeScalars), Array(b.unicodeScalars))
    var beforeLast = [Int](repeating: 0, count: b.count + 1)
    var last = Array(0...b.count)
    for i in a.indices {
      var row = [i + 1] + [Int](repeating: 0, count: b.count)
      for j in b.indices {
        row[j + 1] = min(last[j + 1] + 1, row[j] + 1, last[j] + (a[i] == b[j] ? 0 : 1))
        if i > 0, j > 0, a[i] == b[j - 1], a[i - 1] == b[j] { row[j + 1] = min(row[j + 1], beforeLast[j - 1] + 1) }
      }
      (beforeLast, last) = (last, row)
    }
    return last[b.count]
  }
}

extension Substring {
  fileprivate func trimmingSuffix(_ suffix: String) -> Substring {
    hasSuffix(suffix) ? dropLast(suffix.count) : self
  }
}
