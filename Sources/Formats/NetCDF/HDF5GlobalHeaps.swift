import Foundation

/// The heaps of an HDF5 file that attributes of several lengths lie in, which have no checksum.
///
/// HDF5 1.10 trusts what they say of themselves: it reads beyond them, or for ever, where that is damaged.
/// Source: the HDF5 File Format Specification 3.0, III.E.
enum HDF5GlobalHeaps {
  /// What is wrong with one of them; nil where all are sound. It is for files with lengths of 8 bytes, as nearly all are.
  static func problem(in file: Data) -> String? {
    file.withUnsafeBytes { bytes in
      for start in starts(in: bytes) {
        if let problem = problem(of: bytes, at: start) {
          return "its HDF5 heap at byte \(start) is damaged: \(problem)"
        }
      }
      return nil
    }
  }

  /// Where heaps of version 1 begin.
  private static func starts(in bytes: UnsafeRawBufferPointer) -> [Int] {
    let signature: [UInt8] = [0x47, 0x43, 0x4F, 0x4C, 1, 0, 0, 0]
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

  private static func problem(of bytes: UnsafeRawBufferPointer, at start: Int) -> String? {
    // An object, too, begins with so many bytes, and has its size in the second half of them.
    let head = 16
    func size(at place: Int) -> UInt64 {
      UInt64(littleEndian: bytes.loadUnaligned(fromByteOffset: place + head / 2, as: UInt64.self))
    }
    guard bytes.count - start >= head, case let length = size(at: start), length >= 4096,
      length <= UInt64(bytes.count - start)
    else { return "it does not end within the file" }
    let end = start + Int(length)
    var (place, last) = (start + head, UInt16(0))
    while end - place >= head {
      let number = UInt16(littleEndian: bytes.loadUnaligned(fromByteOffset: place, as: UInt16.self))
      let room = UInt64(end - place)
      guard number > 0 else {
        // What is free is the rest.
        return size(at: place) == room ? nil : "what is free of it is not its rest"
      }
      guard number > last else { return "object \(number) comes after \(last)" }
      guard size(at: place) <= room - UInt64(head) else { return "object \(number) does not end within it" }
      place += head + (Int(size(at: place)) + 7) / 8 * 8
      last = number
    }
    return nil
  }
}
