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

  /// A run of `verify` that has not been waited for.
  final class Running {
    private let process = Process()
    private let folder: URL

    fileprivate init(_ arguments: [String], printingTo file: String? = nil) throws {
      folder = try Fixture.temporaryFolder()
      for name in ["output", "errors"] { try Data().write(to: folder.appending(path: name)) }
      process.executableURL = executable
      process.arguments = arguments
      process.standardInput = FileHandle.nullDevice
      process.standardOutput = try FileHandle(
        forWritingTo: file.map { URL(filePath: $0) } ?? folder.appending(path: "output"))
      process.standardError = try FileHandle(forWritingTo: folder.appending(path: "errors"))
      try process.run()
    }

    deinit { try? FileManager.default.removeItem(at: folder) }

    var isRunning: Bool { process.isRunning }

    /// What it has printed so far.
    func output() throws -> String { try String(contentsOf: folder.appending(path: "output"), encoding: .utf8) }

    /// Ends it without a chance to tidy up.
    func kill() {
      _ = Foundation.kill(process.processIdentifier, SIGKILL)
      process.waitUntilExit()
    }

    fileprivate func result() throws -> Result {
      process.waitUntilExit()
      return Result(
        code: process.terminationStatus, output: try output(),
        errors: try String(contentsOf: folder.appending(path: "errors"), encoding: .utf8))
    }
  }

  /// Starts `verify` with arguments.
  static func start(_ arguments: String..., rest: [String] = []) throws -> Running { try Running(arguments + rest) }

  /// Runs `verify` with arguments and waits for its end.
  static func run(_ arguments: String...) throws -> Result { try Running(arguments).result() }

  static func run(_ arguments: [String]) throws -> Result { try Running(arguments).result() }

  /// Runs `verify` with its standard output going to a file or device that exists.
  static func run(_ arguments: [String], printingTo file: String) throws -> Result {
    try Running(arguments, printingTo: file).result()
  }
}
