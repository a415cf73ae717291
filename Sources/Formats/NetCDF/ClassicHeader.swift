import Foundation

/// The header of a classic, 64-bit offset or CDF-5 file, read as far as it takes to know how long
/// the file must be.
///
/// The C library reads zeros, without a word, where such a file has been cut off.
/// Source: the format specification, docs.unidata.ucar.edu/netcdf-c/current/file_format_specifications.html.
enum ClassicHeader {
  /// Throws where the file is shorter than its header says. Other kinds of file pass.
  static func checkLength(of url: URL, byteCount: Int) throws(FormatError) {
    guard let data = try? Data(contentsOf: url, options: .alwaysMapped), data.count >= 4,
      data.prefix(3).elementsEqual("CDF".utf8), [1, 2, 5].contains(data[data.startIndex + 3])
    else { return }
    var cursor = Cursor(data: data, version: data[data.startIndex + 3])
    guard let expected = cursor.expectedLength() else {
      throw FormatError(
        url, "the file is truncated or corrupt: its NetCDF header does not end within its \(byteCount) bytes")
    }
    if expected > byteCount {
      throw FormatError(
        url, "the file is truncated: its header tells of \(expected) bytes, and it has \(byteCount); fetch it again")
    }
  }

  /// A place in the header; every step is nil where the header is cut off or makes no sense.
  private struct Cursor {
    let data: Data
    let version: UInt8
    var place = 4

    private mutating func integer(bytes: Int) -> Int? {
      guard bytes > 0, place <= data.count - bytes else { return nil }
      var value: UInt64 = 0
      for i in 0..<bytes { value = value << 8 | UInt64(data[data.startIndex + place + i]) }
      place += bytes
      return Int(exactly: value)
    }

    /// A count, which CDF-5 stores in eight bytes.
    private mutating func count() -> Int? { integer(bytes: version == 5 ? 8 : 4) }

    private mutating func skip(_ bytes: Int) -> Bool {
      guard bytes >= 0, bytes <= data.count - place else { return false }
      place += min((bytes + 3) / 4 * 4, data.count - place)
      return true
    }

    private static func size(of type: Int) -> Int? {
      [1: 1, 2: 1, 3: 2, 4: 4, 5: 4, 6: 8, 7: 1, 8: 2, 9: 4, 10: 8, 11: 8][type]
    }

    private mutating func skipAttributes() -> Bool {
      guard integer(bytes: 4) != nil, let number = count() else { return false }
      for _ in 0..<number {
        guard let name = count(), skip(name), let type = integer(bytes: 4), let size = Cursor.size(of: type),
          let length = count(), case let (bytes, overflow) = length.multipliedReportingOverflow(by: size), !overflow,
          skip(bytes)
        else { return false }
      }
      return true
    }

    mutating func expectedLength() -> Int? {
      let streaming = version == 5 ? Int(UInt64.max >> 1) : 0xFFFF_FFFF
      // The number of records is all ones where the writer did not know it.
      let records: Int
      if version == 5, place + 8 <= data.count, data.dropFirst(place).prefix(8).allSatisfy({ $0 == 0xFF }) {
        records = streaming
        place += 8
      } else {
        guard let number = count() else { return nil }
        records = number
      }
      guard integer(bytes: 4) != nil, let dimensionCount = count() else { return nil }
      var lengths: [Int] = []
      for _ in 0..<dimensionCount {
        guard let name = count(), skip(name), let length = count() else { return nil }
        lengths.append(length)
      }
      guard skipAttributes(), integer(bytes: 4) != nil, let variableCount = count() else { return nil }
      return lastByte(variables: variableCount, lengths: lengths, records: records == streaming ? nil : records)
    }

    private mutating func lastByte(variables: Int, lengths: [Int], records: Int?) -> Int? {
      var (last, recordSize) = (0, 0)
      var recorded: [(begin: Int, bytes: Int)] = []
      for _ in 0..<variables {
        guard let name = count(), skip(name), let rank = count() else { return nil }
        var (elements, isRecorded, overflow) = (1, false, false)
        for axis in 0..<rank {
          guard let dimension = count(), lengths.indices.contains(dimension) else { return nil }
          if axis == 0, lengths[dimension] == 0 {
            isRecorded = true
          } else {
            (elements, overflow) = elements.multipliedReportingOverflow(by: lengths[dimension])
            if overflow { return nil }
          }
        }
        guard skipAttributes(), let type = integer(bytes: 4), let size = Cursor.size(of: type), count() != nil,
          let begin = integer(bytes: version == 1 ? 4 : 8), begin <= Int.max / 4, elements <= Int.max / 16 / size
        else { return nil }
        let bytes = elements * size
        if isRecorded {
          recorded.append((begin, bytes))
          recordSize += (bytes + 3) / 4 * 4
        } else if bytes > 0 {
          last = max(last, begin + bytes)
        }
      }
      // A single record variable is stored without padding between its records.
      if recorded.count == 1 { recordSize = recorded[0].bytes }
      if let records, records > 0 {
        guard recordSize <= Int.max / 16 / max(records, 1) else { return nil }
        for variable in recorded where variable.bytes > 0 {
          last = max(last, variable.begin + (records - 1) * recordSize + variable.bytes)
        }
      }
      return last
    }
  }
}
