import Foundation
import TestSupport
import Testing

@Suite("verify observations and inspect")
struct ObservationCommandTests {
  let folder: URL
  var database: String { folder.appending(path: "stations.sqlite").path }

  init() throws { folder = try Fixture.temporaryFolder() }

  /// A table of stations × hours temperatures, one file a day.
  private func table(day: Int, stations: Int = 200, hours: Int = 24) throws -> String {
    var text = "station,latitude,longitude,time,t2m [degC]\n"
    for hour in 0..<hours {
      for station in 0..<stations {
        text += "\(20_000 + station),\(40 + station / 20),\(station % 20),2024-01-\(day < 10 ? "0" : "")\(day)T"
        text += "\(hour < 10 ? "0" : "")\(hour):00,\(Double((station * 7 + hour * 13 + day) % 300) / 10 - 10)\n"
      }
    }
    let url = folder.appending(path: "day\(day < 10 ? "0" : "")\(day).csv")
    try Data(text.utf8).write(to: url)
    return url.path
  }

  private func observationCount(_ database: String) throws -> Int {
    let result = try Tool.run("observations", "export", "--database", database)
    return result.output.split(separator: "\n").count - 1
  }

  @Test func theSameFileTwiceChangesNothing() throws {
    let file = try table(day: 1, stations: 5)
    let first = try Tool.run("observations", "import", "--database", database, file)
    #expect(first.code == 0 && first.output.contains("kept 120 (new 120"), "\(first.output)\(first.errors)")
    let before = try Tool.run("observations", "export", "--database", database).output
    let second = try Tool.run("observations", "import", "--database", database, file)
    #expect(second.code == 0 && second.output.contains("imported before"), "\(second.output)")
    #expect(try Tool.run("observations", "export", "--database", database).output == before)
  }

  @Test func anImportThatIsKilledLeavesWholeFilesAndGoesOn() throws {
    let files = try (1...12).map { try table(day: $0) }
    let killed = try Tool.start("observations", "import", "--database", database, "--source", "net", rest: files)
    // Killed after the first file has been reported, somewhere in a later one.
    let deadline = Date().addingTimeInterval(60)
    while killed.isRunning, !(try killed.output().contains("day01.csv")), Date() < deadline { usleep(2000) }
    killed.kill()
    let left = try observationCount(database)
    #expect(left > 0 && left % 4800 == 0, "\(left) observations are not whole files of 4800")
    let rest = try Tool.run(["observations", "import", "--database", database, "--source", "net"] + files)
    #expect(rest.code == 0, "\(rest.errors)")
    let whole = folder.appending(path: "whole.sqlite").path
    _ = try Tool.run(["observations", "import", "--database", whole, "--source", "net"] + files)
    #expect(
      try Tool.run("observations", "export", "--database", database).output
        == Tool.run("observations", "export", "--database", whole).output)
  }

  @Test func aBadFileIsNamedAndTheOthersAreImported() throws {
    let good = try table(day: 1, stations: 2)
    let bad = folder.appending(path: "bad.csv")
    try Data("station,latitude,longitude,time,t2m [bananas]\n1,60,10,2024-01-01T00:00,3\n".utf8).write(to: bad)
    let empty = folder.appending(path: "empty.csv")
    try Data().write(to: empty)
    let result = try Tool.run("observations", "import", "--database", database, bad.path, empty.path, good)
    #expect(result.code == 3)
    #expect(result.errors.contains("bananas") && result.errors.contains("empty"), "\(result.errors)")
    #expect(try observationCount(database) == 48)
  }

  @Test func whatCannotBeIsCountedByReason() throws {
    let file = folder.appending(path: "odd.csv")
    let rows = [
      "1,60,10,2024-01-01T00:00,3", "2,95,10,2024-01-01T00:00,3", "3,60,10,2024-01-01T00:00,warm",
      "4,60,10,2024-01-01T00:00,900", "5,60,10,not a time,3", "1,60,10,2024-01-01T00:00,3", "6,60,10,2024-01-01T00:00,",
    ]
    try Data(("station,latitude,longitude,time,t2m [degC]\n" + rows.joined(separator: "\n") + "\n").utf8).write(
      to: file)
    let result = try Tool.run("observations", "import", "--database", database, file.path)
    #expect(result.code == 0)
    for reason in ["invalid position", "not a number", "implausible value", "invalid time", "duplicate in the file"] {
      #expect(result.output.contains("rejected 1: \(reason)"), "\(reason): \(result.output)")
    }
    #expect(result.output.contains("read 6, kept 1 (new 1, unchanged 0, replaced 0), rejected 5; 1 missing"))
  }

  @Test func aLinkToAFolderIsWalkedAndAFolderWithoutFilesIsAnError() throws {
    let real = folder.appending(path: "real", directoryHint: .isDirectory)
    let empty = folder.appending(path: "empty", directoryHint: .isDirectory)
    for url in [real, empty] { try FileManager.default.createDirectory(at: url, withIntermediateDirectories: false) }
    try FileManager.default.moveItem(
      atPath: try table(day: 1, stations: 2), toPath: real.appending(path: "day01.csv").path)
    let link = folder.appending(path: "link")
    try FileManager.default.createSymbolicLink(at: link, withDestinationURL: real)
    let result = try Tool.run("observations", "import", "--database", database, link.path)
    #expect(result.code == 0 && result.output.contains("kept 48"), "\(result.output)\(result.errors)")
    let none = try Tool.run("observations", "import", "--database", database, empty.path)
    #expect(none.code == 3)
    #expect(none.errors.contains("empty: the folder has no file in it"), "\(none.errors)")
  }

  @Test func whatAHeaderDoesNotSayIsSaidOnceAFile() throws {
    let file = folder.appending(path: "header.csv")
    let row = "1,60,10,2024-01-01T00:00,280,5,0\n"
    try Data(("station,latitude,longitude,time,t2m,foo,precip\n" + row + row.replacing("1,60", with: "2,61")).utf8)
      .write(to: file)
    let text = try Tool.run("observations", "import", "--database", database, file.path).output
    #expect(text.contains("  columns passed over: 'foo', 'precip'; --columns can say what they hold\n"), "\(text)")
    #expect(text.contains("  no unit in the header: t2m in K assumed\n"), "\(text)")
    let again = folder.appending(path: "again.sqlite").path
    let json = try Tool.run("observations", "import", "--database", again, "--json", file.path).output
    #expect(json.contains("\"columns passed over: 'foo', 'precip'"), "\(json)")
  }

  @Test func reasonsAreToldOnceForAllFiles() throws {
    var files: [String] = []
    for name in ["a.csv", "b.csv"] {
      let file = folder.appending(path: name)
      try Data("station,latitude,longitude,time,t2m [degC]\n1,60,10,2024-01-01T00:00,\(name)\n".utf8).write(to: file)
      files.append(file.path)
    }
    let lines = try Tool.run(["observations", "import", "--database", database] + files).output.split(separator: "\n")
    #expect(lines.count == 5)
    #expect(lines.last == "  rejected 2: not a number, such as a.csv, line 2: t2m [degC] is 'a.csv'", "\(lines)")
  }

  @Test func aStationThatNeverReportedIsNamed() throws {
    _ = try Tool.run("observations", "import", "--database", database, try table(day: 1, stations: 1, hours: 1))
    for subject in ["stations", "observations"] {
      let list = try Tool.run("observations", "list", subject, "--database", database, "--station", "nope")
      #expect(list.code == 3)
      #expect(list.errors.contains("no station is called 'nope'"), "\(list.errors)")
      #expect(
        try Tool.run("observations", "list", subject, "--database", database, "--station", "20000").output
          .contains("20000"))
    }
  }

  @Test func aTableThatCannotBeReadAsksForColumnsAndDelimiter() throws {
    let file = folder.appending(path: "semicolon.csv")
    try Data("a;b;c\n1;2;3\n".utf8).write(to: file)
    let result = try Tool.run("observations", "import", "--database", database, file.path)
    #expect(result.code == 3)
    #expect(result.errors.contains("--columns") && result.errors.contains("--delimiter"), "\(result.errors)")
  }

  @Test func inspectNamesAFileThatCannotBeReadAndGoesOn() throws {
    let text = folder.appending(path: "forecast.grib")
    try Data("this is text\n".utf8).write(to: text)
    let truncated = folder.appending(path: "cut.grib")
    try Data([0x47, 0x52, 0x49, 0x42, 0, 0, 0, 2, 0, 0, 0, 0, 0, 0, 1, 0]).write(to: truncated)
    let zarr = Fixture.url("reports")
    let result = try Tool.run("inspect", text.path, truncated.path, zarr.path)
    #expect(result.code == 3)
    for name in ["forecast.grib", "cut.grib", "reports: is a folder"] {
      #expect(result.errors.contains(name), "\(result.errors)")
    }
  }
}
