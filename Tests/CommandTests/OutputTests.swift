import Foundation
import TestSupport
import Testing

@Suite("Where the commands write")
struct OutputTests {
  let folder: URL
  var database: String { folder.appending(path: "stations.sqlite").path }

  init() throws {
    folder = try Fixture.temporaryFolder()
    let table = folder.appending(path: "table.csv")
    try Data("station,latitude,longitude,time,t2m [degC]\n1,60,10,2024-01-01T00:00,3\n".utf8).write(to: table)
    _ = try Tool.run("observations", "import", "--database", database, table.path)
  }

  @Test(.enabled(if: FileManager.default.fileExists(atPath: "/dev/full"), "this system has no full device"))
  func aFullStandardOutputIsAnError() throws {
    for command in [["list"], ["info"], ["export"], ["check"], ["list", "observations", "--json"]] {
      let result = try Tool.run(
        ["observations", command[0], "--database", database] + command.dropFirst(), printingTo: "/dev/full")
      #expect(result.code == 3)
      #expect(
        result.errors == "verify: standard output can't be written: No space left on device\n",
        "\(command): \(result.errors)")
    }
  }

  @Test func anExportReplacesAFileAndLeavesNothingBesideIt() throws {
    let target = folder.appending(path: "out", directoryHint: .isDirectory)
    try FileManager.default.createDirectory(at: target, withIntermediateDirectories: false)
    let file = target.appending(path: "all.csv")
    try Data("what was there before, and is longer than what comes\n".utf8).write(to: file)
    #expect(try Tool.run("observations", "export", "--database", database, "--output", file.path).code == 0)
    let text = try String(contentsOf: file, encoding: .utf8)
    #expect(text == (try Tool.run("observations", "export", "--database", database).output))
    #expect(try FileManager.default.contentsOfDirectory(atPath: target.path) == ["all.csv"])
  }

  @Test func aLinkStaysALinkWhenItsFileIsReplaced() throws {
    let file = folder.appending(path: "real.csv")
    let link = folder.appending(path: "link.csv")
    try Data("before\n".utf8).write(to: file)
    try FileManager.default.createSymbolicLink(at: link, withDestinationURL: file)
    #expect(try Tool.run("observations", "export", "--database", database, "--output", link.path).code == 0)
    #expect(try FileManager.default.destinationOfSymbolicLink(atPath: link.path) == file.path)
    #expect(try String(contentsOf: file, encoding: .utf8).hasPrefix("station,name"))
  }

  @Test func whatCannotBeWrittenIsSaidInWords() throws {
    let folder = folder.path
    for (path, problem) in [
      (folder, "\(folder) can't be written: it is a folder; name a file"),
      ("\(folder)/none/all.csv", "\(folder)/none/all.csv can't be written: there is no folder \(folder)/none"),
    ] {
      let result = try Tool.run("observations", "export", "--database", database, "--output", path)
      #expect(result.code == 3)
      #expect(result.errors == "verify: \(problem)\n", "\(result.errors)")
    }
  }

  @Test func aFolderIsNoFile() throws {
    let path = folder.path
    for arguments in [
      ["observations", "list", "--database", path], ["observations", "import", "--database", path, database],
      ["check", path], ["inspect", path],
    ] {
      let result = try Tool.run(arguments)
      #expect(result.code == 3)
      #expect(result.errors.contains("\(path): is a folder"), "\(arguments): \(result.errors)")
    }
  }
}
