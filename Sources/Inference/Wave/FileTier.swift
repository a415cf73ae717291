import Foundation

/// A cold tier in a file, read by position.
///
/// A read that comes short goes on where it stopped; where the file ends too early or the device fails, it throws.
final class FileTier: ColdTier {
  /// Reads by position into parts of memory: how many bytes came, or -1 and what went wrong. So can a test fail it.
  typealias PositionedRead =
    @Sendable (_ descriptor: Int32, _ parts: [iovec], _ offset: Int) -> (
      count: Int, error: Int32
    )

  let name: String
  private let descriptor: Int32
  private let positionedRead: PositionedRead

  /// A new file of that name, which stays. Throws where there is one already.
  convenience init(file: URL, positionedRead: @escaping PositionedRead = FileTier.systemRead) throws {
    let descriptor = open(file.path, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
    guard descriptor >= 0 else {
      throw InferenceError(
        file: file.path, "can't be made for keys and values: \(FileTier.text(errno))",
        suggestion: "Remove it, or name another")
    }
    self.init(descriptor, name: file.path, positionedRead)
  }

  /// A file without a name in a folder, which goes with the process. Throws where none can be made.
  convenience init(in folder: URL, positionedRead: @escaping PositionedRead = FileTier.systemRead) throws {
    let path = folder.appending(path: "clusters-\(UUID().uuidString)").path
    // A process that is started meanwhile must not inherit it.
    let descriptor = open(path, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
    guard descriptor >= 0 else {
      let error = errno
      throw InferenceError(
        file: folder.path, "no file for keys and values can be made in it: \(FileTier.text(error))",
        suggestion: error == EMFILE
          ? "Allow more open files (ulimit -n), or keep fewer past states" : "Name a folder that can be written to")
    }
    unlink(path)
    self.init(descriptor, name: "clusters in \(folder.path)", positionedRead)
  }

  private init(_ descriptor: Int32, name: String, _ positionedRead: @escaping PositionedRead) {
    self.descriptor = descriptor
    self.name = name
    self.positionedRead = positionedRead
    #if os(Linux)
      // Clusters come in no order: reading ahead would read what nobody wants.
      posix_fadvise(descriptor, 0, 0, POSIX_FADV_RANDOM)
    #endif
  }

  deinit { close(descriptor) }

  func write(_ bytes: UnsafeRawBufferPointer, at offset: Int) throws {
    guard let source = bytes.baseAddress else { return }
    var done = 0
    while done < bytes.count {
      let count = pwrite(descriptor, source + done, bytes.count - done, off_t(offset + done))
      if count > 0 {
        done += count
      } else if count == 0 || errno != EINTR {
        throw InferenceError(
          file: name, "\(bytes.count) bytes can't be written at \(offset): after \(done), \(FileTier.text(errno))",
          suggestion: "See that there is room, or name another folder")
      }
    }
  }

  func read(into parts: [UnsafeMutableRawBufferPointer], at offset: Int) throws {
    var rest = parts.filter { !$0.isEmpty }.map { iovec(iov_base: $0.baseAddress, iov_len: $0.count) }
    let expected = rest.reduce(0) { $0 + Int($1.iov_len) }
    var done = 0
    while done < expected {
      let (count, error) = positionedRead(descriptor, rest, offset + done)
      if count < 0, error == EINTR { continue }
      guard count > 0, done + count <= expected else {
        let why = count < 0 ? FileTier.text(error) : "the file ends there"
        throw InferenceError(
          file: name, "\(expected) bytes of keys and values were expected at \(offset), found \(done): \(why)",
          suggestion: "See that nobody else writes to the file and that the disk is sound")
      }
      done += count
      FileTier.advance(&rest, by: count)
    }
  }

  func leaveSystemCache() {
    fsync(descriptor)
    #if os(Linux)
      posix_fadvise(descriptor, 0, 0, POSIX_FADV_DONTNEED)
    #endif
  }

  /// The system's own.
  static let systemRead: PositionedRead = { descriptor, parts, offset in
    // Linux and macOS take no more at once; the rest is read as after any read that comes short.
    let some = Array(parts.prefix(1024))
    let count = preadv(descriptor, some, Int32(some.count), off_t(offset))
    return (count, count < 0 ? errno : 0)
  }

  private static func advance(_ parts: inout [iovec], by count: Int) {
    var left = count
    while let first = parts.first, left >= Int(first.iov_len) {
      left -= Int(first.iov_len)
      parts.removeFirst()
    }
    guard left > 0, let base = parts.first?.iov_base else { return }
    parts[0] = iovec(iov_base: base + left, iov_len: parts[0].iov_len - left)
  }

  private static func text(_ error: Int32) -> String { String(cString: strerror(error)) }
}
