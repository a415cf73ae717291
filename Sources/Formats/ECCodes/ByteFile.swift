import Foundation

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

/// A file open for reading at any place.
struct ByteFile: ~Copyable {
  let url: URL
  let count: Int
  private let descriptor: Int32
  /// Bytes that are in memory and in no file.
  private let held: [UInt8]?

  /// Throws where the file can't be opened, is a folder, or is empty.
  init(_ url: URL) throws(FormatError) {
    try self.init(url, descriptor: open(url.path, O_RDONLY | O_CLOEXEC))
  }

  /// A file that is open already, under a descriptor of its own.
  init(_ url: URL, copying descriptor: Int32) throws(FormatError) {
    try self.init(url, descriptor: fcntl(descriptor, F_DUPFD_CLOEXEC, 0))
  }

  /// Bytes in memory that are read as those of a file are; the URL is their name in messages.
  init(_ url: URL, holding bytes: [UInt8]) {
    self.url = url
    count = bytes.count
    descriptor = -1
    held = bytes
  }

  private init(_ url: URL, descriptor: Int32) throws(FormatError) {
    guard descriptor >= 0 else { throw FormatError(url, "can't be opened: \(String(cString: strerror(errno)))") }
    var status = stat()
    let known = fstat(descriptor, &status) == 0
    guard known, status.st_mode & S_IFMT == S_IFREG, status.st_size > 0 else {
      close(descriptor)
      throw FormatError(url, known && status.st_mode & S_IFMT == S_IFREG ? "the file is empty" : "not a regular file")
    }
    self.url = url
    self.count = Int(status.st_size)
    self.descriptor = descriptor
    held = nil
  }

  deinit { if descriptor >= 0 { close(descriptor) } }

  /// The bytes of a range. Throws where the file has become shorter than it was, or can't be read.
  func bytes(at offset: Int, count wanted: Int) throws(FormatError) -> [UInt8] {
    var failure: FormatError?
    let bytes = [UInt8](unsafeUninitializedCapacity: wanted) { buffer, filled in
      do throws(FormatError) {
        try read(at: offset, into: UnsafeMutableRawBufferPointer(buffer))
        filled = wanted
      } catch {
        failure = error
      }
    }
    if let failure { throw failure }
    return bytes
  }

  func bytes(_ range: Range<Int>) throws(FormatError) -> [UInt8] {
    try bytes(at: range.lowerBound, count: range.count)
  }

  /// Fills a buffer with the bytes from an offset. Throws as `bytes(at:count:)` does.
  func read(at offset: Int, into buffer: UnsafeMutableRawBufferPointer) throws(FormatError) {
    if let held {
      guard offset >= 0, offset + buffer.count <= held.count else {
        throw FormatError(url, "ends at byte \(held.count), inside what should go on to byte \(offset + buffer.count)")
      }
      held.withUnsafeBytes {
        buffer.copyMemory(from: UnsafeRawBufferPointer(rebasing: $0[offset..<offset + buffer.count]))
      }
      return
    }
    var filled = 0
    while filled < buffer.count {
      let n = pread(descriptor, buffer.baseAddress.map { $0 + filled }, buffer.count - filled, off_t(offset + filled))
      if n < 0, errno == EINTR { continue }
      guard n > 0 else {
        let problem =
          n == 0
          ? "ends at byte \(offset + filled), inside what was \(count) bytes" : String(cString: strerror(errno))
        throw FormatError(url, "can't be read: \(problem)")
      }
      filled += n
    }
  }

  /// Throws where the file has become shorter than it was.
  func checkLength() throws(FormatError) {
    guard held == nil else { return }
    var status = stat()
    guard fstat(descriptor, &status) == 0, Int(status.st_size) >= count else {
      throw FormatError(url, "can't be read: it has become shorter than its \(count) bytes")
    }
  }
}
