import Foundation

/// The header of a classic, 64-bit offset or CDF-5 file, read as far as it takes to know how long
/// the file must be.
///
/// The C library reads zeros, without a word, where such a file has been cut off.
/// Source: the format specification, docs.unidata.ucar.edu/netcdf-c/current/file_format_specifications.html.
enum ClassicHeader {
  /// How long a file is.
  struct Extent: Equatable {
    /// From the first byte to the last of a number.
    var byteCount: Int
    /// Up to 3 more bytes that fill up a word, which some writers leave out at the end.
    var padding: Int
    /// nil where the writer did not know it.
    var recordCount: Int?
  }

  /// What the header tells; nil where the bytes end before it does, or it makes no sense.
  static func extent<Bytes: LeadingBytes>(of bytes: inout Bytes) throws(Bytes.Failure) -> Extent? {
    guard try bytes.reach(4) else { return nil }
    var cursor = Cursor(bytes: bytes, version: bytes[3])
    let extent = try cursor.extent()
    bytes = cursor.bytes
    return extent
  }

  /// Throws where the file is shorter than its header says. Other kinds of file pass.
  static func checkLength(of url: URL, byteCount: Int) throws(FormatError) {
    guard let data = try? Data(contentsOf: url, options: .alwaysMapped), data.count >= 4,
      data.prefix(3).elementsEqual("CDF".utf8), [1, 2, 5].contains(data[data.startIndex + 3])
    else { return }
    var bytes = HeldBytes(data: data)
    guard let expected = extent(of: &bytes)?.byteCount else {
      throw FormatError(
        url, "the file is truncated or corrupt: its NetCDF header does not end within its \(byteCount) bytes")
    }
    if expected > byteCount {
      throw FormatError(
        url, "the file is truncated: its header tells of \(expected) bytes, and it has \(byteCount); fetch it again")
    }
  }

  /// A place in the header; every step is nil where the header is cut off or makes no sense.
  private struct Cursor<Bytes: LeadingBytes> {
    var bytes: Bytes
    let version: UInt8
    var place = 4

    private mutating func integer(bytes count: Int) throws(Bytes.Failure) -> Int? {
      guard try bytes.reach(place + count) else { return nil }
      var value: UInt64 = 0
      for i in 0..<count { value = value << 8 | UInt64(bytes[place + i]) }
      place += count
      return Int(exactly: value)
    }

    /// A count, which CDF-5 stores in eight bytes.
    private mutating func count() throws(Bytes.Failure) -> Int? { try integer(bytes: version == 5 ? 8 : 4) }

    private mutating func skip(_ count: Int) throws(Bytes.Failure) -> Bool {
      guard count <= Int.max / 2 - place, try bytes.reach(place + (count + 3) / 4 * 4) else { return false }
      place += (count + 3) / 4 * 4
      return true
    }

    private func size(of type: Int) -> Int? {
      [1: 1, 2: 1, 3: 2, 4: 4, 5: 4, 6: 8, 7: 1, 8: 2, 9: 4, 10: 8, 11: 8][type]
    }

    private mutating func skipAttributes() throws(Bytes.Failure) -> Bool {
      guard try integer(bytes: 4) != nil, let number = try count() else { return false }
      for _ in 0..<number {
        guard let name = try count(), try skip(name), let type = try integer(bytes: 4), let size = size(of: type),
          let length = try count(), case let (bytes, overflow) = length.multipliedReportingOverflow(by: size),
          !overflow,
          try skip(bytes)
        else { return false }
      }
      return true
    }

    /// The number of records is all ones where the writer did not know it; nil where the bytes end.
    private mutating func records() throws(Bytes.Failure) -> Int?? {
      let size = version == 5 ? 8 : 4
      guard try bytes.reach(place + size) else { return nil }
      guard (0..<size).allSatisfy({ bytes[place + $0] == 0xFF }) else {
        guard let number = try count() else { return nil }
        return .some(number)
      }
      place += size
      return .some(nil)
    }

    mutating func extent() throws(Bytes.Failure) -> Extent? {
      guard let records = try records(), try integer(bytes: 4) != nil, let dimensionCount = try count() else {
        return nil
      }
      var lengths: [Int] = []
      for _ in 0..<dimensionCount {
        guard let name = try count(), try skip(name), let length = try count() else { return nil }
        lengths.append(length)
      }
      guard try skipAttributes(), try integer(bytes: 4) != nil, let variableCount = try count() else { return nil }
      return try extent(variables: variableCount, lengths: lengths, records: records)
    }

    private mutating func extent(
      variables: Int, lengths: [Int], records: Int?
    ) throws(Bytes.Failure) -> Extent? {
      var extent = Extent(byteCount: 0, padding: 0, recordCount: records)
      func reach(_ begin: Int, _ bytes: Int) {
        guard begin + bytes > extent.byteCount else { return }
        (extent.byteCount, extent.padding) = (begin + bytes, (4 - bytes % 4) % 4)
      }
      var recordSize = 0
      var recorded: [(begin: Int, bytes: Int)] = []
      for _ in 0..<variables {
        guard let name = try count(), try skip(name), let rank = try count() else { return nil }
        var (elements, isRecorded, overflow) = (1, false, false)
        for axis in 0..<rank {
          guard let dimension = try count(), lengths.indices.contains(dimension) else { return nil }
          if axis == 0, lengths[dimension] == 0 {
            isRecorded = true
          } else {
            (elements, overflow) = elements.multipliedReportingOverflow(by: lengths[dimension])
            if overflow { return nil }
          }
        }
        guard try skipAttributes(), let type = try integer(bytes: 4), let size = size(of: type), try count() != nil,
          let begin = try integer(bytes: version == 1 ? 4 : 8), begin <= Int.max / 4, elements <= Int.max / 16 / size
        else { return nil }
        let bytes = elements * size
        if isRecorded {
          recorded.append((begin, bytes))
          guard recordSize <= Int.max / 4 else { return nil }
          recordSize += (bytes + 3) / 4 * 4
        } else if bytes > 0 {
          reach(begin, bytes)
        }
      }
      // A single record variable is stored without padding between its records.
      if recorded.count == 1 { recordSize = recorded[0].bytes }
      if let records, records > 0 {
        guard recordSize <= Int.max / 16 / records else { return nil }
        for variable in recorded where variable.bytes > 0 {
          reach(variable.begin + (records - 1) * recordSize, variable.bytes)
        }
      }
      // A file without numbers is its header.
      if place > extent.byteCount { (extent.byteCount, extent.padding) = (place, 0) }
      return extent
    }
  }
}
