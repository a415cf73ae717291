import Foundation
import TestSupport
import Testing

@testable import Verify

@Suite("Input files") struct InputFileTests {
  private let folder: URL

  init() throws { folder = try Fixture.temporaryFolder() }

  private func look(_ url: URL, known: [InputFile] = []) throws -> InputFile {
    try InputFile(role: "forecast a", url, from: folder, known: known)
  }

  @Test func aSmallFileIsItsBytes() throws {
    let file = folder.appending(path: "small")
    try Data([1, 2, 3]).write(to: file)
    let before = try look(file)
    try FileManager.default.setAttributes(
      [.modificationDate: Date(timeIntervalSince1970: 1e9)], ofItemAtPath: file.path)
    let touched = try look(file, known: [before])
    #expect(touched.modified != before.modified && touched.hasContent(of: before))
    try Data([1, 2, 4]).write(to: file)
    #expect(!(try look(file, known: [before])).hasContent(of: before))
    #expect(before.identity.hasPrefix("3 bytes, sha256 039058c6f2c0cb49"))
  }

  /// Whoever keeps the inputs elsewhere and links them sees a change of what the links lead to.
  @Test func aLinkIsTheFileThatItLeadsTo() throws {
    let (file, link) = (folder.appending(path: "kept"), folder.appending(path: "link"))
    try Data([1, 2, 3]).write(to: file)
    try FileManager.default.createSymbolicLink(at: link, withDestinationURL: file)
    let before = try look(link)
    #expect(before.identity.hasPrefix("3 bytes, sha256 039058c6f2c0cb49"), "\(before.identity)")
    try Data([1, 2, 4, 5]).write(to: file)
    #expect(!(try look(link, known: [before])).hasContent(of: before))
  }

  /// The same file of an evaluation by a path from the working folder and by one from the root.
  @Test func theNameOfAnInputDoesNotHangOnHowTheEvaluationIsNamed() throws {
    let (real, below) = (folder.appending(path: "real"), folder.appending(path: "case"))
    for made in [real, below] { try FileManager.default.createDirectory(at: made, withIntermediateDirectories: true) }
    try FileManager.default.copyItem(at: Fixture.url("models/tiny"), to: real.appending(path: "tiny"))
    try FileManager.default.createSymbolicLink(
      at: folder.appending(path: "link"), withDestinationURL: folder.appending(path: "real"))
    let plans = try [
      URL(filePath: below.path + "/e.yaml"), URL(filePath: "e.yaml", relativeTo: URL(filePath: below.path + "/")),
    ].map {
      try EvaluationPlan(
        yaml: """
          forecasts: [{name: a, model: ../link/tiny, initial: ../link/tiny/model.json}]
          observations: {files: ../link/tiny/model.json}
          variables: t2m

          """, file: $0)
    }
    let names = try plans.map { plan in
      try plan.inputFiles().map { InputFile.name(of: $0.url, from: plan.file?.deletingLastPathComponent()) }
    }
    #expect(names[0] == names[1] && !names[0].isEmpty, "\(names)")
  }

  /// A byte between two parts is one that the digest does not see.
  @Test func aLargeFileThatWasWrittenAnewIsAnother() throws {
    let file = folder.appending(path: "large")
    #expect(FileManager.default.createFile(atPath: file.path, contents: nil))
    let handle = try FileHandle(forUpdating: file)
    defer { try? handle.close() }
    try handle.truncate(atOffset: UInt64(InputFile.wholeSize) + 1)
    let before = try look(file)
    #expect(before.sha256.hasPrefix("of parts ") && before.identity.contains("changed 20"))
    #expect(try look(file, known: [before]).hasContent(of: before))
    try handle.seek(toOffset: 200_000)
    try handle.write(contentsOf: Data([7]))
    try FileManager.default.setAttributes(
      [.modificationDate: Date(timeIntervalSince1970: 1e9)], ofItemAtPath: file.path)
    let changed = try look(file, known: [before])
    #expect(changed.sha256 == before.sha256 && !changed.hasContent(of: before))
    for position in [0, UInt64(InputFile.wholeSize)] {
      try handle.seek(toOffset: position)
      try handle.write(contentsOf: Data([9]))
      #expect(try look(file).sha256 != changed.sha256)
    }
  }
}
