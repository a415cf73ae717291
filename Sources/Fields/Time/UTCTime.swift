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

  /// Reads ISO 8601 (`2018-11-20`, `2018-11-20T12`, `2018-11-20 12:30`, `2018-11-20T12:30:00Z`)
  /// and the compact `2018112012` or `201811201230`. Text without an offset is UTC; any offset
  /// but `Z` or `+00:00` is refused, as is anything left over.
  public init?(_ text: String) {
    var digits: [Int] = []
    var body = Substring(text)
    for suffix in ["Z", "z", "+00:00", " UTC"] where body.hasSuffix(suffix) {
      body = body.dropLast(suffix.count)
      break
    }
    if !body.isEmpty, body.allSatisfy({ $0.isASCII && $0.isNumber }) {
      guard [8, 10, 12, 14].contains(body.count) else { return nil }
      var rest = body.dropFirst(4)
      digits = [Int(body.prefix(4)) ?? 0]
      while !rest.isEmpty {
        digits.append(Int(rest.prefix(2)) ?? 0)
        rest = rest.dropFirst(2)
      }
    } else {
      let parts = body.split(omittingEmptySubsequences: false) { "-T :".contains($0) }
      let widths = [4, 2, 2, 2, 2, 2]
      guard (3...6).contains(parts.count) else { return nil }
      for (part, width) in zip(parts, widths) {
        let whole = part.split(separator: ".", maxSplits: 1).first ?? ""
        guard whole.count == width, whole.allSatisfy({ $0.isASCII && $0.isNumber }), let value = Int(whole)
        else { return nil }
        digits.append(value)
      }
    }
    digits += [Int](repeating: 0, count: 6 - digits.count)
    self.init(
      year: digits[0], month: digits[1], day: digits[2], hour: digits[3], minute: digits[4],
      second: digits[5])
  }
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
