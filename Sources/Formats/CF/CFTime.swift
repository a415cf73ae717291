import Fields
import Foundation

/// A unit of time and, where it has one, its origin: `hours since 1900-01-01 00:00:00`.
struct CFTime: Sendable, Hashable {
  let secondsPerUnit: Double
  private let origin: Origin?
  private let calendar: CFCalendar

  private struct Origin: Hashable {
    let days: Int
    let seconds: Double
  }

  /// Why a text is no unit of time.
  struct Unreadable: Error {
    let problem: String
  }

  var hasOrigin: Bool { origin != nil }

  /// Whether the text tells of an origin.
  static func isTimeUnit(_ text: String?) -> Bool {
    guard let text else { return false }
    return text.lowercased().split(separator: " ").contains("since")
  }

  /// Reads `hours since 2020-01-01`, `days since 1-1-1 0:0:0 UTC`, and without an origin `hours`,
  /// `ns`. Months and years have no fixed length and are refused.
  init(_ text: String, calendar name: String?) throws(Unreadable) {
    let words = text.split(whereSeparator: \.isWhitespace)
    guard let first = words.first, let seconds = CFTime.seconds(in: first.lowercased()) else {
      throw Unreadable(problem: "'\(text)' is no unit of time; expected one like 'hours since 2020-01-01'")
    }
    guard let calendar = CFCalendar(name) else {
      throw Unreadable(problem: "unknown calendar '\(name ?? "")'")
    }
    secondsPerUnit = seconds
    self.calendar = calendar
    guard words.count > 1 else {
      origin = nil
      return
    }
    guard words.count > 2, words[1].lowercased() == "since",
      let origin = CFTime.origin(words.dropFirst(2).joined(separator: " "), calendar)
    else {
      throw Unreadable(problem: "'\(text)' has no readable origin; expected one like 'hours since 2020-01-01 00:00'")
    }
    self.origin = origin
  }

  /// The instant of a value, to the nearest second; nil where it is not finite, lies beyond the year
  /// 9999, has no origin, or names a date that the Gregorian calendar has not (30 February).
  func instant(_ value: Double) -> UTCTime? {
    let elapsed = value * secondsPerUnit
    guard let origin, elapsed.isFinite, abs(elapsed) < 1e12 else { return nil }
    let total = (origin.seconds + elapsed).rounded()
    let dayOffset = (total / 86_400).rounded(.down)
    let date = calendar.date(ofDays: origin.days + Int(dayOffset))
    guard let midnight = UTCTime(year: date.year, month: date.month, day: date.day) else { return nil }
    return midnight + .seconds(Int64(total - dayOffset * 86_400))
  }

  /// A length of time, to the nearest second; nil where it is not finite or beyond 10 000 years.
  func span(_ value: Double) -> TimeSpan? {
    let seconds = (value * secondsPerUnit).rounded()
    guard seconds.isFinite, abs(seconds) < 3.2e11 else { return nil }
    return .seconds(Int64(seconds))
  }

  static func seconds(in unit: String) -> Double? {
    switch unit {
    case "s", "sec", "secs", "second", "seconds": 1
    case "min", "mins", "minute", "minutes": 60
    case "h", "hr", "hrs", "hour", "hours": 3600
    case "d", "day", "days": 86_400
    case "week", "weeks": 604_800
    case "ms", "msec", "millisecond", "milliseconds": 1e-3
    case "us", "microsecond", "microseconds": 1e-6
    case "ns", "nanosecond", "nanoseconds": 1e-9
    default: nil
    }
  }

  /// A date with an optional time and offset, all written more freely than ISO 8601 allows.
  private static func origin(_ text: String, _ calendar: CFCalendar) -> Origin? {
    var rest = Substring(text)
    for suffix in ["Z", " UTC", " GMT"] where rest.hasSuffix(suffix) { rest = rest.dropLast(suffix.count) }
    let parts = rest.split { $0 == " " || $0 == "T" }
    guard (1...3).contains(parts.count) else { return nil }
    let negative = parts[0].hasPrefix("-")
    let date = parts[0].drop { $0 == "-" || $0 == "+" }.split(separator: "-").map { Int($0) }
    guard date.count == 3, let year = date[0], let month = date[1], let day = date[2],
      let days = calendar.days(to: .init(year: negative ? -year : year, month: month, day: day))
    else { return nil }
    var seconds = 0.0
    var clocks = parts.dropFirst().map { $0 }
    // An offset written against the time: `00:00:00+01:00`.
    if let time = clocks.first, let sign = time.lastIndex(where: { $0 == "+" || $0 == "-" }), sign > time.startIndex {
      clocks = [time[..<sign], time[sign...]] + clocks.dropFirst()
    }
    if let time = clocks.first {
      guard let value = clock(time) else { return nil }
      seconds = value
    }
    if clocks.count > 1 {
      let sign = clocks[1].hasPrefix("-") ? -1.0 : 1.0
      guard let offset = clock(clocks[1].drop { $0 == "-" || $0 == "+" }) else { return nil }
      seconds -= sign * offset
    }
    return Origin(days: days, seconds: seconds)
  }

  /// Seconds of `12`, `12:30`, `12:30:00.0`, `1230`.
  private static func clock(_ text: Substring) -> Double? {
    var parts = text.split(separator: ":")
    if parts.count == 1, text.count == 4 { parts = [text.prefix(2), text.suffix(2)] }
    guard (1...3).contains(parts.count) else { return nil }
    var seconds = 0.0
    for (part, weight) in zip(parts, [3600.0, 60, 1]) {
      guard let value = Double(part), value >= 0, value < 86_400 else { return nil }
      seconds += value * weight
    }
    return seconds
  }
}
