import Foundation

/// The heaps of an HDF5 file that attributes of several lengths lie in, which have no checksum.
///
/// HDF5 1.10 trusts what they say of themselves: it reads beyond them, or for ever, where that is damaged.
/// Source: the HDF5 File Format Specification 3.0, III.E.
enum HDF5GlobalHeaps {
  private static let signature: [UInt8] = [0x47, 0x43, 0x4F, 0x4C, 1, 0, 0, 0]
  /// A heap, and an object in it, begins with so many bytes, and has its size in the second half of them.
  private static let headLength = 16

  /// What is wrong with one of them; nil where all are sound. It is for files with lengths of 8 bytes, as nearly all are.
  ///
  /// Throws where the file can't be read.
  static func problem(in file: borrowing ByteFile) throws(FormatError) -> String? {
    for start in try starts(in: file) {
      if let problem = try problem(of: file, at: start) {
        return "its HDF5 heap at byte \(start) is damaged: \(problem)"
      }
    }
    return nil
  }

  /// Where heaps of version 1 begin.
  private static func starts(in file: borrowing ByteFile) throws(FormatError) -> [Int] {
    var starts: [Int] = []
    // Pieces overlap by as much of a signature as may lie at the end of one.
    for place in stride(from: 0, to: file.count, by: 1 << 20) {
      let piece = try file.bytes(at: place, count: min(1 << 20 + signature.count - 1, file.count - place))
      starts += piece.withUnsafeBytes { self.starts(in: $0) }.map { place + $0 }
    }
    return starts
  }

  private static func starts(in bytes: UnsafeRawBufferPointer) -> [Int] {
    var starts: [Int] = []
    var place = 0
    while let base = bytes.baseAddress, place < bytes.count,
      let found = memchr(base + place, Int32(signature[0]), bytes.count - place)
    {
      place = UnsafeRawPointer(found) - base
      if bytes[place...].starts(with: signature) { starts.append(place) }
      place += 1
    }
    return starts
  }

  private static func problem(of file: borrowing ByteFile, at start: Int) throws(FormatError) -> String? {
    guard file.count - start >= headLength, case let length = try Head(file, start).size, length >= 4096,
      length <= UInt64(file.count - start)
    else { return "it does not end within the file" }
    let end = start + Int(length)
    var (place, last) = (start + headLength, UInt16(0))
    while end - place >= headLength {
      let object = try Head(file, place)
      let room = UInt64(end - place)
      guard object.number > 0 else {
        // What is free is the rest.
        return object.size == room ? nil : "what is free of it is not its rest"
      }
      guard object.number > last else { return "object \(object.number) comes after \(last)" }
      guard object.size <= room - UInt64(headLength) else { return "object \(object.number) does not end within it" }
      place += headLength + (Int(object.size) + 7) / 8 * 8
      last = object.number
    }
    return nil
  }

  private struct Head {
    /// Of an object; 0 is what is free.
    let number: UInt16
    let size: UInt64

    init(_ file: borrowing ByteFile, _ place: Int) throws(FormatError) {
      let bytes = try file.bytes(at: place, count: headLength)
      number = UInt16(bytes[0]) | UInt16(bytes[1]) << 8
      size = bytes[8...].reversed().reduce(0) { $0 << 8 | UInt64($1) }
    }
  }
}
