import CZlib
import Foundation

/// The bytes of a text file, memory-mapped, or inflated where it is compressed by gzip.
struct TextFile: Sendable {
  let url: URL
  private let data: Data

  /// Throws where the file can't be read, is empty, or its gzip stream is damaged or cut off.
  init(_ url: URL) throws(FormatError) {
    self.url = url
    let raw: Data
    do {
      raw = try Data(contentsOf: url, options: .mappedIfSafe)
    } catch {
      throw FormatError(url, "can't be read: \(error.localizedDescription)")
    }
    guard !raw.isEmpty else { throw FormatError(url, "the file is empty") }
    data = raw.starts(with: Gzip.magic) ? try Gzip.inflate(raw, of: url) : raw
  }

  /// Calls `body` with the whole text; the pointer inside is valid until `body` returns.
  func withBytes<Result>(_ body: (ByteText) throws -> Result) rethrows -> Result {
    try data.withUnsafeBytes { raw in
      try body(ByteText(raw.bindMemory(to: UInt8.self)))
    }
  }

  /// Calls `body` with every line, without its ending, and its number from 1.
  func forEachLine(_ body: (ByteText, Int) throws -> Void) rethrows {
    try withBytes { try $0.forEachLine(body) }
  }

  /// An error about one line of this file.
  func error(line: Int, _ problem: String) -> FormatError { FormatError(url, place: "line \(line)", problem) }
}

/// Streams compressed by gzip, of one member or several.
enum Gzip {
  static let magic: [UInt8] = [0x1f, 0x8b]

  /// The whole text of a gzip file. Throws where the stream is damaged or ends early.
  static func inflate(_ data: Data, of url: URL) throws(FormatError) -> Data {
    var stream = z_stream()
    guard inflateInit2_(&stream, 15 + 16, zlibVersion(), Int32(MemoryLayout<z_stream>.size)) == Z_OK else {
      throw FormatError(url, "zlib could not be set up to read gzip")
    }
    defer { inflateEnd(&stream) }
    var result = Data()
    var buffer = [UInt8](repeating: 0, count: 1 << 18)
    var status = Z_OK
    data.withUnsafeBytes { (raw: UnsafeRawBufferPointer) in
      let bytes = raw.bindMemory(to: UInt8.self)
      var position = 0
      repeat {
        // zlib counts in 32 bits, so that a longer file is fed in parts.
        let part = min(bytes.count - position, 1 << 30)
        stream.next_in = UnsafeMutablePointer(mutating: bytes.baseAddress.map { $0 + position })
        stream.avail_in = UInt32(part)
        buffer.withUnsafeMutableBufferPointer { out in
          stream.next_out = out.baseAddress
          stream.avail_out = UInt32(out.count)
          status = CZlib.inflate(&stream, Z_NO_FLUSH)
          result.append(UnsafeBufferPointer(rebasing: out[..<(out.count - Int(stream.avail_out))]))
        }
        position += part - Int(stream.avail_in)
        // Another member may follow the end of one; zeros after the last are padding.
        if status == Z_STREAM_END, position < bytes.count, bytes[position] == magic[0] {
          status = inflateReset(&stream)
        }
      } while status == Z_OK && position < bytes.count || status == Z_OK && stream.avail_out == 0
    }
    switch status {
    case Z_STREAM_END: return result
    case Z_OK, Z_BUF_ERROR:
      throw FormatError(
        url, "the gzip stream ends early, after \(result.count) bytes of text; fetch the file again")
    default:
      throw FormatError(url, "the gzip stream is damaged (zlib error \(status)); fetch the file again")
    }
  }

  /// The text at the beginning of a gzip stream of which only the first bytes are at hand; nil where
  /// they are no gzip.
  static func beginning(of head: [UInt8]) -> [UInt8]? {
    var stream = z_stream()
    guard inflateInit2_(&stream, 15 + 16, zlibVersion(), Int32(MemoryLayout<z_stream>.size)) == Z_OK else { return nil }
    defer { inflateEnd(&stream) }
    var input = head
    var output = [UInt8](repeating: 0, count: 4096)
    let count = input.withUnsafeMutableBufferPointer { from in
      output.withUnsafeMutableBufferPointer { to in
        stream.next_in = from.baseAddress
        stream.avail_in = UInt32(from.count)
        stream.next_out = to.baseAddress
        stream.avail_out = UInt32(to.count)
        _ = CZlib.inflate(&stream, Z_NO_FLUSH)
        return to.count - Int(stream.avail_out)
      }
    }
    return count > 0 ? Array(output[..<count]) : nil
  }
}
