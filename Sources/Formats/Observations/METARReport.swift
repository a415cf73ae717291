import Fields

/// One decoded METAR or SPECI: what it says of the elements that are verified, in canonical units.
///
/// The pressure of the altimeter group (`Q1013`, `A2992`) is QNH, reduced with the standard atmosphere;
/// it is not the pressure at mean sea level and is kept apart. Only the remark `SLP` is that.
///
/// Source: WMO-No. 306, Manual on Codes, FM 15 METAR and FM 16 SPECI; for the remarks the Federal
/// Meteorological Handbook No. 1 (FCM-H1), chapter 12.
struct METARReport: Equatable {
  var station: String
  /// Day of the month, hour and minute.
  var day: Int
  var hour: Int
  var minute: Int
  var isAutomatic = false
  var isCorrection = false
  var windDirection: Double?
  var windSpeed: Double?
  var windGust: Double?
  var visibility: Double?
  var temperature: Double?
  var dewPoint: Double?
  /// QNH in Pa.
  var altimeter: Double?
  var seaLevelPressure: Double?
  /// Precipitation since the last hour (`P0009`), over 6 or 3 hours (`60014`) and 24 hours (`70007`), by
  /// the length of the period. `6RRRR` is of six hours at the main times and of three at the others.
  var precipitation: [TimeSpan: Double] = [:]

  /// Nil where the text is no report: no station and time at its beginning, or `NIL`.
  init?(_ text: String) {
    var words = text.split { $0 == " " || $0.isNewline || $0 == "\t" || $0 == "\0" }.map(String.init)[...]
    while let first = words.first, ["METAR", "SPECI", "COR", "CCA", "LWIS"].contains(first) {
      if first == "COR" || first == "CCA" { isCorrection = true }
      words.removeFirst()
    }
    guard words.count >= 3 else { return nil }
    station = words.removeFirst()
    guard station.count == 4, station.first?.isLetter == true,
      station.allSatisfy({ $0.isASCII && ($0.isUppercase || $0.isNumber) }),
      let time = METARReport.time(words.removeFirst()), words.first != "NIL"
    else { return nil }
    (day, hour, minute) = time
    read(words)
  }

  /// `081352Z` as day, hour and minute.
  static func time(_ word: String) -> (day: Int, hour: Int, minute: Int)? {
    guard word.count == 7, word.hasSuffix("Z"), word.dropLast().allSatisfy({ $0.isASCII && $0.isNumber }),
      let digits = Int(word.dropLast())
    else { return nil }
    let (day, hour, minute) = (digits / 10_000, digits / 100 % 100, digits % 100)
    guard (1...31).contains(day), hour < 24, minute < 60 else { return nil }
    return (day, hour, minute)
  }

  private mutating func read(_ words: ArraySlice<String>) {
    var isRemark = false
    var whole: Double?
    for word in words {
      if word == "RMK" {
        isRemark = true
      } else if isRemark {
        // A report that follows without `=` between begins with a station and a time.
        if METARReport.time(word) != nil { return }
        remark(word)
      } else if word == "TEMPO" || word == "BECMG" || word == "NOSIG" || METARReport.time(word) != nil {
        // What follows is a trend forecast, or another report; only its remarks would be of interest.
        return
      } else if let miles = whole, let fraction = METARReport.fraction(word) {
        visibility = visibility ?? METARReport.metres(miles: miles + fraction)
        whole = nil
      } else {
        whole = nil
        if !body(word), visibility == nil, word.count == 1, let digit = Double(word) { whole = digit }
      }
    }
  }

  /// A group of the body; false where it is none that is read.
  private mutating func body(_ word: String) -> Bool {
    switch word {
    case "AUTO":
      isAutomatic = true
    case "COR", "CCA", "CCB", "CCC":
      isCorrection = true
    case "CAVOK":
      visibility = visibility ?? 10_000
    default:
      if windSpeed == nil, wind(word) { return true }
      if visibility == nil, let metres = METARReport.visibility(word) {
        visibility = metres
        return true
      }
      if temperature == nil, dewPoint == nil, temperatures(word) { return true }
      guard altimeter == nil, let pascals = METARReport.altimeter(word) else { return false }
      altimeter = pascals
    }
    return true
  }

  /// `09011KT`, `VRB03KT`, `31037G65KT`, `00000MPS`. Calm and variable winds have no direction.
  private mutating func wind(_ word: String) -> Bool {
    let units: [(String, PhysicalUnit)] = [("KT", .knots), ("MPS", .metresPerSecond), ("KMH", .kilometresPerHour)]
    guard let (suffix, unit) = units.first(where: { word.hasSuffix($0.0) }) else { return false }
    let text = word.dropLast(suffix.count)
    guard text.count >= 5 else { return false }
    let parts = text.dropFirst(3).split(separator: "G", maxSplits: 1)
    func speed(_ digits: Substring) -> Double? {
      let body = digits.hasPrefix("P") ? digits.dropFirst() : digits
      guard (2...3).contains(body.count), let value = Double(body) else { return nil }
      return unit.convert(value, to: .metresPerSecond)
    }
    guard let first = parts.first, let value = speed(first) else { return false }
    windSpeed = value
    if let direction = Double(text.prefix(3)), value > 0, (0...360).contains(direction) {
      windDirection = direction == 0 ? 360 : direction
    }
    windGust = parts.count == 2 ? speed(parts[1]) : nil
    return true
  }

  /// Metres in four digits (9999 is 10 km or more), or statute miles; `M1/4SM` and `P6SM` are bounds
  /// and come as the bound.
  private static func visibility(_ word: String) -> Double? {
    if word.count == 4, word.allSatisfy({ $0.isASCII && $0.isNumber }), let value = Double(word) {
      return value == 9999 ? 10_000 : value
    }
    if word.hasSuffix("NDV"), word.count == 7 { return visibility(String(word.dropLast(3))) }
    guard word.hasSuffix("SM") else { return nil }
    let body = word.dropLast(2)
    let number = body.hasPrefix("M") || body.hasPrefix("P") ? body.dropFirst() : body
    return (Double(number) ?? fraction(word)).map { metres(miles: $0) }
  }

  /// The fraction of a mile in `1/2SM`, without its bound.
  private static func fraction(_ word: String) -> Double? {
    guard word.hasSuffix("SM") else { return nil }
    let body = word.dropLast(2)
    let parts = (body.hasPrefix("M") || body.hasPrefix("P") ? body.dropFirst() : body).split(separator: "/")
    guard parts.count == 2, let above = Double(parts[0]), let below = Double(parts[1]), below > 0 else { return nil }
    return above / below
  }

  private static func metres(miles: Double) -> Double { miles * 1609.344 }

  /// `17/16`, `M04/M07`, `25/`, `//-free`.
  private mutating func temperatures(_ word: String) -> Bool {
    let parts = word.split(separator: "/", omittingEmptySubsequences: false)
    guard parts.count == 2, !parts[0].isEmpty else { return false }
    func kelvin(_ text: Substring) -> Double? {
      let digits = text.hasPrefix("M") ? text.dropFirst() : text
      guard digits.count == 2, digits.allSatisfy({ $0.isASCII && $0.isNumber }), let value = Double(digits) else {
        return nil
      }
      return (text.hasPrefix("M") ? -value : value) + 273.15
    }
    guard let value = kelvin(parts[0]) else { return false }
    temperature = value
    dewPoint = kelvin(parts[1])
    return true
  }

  private static func altimeter(_ word: String) -> Double? {
    guard word.count == 5, let value = Double(word.dropFirst()), word.dropFirst().allSatisfy(\.isNumber) else {
      return nil
    }
    switch word.first {
    case "Q": return value * 100
    case "A": return PhysicalUnit.inchesOfMercury.convert(value / 100, to: .pascal)
    default: return nil
    }
  }

  // MARK: - Remarks

  private mutating func remark(_ word: String) {
    let digits = word.drop { $0.isLetter }
    guard digits.allSatisfy({ $0.isASCII && $0.isNumber }), let number = Int(digits) else { return }
    let inch = 25.4
    switch (word.prefix(word.count - digits.count), digits.count) {
    case ("SLP", 3):
      // Tenths of hPa without the first figures: the nearer of 9 and 10 hundreds.
      seaLevelPressure = seaLevelPressure ?? Double((number < 500 ? 10_000 : 9_000) + number) * 10
    case ("T", 8), ("T", 4):
      if let value = METARReport.tenths(digits.prefix(4)) { temperature = value }
      if digits.count == 8, let value = METARReport.tenths(digits.suffix(4)) { dewPoint = value }
    case ("P", 4):
      precipitation[.hours(1)] = Double(number) / 100 * inch
    case ("", 5) where digits.hasPrefix("6"):
      let roundedHour = (hour + (minute >= 30 ? 1 : 0)) % 24
      guard roundedHour % 3 == 0 else { return }
      precipitation[.hours(roundedHour % 6 == 0 ? 6 : 3)] = Double(number % 10_000) / 100 * inch
    case ("", 5) where digits.hasPrefix("7"):
      precipitation[.hours(24)] = Double(number % 10_000) / 100 * inch
    default: break
    }
  }

  /// `1056` is -5.6 °C.
  private static func tenths(_ text: Substring) -> Double? {
    guard let number = Int(text), number < 2000 else { return nil }
    return Double(number >= 1000 ? -(number - 1000) : number) / 10 + 273.15
  }
}
