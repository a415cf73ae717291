import Fields
import Foundation
import Testing

@testable import Formats

@Suite("Text by its bytes")
struct TextTests {
  private func with<Result>(_ text: String, _ body: (ByteText) throws -> Result) rethrows -> Result {
    try Array(text.utf8).withUnsafeBufferPointer { try body(ByteText($0)) }
  }

  @Test("numbers round as the standard library rounds them")
  func doubles() {
    for text in [
      "0", "-0.0", "12", "+3.5", ".5", "5.", "-999", "0.1", "270.15914999999995", "1e-3", "1E5", "123456789012345678",
      "9007199254740993", "1.7976931348623157e308", "4.9e-324", "0.000000000000000000000000123", "00012.50", "1e22",
      "1e23",
    ] {
      #expect(with(text) { $0.double } == Double(text), "\(text)")
    }
    var random = SystemRandomNumberGenerator()
    for _ in 0..<2000 {
      let value = Double.random(in: -1e6...1e6, using: &random)
      #expect(with("\(value)") { $0.double } == value)
    }
  }

  @Test(
    "what is no number",
    arguments: ["", " ", "-", ".", "nan", "inf", "1e", "1e+", "12a", "1 2", "--1", "0x10", "1e999"])
  func noNumbers(text: String) {
    #expect(with(text) { $0.double } == nil)
    #expect(with(text) { $0.integer } == nil)
  }

  @Test("whole numbers and fields beyond the end of a line")
  func integers() {
    #expect(with(" -0042 ") { $0.integer } == -42)
    #expect(with("+7") { $0.integer } == 7)
    #expect(with("1234567890123456789012") { $0.integer } == nil)
    #expect(with("abc") { $0.field(at: 2, width: 5).string } == "c")
    #expect(with("abc") { $0.field(at: 9, width: 5).isEmpty })
  }

  @Test("lines, whatever ends them")
  func lines() {
    var found: [String] = []
    with("a\r\nb\r\r\n\nc") { $0.forEachLine { line, number in found.append("\(number)\(line.string)") } }
    #expect(found == ["1a", "2b", "3", "4c"])
  }

  @Test("words, fields and quoted fields")
  func fields() {
    var parts: [ByteText] = []
    with("  a\tbc  d ") { text in
      text.words(into: &parts)
      #expect(parts.map(\.string) == ["a", "bc", "d"])
    }
    with("a||c|") { text in
      text.fields(separatedBy: UInt8(ascii: "|"), into: &parts)
      #expect(parts.map(\.string) == ["a", "", "c", ""])
    }
    with("\"a,b\",c,\"\",\"d\"\"e\",") { text in
      text.csvFields(into: &parts)
      #expect(parts.map(\.string) == ["a,b", "c", "", "d\"\"e", ""])
    }
  }

  @Test("times without separators")
  func times() {
    #expect(with("20160229") { $0.compactTime } == UTCTime("2016-02-29T00:00:00Z"))
    #expect(with("201602291230") { $0.compactTime } == UTCTime("2016-02-29T12:30:00Z"))
    #expect(with("20150229") { $0.compactTime } == nil)
    #expect(with("20100101_120000") { $0.metTime } == UTCTime("2010-01-01T12:00:00Z"))
    #expect(with("20100101_126000") { $0.metTime } == nil)
  }
}
