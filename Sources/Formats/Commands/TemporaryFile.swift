import Foundation

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

/// A file in the temporary folder, which `TMPDIR` names, for as long as this lives; whoever has it open may go on reading.
struct TemporaryFile: ~Copyable {
  let url: URL
  private(set) var byteCount = 0
  private let descriptor: Int32

  /// Throws where none can be made there.
  init() throws(FormatError) {
    let folder = FileManager.default.temporaryDirectory
    // Never the name of another that is open.
    url = folder.appending(path: "verify-\(UUID().uuidString)")
    descriptor = open(url.path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
    guard descriptor >= 0 else { throw TemporaryFile.error(folder) }
  }

  deinit {
    guard descriptor >= 0 else { return }
    close(descriptor)
    unlink(url.path)
  }

  /// Appends bytes. Throws where there is no room for them.
  mutating func append(_ bytes: [UInt8]) throws(FormatError) {
    var done = 0
    while done < bytes.count {
      let count = bytes.withUnsafeBytes { write(descriptor, $0.baseAddress.map { $0 + done }, bytes.count - done) }
      if count < 0, errno == EINTR { continue }
      guard count > 0 else { throw TemporaryFile.error(url.deletingLastPathComponent()) }
      done += count
    }
    byteCount += bytes.count
  }

  private static func error(_ folder: URL) -> FormatError {
    FormatError(
      folder,
      "a NetCDF file can't be kept in \(folder.path): \(String(cString: strerror(errno))); "
        + "name a folder with room for two of them in TMPDIR")
  }
}
