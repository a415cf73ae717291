/// How the values of a message are packed, where it is a way that is undone here without ecCodes: simple
/// packing of grid points, in either edition, and CCSDS compression.
///
///     value = (reference + x 2^E) 10^-D
///
/// Source: WMO Manual on Codes, volume I.2: edition 1, section 4; edition 2, templates 5.0 and 5.42.
struct GRIBPacking: Sendable, Hashable {
  enum Method: Sendable, Hashable {
    case simple
    case ccsds(flags: UInt32, blockSize: UInt32, referenceInterval: UInt32)
  }

  let method: Method
  let reference: Double
  /// 2^E and 10^-D.
  let binaryScale: Double
  let decimalScale: Double
  let bitsPerValue: Int
  /// Points of the grid.
  let pointCount: Int
  /// Points that have a value.
  let valueCount: Int
  /// The packed values, in bytes of the message.
  let data: Range<Int>
  /// A bit a point, set where it has a value; nil where all have one.
  let bitmap: Range<Int>?

  /// Reads the sections of a message of one field. nil where it is packed in another way, holds other than
  /// `pointCount` points, or its parts do not fit each other, so that ecCodes may say why.
  ///
  /// Throws where ecCodes must not see it, since it would write out of bounds.
  init?(_ message: [UInt8], pointCount: Int) throws(ECCodesError) {
    guard message.count >= 16, pointCount > 0 else { return nil }
    let octets = Octets(bytes: message)
    switch message[7] {
    case 1: self.init(edition1: octets, pointCount: pointCount)
    case 2: try self.init(edition2: octets, pointCount: pointCount)
    default: return nil
    }
  }

  private init?(edition1 octets: Octets, pointCount: Int) {
    // Longer messages hide their length elsewhere.
    guard octets.number(4..<7) == octets.bytes.count, octets.bytes.count < 0x80_0000,
      let length1 = octets.number(8..<11), let flags = octets.number(15..<16),
      let decimal = octets.signed(34..<36), decimal != -0x7FFF
    else { return nil }
    var start = 8 + length1
    if flags & 0x80 != 0 {
      guard let length = octets.number(start..<start + 3) else { return nil }
      start += length
    }
    var bitmap: Range<Int>?
    if flags & 0x40 != 0 {
      guard let length = octets.number(start..<start + 3), length >= 6, octets.number(start + 4..<start + 6) == 0
      else { return nil }
      bitmap = start + 6..<start + length
      start += length
    }
    guard let length = octets.number(start..<start + 3), length > 11, start + length + 4 <= octets.bytes.count,
      let kind = octets.number(start + 3..<start + 4), kind >> 4 == 0,
      let binary = octets.signed(start + 4..<start + 6), let reference = octets.ibm(start + 6),
      let bits = octets.number(start + 10..<start + 11)
    else { return nil }
    let data = start + 11..<start + length
    self.init(
      .simple, octets, reference: reference, binary: binary, decimal: decimal, bits: bits, pointCount: pointCount,
      valueCount: bits > 0 ? (8 * data.count - kind & 0xF) / bits : 0, data: data, bitmap: bitmap)
  }

  private init?(edition2 octets: Octets, pointCount: Int) throws(ECCodesError) {
    var sections: [Int: Range<Int>] = [:]
    var start = 16
    while start + 5 <= octets.bytes.count - 4 {
      guard let length = octets.number(start..<start + 4), length >= 5, start + length <= octets.bytes.count - 4
      else { return nil }
      sections[Int(octets.bytes[start + 4])] = start..<start + length
      start += length
    }
    guard let packing = sections[5], packing.count >= 21 else { return nil }
    let head = packing.lowerBound
    let method: Method
    switch (octets.number(head + 9..<head + 11), packing.count) {
    case (0, _): method = .simple
    case (42, 25...):
      let (flags, blockSize) = (UInt32(octets.bytes[head + 21]), UInt32(octets.bytes[head + 22]))
      let interval = UInt32(octets.number(head + 23..<head + 25) ?? 0)
      guard [8, 16, 32, 64].contains(blockSize), (1...4096).contains(interval) else {
        throw ECCodesError(
          "\(interval) CCSDS blocks of \(blockSize) values, where the manual has 1 to 4096 of 8, 16, 32 or 64: "
            + "the message is corrupt")
      }
      method = .ccsds(flags: flags, blockSize: blockSize, referenceInterval: interval)
    default: return nil
    }
    guard let grid = sections[3]?.lowerBound, let map = sections[6], let data = sections[7], map.count >= 6,
      octets.number(grid + 6..<grid + 10) == pointCount,
      let valueCount = octets.number(head + 5..<head + 9)
    else { return nil }
    let bitmap: Range<Int>?
    switch octets.bytes[map.lowerBound + 5] {
    case 255: bitmap = nil
    case 0: bitmap = map.lowerBound + 6..<map.upperBound
    default: return nil
    }
    guard let bits = octets.number(head + 11..<head + 15), let binary = octets.signed(head + 15..<head + 17),
      let decimal = octets.signed(head + 17..<head + 19), octets.bytes[head + 20] == 0
    else { return nil }
    self.init(
      method, octets, reference: Double(Float(bitPattern: UInt32(bits))), binary: binary, decimal: decimal,
      bits: Int(octets.bytes[head + 19]), pointCount: pointCount, valueCount: valueCount,
      data: data.lowerBound + 5..<data.upperBound, bitmap: bitmap)
  }

  private init?(
    _ method: Method, _ octets: Octets, reference: Double, binary: Int, decimal: Int, bits: Int, pointCount: Int,
    valueCount: Int, data: Range<Int>, bitmap: Range<Int>?
  ) {
    // A constant field is ecCodes' in any case: it costs nothing there.
    guard (1...32).contains(bits), valueCount > 0, abs(binary) <= 1022, abs(decimal) <= 300, reference.isFinite else {
      return nil
    }
    switch method {
    case .simple: if valueCount > 8 * data.count / bits { return nil }
    // At best 64 blocks of 64 zeros are a few bits.
    case .ccsds: if valueCount > 8 * data.count * 64 * 64 { return nil }
    }
    if let bitmap {
      guard 8 * bitmap.count >= pointCount, octets.setBits(bitmap, count: pointCount) == valueCount else { return nil }
    } else if valueCount != pointCount {
      return nil
    }
    self.method = method
    self.reference = reference
    binaryScale = GRIBPacking.power(2, binary)
    decimalScale = GRIBPacking.power(10, -decimal)
    bitsPerValue = bits
    self.pointCount = pointCount
    self.valueCount = valueCount
    self.data = data
    self.bitmap = bitmap
  }

  /// By repeated multiplication or division, as ecCodes has it: its last digits are in every value.
  private static func power(_ base: Double, _ exponent: Int) -> Double {
    var power = 1.0
    for _ in 0..<abs(exponent) { power = exponent < 0 ? power / base : power * base }
    return power
  }
}

extension GRIBPacking {
  /// Numbers in a message, by the places of their bytes from 0; nil beyond its end.
  fileprivate struct Octets {
    let bytes: [UInt8]

    func number(_ range: Range<Int>) -> Int? {
      guard range.lowerBound >= 0, range.upperBound <= bytes.count else { return nil }
      return bytes[range].reduce(0) { $0 << 8 | Int($1) }
    }

    /// Whose first bit is its sign.
    func signed(_ range: Range<Int>) -> Int? {
      guard let bits = number(range) else { return nil }
      let sign = 1 << (8 * range.count - 1)
      return bits & sign == 0 ? bits : -(bits & ~sign)
    }

    /// A number of base 16: a sign, seven bits of exponent, and 24 bits after the point.
    func ibm(_ place: Int) -> Double? {
      guard let bits = number(place..<place + 4) else { return nil }
      let fraction = Double(bits & 0xFF_FFFF)
      let value = Double(sign: .plus, exponent: 4 * (bits >> 24 & 0x7F) - 280, significand: fraction)
      return bits & 0x8000_0000 == 0 ? value : -value
    }

    func setBits(_ range: Range<Int>, count: Int) -> Int {
      bytes.withUnsafeBytes { raw in
        var total = 0
        let (words, rest) = (count / 64, count % 64)
        for word in 0..<words {
          total += raw.loadUnaligned(fromByteOffset: range.lowerBound + 8 * word, as: UInt64.self).nonzeroBitCount
        }
        for bit in 64 * words..<64 * words + rest where raw[range.lowerBound + bit / 8] & (0x80 >> (bit % 8)) != 0 {
          total += 1
        }
        return total
      }
    }
  }
}
