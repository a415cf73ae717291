import Foundation
import TestSupport

/// The built executable, run as a user runs it.
enum Tool {
  struct Result {
    let code: Int32
    let output: String
    let errors: String
  }

  /// Where the build puts it: beside the bundle of the tests.
  private static var executable: URL {
    var folder = Bundle.main.bundleURL
    for bundle in Bundle.allBundles where bundle.bundlePath.hasSuffix(".xctest") {
      folder = bundle.bundleURL.deletingLastPathComponent()
    }
    let beside = folder.appending(path: "verify")
    return FileManager.default.isExecutableFile(atPath: beside.path)
      ? beside : Fixture.root.appending(path: ".build/debug/verify")
  }

  /// Runs `verify` with arguments and waits for its end.
  static func run(_ arguments: String...) throws -> Result {
    let folder = try Fixture.temporaryFolder()
    defer { try? FileManager.default.removeItem(at: folder) }
    let (output, errors) = (folder.appending(path: "output"), folder.appending(path: "errors"))
    for file in [output, errors] { try Data().write(to: file) }
    let process = Process()
    process.executableURL = executable
    process.arguments = arguments
    process.standardInput = FileHandle.nullDevice
    process.standardOutput = try FileHandle(forWritingTo: output)
    process.standardError = try FileHandle(forWritingTo: errors)
    try process.run()
    process.waitUntilExit()
    return Result(
      code: process.terminationStatus, output: try String(contentsOf: output, encoding: .utf8),
      errors: try String(contentsOf: errors, encoding: .utf8))
  }
}
