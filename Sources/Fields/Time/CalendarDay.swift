/// A day of the calendar without its year: 1 is 1 January, 60 is 29 February, 61 is 1 March in every year.
///
/// The same number is the same date in every year, which the ordinal day of the year is not after February.
public struct CalendarDay: Hashable, Comparable, Sendable {
  /// 29 February counts.
  public static let count = 366

  /// From 1 to 366.
  public let number: Int

  /// Nil outside 1 to 366.
  public init?(_ number: Int) {
    guard (1...CalendarDay.count).contains(number) else { return nil }
    self.number = number
  }

  /// The day of an instant, in UTC.
  public init(of time: UTCTime) {
    let date = time.components
    number = CalendarDay.daysBefore[date.month - 1] + date.day
  }

  /// The day that is some days later, through New Year.
  public func advanced(by days: Int) -> CalendarDay {
    let zeroBased = (number - 1 + days) % CalendarDay.count
    return CalendarDay(unchecked: (zeroBased + CalendarDay.count) % CalendarDay.count + 1)
  }

  private init(unchecked number: Int) { self.number = number }

  public var month: Int { CalendarDay.daysBefore.lastIndex { $0 < number }.map { $0 + 1 } ?? 1 }
  public var day: Int { number - CalendarDay.daysBefore[month - 1] }

  public static func < (a: CalendarDay, b: CalendarDay) -> Bool { a.number < b.number }

  /// All days from 1 January to 31 December.
  public static let all = (1...count).map { CalendarDay(unchecked: $0) }

  private static let daysBefore = [0, 31, 60, 91, 121, 152, 182, 213, 244, 274, 305, 335]
}

extension CalendarDay: CustomStringConvertible {
  /// `29 February`
  public var description: String { "\(day) \(CalendarDay.monthNames[month - 1])" }

  private static let monthNames = [
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
    "December",
  ]
}
