/// A length of time, to the second: a lead time, an accumulation period, a tolerance.
///
/// Its text form is the shortest of `90s`, `15min`, `6h`; whole days stay in hours, as
/// forecasters count them (`48h`).
public struct TimeSpan: Hashable, Comparable, Sendable {
  public let seconds: Int64

  private init(seconds: Int64) { self.seconds = seconds }

  public static let zero = TimeSpan(seconds: 0)
  public static func seconds(_ n: Int64) -> TimeSpan { TimeSpan(seconds: n) }
  public static func minutes(_ n: Int) -> TimeSpan { TimeSpan(seconds: Int64(n) * 60) }
  public static func hours(_ n: Int) -> TimeSpan { TimeSpan(seconds: Int64(n) * 3600) }
  public static func days(_ n: Int) -> TimeSpan { TimeSpan(seconds: Int64(n) * 86_400) }

  /// This span in hours, fractional where it is not a whole number of them.
  public var hours: Double { Double(seconds) / 3600 }

  public var magnitude: TimeSpan { TimeSpan(seconds: abs(seconds)) }

  public static func < (a: TimeSpan, b: TimeSpan) -> Bool { a.seconds < b.seconds }
  public static func + (a: TimeSpan, b: TimeSpan) -> TimeSpan { .seconds(a.seconds + b.seconds) }
  public static func - (a: TimeSpan, b: TimeSpan) -> TimeSpan { .seconds(a.seconds - b.seconds) }
}

extension TimeSpan: CustomStringConvertible, LosslessStringConvertible {
  public var description: String {
    if seconds % 3600 == 0 { return "\(seconds / 3600)h" }
    if seconds % 60 == 0 { return "\(seconds / 60)min" }
    return "\(seconds)s"
  }

  /// Ten thousand years: what is longer is no time span of a forecast, and could not be added to a time.
  private static let longest: UInt64 = 10_000 * 366 * 86_400

  /// Reads `6h`, `30min`, `90s`, `2d`; a bare number is hours. nil for other text and for spans over ten
  /// thousand years.
  public init?(_ text: String) {
    let number = text.prefix { $0.isNumber || $0 == "-" }
    guard let n = Int64(number) else { return nil }
    let (value, overflow): (Int64, Bool)
    switch text.dropFirst(number.count).drop(while: { $0 == " " }) {
    case "", "h", "hour", "hours": (value, overflow) = n.multipliedReportingOverflow(by: 3600)
    case "min", "minute", "minutes": (value, overflow) = n.multipliedReportingOverflow(by: 60)
    case "s", "second", "seconds": (value, overflow) = (n, false)
    case "d", "day", "days": (value, overflow) = n.multipliedReportingOverflow(by: 86_400)
    default: return nil
    }
    guard !overflow, value.magnitude <= TimeSpan.longest else { return nil }
    self.init(seconds: value)
  }
}

extension TimeSpan: Codable {
  public init(from decoder: any Decoder) throws {
    let container = try decoder.singleValueContainer()
    let text = try (try? container.decode(Int.self)).map(String.init) ?? container.decode(String.self)
    guard let span = TimeSpan(text) else {
      throw DecodingError.dataCorruptedError(
        in: container, debugDescription: "'\(text)' is no time span; expected one like 6h or 30min")
    }
    self = span
  }

  public func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    try container.encode(description)
  }
}
