import ArgumentParser
import Foundation

/// Why text could not be written: where to, and what the system says of it.
struct OutputError: Error, CustomStringConvertible {
  let description: String

  init(_ target: String, _ problem: String) { description = "\(target) can't be written: \(problem)" }

  /// The system's last error.
  init(_ target: String, errno code: Int32 = errno) { self.init(target, String(cString: strerror(code))) }
}

/// Text on its way to standard output or to a file, in large pieces.
///
/// A file is replaced whole or not at all: text goes to one beside it, which takes its name at the end. What
/// is no regular file, such as a pipe, is written into.
struct TextSink {
  private static let standardOutput = "standard output"

  private let target: String
  private let descriptor: Int32
  private var pending: [UInt8] = []

  private init(_ target: String, _ descriptor: Int32) {
    self.target = target
    self.descriptor = descriptor
  }

  /// Writes what `body` hands over to the file at `path`, or to standard output where that is nil.
  ///
  /// Throws what `body` throws, and `OutputError`; the file is then as it was.
  static func writing(to path: String?, _ body: (inout TextSink) throws -> Void) throws {
    guard let path else {
      var sink = TextSink(standardOutput, STDOUT_FILENO)
      try body(&sink)
      return try sink.flush()
    }
    let url = URL(filePath: path).resolvingSymlinksInPath()
    var known = stat()
    let isThere = stat(url.path, &known) == 0
    switch known.st_mode & S_IFMT {
    case S_IFDIR where isThere: throw OutputError(path, "it is a folder; name a file")
    case let kind where isThere && kind != S_IFREG: try fill(url.path, O_WRONLY, named: path, body)
    default:
      let draft = url.deletingLastPathComponent()
        .appending(path: ".\(url.lastPathComponent).\(ProcessInfo.processInfo.processIdentifier)").path
      do {
        try fill(draft, O_WRONLY | O_CREAT | O_EXCL, named: path, body)
        if isThere { _ = chmod(draft, known.st_mode & 0o7777) }
        guard rename(draft, url.path) == 0 else { throw OutputError(path) }
      } catch {
        let code = errno
        unlink(draft)
        errno = code
        throw error
      }
    }
  }

  private static func fill(
    _ file: String, _ flags: Int32, named path: String, _ body: (inout TextSink) throws -> Void
  ) throws {
    let descriptor = open(file, flags, 0o666)
    guard descriptor >= 0 else {
      let folder = URL(filePath: path).deletingLastPathComponent().path
      let code = errno
      guard access(folder, F_OK) == 0 else { throw OutputError(path, "there is no folder \(folder)") }
      throw OutputError(path, errno: code)
    }
    var isOpen = true
    defer { if isOpen { _ = Foundation.close(descriptor) } }
    var sink = TextSink(path, descriptor)
    try body(&sink)
    try sink.flush()
    isOpen = false
    guard Foundation.close(descriptor) == 0 else { throw OutputError(path) }
  }

  mutating func write(_ text: String) throws {
    pending.append(contentsOf: text.utf8)
    if pending.count > 1 << 18 { try flush() }
  }

  mutating func writeLine(_ line: String) throws {
    pending.append(contentsOf: line.utf8)
    try write("\n")
  }

  private mutating func flush() throws {
    var done = 0
    while done < pending.count {
      let written = pending.withUnsafeBytes {
        Foundation.write(descriptor, $0.baseAddress?.advanced(by: done), $0.count - done)
      }
      if written < 0, errno == EINTR { continue }
      // Whoever reads has had enough, and the shell knows it.
      if written < 0, errno == EPIPE { throw ExitCode(128 + SIGPIPE) }
      guard written > 0 else { throw OutputError(target) }
      done += written
    }
    pending.removeAll(keepingCapacity: true)
  }
}

/// Prints to standard output; unlike the library's `print` it throws where that can't be written.
func put(_ text: String, terminator: String = "\n") throws {
  try TextSink.writing(to: nil) { try $0.write(text + terminator) }
}
