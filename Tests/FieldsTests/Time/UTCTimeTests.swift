import Fields
import Foundation
import Testing

@Suite struct UTCTimeTests {
  /// Seconds from GNU date 9.1: `date -u -d '2018-11-20 12:00' +%s`.
  @Test(arguments: [
    ("1970-01-01T00:00:00Z", 0), ("1969-12-31T23:59:59Z", -1), ("2018-11-20T12:00:00Z", 1_542_715_200),
    ("2000-02-29T23:59:59Z", 951_868_799), ("1900-03-01T00:00:00Z", -2_203_891_200),
    ("2100-12-31T06:30:00Z", 4_133_917_800), ("0001-01-01T00:00:00Z", -62_135_596_800),
    ("9999-12-31T23:59:59Z", 253_402_300_799), ("1582-10-10T00:00:00Z", -12_219_724_800),
  ])
  func countsSecondsAsGNUDateDoes(text: String, seconds: Int64) throws {
    let time = try #require(UTCTime(text))
    #expect(time.secondsSince1970 == seconds)
    #expect(time.description == text)
    #expect(UTCTime(secondsSince1970: seconds).description == text)
  }

  @Test func everyDayOfFourCenturiesReadsBack() throws {
    var day = try #require(UTCTime(year: 1799, month: 12, day: 31))
    for _ in 0..<146_097 {
      let date = day.components
      #expect(UTCTime(year: date.year, month: date.month, day: date.day) == day)
      day = day + .days(1)
    }
    #expect(day.description == "2199-12-31T00:00:00Z")
  }

  @Test(arguments: [
    "2018-11-20", "2018-11-20T00", "2018-11-20 00:00", "2018-11-20T00:00:00", "2018-11-20T00:00:00Z",
    "2018-11-20t00:00z", "20181120", "2018112000", "201811200000", "20181120000000", "2018-11-20 00 UTC",
    "2018-11-20T00:00:00.0", "2018-11-20T00:00:00.000Z", "2018-11-20T00:00:00+00:00", "20181120T000000Z", "20181120T00",
  ])
  func everyAcceptedSpellingIsTheSameInstant(text: String) {
    #expect(UTCTime(text)?.description == "2018-11-20T00:00:00Z")
  }

  @Test(arguments: [
    "", "Z", "now", "2018", "2018-11", "2018-13-01", "2018-02-29", "2018-11-20T24:00", "2018-11-20T12:60",
    "2018-11-20T12:00:60", "2018-11-20T12:00+01:00", "2018-11-20T12:00:00ZZ", "2018-11-20T12:00:00 extra",
    "18-11-20", "2018-1-2", "2018:11:20", "2018-11-20-12", "2018 11 20", "2018.0-11-20", "2018-11-20T12.5", "2018112",
    "201811201", "٢٠١٨-١١-٢٠", "2018-11-20T12:00:00.", "2018-11-20T12:00:00.5x", "--2018-11-20", "2018-11-20T",
    "99999999999999999999", "2018-00-10", "2018-11-00", "20181120T1",
  ])
  func otherTextIsNoTime(text: String) {
    #expect(UTCTime(text) == nil)
  }

  @Test func negativeYearsReadBack() throws {
    let ides = try #require(UTCTime(year: -43, month: 3, day: 15, hour: 12))
    #expect(ides.description == "-0043-03-15T12:00:00Z")
    #expect(UTCTime(ides.description) == ides)
    // 0000 is a leap year of the proleptic Gregorian calendar.
    #expect(UTCTime("0000-02-29")?.components.day == 29)
  }

  @Test func fractionsOfASecondAreDropped() {
    #expect(UTCTime("2018-11-20T12:00:59.999")?.description == "2018-11-20T12:00:59Z")
  }

  @Test func dayOfYearCountsLeapDays() {
    #expect(UTCTime("2019-01-01")?.dayOfYear == 1)
    #expect(UTCTime("2019-12-31T23:00")?.dayOfYear == 365)
    #expect(UTCTime("2020-12-31")?.dayOfYear == 366)
    #expect(UTCTime("2020-03-01")?.dayOfYear == 61)
  }

  @Test func componentsOutOfRangeAreNoTime() {
    #expect(UTCTime(year: 2018, month: 0, day: 1) == nil)
    #expect(UTCTime(year: 2018, month: 4, day: 31) == nil)
    #expect(UTCTime(year: 1900, month: 2, day: 29) == nil)
    #expect(UTCTime(year: 10_000, month: 1, day: 1) == nil)
    #expect(UTCTime(year: 2018, month: 1, day: 1, hour: -1) == nil)
  }

  @Test func shortDescriptionKeepsMinutesThatMatter() {
    #expect(UTCTime("2018-11-20T12:00")?.shortDescription == "2018-11-20 12 UTC")
    #expect(UTCTime("2018-11-20T12:05")?.shortDescription == "2018-11-20 12:05 UTC")
  }

  @Test func codesAsText() throws {
    let time = try #require(UTCTime("2018-11-20T12"))
    let data = try JSONEncoder().encode([time])
    #expect(String(decoding: data, as: UTF8.self) == #"["2018-11-20T12:00:00Z"]"#)
    #expect(try JSONDecoder().decode([UTCTime].self, from: data) == [time])
    #expect(throws: DecodingError.self) { try JSONDecoder().decode([UTCTime].self, from: Data(#"["noon"]"#.utf8)) }
  }
}
