/// What a field says before its values: its first sections as bytes, and their numbers by octet.
struct GRIBHeader: Sendable {
  let edition: Int
  /// By their number; empty where the field has no such section. Of edition 1's data section there are
  /// the first octets alone, of edition 2's data none.
  private var sections = [[UInt8]](repeating: [], count: 8)
  /// Whether every point takes up a bit of the message at least: it has a bitmap, or its values are
  /// packed one by one.
  let takesBits: Bool

  init(_ field: GRIBSections, in file: borrowing ByteFile) throws(FormatError) {
    edition = field.edition
    for (number, range) in field.headers { sections[number] = try file.bytes(range) }
    if edition == 1 {
      let head = sections[4]
      takesBits = field.hasBitmap || head[3] & 0xd0 == 0 && head[10] > 0
    } else {
      let isSimple = GRIBHeader.number(sections[5], 10...11) == 0
      takesBits = field.hasBitmap || isSimple && GRIBHeader.number(sections[5], 20...20) ?? 0 > 0
    }
  }

  /// An unsigned number of a section, by its octets as the Manual on Codes counts them, from 1; nil
  /// where the section is shorter.
  func number(_ section: Int, _ octets: ClosedRange<Int>) -> Int? { GRIBHeader.number(sections[section], octets) }

  func number(_ section: Int, _ octet: Int) -> Int? { number(section, octet...octet) }

  /// The same for a number whose first bit is its sign.
  func signed(_ section: Int, _ octets: ClosedRange<Int>) -> Int? {
    guard let bits = number(section, octets) else { return nil }
    let sign = 1 << (8 * octets.count - 1)
    return bits & sign == 0 ? bits : -(bits & ~sign)
  }

  private static func number(_ section: [UInt8], _ octets: ClosedRange<Int>) -> Int? {
    guard octets.upperBound <= section.count else { return nil }
    return section[octets.lowerBound - 1..<octets.upperBound].reduce(0) { $0 << 8 | Int($1) }
  }

  /// The grid definition: section 2 of edition 1, section 3 of edition 2; nil where there is none.
  var grid: [UInt8]? {
    let section = sections[edition == 1 ? 2 : 3]
    return section.isEmpty ? nil : section
  }

  /// Equal for fields that differ in their times and values alone: what else they say they are, on which
  /// grid, and how they are packed.
  ///
  /// No name of ecCodes depends on the octets left out; the length of an interval, on which some do, is
  /// left in.
  var family: [UInt8] {
    var sections = sections
    func clear(_ section: Int, _ octets: ClosedRange<Int>) {
      for octet in octets where octet <= sections[section].count { sections[section][octet - 1] = 0 }
    }
    if edition == 1 {
      clear(1, 13...17)  // reference time
      clear(1, 19...20)  // P1 and P2
      clear(1, 25...25)  // century
      // Of the data section the flags are left, which say how it is packed.
      let data = sections[4]
      let hasMoreFlags = data[3] & 0x10 != 0 && data.count > 13
      sections[4] = [data[3] & 0xf0] + (hasMoreFlags ? [data[13]] : [])
    } else {
      clear(1, 13...19)  // reference time
      if let octets = GRIBTime.Octets(of: self) {
        clear(4, octets.time...octets.time + 3)
        if let end = octets.interval { clear(4, end...end + 6) }
      }
      sections[5] = Array(sections[5].prefix(11).suffix(2))  // the template alone
    }
    return sections.flatMap { $0 }
  }

  /// A message of edition 2 with all of this and no values, from which ecCodes tells what the field is.
  var message: [UInt8] {
    var bytes = sections[0] + sections[1...5].joined()
    bytes += [0, 0, 0, 6, 6, 255]  // no bitmap
    bytes += [0, 0, 0, 5, 7]  // no data
    bytes += Array("7777".utf8)
    GRIBSections.setLength(of: &bytes)
    return bytes
  }
}
