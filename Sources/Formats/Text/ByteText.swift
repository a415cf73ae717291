import Foundation

/// A stretch of ASCII text as bytes, without a copy: a file, a line, a field.
///
/// It points into the memory of a `TextFile` and is valid only inside the closure that gave it.
struct ByteText {
  let bytes: UnsafeBufferPointer<UInt8>

  init(_ bytes: UnsafeBufferPointer<UInt8>) { self.bytes = bytes }

  var count: Int { bytes.count }
  var isEmpty: Bool { bytes.isEmpty }

  /// Traps where `index` is out of range.
  subscript(index: Int) -> UInt8 { bytes[index] }

  /// The bytes of a range as far as they exist: a field beyond the end of a short line is empty.
  subscript(range: Range<Int>) -> ByteText {
    let lower = min(max(range.lowerBound, 0), count)
    return ByteText(UnsafeBufferPointer(rebasing: bytes[lower..<min(max(range.upperBound, lower), count)]))
  }

  /// A field of a fixed-width record.
  func field(at offset: Int, width: Int) -> ByteText { self[offset..<offset + width] }

  /// As a string; bytes that are no UTF-8 become replacement characters.
  var string: String { String(decoding: bytes, as: UTF8.self) }

  /// For error messages: at most 40 bytes of it.
  var excerpt: String { count <= 40 ? string : self[0..<37].string + "..." }

  /// Without blanks and carriage returns at either end.
  var trimmed: ByteText {
    var lower = 0
    var upper = count
    while lower < upper, ByteText.isBlank(bytes[lower]) { lower += 1 }
    while upper > lower, ByteText.isBlank(bytes[upper - 1]) { upper -= 1 }
    return self[lower..<upper]
  }

  static func == (text: ByteText, literal: StaticString) -> Bool {
    text.count == literal.utf8CodeUnitCount
      && memcmp(text.bytes.baseAddress ?? literal.utf8Start, literal.utf8Start, text.count) == 0
  }

  func starts(with literal: StaticString) -> Bool {
    count >= literal.utf8CodeUnitCount && self[0..<literal.utf8CodeUnitCount] == literal
  }

  /// Whether it is one or more digits and nothing else.
  var isDigits: Bool { !isEmpty && bytes.allSatisfy(ByteText.isDigit) }

  @inline(__always) static func isBlank(_ byte: UInt8) -> Bool { byte == 32 || (byte >= 9 && byte <= 13) }
  @inline(__always) static func isDigit(_ byte: UInt8) -> Bool { byte &- 48 < 10 }
}

// MARK: - Lines and fields

extension ByteText {
  /// Calls `body` with every line, without its ending (`\n`, `\r\n`, `\r\r\n`), and its number from 1.
  func forEachLine(_ body: (ByteText, Int) throws -> Void) rethrows {
    guard let base = bytes.baseAddress else { return }
    var start = 0
    var number = 0
    while start < count {
      let rest = count - start
      let end =
        memchr(base + start, 10, rest).map { base.distance(to: $0.assumingMemoryBound(to: UInt8.self)) } ?? count
      var last = end
      while last > start, base[last - 1] == 13 { last -= 1 }
      number += 1
      try body(ByteText(UnsafeBufferPointer(start: base + start, count: last - start)), number)
      start = end + 1
    }
  }

  /// Puts the words between blanks into `words`, which is emptied first.
  func words(into words: inout [ByteText]) {
    words.removeAll(keepingCapacity: true)
    var i = 0
    while i < count {
      while i < count, ByteText.isBlank(bytes[i]) { i += 1 }
      let start = i
      while i < count, !ByteText.isBlank(bytes[i]) { i += 1 }
      if i > start { words.append(ByteText(UnsafeBufferPointer(rebasing: bytes[start..<i]))) }
    }
  }

  /// Puts the fields between separators into `fields`, which is emptied first. Quotes mean nothing.
  func fields(separatedBy separator: UInt8, into fields: inout [ByteText]) {
    fields.removeAll(keepingCapacity: true)
    var start = 0
    for i in 0..<count where bytes[i] == separator {
      fields.append(ByteText(UnsafeBufferPointer(rebasing: bytes[start..<i])))
      start = i + 1
    }
    fields.append(self[start..<count])
  }

  /// Puts the fields of a line of CSV into `fields`, which is emptied first: a quoted field comes
  /// without its quotes and may hold separators. Doubled quotes inside stay doubled; no number or
  /// name that is read from CSV has any.
  func csvFields(separatedBy separator: UInt8 = UInt8(ascii: ","), into fields: inout [ByteText]) {
    fields.removeAll(keepingCapacity: true)
    let quote = UInt8(ascii: "\"")
    var i = 0
    while i <= count {
      let start = i
      if i < count, bytes[i] == quote {
        i += 1
        while i < count, !(bytes[i] == quote && (i + 1 >= count || bytes[i + 1] != quote)) {
          i += bytes[i] == quote ? 2 : 1
        }
        fields.append(self[start + 1..<i])
        while i < count, bytes[i] != separator { i += 1 }
      } else {
        while i < count, bytes[i] != separator { i += 1 }
        fields.append(self[start..<i])
      }
      i += 1
    }
  }
}
