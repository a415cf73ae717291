import Fields

/// Numbers in text, read from their bytes.
///
/// Blanks around a number are no part of it; anything else that is left over makes it no number. So
/// do `nan`, `NA` and an empty field: what means missing in a format is the reader's to say.
extension ByteText {
  /// A whole number with an optional sign, or nil.
  var integer: Int? {
    let text = trimmed
    var i = 0
    var negative = false
    if i < text.count, text[i] == UInt8(ascii: "-") || text[i] == UInt8(ascii: "+") {
      negative = text[i] == UInt8(ascii: "-")
      i += 1
    }
    guard i < text.count, text.count - i <= 18 else { return nil }
    var value = 0
    while i < text.count {
      guard ByteText.isDigit(text[i]) else { return nil }
      value = value &* 10 &+ Int(text[i] &- 48)
      i += 1
    }
    return negative ? -value : value
  }

  /// A decimal number, correctly rounded: `12`, `-0.5`, `.5`, `1e-3`; or nil.
  ///
  /// Up to fifteen digits and a power of ten up to 22 are exact in binary64, so that one
  /// multiplication or division rounds correctly (Clinger 1990); longer ones go through the
  /// standard library.
  var double: Double? {
    let text = trimmed
    let n = text.count
    var i = 0
    var negative = false
    if i < n, text[i] == UInt8(ascii: "-") || text[i] == UInt8(ascii: "+") {
      negative = text[i] == UInt8(ascii: "-")
      i += 1
    }
    var mantissa: UInt64 = 0
    var digits = 0
    var significant = 0
    var exponent = 0
    while i < n, ByteText.isDigit(text[i]) {
      if significant > 0 || text[i] != 48 { significant += 1 }
      if significant <= 18 { mantissa = mantissa &* 10 &+ UInt64(text[i] &- 48) }
      digits += 1
      i += 1
    }
    if i < n, text[i] == UInt8(ascii: ".") {
      i += 1
      while i < n, ByteText.isDigit(text[i]) {
        if significant > 0 || text[i] != 48 { significant += 1 }
        if significant <= 18 { mantissa = mantissa &* 10 &+ UInt64(text[i] &- 48) }
        exponent -= 1
        digits += 1
        i += 1
      }
    }
    guard digits > 0 else { return nil }
    if i < n, text[i] | 0x20 == UInt8(ascii: "e") {
      guard let power = text[i + 1..<n].wholeNumber else { return nil }
      exponent += power
      i = n
    }
    guard i == n else { return nil }
    let magnitude: Double
    if significant <= 15, abs(exponent) <= 22 {
      let power = ByteText.powersOfTen[abs(exponent)]
      magnitude = exponent < 0 ? Double(mantissa) / power : Double(mantissa) * power
      return negative ? -magnitude : magnitude
    }
    guard let value = Double(text.string), value.isFinite else { return nil }
    return value
  }

  /// Like `integer`, of up to four digits and without blanks.
  private var wholeNumber: Int? {
    guard count <= 5, let first = bytes.first, !ByteText.isBlank(first), !ByteText.isBlank(bytes[count - 1]) else {
      return nil
    }
    return integer
  }

  private static let powersOfTen: [Double] = [
    1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18,
    1e19, 1e20, 1e21, 1e22,
  ]

  /// A date as `YYYYMMDD`, with `HH`, `HHMM` or `HHMMSS` behind it where it has them; or nil.
  var compactTime: UTCTime? {
    guard isDigits, [8, 10, 12, 14].contains(count) else { return nil }
    func part(_ offset: Int, _ width: Int) -> Int { field(at: offset, width: width).integer ?? 0 }
    return UTCTime(
      year: part(0, 4), month: part(4, 2), day: part(6, 2), hour: part(8, 2), minute: part(10, 2), second: part(12, 2))
  }
}
