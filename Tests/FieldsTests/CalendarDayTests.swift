import Fields
import Testing

@Suite("Days of the calendar")
struct CalendarDayTests {
  private func day(_ text: String) throws -> CalendarDay { CalendarDay(of: try #require(UTCTime(text))) }

  @Test("1 March has one number in every year, and 29 February its own", arguments: ["2019", "2020", "2100"])
  func marchIsTheSame(year: String) throws {
    #expect(try day("\(year)-02-28").number == 59)
    #expect(try day("\(year)-03-01T23:59").number == 61)
    #expect(try day("\(year)-12-31").number == 366)
  }

  @Test func theLeapDayIsTheSixtieth() throws {
    #expect(try day("2020-02-29T12").number == 60)
    #expect(CalendarDay(60)?.description == "29 February")
    #expect(CalendarDay(60)?.month == 2)
    #expect(CalendarDay(60)?.day == 29)
  }

  @Test func daysGoThroughNewYear() throws {
    #expect(try day("2019-12-31").advanced(by: 1).number == 1)
    #expect(try day("2019-01-01").advanced(by: -1).description == "31 December")
    #expect(CalendarDay.all.allSatisfy { $0.advanced(by: 366) == $0 && $0.advanced(by: -15).advanced(by: 15) == $0 })
  }

  @Test func everyNumberIsADateAndNoOtherIs() {
    #expect(CalendarDay.all.map(\.number) == Array(1...366))
    #expect(CalendarDay(0) == nil)
    #expect(CalendarDay(367) == nil)
    #expect(CalendarDay.all.map(\.month) == CalendarDay.all.map(\.month).sorted())
  }
}
