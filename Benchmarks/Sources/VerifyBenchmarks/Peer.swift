import Foundation

/// A script of `Benchmarks/Peers`, run by the Python of the reference checks or by what VERIFY_PYTHON names.
struct Peer {
  let script: String
  private let python: URL

  private static let packageFolder = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent()

  /// Nil where there is no Python.
  init?(_ script: String) {
    let own = Peer.packageFolder.deletingLastPathComponent().appending(path: ".venv/bin/python")
    let named = ProcessInfo.processInfo.environment["VERIFY_PYTHON"].map { URL(filePath: $0) }
    guard
      let python = [named, own].compactMap({ $0 }).first(where: {
        FileManager.default.isExecutableFile(atPath: $0.path)
      })
    else { return nil }
    self.script = script
    self.python = python
  }

  /// What it prints. Throws where it fails.
  func run(_ arguments: [String]) throws -> String {
    let (process, output) = (Process(), Pipe())
    process.executableURL = python
    process.arguments = [Peer.packageFolder.appending(path: "Peers/\(script)").path] + arguments
    process.standardOutput = output
    try process.run()
    let text = String(decoding: output.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
    process.waitUntilExit()
    guard process.terminationStatus == 0 else {
      throw PeerError(
        description: "\(script) \(arguments.joined(separator: " ")) ended with \(process.terminationStatus)")
    }
    return text
  }
}

private struct PeerError: Error, CustomStringConvertible {
  let description: String
}
