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

  /// Throws where the file can't be opened, is a folder, or is empty.
  init(_ url: URL) throws(FormatError) {
    let descriptor = open(url.path, O_RDONLY | O_CLOEXEC)
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
  }

  deinit { close(descriptor) }

  /// The bytes of a range. Throws where the file has become shorter than it was, or can't be read.
  func bytes(at offset: Int, count wanted: Int) throws(FormatError) -> [UInt8] {
    let url = url
    var failure: String?
    let bytes = [UInt8](unsafeUninitializedCapacity: wanted) { buffer, filled in
      filled = 0
      while filled < wanted {
        let n = pread(descriptor, buffer.baseAddress.map { $0 + filled }, wanted - filled, off_t(offset + filled))
        if n < 0, errno == EINTR { continue }
        guard n > 0 else {
          failure =
            n == 0
            ? "ends at byte \(offset + filled), inside what was \(count) bytes" : String(cString: strerror(errno))
          return
        }
        filled += n
      }
    }
    if let failure { throw FormatError(url, "can't be read: \(failure)") }
    return bytes
  }

  func bytes(_ range: Range<Int>) throws(FormatError) -> [UInt8] {
    try bytes(at: range.lowerBound, count: range.count)
  }
}
