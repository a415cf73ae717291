public import Foundation

/// Files that tests read.
public enum Fixture {
  /// The root of the package.
  public static let root = URL(filePath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

  /// A committed fixture, by its path under `fixtures/`.
  public static func url(_ path: String) -> URL { root.appending(path: "fixtures/\(path)") }

  /// A file of the shared real data, by its path under `../shared/data`; nil where the data is absent.
  /// Give tests `.enabled(if: Fixture.hasSharedData, "…")` so that they say they were skipped.
  public static func shared(_ path: String) -> URL? {
    let url = sharedData.appending(path: path)
    return FileManager.default.fileExists(atPath: url.path) ? url : nil
  }

  public static let sharedData = root.deletingLastPathComponent().appending(path: "shared/data")
  public static let hasSharedData = FileManager.default.fileExists(atPath: sharedData.path)

  /// Holds the temporary folders of this process, and goes with them when it has ended in peace.
  private static let processFolder: URL = {
    atexit { try? FileManager.default.removeItem(at: Fixture.processFolder) }
    return FileManager.default.temporaryDirectory.appending(path: "verify-tests-\(UUID().uuidString)")
  }()

  /// A new empty folder, removed when the process has ended in peace.
  public static func temporaryFolder() throws -> URL {
    let url = processFolder.appending(path: UUID().uuidString)
    try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
    return url
  }
}
