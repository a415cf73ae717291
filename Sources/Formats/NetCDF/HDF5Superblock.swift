/// The first block of an HDF5 file, read as far as it takes to know how long the file is.
///
/// Source: the HDF5 File Format Specification 3.0, II.A, versions 0 to 3.
enum HDF5Superblock {
  static let signature: [UInt8] = [0x89, 0x48, 0x44, 0x46, 0x0D, 0x0A, 0x1A, 0x0A]

  /// Why the length can't be told.
  struct Problem: Error {
    let text: String
  }

  /// The address of the end of the file; nil where the bytes end before it is told.
  ///
  /// Throws `Problem` where the version is unknown or the file does not begin at its first byte, and what `bytes` throws.
  static func endOfFile(_ bytes: inout some LeadingBytes) throws -> Int? {
    guard try bytes.reach(14) else { return nil }
    // Addresses are the base, one that is not needed, and the end.
    let (first, size): (Int, Int)
    switch bytes[8] {
    case 0: (first, size) = (24, Int(bytes[13]))
    case 1: (first, size) = (28, Int(bytes[13]))
    case 2, 3: (first, size) = (12, Int(bytes[9]))
    default: throw Problem(text: "has an HDF5 superblock of version \(bytes[8]); expected 0 to 3")
    }
    guard [2, 4, 8].contains(size) else {
      throw Problem(text: "has HDF5 addresses of \(size) bytes; expected 2, 4 or 8")
    }
    guard try bytes.reach(first + 3 * size) else { return nil }
    func address(_ number: Int) -> UInt64 {
      (0..<size).reversed().reduce(0) { $0 << 8 | UInt64(bytes[first + number * size + $1]) }
    }
    guard address(0) == 0 else { throw Problem(text: "begins with a user block; write HDF5 files without one") }
    return Int(clamping: address(2))
  }
}
