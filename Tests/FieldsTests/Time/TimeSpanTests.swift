import Fields
import Foundation
import Testing

@Suite struct TimeSpanTests {
  @Test(arguments: [
    (TimeSpan.hours(6), "6h"), (.days(2), "48h"), (.minutes(15), "15min"), (.seconds(90), "90s"),
    (.minutes(90), "90min"),
    (.zero, "0h"), (.hours(-6), "-6h"), (.seconds(-1), "-1s"),
  ])
  func writesTheShortestUnitAndReadsBack(span: TimeSpan, text: String) {
    #expect(span.description == text)
    #expect(TimeSpan(text) == span)
  }

  @Test(arguments: [
    ("24", 86_400), ("2d", 172_800), ("1 day", 86_400), ("6 hours", 21_600), ("30 minutes", 1800), ("10 s", 10),
  ])
  func readsOtherSpellings(text: String, seconds: Int64) {
    #expect(TimeSpan(text)?.seconds == seconds)
  }

  @Test(arguments: [
    "", "h", "6x", "1.5h", "--6h", "6-h", "½h", "six hours", "99999999999999999999h", "9223372036854775807s",
    "9223372036854775807d",
  ])
  func otherTextIsNoTimeSpan(text: String) {
    #expect(TimeSpan(text) == nil)
  }

  @Test func arithmeticIsOfInstants() throws {
    let start = try #require(UTCTime("2020-02-28T18"))
    #expect((start + .hours(12)).description == "2020-02-29T06:00:00Z")
    #expect((start + .days(2)) - start == .hours(48))
    #expect(start - .hours(18) == UTCTime("2020-02-28"))
    #expect(TimeSpan.hours(3) < .minutes(181))
    #expect(TimeSpan.hours(-3).magnitude == .hours(3))
    #expect(TimeSpan.minutes(90).hours == 1.5)
  }

  @Test func bareNumbersInFilesAreHours() throws {
    let decoded = try JSONDecoder().decode([TimeSpan].self, from: Data(#"[6, "30min", "24"]"#.utf8))
    #expect(decoded == [.hours(6), .minutes(30), .hours(24)])
  }

  @Test(arguments: ["1.5", "true", "\"soon\"", "9223372036854775807", "-9223372036854775808"])
  func otherValuesInFilesAreErrors(json: String) {
    #expect(throws: DecodingError.self) {
      try JSONDecoder().decode([TimeSpan].self, from: Data("[\(json)]".utf8))
    }
  }
}
