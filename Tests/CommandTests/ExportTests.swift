import Foundation
import TestSupport
import Testing

/// Scores in the formats of other programs, as a user gets them.
@Suite("verify scores --format met and netcdf")
struct ExportTests {
  let folder: URL
  var output: String { folder.appending(path: "output").path }

  init() throws {
    folder = try Fixture.temporaryFolder()
    var text = "# variable: T\n# units: K\ndate leadtime location lat lon altitude obs fcst\n"
    for day in 1...3 {
      for lead in [0, 12] {
        for (i, location) in [415, 623].enumerated() {
          text += "2012010\(day) \(lead) \(location) \(49 + i) -122 \(10 * i) \(270 + i) \(270 + i + day)\n"
        }
      }
    }
    try text.write(to: folder.appending(path: "raw.txt"), atomically: true, encoding: .utf8)
    try """
    title: Small
    forecasts: [{name: raw, files: raw.txt}]
    observations: {files: raw.txt}
    variables: [t2m]
    scores: [rmse, "csi(>= 272 K)"]
    """.write(to: folder.appending(path: "evaluation.yaml"), atomically: true, encoding: .utf8)
    let run = try Tool.run("run", folder.appending(path: "evaluation.yaml").path, "-o", output, "--quiet")
    #expect(run.code == 0, "\(run.errors)")
  }

  private func lines(_ arguments: String...) throws -> [[String]] {
    let result = try Tool.run(["scores", output, "--format", "met"] + arguments)
    #expect(result.code == 0 && result.errors.isEmpty, "\(result.errors)")
    return result.output.split(separator: "\n").dropFirst().map { $0.split(separator: " ").map(String.init) }
  }

  /// Errors of 1, 2 and 3 K at two stations of 270 and 271 K: events of 272 K or more are forecast 5 times in 6.
  @Test func linesOfMETHoldSumsOverAllInitialTimes() throws {
    let lines = try lines()
    #expect(lines.map { $0[23] } == ["SL1L2", "CNT", "SL1L2", "CNT", "CTC", "CTS", "CTC", "CTS"])
    #expect(lines[2][3...5] == ["120000", "20120101_120000", "20120103_120000"])
    #expect(lines[0].dropFirst(24).prefix(3) == ["6", "272.5", "270.5"])
    #expect(lines[0].last == "2")
    #expect(lines[4].dropFirst(19) == [">=272", ">=272", "NA", "NA", "CTC", "6", "0", "5", "0", "1"])
  }

  @Test func linesOfMETByInitialTimeHaveOneValidTime() throws {
    let partial = try lines("--by", "init").filter { $0[23] == "SL1L2" }
    #expect(partial.count == 6)
    #expect(partial.allSatisfy { $0[4] == $0[5] && $0[24] == "2" })
    #expect(partial.map { $0.last } == ["1", "2", "3", "1", "2", "3"])
  }

  @Test func arraysAreWrittenToAFileThatIsNamed() throws {
    let file = folder.appending(path: "scores.nc").path
    let result = try Tool.run("scores", output, "--format", "netcdf", "--output", file)
    #expect(result.code == 0 && result.output.isEmpty, "\(result.errors)")
    let start = try Data(contentsOf: URL(filePath: file)).prefix(4)
    #expect(Array(start.dropFirst()) == Array("HDF".utf8))
    let nameless = try Tool.run("scores", output, "--format", "netcdf")
    #expect(nameless.code == 64 && nameless.errors.contains("--output scores.nc"))
  }

  @Test func stationsHaveNoLinesInMET() throws {
    let result = try Tool.run("scores", output, "--format", "met", "--by", "station")
    #expect(result.code == 64 && result.errors.contains("--by station is for csv, json"))
  }
}

@Suite("verify scores --format met of real winds", .enabled(if: Fixture.hasSharedData, "shared data absent"))
struct WindExportTests {
  /// Two members of WRF on their own grid, whose winds run along its axes and are turned here: ecCodes 2.50.0 and NumPy
  /// 2.4.6 of the values as they are in the files; sums of both components are the same before and after.
  @Test func vectorLinesAreThoseOfAScript() throws {
    let folder = try Fixture.temporaryFolder()
    let data = try #require(Fixture.shared("met/data/sample_fcst/2009123112")).path
    try """
    forecasts: [{name: wrf, files: \(data)/arw-fer-gep1}]
    observations: {analysis: \(data)/arw-tom-gep7}
    variables: [u10m, v10m, ws10m, wind10m]
    matching: {interpolation: nearest}
    scores: [rmse, rmsve]
    """.write(to: folder.appending(path: "wind.yaml"), atomically: true, encoding: .utf8)
    let output = folder.appending(path: "out").path
    let run = try Tool.run("run", folder.appending(path: "wind.yaml").path, "-o", output, "--quiet")
    #expect(run.code == 0, "\(run.errors)")
    let result = try Tool.run("scores", output, "--format", "met")
    #expect(result.errors.isEmpty, "\(result.errors)")
    let line = try #require(result.output.split(separator: "\n").first { $0.contains(" VL1L2 ") })
    let cells = line.split(separator: " ").dropFirst(24).map { Double($0) ?? .nan }
    #expect(cells.count == 10 && cells[0] == 26026)
    for (ours, theirs) in zip(
      cells.dropFirst(5),
      [57.50873185676132, 59.437531060727515, 60.73249963014039, 6.568769219411016, 6.585331923044688])
    { #expect(abs(ours - theirs) < 1e-8 * theirs, "ours \(ours), script \(theirs)") }
  }
}
