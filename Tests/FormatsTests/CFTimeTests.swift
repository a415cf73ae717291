import Fields
import Testing

@testable import Formats

@Suite("Times of CF")
struct CFTimeTests {
  /// From cftime 1.6.6.1, `num2date`.
  @Test(
    "Values become the dates that cftime gives",
    arguments: [
      (59.0, "days since 2000-01-01", "noleap", "2000-03-01T00:00:00Z"),
      (17_540_000, "hours since 1-1-1 00:00:0.0", "standard", "2001-12-13T08:00:00Z"),
      (577_737, "days since 0001-01-01", "gregorian", "1582-10-15T00:00:00Z"),
      (100, "days since 1850-12-01 06:30", "365_day", "1851-03-11T06:30:00Z"),
      (1.5, "days since 2020-02-28T12:00:00Z", "proleptic_gregorian", "2020-03-01T00:00:00Z"),
      (-1, "days since 2000-03-01", "all_leap", "2000-02-29T00:00:00Z"),
      (1_000_000, "minutes since 1970-01-01 00:00 +02:00", "standard", "1971-11-26T08:40:00Z"),
      (730_000, "days since 0001-01-01", "julian", "1999-08-20T00:00:00Z"),
      (60, "days since 1900-01-01", "julian", "1900-03-01T00:00:00Z"),
      (1_582_999_200_000_000_000, "ns since 1970-01-01", "proleptic_gregorian", "2020-02-29T18:00:00Z"),
      (-6, "hours since 1900-01-01 00:00:00.0", "gregorian", "1899-12-31T18:00:00Z"),
    ])
  func instants(_ value: Double, _ unit: String, _ calendar: String, _ expected: String) throws {
    let time = try CFTime(unit, calendar: calendar)
    #expect(time.instant(value)?.description == expected)
  }

  @Test("The day before the Gregorian reform is the day before it") func reform() throws {
    let time = try CFTime("days since 0001-01-01", calendar: "standard")
    let (before, after) = (try #require(time.instant(577_736)), try #require(time.instant(577_737)))
    #expect(after - before == .days(1))
  }

  @Test(
    "Dates that the Gregorian calendar has not are none",
    arguments: [
      (59.0, "days since 2001-01-01", "360_day"), (59, "days since 2001-01-01", "all_leap"),
      (59, "days since 1900-01-01", "julian"), (1e30, "days since 1970-01-01", "standard"),
      (.nan, "days since 1970-01-01", "standard"), (-.infinity, "days since 1970-01-01", "standard"),
      (5e6, "days since 1970-01-01", "standard"), (6, "hours", "standard"),
    ])
  func noInstants(_ value: Double, _ unit: String, _ calendar: String) throws {
    #expect(try CFTime(unit, calendar: calendar).instant(value) == nil)
  }

  @Test(
    "What is no unit of time is refused",
    arguments: [
      ("months since 2000-01-01", "standard"), ("hours since", "standard"), ("hours since yesterday", "standard"),
      ("hours since 2001-02-29", "standard"), ("days since 2001-02-30", "noleap"), ("furlongs", "standard"),
      ("hours after 2000-01-01", "standard"), ("days since 2000-01-01", "lunar"), ("", "standard"),
      ("days since 1582-10-10", "gregorian"), ("days since 2000-13-01", "360_day"),
    ])
  func refused(_ unit: String, _ calendar: String) {
    #expect(throws: CFTime.Unreadable.self) { try CFTime(unit, calendar: calendar) }
  }

  @Test(
    "Lengths of time go to the nearest second",
    arguments: [
      (6.0, "hours", 21_600), (21_600e9, "nanoseconds", 21_600), (0.5, "days", 43_200), (90, "min", 5400),
      (1 / 3.0, "hours", 1200),
    ] as [(Double, String, Int64)])
  func spans(_ value: Double, _ unit: String, _ seconds: Int64) throws {
    #expect(try CFTime(unit, calendar: nil).span(value) == .seconds(seconds))
  }

  @Test(
    "Every day of four centuries has its place in each calendar",
    arguments: [
      CFCalendar.standard, .prolepticGregorian, .julian, .noLeap, .allLeap, .days360,
    ])
  func roundTrip(_ calendar: CFCalendar) throws {
    let start = try #require(calendar.days(to: .init(year: 1700, month: 1, day: 1)))
    for days in stride(from: start, to: start + 146_000, by: 7) {
      #expect(calendar.days(to: calendar.date(ofDays: days)) == days)
    }
  }
}
