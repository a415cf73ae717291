import Fields
import Foundation

/// A file that a run reads, with what tells one content of it from another.
struct InputFile: Hashable, Sendable {
  /// `forecasts ifs-hres`, `observations`
  let role: String
  /// From the folder of the evaluation file.
  let path: String
  let byteCount: Int
  /// Seconds since 1970 of its last change.
  let modified: Double
  /// Of the bytes of a file; of the paths and bytes of all files in a folder. Of more than 64 MiB only parts are read,
  /// and then it says so: `of parts 9f86d0…`.
  let sha256: String

  /// Whether another look is at the same file, and its content is the same.
  ///
  /// A digest of parts can't tell, so that a large file that was written anew counts as another one.
  func hasContent(of other: InputFile) -> Bool {
    role == other.role && path == other.path && sha256 == other.sha256 && (!isOfParts || modified == other.modified)
  }

  /// For people: how large it is and what tells its content.
  var identity: String {
    isOfParts
      ? "\(byteCount) bytes, changed \(UTCTime(secondsSince1970: Int64(modified)).description), sha256 \(sha256)"
      : "\(byteCount) bytes, sha256 \(sha256)"
  }

  private var isOfParts: Bool { sha256.hasPrefix(InputFile.partsMark) }
  private static let partsMark = "of parts "
}

extension InputFile {
  /// Looks at a file or folder; its bytes are read only where nothing known has its size and time.
  init(role: String, _ url: URL, from folder: URL?, known: [InputFile]) throws {
    let path = InputFile.name(of: url, from: folder)
    let files = try InputFile.files(of: url)
    var (bytes, modified) = (0, 0.0)
    for file in files {
      // Of the file that is read, where a link leads to it.
      let attributes = try FileManager.default.attributesOfItem(atPath: file.resolvingSymlinksInPath().path)
      bytes += attributes[.size] as? Int ?? 0
      modified = max(modified, (attributes[.modificationDate] as? Date)?.timeIntervalSince1970 ?? 0)
    }
    let before = known.first { $0.role == role && $0.path == path && $0.byteCount == bytes && $0.modified == modified }
    self.init(
      role: role, path: path, byteCount: bytes, modified: modified,
      sha256: try before?.sha256 ?? InputFile.digest(of: files, in: url, byteCount: bytes))
  }

  /// From this many bytes on, reading all of them would take longer than scoring them.
  static let wholeSize = 1 << 26
  private static let partSize = 1 << 16
  private static let partCount = 256

  /// The path from a folder to a file, through `..` where it lies outside.
  static func name(of url: URL, from folder: URL?) -> String {
    guard let folder else { return url.lastPathComponent }
    let base = folder.standardizedFileURL.pathComponents
    let path = url.standardizedFileURL.pathComponents
    let shared = zip(base, path).prefix { $0 == $1 }.count
    return ([String](repeating: "..", count: base.count - shared) + path[shared...]).joined(separator: "/")
  }

  private static func files(of url: URL) throws -> [URL] {
    var isFolder: ObjCBool = false
    guard FileManager.default.fileExists(atPath: url.path, isDirectory: &isFolder) else {
      throw VerifyError(file: url.path, "the file is gone", suggestion: "Put it back, or change the evaluation.")
    }
    guard isFolder.boolValue else { return [url] }
    let names = try FileManager.default.subpathsOfDirectory(atPath: url.path).sorted()
    return names.map { url.appending(path: $0) }.filter { file in
      var isFolder: ObjCBool = false
      return FileManager.default.fileExists(atPath: file.path, isDirectory: &isFolder) && !isFolder.boolValue
    }
  }

  private static func digest(of files: [URL], in root: URL, byteCount: Int) throws -> String {
    var hash = SHA256()
    let isWhole = byteCount <= wholeSize
    // Of a folder, parts are of as many files, spread over it.
    let step = isWhole ? 1 : max(1, files.count / partCount)
    for (position, file) in files.enumerated() {
      if files != [root] { hash.update(name(of: file, from: root) + "\n") }
      guard position.isMultiple(of: step) else { continue }
      let handle: FileHandle
      do {
        handle = try FileHandle(forReadingFrom: file)
      } catch {
        throw VerifyError(file: file.path, "the file can't be read", suggestion: "Check its permissions.")
      }
      defer { try? handle.close() }
      if isWhole {
        while let chunk = try handle.read(upToCount: 1 << 22), !chunk.isEmpty {
          chunk.withUnsafeBytes { hash.update($0) }
        }
      } else {
        try addParts(of: handle, max(1, partCount / files.count), to: &hash)
      }
    }
    return isWhole ? hash.hexDigest : partsMark + hash.hexDigest
  }

  /// Adds the length of a file and evenly spread parts of it, the first and the last bytes among them.
  private static func addParts(of handle: FileHandle, _ count: Int, to hash: inout SHA256) throws {
    let length = try handle.seekToEnd()
    hash.update("\(length)\n")
    let reach = length > UInt64(partSize) ? length - UInt64(partSize) : 0
    for part in 0..<UInt64(max(2, count)) {
      try handle.seek(toOffset: reach * part / UInt64(max(2, count) - 1))
      (try handle.read(upToCount: partSize) ?? Data()).withUnsafeBytes { hash.update($0) }
    }
  }
}
