/// An instant in UTC, to the second, in the proleptic Gregorian calendar.
///
/// Leap seconds are not represented, as in every forecast format. Its text form is
/// ISO 8601 (`2018-11-20T12:00:00Z`), which is also how it is coded.
public struct UTCTime: Hashable, Comparable, Sendable {
  /// Seconds since 1970-01-01T00:00:00Z; negative before it.
  public let secondsSince1970: Int64

  public init(secondsSince1970: Int64) {
    self.secondsSince1970 = secondsSince1970
  }

  /// The instant of a calendar date, or nil where a component is out of its range.
  public init?(year: Int, month: Int, day: Int, hour: Int = 0, minute: Int = 0, second: Int = 0) {
    guard (1...12).contains(month), day >= 1, day <= UTCTime.days(inMonth: month, of: year),
      (0...23).contains(hour), (0...59).contains(minute), (0...59).contains(second),
      (-9999...9999).contains(year)
    else { return nil }
    let days = UTCTime.daysSince1970(year: year, month: month, day: day)
    secondsSince1970 = Int64(days) * 86_400 + Int64(hour * 3600 + minute * 60 + second)
  }

  /// The calendar components of this instant.
  public var components: (year: Int, month: Int, day: Int, hour: Int, minute: Int, second: Int) {
    let day = Int(secondsSince1970.flooredQuotient(by: 86_400))
    let rest = Int(secondsSince1970 - Int64(day) * 86_400)
    let date = UTCTime.civil(daysSince1970: day)
    return (date.year, date.month, date.day, rest / 3600, rest / 60 % 60, rest % 60)
  }

  /// 1 on 1 January, 366 on 31 December of a leap year.
  public var dayOfYear: Int {
    let date = components
    return UTCTime.daysSince1970(year: date.year, month: date.month, day: date.day)
      - UTCTime.daysSince1970(year: date.year, month: 1, day: 1) + 1
  }

  public static func < (a: UTCTime, b: UTCTime) -> Bool { a.secondsSince1970 < b.secondsSince1970 }
  public static func + (a: UTCTime, b: TimeSpan) -> UTCTime {
    UTCTime(secondsSince1970: a.secondsSince1970 + b.seconds)
  }
  public static func - (a: UTCTime, b: TimeSpan) -> UTCTime {
    UTCTime(secondsSince1970: a.secondsSince1970 - b.seconds)
  }
  public static func - (a: UTCTime, b: UTCTime) -> TimeSpan {
    .seconds(a.secondsSince1970 - b.secondsSince1970)
  }
}

// MARK: - The civil calendar

extension UTCTime {
  /// Days from 1970-01-01 to a Gregorian date, by counting years from 1 March so that the
  /// leap day comes last.
  static func daysSince1970(year: Int, month: Int, day: Int) -> Int {
    let y = month > 2 ? year : year - 1
    let era = y.flooredQuotient(by: 400)
    let yearOfEra = y - era * 400
    let dayOfYear = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1
    return era * 146_097 + yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear - 719_468
  }

  static func civil(daysSince1970: Int) -> (year: Int, month: Int, day: Int) {
    let shifted = daysSince1970 + 719_468
    let era = shifted.flooredQuotient(by: 146_097)
    let dayOfEra = shifted - era * 146_097
    let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
    let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
    let m = (5 * dayOfYear + 2) / 153
    let month = m < 10 ? m + 3 : m - 9
    return (yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month, dayOfYear - (153 * m + 2) / 5 + 1)
  }

  static func days(inMonth month: Int, of year: Int) -> Int {
    switch month {
    case 2: year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) ? 29 : 28
    case 4, 6, 9, 11: 30
    default: 31
    }
  }
}

extension BinaryInteger {
  /// The quotient rounded towards minus infinity.
  func flooredQuotient(by divisor: Self) -> Self {
    let (q, r) = quotientAndRemainder(dividingBy: divisor)
    return r < 0 ? q - 1 : q
  }
}

// MARK: - Text

extension UTCTime: CustomStringConvertible, LosslessStringConvertible {
  /// `2018-11-20T12:00:00Z`
  public var description: String {
    let c = components
    let year = c.year < 0 ? "-" + padded(-c.year, to: 4) : padded(c.year, to: 4)
    return "\(year)-\(padded(c.month))-\(padded(c.day))T\(padded(c.hour)):\(padded(c.minute)):\(padded(c.second))Z"
  }

  /// `2018-11-20 12 UTC`, with minutes where they are not zero.
  public var shortDescription: String {
    let c = components
    let minutes = c.minute == 0 && c.second == 0 ? "" : ":\(padded(c.minute))"
    return "\(padded(c.year, to: 4))-\(padded(c.month))-\(padded(c.day)) \(padded(c.hour))\(minutes) UTC"
  }

  /// Reads ISO 8601 (`2018-11-20`, `2018-11-20T12`, `2018-11-20 12:30`, `2018-11-20T12:30:00Z`, also
  /// without its dashes and colons: `20181120T1230`) and the compact `2018112012` or `201811201230`.
  ///
  /// Text without an offset is UTC; any offset but `Z` or `+00:00` is refused, as is anything left
  /// over. Fractions of a second are dropped.
  public init?(_ text: String) {
    var body = Substring(text)
    for suffix in ["Z", "z", "+00:00", " UTC"] where body.hasSuffix(suffix) {
      body = body.dropLast(suffix.count)
      break
    }
    let isBeforeChrist = body.hasPrefix("-")
    if isBeforeChrist { body = body.dropFirst() }
    let halves = body.split(maxSplits: 1, omittingEmptySubsequences: false) { "Tt ".contains($0) }
    guard let date = halves.first else { return nil }
    let digits: [Int]?
    if halves.count == 1, date.count > 8, !date.contains("-") {
      digits = UTCTime.pairs(date.prefix(8), afterYear: true, "-", 3).flatMap { days in
        UTCTime.pairs(date.dropFirst(8), afterYear: false, ":", 3).map { days + $0 }
      }
    } else {
      guard let days = UTCTime.pairs(date, afterYear: true, "-", 3), days.count == 3 else { return nil }
      digits = halves.count == 1 ? days : UTCTime.clock(halves[1]).map { days + $0 }
    }
    guard var digits else { return nil }
    digits += [Int](repeating: 0, count: 6 - digits.count)
    self.init(
      year: isBeforeChrist ? -digits[0] : digits[0], month: digits[1], day: digits[2], hour: digits[3],
      minute: digits[4], second: digits[5])
  }

  /// Hours, minutes and seconds as far as they are given; a fraction may follow the seconds.
  private static func clock(_ text: Substring) -> [Int]? {
    let parts = text.split(separator: ".", maxSplits: 1, omittingEmptySubsequences: false)
    guard let whole = parts.first, let digits = pairs(whole, afterYear: false, ":", 3) else { return nil }
    guard parts.count == 1 || (digits.count == 3 && !parts[1].isEmpty && parts[1].allSatisfy(isDigit)) else {
      return nil
    }
    return digits
  }

  /// Numbers of two digits, the first of four where it is a year: all of them separated, or none.
  private static func pairs(_ text: Substring, afterYear: Bool, _ separator: Character, _ limit: Int) -> [Int]? {
    var parts: [Substring]
    if text.contains(separator) {
      parts = text.split(separator: separator, omittingEmptySubsequences: false)
    } else {
      parts = []
      var rest = text
      while !rest.isEmpty {
        let width = afterYear && parts.isEmpty ? 4 : 2
        parts.append(rest.prefix(width))
        rest = rest.dropFirst(width)
      }
    }
    guard (1...limit).contains(parts.count) else { return nil }
    var numbers: [Int] = []
    for (index, part) in parts.enumerated() {
      guard part.count == (afterYear && index == 0 ? 4 : 2), part.allSatisfy(isDigit), let number = Int(part) else {
        return nil
      }
      numbers.append(number)
    }
    return numbers
  }

  private static func isDigit(_ character: Character) -> Bool { character.isASCII && character.isNumber }
}

extension UTCTime: Codable {
  public init(from decoder: any Decoder) throws {
    let container = try decoder.singleValueContainer()
    let text = try container.decode(String.self)
    guard let time = UTCTime(text) else {
      throw DecodingError.dataCorruptedError(
        in: container, debugDescription: "'\(text)' is no time; expected one like 2018-11-20T12:00:00Z")
    }
    self = time
  }

  public func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    try container.encode(description)
  }
}

/// A non-negative integer with leading zeros up to a width.
func padded(_ value: Int, to width: Int = 2) -> String {
  let digits = String(value)
  return String(repeating: "0", count: max(0, width - digits.count)) + digits
}
