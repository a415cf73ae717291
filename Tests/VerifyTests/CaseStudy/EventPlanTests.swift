import Fields
import Foundation
import Metrics
import TestSupport
import Testing

@testable import Verify

@Suite("Event files")
struct EventPlanTests {
  let folder: URL

  init() throws {
    folder = try Fixture.temporaryFolder()
    for name in ["a.grib", "obs.bufr"] { try Data("x".utf8).write(to: folder.appending(path: name)) }
  }

  static let shortest = """
    hazard: wind-storm
    region: {south: 55, north: 72, west: 4, east: 32}
    window: {from: 2019-02-17T00, to: 2019-02-18T12}
    thresholds: {ws10m: ">= 17 m/s"}
    forecasts: [{name: a, files: a.grib}]
    observations: {files: obs.bufr}
    """

  private func plan(_ text: String) throws -> EventPlan {
    try EventPlan(yaml: text, file: folder.appending(path: "event.yaml"))
  }

  private func problem(_ text: String) throws -> VerifyError {
    try #require(throws: VerifyError.self) { try plan(text) }
  }

  @Test func theShortestFileIsEnough() throws {
    let plan = try plan(Self.shortest)
    #expect(plan.hazard == .windStorm)
    #expect(plan.regionName == "55–72°N 4–32°E")
    #expect(plan.region.contains(Coordinate(latitude: 60, longitude: 10)))
    #expect(plan.through - plan.from == .hours(36))
    #expect(plan.evaluation.variables == [.windSpeed10m])
    #expect(plan.thresholds(of: .windSpeed10m) == [Threshold(.atLeast, 17)])
    #expect(plan.isScreened && plan.hitPart == 0.5 && plan.curveCount == 6)
    #expect(plan.evaluation.title == "event")
  }

  @Test func keysOfAnEvaluationMeanWhatTheyMeanThere() throws {
    let plan = try plan(
      Self.shortest + "\nlead-times: 0h..48h by 6h\nmatching: {pairs: all}\nhit: 0.3\nstations: 2\nmaps: [12h]\n"
        + "screening: false\nneighbourhoods: [5, 1]")
    #expect(plan.evaluation.leadTimes?.count == 9)
    #expect(plan.evaluation.matching.pairing == .all)
    #expect(plan.hitPart == 0.3 && plan.curveCount == 2 && !plan.isScreened)
    #expect(plan.mapLeadTimes == [.hours(12)])
    #expect(plan.neighbourhoods == [1, 5])
  }

  @Test func aRegionMayBeKnown() throws {
    let text = Self.shortest.replacing("{south: 55, north: 72, west: 4, east: 32}", with: "wmo-europe")
    #expect(try plan(text).regionName == "wmo-europe")
    let wrong = try problem(Self.shortest.replacing("{south: 55, north: 72, west: 4, east: 32}", with: "wmo-eurpe"))
    #expect(wrong.line == 2)
    #expect(wrong.description.contains("Did you mean 'wmo-europe'?"))
  }

  @Test func mistakesAreNamedWithTheirLine() throws {
    let cases: [(String, String, Int, String)] = [
      ("window:", "windows:", 3, "Did you mean 'window'?"),
      ("wind-storm", "windstorm", 1, "Did you mean 'wind-storm'?"),
      ("wind-storm", "tropical-cyclone", 1, "has keys of its own"),
      ("\">= 17 m/s\"", "\"<= 17 m/s\"", 4, "Write it with '>='"),
      ("\">= 17 m/s\"", "\">= 17 degC\"", 4, "is in degC"),
      ("to: 2019-02-18T12", "to: 2019-02-16", 3, "ends before it begins"),
      ("ws10m: \">= 17 m/s\"", "t2m: \">= 17 degC\"", 4, "not among the 'variables'"),
    ]
    for (old, new, line, words) in cases {
      let error = try problem(Self.shortest.replacing(old, with: new))
      #expect(error.line == line, "\(new): \(error)")
      #expect(error.description.contains(words), "\(new): \(error)")
    }
    #expect(try problem(Self.shortest + "\nhit: 0").description.contains("above 0 and up to 1"))
    #expect(try problem(Self.shortest + "\nneighbourhoods: [2]").description.contains("odd"))
    #expect(try problem(Self.shortest + "\nvariables: [ws10m, t2m]").description.contains("no threshold of t2m"))
    #expect(try problem("").description.contains("the event is empty"))
  }

  @Test func aQuantileNeedsAClimatology() throws {
    let error = try problem(Self.shortest.replacing(">= 17 m/s", with: ">= q0.99"))
    #expect(error.description.contains("climatology"))
  }

  /// `docs/event.schema.json` and `docs/event-keys.md`; `RECORD=1 swift test` rewrites them, and fails.
  @Test func theDocumentationOfTheKeysIsTheOneThatIsChecked() throws {
    for (name, text) in [
      ("event.schema.json", try PlanSchema.eventText()), ("event-keys.md", PlanKeyTable.eventText()),
    ] {
      let file = Fixture.root.appending(path: "docs/\(name)")
      if ProcessInfo.processInfo.environment["RECORD"] == "1" {
        try text.write(to: file, atomically: true, encoding: .utf8)
        Issue.record("\(name) was recorded")
      }
      #expect(try String(contentsOf: file, encoding: .utf8) == text)
    }
  }
}
