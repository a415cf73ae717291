import Foundation

/// Where the sections of one field are in a file.
///
/// A GRIB 2 message may hold several fields that share their first sections; `message(in:)` gives
/// each of them back as a message of its own.
struct GRIBSections: Sendable, Hashable {
  let edition: Int
  /// The whole message.
  let message: Range<Int>
  /// The sections of this field in order, without the indicator and end sections; nil where the
  /// field is the message's only one, so that the message can be taken as it is.
  let parts: [Range<Int>]?
  /// What stands before the values, by number of section: sections 0 to 5 of edition 2 that are there;
  /// sections 1 and 2 of edition 1 with the first octets of its data.
  let headers: [Int: Range<Int>]
  let hasBitmap: Bool

  /// Of the field as one message.
  var byteCount: Int { parts.map { $0.reduce(20) { $0 + $1.count } } ?? message.count }

  /// The fields of a message, in order. Throws a description of what is wrong with its sections.
  static func fields(of message: Range<Int>, in file: borrowing ByteFile) throws -> [GRIBSections] {
    let head = try file.bytes(at: message.lowerBound, count: 16)
    return head[7] == 1 ? [try edition1(message, in: file)] : try edition2(message, in: file)
  }

  /// The bytes of the field as one message of one field.
  func bytes(in file: borrowing ByteFile) throws(FormatError) -> [UInt8] {
    guard let parts else { return try file.bytes(message) }
    var bytes = try file.bytes(at: message.lowerBound, count: 16)
    for part in parts { bytes += try file.bytes(part) }
    bytes += Array("7777".utf8)
    Self.setLength(of: &bytes)
    return bytes
  }

  /// Writes its length into the indicator section of a message of edition 2.
  static func setLength(of message: inout [UInt8]) {
    let count = UInt64(message.count)
    for i in 0..<8 { message[8 + i] = UInt8(truncatingIfNeeded: count >> UInt64(56 - 8 * i)) }
  }

  // MARK: - Lengths

  /// The length of the message at a place, by its indicator section; nil where it is neither
  /// edition 1 nor edition 2.
  ///
  /// Edition 1 has 24 bits for the length. A longer message sets the first bit, counts in units of
  /// 120 bytes, and puts the overshoot where the length of its data section should be.
  static func length(in file: borrowing ByteFile, at start: Int) throws(FormatError) -> Int? {
    guard start + 16 <= file.count else {
      // Too short for an edition 2 head: only a message that was cut can be here.
      guard start + 8 <= file.count else { return nil }
      let head = try file.bytes(at: start, count: 8)
      return head[7] == 1 ? big(head, 4, 3) : head[7] == 2 ? 16 : nil
    }
    let head = try file.bytes(at: start, count: 16)
    switch head[7] {
    case 2:
      let length = head[8..<16].reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
      return length < UInt64(Int.max / 2) && length >= 16 ? Int(length) : nil
    case 1:
      let length = big(head, 4, 3)
      guard length & 0x80_0000 != 0 else { return length >= 12 ? length : nil }
      guard let data = try dataSection1(in: file, at: start) else { return length }
      return data.overshoot < 120 ? (length & 0x7f_ffff) * 120 - data.overshoot + 4 : length
    default: return nil
    }
  }

  private static func dataSection1(
    in file: borrowing ByteFile, at start: Int
  ) throws(FormatError) -> (offset: Int, overshoot: Int)? {
    guard start + 16 <= file.count else { return nil }
    let head = try file.bytes(at: start + 8, count: 8)
    var offset = start + 8 + big(head, 0, 3)
    for flag: UInt8 in [0x80, 0x40] where head[7] & flag != 0 {
      guard offset + 3 <= file.count else { return nil }
      offset += big(try file.bytes(at: offset, count: 3), 0, 3)
    }
    guard offset + 3 <= file.count else { return nil }
    return (offset, big(try file.bytes(at: offset, count: 3), 0, 3))
  }

  /// A big-endian unsigned number of a few bytes.
  private static func big(_ bytes: [UInt8], _ start: Int, _ count: Int) -> Int {
    bytes[start..<start + count].reduce(0) { $0 << 8 | Int($1) }
  }

  // MARK: - Sections

  private static func edition1(_ message: Range<Int>, in file: borrowing ByteFile) throws -> GRIBSections {
    let end = message.upperBound - 4
    var offset = message.lowerBound + 8
    guard offset + 28 <= end else { throw GRIBSectionError("too short to define a product") }
    let head = try file.bytes(at: offset, count: 8)
    let (product, flags) = (big(head, 0, 3), head[7])
    guard product >= 28, offset + product <= end else {
      throw GRIBSectionError("section 1 claims \(product) bytes of a message of \(message.count)")
    }
    var headers = [1: offset..<offset + product]
    offset += product
    for (flag, name): (UInt8, Int) in [(0x80, 2), (0x40, 3)] where flags & flag != 0 {
      guard offset + 6 <= end else { throw GRIBSectionError("ends before section \(name)") }
      let length = big(try file.bytes(at: offset, count: 3), 0, 3)
      guard length >= 6, offset + length <= end else {
        throw GRIBSectionError("section \(name) claims \(length) bytes of a message of \(message.count)")
      }
      if name == 2 { headers[2] = offset..<offset + length }
      offset += length
    }
    guard offset + 11 <= end else { throw GRIBSectionError("ends before its data") }
    headers[4] = offset..<min(offset + 14, end)
    return GRIBSections(
      edition: 1, message: message, parts: nil, headers: headers, hasBitmap: flags & 0x40 != 0)
  }

  private static func edition2(_ message: Range<Int>, in file: borrowing ByteFile) throws -> [GRIBSections] {
    let end = message.upperBound - 4
    var offset = message.lowerBound + 16
    var current: [Int: Range<Int>] = [:]
    var bitmap: Range<Int>?
    var hasBitmap = false
    var fields: [GRIBSections] = []
    while offset < end {
      guard offset + 5 <= end else { throw GRIBSectionError("\(end - offset) stray bytes before its end") }
      let head = try file.bytes(at: offset, count: min(6, end - offset))
      let (length, number) = (big(head, 0, 4), Int(head[4]))
      guard (1...7).contains(number), length >= 5, offset + length <= end else {
        throw GRIBSectionError(
          "section \(number) at byte \(offset) claims \(length) bytes; \(end - offset) are left of the message")
      }
      let range = offset..<offset + length
      current[number] = range
      if number == 6, length >= 6 {
        // 254: the bitmap that was given before in this message.
        if head[5] == 254 { current[6] = bitmap } else { bitmap = range }
        hasBitmap = head[5] != 255
      }
      if number == 7 {
        for needed in [1, 3, 4, 5, 6] where current[needed] == nil {
          throw GRIBSectionError("field \(fields.count + 1) has no section \(needed)")
        }
        let parts = (1...7).compactMap { current[$0] }
        var headers = current.filter { $0.key <= 5 }
        headers[0] = message.lowerBound..<message.lowerBound + 16
        fields.append(
          GRIBSections(edition: 2, message: message, parts: parts, headers: headers, hasBitmap: hasBitmap))
      }
      offset += length
    }
    guard !fields.isEmpty else { throw GRIBSectionError("holds no data section") }
    guard fields.count == 1, let only = fields.first else { return fields }
    return [
      GRIBSections(edition: 2, message: message, parts: nil, headers: only.headers, hasBitmap: only.hasBitmap)
    ]
  }
}

/// What is wrong with the sections of a message.
struct GRIBSectionError: Error, CustomStringConvertible {
  let description: String
  init(_ description: String) { self.description = description }
}
