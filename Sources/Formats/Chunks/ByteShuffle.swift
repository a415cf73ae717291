/// Bytes that a writer grouped by their place in an element: all first bytes, then all second bytes.
enum ByteShuffle {
  /// Puts them back in order. What is left over behind the last whole element was not moved.
  ///
  /// `target` has room for all of `source`.
  static func undo(_ source: UnsafeRawBufferPointer, elementSize: Int, into target: UnsafeMutableRawBufferPointer) {
    guard let from = source.baseAddress, let to = target.baseAddress, elementSize > 0 else { return }
    let count = source.count / elementSize
    switch elementSize {
    case 2: pairs(from, to, count)
    case 4: quadruples(from, to, count)
    case 8: octuples(from, to, count)
    default:
      for part in 0..<elementSize {
        for i in 0..<count { target[i * elementSize + part] = source[part * count + i] }
      }
    }
    let moved = count * elementSize
    for i in moved..<source.count { target[i] = source[i] }
  }

  // Whole numbers are put together from their bytes, since compilers turn that into wide instructions.

  private static func pairs(_ from: UnsafeRawPointer, _ to: UnsafeMutableRawPointer, _ count: Int) {
    let bytes = from.assumingMemoryBound(to: UInt8.self)
    for i in 0..<count {
      let number = UInt16(bytes[i]) | UInt16(bytes[count + i]) << 8
      to.storeBytes(of: number.littleEndian, toByteOffset: 2 * i, as: UInt16.self)
    }
  }

  private static func quadruples(_ from: UnsafeRawPointer, _ to: UnsafeMutableRawPointer, _ count: Int) {
    let bytes = from.assumingMemoryBound(to: UInt8.self)
    let (b, c, d) = (bytes + count, bytes + 2 * count, bytes + 3 * count)
    for i in 0..<count {
      let number = UInt32(bytes[i]) | UInt32(b[i]) << 8 | UInt32(c[i]) << 16 | UInt32(d[i]) << 24
      to.storeBytes(of: number.littleEndian, toByteOffset: 4 * i, as: UInt32.self)
    }
  }

  private static func octuples(_ from: UnsafeRawPointer, _ to: UnsafeMutableRawPointer, _ count: Int) {
    let bytes = from.assumingMemoryBound(to: UInt8.self)
    for i in 0..<count {
      var number: UInt64 = 0
      for part in 0..<8 { number |= UInt64(bytes[part * count + i]) << UInt64(8 * part) }
      to.storeBytes(of: number.littleEndian, toByteOffset: 8 * i, as: UInt64.self)
    }
  }
}
