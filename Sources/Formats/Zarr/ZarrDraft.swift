import Foundation

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

/// A Zarr store that is being written, in a folder beside its final name until `close` moves it there.
///
/// What has that name is replaced only where it is a Zarr store and nothing else; links are not followed.
struct ZarrDraft: ~Copyable {
  /// A file that says that the folder is ours and not whole.
  private static let mark = ".unfinished"

  /// Where files go until then.
  let folder: URL
  private let url: URL
  private let target: String
  private var isOpen = true

  /// Creates the folder, in place of one that an earlier run was killed over.
  ///
  /// Throws where something else has the final name or that of the draft, or the folder can't be created.
  init(creating url: URL) throws(FormatError) {
    // Without the slash at its end, behind which a link would be followed.
    let target = URL(filePath: url.path, directoryHint: .notDirectory).path
    let draft = target + ".part"
    try ZarrDraft.refuse(target, or: [.absent, .store], url)
    try ZarrDraft.refuse(draft, or: [.absent, .store, .empty], url)
    try? FileManager.default.removeItem(atPath: draft)
    guard mkdir(draft, 0o777) == 0 else {
      throw FormatError(url, "can't be created: \(String(cString: strerror(errno)))")
    }
    let folder = URL(filePath: draft, directoryHint: .isDirectory)
    do throws(FormatError) {
      try ZarrDraft.write([], to: folder.appending(path: ZarrDraft.mark), of: url)
    } catch {
      rmdir(draft)
      throw error
    }
    // From here on it is ours, and goes with this value.
    self.url = url
    self.target = target
    self.folder = folder
  }

  deinit { if isOpen { try? FileManager.default.removeItem(at: folder) } }

  /// Makes a folder of the store. Throws where one is there, or it can't be created.
  static func makeFolder(_ name: String, in folder: URL, of store: URL) throws(FormatError) {
    guard mkdir(folder.appending(path: name).path, 0o777) == 0 else {
      throw FormatError(store, place: name, "can't be created: \(String(cString: strerror(errno)))")
    }
  }

  /// Writes a file of the store. Throws where it can't be written, as on a full disk.
  static func write(_ bytes: UnsafeRawBufferPointer, to file: URL, of store: URL) throws(FormatError) {
    guard let code = failure(writing: bytes, to: file.path) else { return }
    let place = file.pathComponents.suffix(2).joined(separator: "/")
    throw FormatError(store, place: place, "can't be written: \(String(cString: strerror(code)))")
  }

  static func write(_ bytes: [UInt8], to file: URL, of store: URL) throws(FormatError) {
    let result = bytes.withUnsafeBytes { bytes in
      Result { () throws(FormatError) in try write(bytes, to: file, of: store) }
    }
    try result.get()
  }

  /// The system's number of what went wrong; nil where all was written.
  private static func failure(writing bytes: UnsafeRawBufferPointer, to path: String) -> Int32? {
    let descriptor = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_NOFOLLOW | O_CLOEXEC, 0o666)
    guard descriptor >= 0 else { return errno }
    var written = 0
    while written < bytes.count {
      let count = Foundation.write(descriptor, bytes.baseAddress.map { $0 + written }, bytes.count - written)
      if count < 0, errno == EINTR { continue }
      guard count > 0 else {
        let code = errno
        _ = Foundation.close(descriptor)
        return code
      }
      written += count
    }
    return Foundation.close(descriptor) == 0 ? nil : errno
  }

  /// Gives the store its name.
  ///
  /// Throws where something else has taken it, and where what it replaces can't be moved away or removed.
  mutating func close() throws(FormatError) {
    try ZarrDraft.refuse(target, or: [.absent, .store], url)
    try? FileManager.default.removeItem(at: folder.appending(path: ZarrDraft.mark))
    let former = "\(target).former-\(ProcessInfo.processInfo.processIdentifier)"
    // A folder that is not empty can't be replaced in one step; it is away before the new one comes.
    let isReplacing = try ZarrDraft.state(of: target, url) == .store
    if isReplacing { try move(target, to: former) }
    do throws(FormatError) {
      try move(folder.path, to: target)
    } catch {
      if isReplacing { try move(former, to: target) }
      throw error
    }
    isOpen = false
    guard isReplacing else { return }
    do {
      try FileManager.default.removeItem(atPath: former)
    } catch {
      throw FormatError(url, "is whole, but the store that it replaces, \(former), can't be removed: \(error)")
    }
  }

  private func move(_ path: String, to other: String) throws(FormatError) {
    guard rename(path, other) == 0 else {
      throw FormatError(url, "can't be written: \(path) can't become \(other): \(String(cString: strerror(errno)))")
    }
  }

  // MARK: - What is there

  private enum State: Hashable {
    case absent, empty, store
    /// What it is instead, in words.
    case other(String)
  }

  private static func refuse(_ path: String, or allowed: Set<State>, _ url: URL) throws(FormatError) {
    switch try state(of: path, url) {
    case let state where allowed.contains(state): return
    case .other(let what):
      throw FormatError(url, "can't be written: \(path) \(what); move it away, or give another name")
    case .absent, .empty, .store:
      throw FormatError(url, "can't be written: \(path) is an empty folder; remove it, or give another name")
    }
  }

  /// Of one name, whatever a link there names.
  private static func state(of path: String, _ url: URL) throws(FormatError) -> State {
    switch try kind(of: path, url) {
    case nil: return .absent
    case S_IFDIR?: break
    case S_IFLNK?: return .other("is a symbolic link, which is not followed")
    default: return .other("is no folder")
    }
    guard let names = try? FileManager.default.contentsOfDirectory(atPath: path) else {
      return .other("is a folder that can't be read")
    }
    if names.isEmpty { return .empty }
    guard try isMarked(path, url) else { return .other("is a folder, and no Zarr store") }
    for name in names {
      guard try isPart(name, of: path, url) else {
        return .other("is a folder with \(name), which belongs to no Zarr store")
      }
    }
    return .store
  }

  /// Whether a folder has the metadata of a group or, inside one, of an array.
  private static func isMarked(_ path: String, isInside: Bool = false, _ url: URL) throws(FormatError) -> Bool {
    for name in [".zgroup", "zarr.json", isInside ? ".zarray" : mark] {
      if try kind(of: "\(path)/\(name)", url) == S_IFREG { return true }
    }
    return false
  }

  private static func isPart(_ name: String, of folder: String, _ url: URL) throws(FormatError) -> Bool {
    let path = "\(folder)/\(name)"
    switch try kind(of: path, url) {
    case S_IFREG?: return [".zgroup", ".zattrs", ".zmetadata", "zarr.json", mark, ".DS_Store"].contains(name)
    case S_IFDIR?:
      if (try? FileManager.default.contentsOfDirectory(atPath: path))?.isEmpty ?? false { return true }
      return try isMarked(path, isInside: true, url)
    default: return false
    }
  }

  /// The type of what has a name, not followed where it is a link; nil where nothing has.
  private static func kind(of path: String, _ url: URL) throws(FormatError) -> mode_t? {
    var status = stat()
    if lstat(path, &status) == 0 { return status.st_mode & S_IFMT }
    guard errno == ENOENT else {
      throw FormatError(url, "can't be written: \(path): \(String(cString: strerror(errno)))")
    }
    return nil
  }
}
