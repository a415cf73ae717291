import Foundation

/// Files that an evaluation names by path or pattern.
enum PlanFiles {
  struct Problem: Error {
    let text: String
    let suggestion: String
  }

  /// The files and folders of a path or of a pattern with `*`, `?` and sets such as `[TS]`, sorted by name.
  ///
  /// A folder that is no data store of its own (Zarr) stands for every file in it.
  static func urls(of text: String, from folder: URL) throws(Problem) -> [URL] {
    let components = text.split(separator: "/").map(String.init)
    var found = [text.hasPrefix("/") ? URL(filePath: "/") : folder.standardizedFileURL]
    for component in components {
      guard isPattern(component) else {
        found = found.map { $0.appending(path: component).standardizedFileURL }.filter(exists)
        continue
      }
      found = found.flatMap { parent in
        children(of: parent).filter { matches(Array($0.lastPathComponent), Array(component)) }
      }
    }
    guard !found.isEmpty else {
      throw Problem(
        text: isPattern(text) ? "no file matches '\(text)'" : "there is no '\(text)'",
        suggestion: "Paths are relative to the folder of the evaluation file, \(folder.standardizedFileURL.path).")
    }
    let files = found.flatMap { isPlainFolder($0) ? children(of: $0).filter { !isPlainFolder($0) } : [$0] }
    guard !files.isEmpty else {
      throw Problem(text: "the folder '\(text)' is empty", suggestion: "Name a folder with files in it.")
    }
    return files
  }

  private static func isPattern(_ text: String) -> Bool { text.contains { "*?[".contains($0) } }

  private static func exists(_ url: URL) -> Bool { FileManager.default.fileExists(atPath: url.path) }

  private static func isPlainFolder(_ url: URL) -> Bool {
    var isFolder: ObjCBool = false
    guard FileManager.default.fileExists(atPath: url.path, isDirectory: &isFolder), isFolder.boolValue else {
      return false
    }
    return ![".zgroup", ".zarray", ".zmetadata", "zarr.json"].contains { exists(url.appending(path: $0)) }
  }

  /// What is in a folder, hidden files left out, sorted by name.
  private static func children(of folder: URL) -> [URL] {
    let names = (try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? []
    return names.filter { !$0.hasPrefix(".") }.sorted().map { folder.appending(path: $0).standardizedFileURL }
  }

  /// Where a pattern goes on after one character of a name, or nil where it does not take it: `?`, the character
  /// itself, or a set of characters `[abc]`.
  private static func end(of pattern: [Character], from p: Int, taking character: Character) -> Int? {
    guard p < pattern.count else { return nil }
    if pattern[p] == "[", let close = pattern[(p + 1)...].firstIndex(of: "]") {
      return pattern[(p + 1)..<close].contains(character) ? close + 1 : nil
    }
    return pattern[p] == "?" || pattern[p] == character ? p + 1 : nil
  }

  /// Whether a name is of a pattern, by trying for each `*` every length.
  private static func matches(_ name: [Character], _ pattern: [Character]) -> Bool {
    var (n, p, star, mark) = (0, 0, -1, 0)
    while n < name.count {
      if p < pattern.count, pattern[p] == "*" {
        (star, mark) = (p, n)
        p += 1
      } else if let next = end(of: pattern, from: p, taking: name[n]) {
        n += 1
        p = next
      } else if star >= 0 {
        mark += 1
        (n, p) = (mark, star + 1)
      } else {
        return false
      }
    }
    return pattern[p...].allSatisfy { $0 == "*" }
  }
}
