import Fields

/// The calendars of CF (section 4.4.1): how a date and a count of days belong together.
enum CFCalendar: Sendable, Hashable {
  /// Gregorian, with Julian dates before 15 October 1582.
  case standard
  case prolepticGregorian
  case julian
  /// Every year has 365 days.
  case noLeap
  /// Every year has 366 days.
  case allLeap
  /// Every month has 30 days.
  case days360

  /// nil where the name is none of CF's.
  init?(_ name: String?) {
    switch name?.lowercased() {
    case nil, "standard", "gregorian", "none": self = .standard
    case "proleptic_gregorian": self = .prolepticGregorian
    case "julian": self = .julian
    case "noleap", "no_leap", "365_day": self = .noLeap
    case "all_leap", "366_day": self = .allLeap
    case "360_day": self = .days360
    default: return nil
    }
  }

  struct Date: Hashable {
    var year: Int
    var month: Int
    var day: Int
  }

  /// Days from an origin of the calendar's own to a date; nil where the calendar has no such date.
  func days(to date: Date) -> Int? {
    guard abs(date.year) <= 9999, (1...12).contains(date.month), date.day >= 1,
      date.day <= monthLength(date.month, year: date.year)
    else { return nil }
    switch self {
    case .standard:
      let cut = (date.year, date.month, date.day) < (1582, 10, 15)
      if cut && (date.year, date.month, date.day) > (1582, 10, 4) { return nil }
      return cut ? CFCalendar.julianDays(date) : CFCalendar.gregorianDays(date)
    case .prolepticGregorian: return CFCalendar.gregorianDays(date)
    case .julian: return CFCalendar.julianDays(date)
    case .noLeap, .allLeap:
      let before = (1..<date.month).reduce(0) { $0 + monthLength($1, year: date.year) }
      return date.year * (self == .noLeap ? 365 : 366) + before + date.day - 1
    case .days360: return date.year * 360 + (date.month - 1) * 30 + date.day - 1
    }
  }

  /// The date of a count of days from the calendar's origin.
  func date(ofDays days: Int) -> Date {
    switch self {
    case .standard, .prolepticGregorian:
      // An instant: its name in the calendar of `UTCTime`.
      let date = UTCTime(secondsSince1970: Int64(days) * 86_400).components
      return Date(year: date.year, month: date.month, day: date.day)
    case .julian:
      return CFCalendar.julianDate(days)
    case .noLeap, .allLeap:
      let yearLength = self == .noLeap ? 365 : 366
      let year = CFCalendar.floored(days, yearLength)
      var rest = days - year * yearLength
      var month = 1
      while rest >= monthLength(month, year: year) {
        rest -= monthLength(month, year: year)
        month += 1
      }
      return Date(year: year, month: month, day: rest + 1)
    case .days360:
      let year = CFCalendar.floored(days, 360)
      let rest = days - year * 360
      return Date(year: year, month: rest / 30 + 1, day: rest % 30 + 1)
    }
  }

  private func monthLength(_ month: Int, year: Int) -> Int {
    switch (self, month) {
    case (.days360, _): 30
    case (.noLeap, 2): 28
    case (.allLeap, 2): 29
    case (.julian, 2): year % 4 == 0 ? 29 : 28
    case (.standard, 2) where year <= 1582: year % 4 == 0 ? 29 : 28
    case (_, 2): year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) ? 29 : 28
    case (_, 4), (_, 6), (_, 9), (_, 11): 30
    default: 31
    }
  }

  /// Days from 1970-01-01 (Gregorian) to a date of the Julian calendar.
  private static func julianDays(_ date: Date) -> Int {
    // Years begin on 1 March, so that the leap day comes last; 0000-03-01 Julian is the second day
    // before 0000-03-01 Gregorian.
    let year = date.month > 2 ? date.year : date.year - 1
    let dayOfYear = (153 * (date.month > 2 ? date.month - 3 : date.month + 9) + 2) / 5 + date.day - 1
    return year * 365 + floored(year, 4) + dayOfYear - 719_470
  }

  private static func julianDate(_ days: Int) -> Date {
    let shifted = days + 719_470
    let cycle = floored(shifted, 1461)
    let rest = shifted - cycle * 1461
    let yearOfCycle = min(rest / 365, 3)
    let dayOfYear = rest - yearOfCycle * 365
    let m = (5 * dayOfYear + 2) / 153
    let month = m < 10 ? m + 3 : m - 9
    let year = cycle * 4 + yearOfCycle + (month <= 2 ? 1 : 0)
    return Date(year: year, month: month, day: dayOfYear - (153 * m + 2) / 5 + 1)
  }

  private static func gregorianDays(_ date: Date) -> Int? {
    UTCTime(year: date.year, month: date.month, day: date.day).map { floored(Int($0.secondsSince1970), 86_400) }
  }

  private static func floored(_ a: Int, _ b: Int) -> Int {
    let (quotient, rest) = a.quotientAndRemainder(dividingBy: b)
    return rest < 0 ? quotient - 1 : quotient
  }
}
