/// Coordinates that are hashed once, when the table is made.
///
/// Equality is of bit patterns, so that a table with NaN equals itself.
struct CoordinateTable: Hashable, Sendable {
  let values: [Double]
  private let digest: UInt64

  init(_ values: [Double]) {
    self.values = values
    var digest: UInt64 = 0x51_7C_C1_B7_27_22_0A_95
    for value in values {
      digest = (digest ^ value.bitPattern) &* 0x9E37_79B9_7F4A_7C15
      digest ^= digest >> 32
    }
    self.digest = digest
  }

  static func == (a: CoordinateTable, b: CoordinateTable) -> Bool {
    guard a.digest == b.digest, a.values.count == b.values.count else { return false }
    return a.values.withUnsafeBytes { left in
      b.values.withUnsafeBytes { right in
        left.baseAddress == right.baseAddress || left.elementsEqual(right)
      }
    }
  }

  func hash(into hasher: inout Hasher) { hasher.combine(digest) }
}
