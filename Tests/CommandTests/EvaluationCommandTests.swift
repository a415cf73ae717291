import Foundation
import TestSupport
import Testing

/// A small evaluation in the text format of `verif`: three initial times, two stations, two systems.
@Suite("verify check, run, scores and explain")
struct EvaluationCommandTests {
  let folder: URL
  var evaluation: String { folder.appending(path: "evaluation.yaml").path }
  var output: String { folder.appending(path: "output").path }

  init() throws {
    folder = try Fixture.temporaryFolder()
    try write("raw.txt", error: 2)
    try write("kf.txt", error: 1)
    try write(evaluation: "raw.txt")
  }

  private func write(_ name: String, error: Double, shift: Int = 0) throws {
    var text = "# variable: T\n# units: K\ndate leadtime location lat lon altitude obs fcst\n"
    for day in 1...3 {
      for lead in [0, 12] {
        for (i, location) in [415, 623].enumerated() {
          let observed = 270 + Double(day) + Double(i)
          text += "2012010\(day + shift) \(lead) \(location) \(49 + i) -122 \(10 * i) \(observed) "
          text += "\(observed + error * Double(day))\n"
        }
      }
    }
    try text.write(to: folder.appending(path: name), atomically: true, encoding: .utf8)
  }

  private func write(evaluation observations: String, more: String = "") throws {
    let text = """
      title: Small
      forecasts:
        - {name: raw, files: raw.txt}
        - {name: kf, files: kf.txt}
      observations: {files: \(observations)}
      variables: [t2m]
      \(more)
      """
    try text.write(to: folder.appending(path: "evaluation.yaml"), atomically: true, encoding: .utf8)
  }

  @Test func aRunPrintsTheSummaryAndItsScoresAreRead() throws {
    let run = try Tool.run("run", evaluation, "--output", output)
    #expect(run.code == 0, "\(run.errors)")
    #expect(run.output.contains("6 forecasts matched"))
    #expect(run.output.contains("Where the observations went"))
    let scores = try Tool.run("scores", output + "/results.sqlite")
    #expect(scores.code == 0)
    let lines = scores.output.split(separator: "\n")
    #expect(lines[0] == "model,variable,level,stratum,lead_hours,score,threshold,n,value,lower,upper,units")
    // Errors 2, 4, 6 of raw and 1, 2, 3 of kf, twice each at either lead time.
    #expect(lines.contains { $0.hasPrefix("raw,t2m,2 m,all,,me,,12,4,") })
    #expect(lines.contains { $0.hasPrefix("kf,t2m,2 m,all,12,me,,6,2,") })
    #expect(lines.contains { $0.hasPrefix("kf - raw,t2m,2 m,all,,me,,12,-2,") })
  }

  @Test func theSameInputsGiveTheSameBytesOnAnyNumberOfThreads() throws {
    var outputs: [String] = []
    for (threads, name) in [("1", "one"), ("2", "two")] {
      let target = folder.appending(path: name).path
      #expect(try Tool.run("run", evaluation, "-o", target, "--threads", threads, "--quiet").code == 0)
      outputs.append(
        try Tool.run("scores", target).output + Tool.run("scores", target, "--format", "json").output
          + Tool.run("scores", target, "--by", "station").output + Tool.run("scores", target, "--by", "init").output)
    }
    #expect(outputs[0] == outputs[1])
    #expect(!outputs[0].contains(folder.path))
    #expect(outputs[0].contains("raw,t2m,00415,49,-122,0,me,,6,4,,,,\n"))
  }

  @Test func aSecondRunFindsAllDone() throws {
    _ = try Tool.run("run", evaluation, "-o", output, "--quiet")
    let second = try Tool.run("run", evaluation, "-o", output)
    #expect(second.code == 0)
    #expect(second.output.contains("0 forecasts matched, 6 done before"))
  }

  @Test func aRunWithoutPairsExitsWith3AndNamesTheReason() throws {
    try write(evaluation: "raw.txt", more: "strata: {}\nmatching: {quality: [suspect]}")
    let run = try Tool.run("run", evaluation, "-o", output, "--quiet")
    #expect(run.code == 3)
    #expect(run.errors.contains("no pairs: of 24 candidates all were rejected (screened value 24)"), "\(run.errors)")
  }

  @Test func observationsAtOtherTimesExitWith3() throws {
    try write("later.txt", error: 0, shift: 5)
    try write(evaluation: "later.txt")
    let check = try Tool.run("check", evaluation)
    #expect(check.code == 3)
    #expect(check.output.contains("they do not overlap"), "\(check.output)")
    let run = try Tool.run("run", evaluation, "-o", output, "--quiet")
    #expect(run.code == 3)
    #expect(run.errors.contains("no observation of the variables is near the valid times"), "\(run.errors)")
  }

  @Test func checkTellsWhatWouldBeRead() throws {
    let check = try Tool.run("check", evaluation)
    #expect(check.code == 0, "\(check.errors)")
    #expect(check.output.contains("t2m: 12 observations that could become pairs"), "\(check.output)")
  }

  @Test func aHeightCorrectionWithoutModelHeightsIsExplained() throws {
    for name in ["raw.txt", "kf.txt"] {
      let file = folder.appending(path: name)
      // The column of heights becomes one that says nothing of heights.
      let text = try String(contentsOf: file, encoding: .utf8).replacing(" altitude ", with: " nothing ")
      try text.write(to: file, atomically: true, encoding: .utf8)
    }
    try write(evaluation: "raw.txt", more: "matching: {height-correction: {scored: corrected}}")
    let check = try Tool.run("check", evaluation)
    #expect(
      check.output.contains("the table has no model elevation; give one that has, or drop the height correction"),
      "\(check.output)\(check.errors)")
  }

  @Test func aTotalIsNotAskedOfLeadTimesShorterThanItsPeriod() throws {
    var text = "# variable: tp6h\n# units: mm\ndate leadtime location lat lon altitude obs fcst\n"
    for lead in [0, 6] { text += "20120101 \(lead) 415 49 -122 10 2 \(lead == 0 ? "nan" : "3")\n" }
    try text.write(to: folder.appending(path: "rain.txt"), atomically: true, encoding: .utf8)
    let plan = "forecasts: [{name: raw, files: rain.txt}]\nobservations: {files: rain.txt}\nvariables: [tp6h]\n"
    try plan.write(to: folder.appending(path: "evaluation.yaml"), atomically: true, encoding: .utf8)
    let check = try Tool.run("check", evaluation)
    #expect(check.code == 0, "\(check.errors)")
    #expect(check.output.contains("at 6h: 1 of 1 matched"), "\(check.output)")
    #expect(check.output.contains("nothing looks wrong"), "\(check.output)")
  }

  @Test func anAbsentDatabaseIsNamedWithItsKeyAndHowToMakeIt() throws {
    let text = "forecasts: [{name: raw, files: raw.txt}]\nobservations: {database: s.sqlite}\nvariables: [t2m]\n"
    try text.write(to: folder.appending(path: "evaluation.yaml"), atomically: true, encoding: .utf8)
    let check = try Tool.run("check", evaluation)
    #expect(check.code == 3)
    #expect(
      check.errors.contains(
        "'observations: database': there is no 's.sqlite'. Make it with `verify observations import --database"),
      "\(check.errors)")
  }

  @Test func theVersionIsPrinted() throws {
    let result = try Tool.run("--version")
    #expect(result.code == 0)
    #expect(result.output.split(separator: ".").count == 3, "\(result.output)")
  }

  @Test func explainTellsTheStoryOfAPair() throws {
    _ = try Tool.run("run", evaluation, "-o", output, "--quiet")
    let story = try Tool.run("explain", output, "--station", "415", "--valid", "2012-01-02T12", "--model", "kf")
    #expect(story.code == 0, "\(story.errors)")
    #expect(story.output.contains("forecast 274 K, observed 272 K, error 2 K"), "\(story.output)")
    let none = try Tool.run("explain", output, "--station", "415", "--valid", "2013-01-02T12")
    #expect(none.code == 3)
    #expect(none.errors.contains("The nearest valid time is"), "\(none.errors)")
  }

  @Test func aChangedPlanIsRefusedUntilItIsRestarted() throws {
    _ = try Tool.run("run", evaluation, "-o", output, "--quiet")
    try write(evaluation: "raw.txt", more: "matching: {time-tolerance: 10min}")
    let refused = try Tool.run("run", evaluation, "-o", output, "--quiet")
    #expect(refused.code == 3)
    #expect(refused.errors.contains("time tolerance was 0h and is 10min"), "\(refused.errors)")
    #expect(try Tool.run("run", evaluation, "-o", output, "--quiet", "--restart").code == 0)
  }

  @Test func theCatalogueOfScoresIsPrinted() throws {
    let list = try Tool.run("scores", "--list")
    #expect(list.code == 0 && list.output.contains("Of extremes") && list.output.contains("  sedi(...)"))
    let one = try Tool.run("scores", "--list", "sedi")
    #expect(one.code == 0 && one.output.contains("Ferro and Stephenson (2011)"))
    let json = try Tool.run("scores", "--list", "--json").output
    let scores = try #require(try JSONSerialization.jsonObject(with: Data(json.utf8)) as? [[String: Any]])
    #expect(scores.contains { ($0["definition"] as? [String: Any])?["id"] as? String == "rmse" })
    let unknown = try Tool.run("scores", "--list", "far")
    #expect(unknown.code == 3 && unknown.errors.contains("Did you mean 'far_ratio'?"), "\(unknown.errors)")
    #expect(try Tool.run("scores").code == 64)
  }

  @Test func wrongInputExitsWith3AndSaysWhatToDo() throws {
    let missing = try Tool.run("run", folder.appending(path: "none.yaml").path, "-o", output)
    #expect(missing.code == 3)
    #expect(missing.errors.contains("the evaluation file can't be read. Check that it exists"), "\(missing.errors)")
    let scores = try Tool.run("scores", output)
    #expect(scores.code == 3)
    #expect(scores.errors.contains("there are no results. Make them with"), "\(scores.errors)")
    let database = folder.appending(path: "results.sqlite")
    try Data("this is no database, only text".utf8).write(to: database)
    #expect(try Tool.run("scores", database.path).code == 3)
  }

  @Test func aProgramThatCrashesEndsTheRunWith3AndWhatIsScoredIsKept() throws {
    try write("kf.txt", error: 1)
    let text = """
      forecasts:
        - {name: kf, files: kf.txt}
        - {name: model, command: "echo no weights >&2; exit 9", initial-times: [2012-01-02], lead-times: [12h]}
      observations: {files: raw.txt}
      variables: [t2m]
      """
    try text.write(to: folder.appending(path: "evaluation.yaml"), atomically: true, encoding: .utf8)
    let run = try Tool.run("run", evaluation, "--output", output)
    #expect(run.code == 3)
    #expect(run.errors.contains("the program ended with exit status 9; it said:\n  no weights\n"))
    #expect(run.errors.contains("6 of 6 forecasts are not scored: all from the 3 initial times from 2012-01-01 00 UTC"))
    let scores = try Tool.run("scores", output + "/results.sqlite")
    #expect(scores.code == 0)
    #expect(scores.errors.contains("6 of 6 forecasts are not scored"))
  }
}
