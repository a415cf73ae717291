import Foundation
import TestSupport
import Testing

/// The gate as a CI job runs it: evaluations in the text format of `verif`, twelve days.
@Suite("verify regress")
struct GateCommandTests {
  let folder: URL
  var reference: String { folder.appending(path: "reference.json").path }

  init() throws { folder = try Fixture.temporaryFolder() }

  /// Runs an evaluation whose candidate has errors that are larger by a factor.
  private func run(_ name: String, factor: Double, days: Int = 12) throws -> String {
    for (system, scale) in [("old", 1.0), ("new", factor)] {
      var text = "# variable: T\n# units: K\ndate leadtime location lat lon altitude obs fcst\n"
      for day in 1...days {
        for location in [415, 623] {
          let error = scale * (1 + 0.3 * Double((day * 7) % 5))
          text +=
            "201201\(day < 10 ? "0" : "")\(day) 12 \(location) 49 -122 10 \(270 + day) \(Double(270 + day) + error)\n"
        }
      }
      try text.write(to: folder.appending(path: "\(name)-\(system).txt"), atomically: true, encoding: .utf8)
    }
    let evaluation = folder.appending(path: "\(name).yaml")
    try """
    title: Small & <simple>
    forecasts:
      - {name: old, files: \(name)-old.txt, baseline: true}
      - {name: new, files: \(name)-new.txt}
    observations: {files: \(name)-old.txt}
    variables: [t2m]
    significance: {method: t_independent}
    """.write(to: evaluation, atomically: true, encoding: .utf8)
    let output = folder.appending(path: name).path
    let run = try Tool.run("run", evaluation.path, "-o", output, "--quiet")
    #expect(run.code == 0, "\(run.errors)")
    return output
  }

  @Test func theExitCodeIsTheVerdict() throws {
    let good = try run("good", factor: 1)
    let absent = try Tool.run("regress", good, "--against", reference)
    #expect(absent.code == 3 && absent.errors.contains("--update"))
    #expect(try Tool.run("regress", good, "--against", reference, "--update").code == 0)
    let same = try Tool.run("regress", good, "--against", reference)
    #expect(same.code == 0 && same.output.contains("Not worse: no score of 1 is worse"), "\(same.output)\(same.errors)")
    let (markdown, junit) = (folder.appending(path: "s.md"), folder.appending(path: "j.xml"))
    let worse = try Tool.run(
      "regress", try run("bad", factor: 1.1), "--against", reference, "--annotations", "--markdown", markdown.path,
      "--junit", junit.path)
    #expect(worse.code == 1)
    #expect(worse.output.contains("10 % worse"), "\(worse.output)")
    #expect(worse.output.contains("::error title=WORSE%3A RMSE of"))
    #expect(try String(contentsOf: markdown, encoding: .utf8).contains("| WORSE | RMSE of"))
    let xml = try String(contentsOf: junit, encoding: .utf8)
    #expect(xml.contains("failures=\"1\"") && xml.contains("Small &amp; &lt;simple&gt;"))
    let few = try run("few", factor: 1.1, days: 5)
    #expect(try Tool.run("regress", few, "--against", reference).code == 3)
    let policy = folder.appending(path: "policy.yaml")
    try "initial-times: common".write(to: policy, atomically: true, encoding: .utf8)
    let inconclusive = try Tool.run("regress", few, "--against", reference, "--policy", policy.path, "--json")
    #expect(inconclusive.code == 2)
    #expect(inconclusive.output.contains("\"outcome\" : \"inconclusive\""))
    #expect(inconclusive.output.contains("5 initial times; the policy asks for 10"))
  }
}
