import Fields
import Foundation
import Metrics
import Stations
import TestSupport
import Testing

@testable import Verify

@Suite("Evaluation files")
struct PlanTests {
  let folder: URL

  init() throws {
    folder = try Fixture.temporaryFolder()
    for name in ["a.grib", "b.grib", "obs.bufr", "member1.grib", "member2.grib"] {
      try Data("x".utf8).write(to: folder.appending(path: name))
    }
  }

  private func plan(_ text: String) throws -> EvaluationPlan {
    try EvaluationPlan(yaml: text, file: folder.appending(path: "evaluation.yaml"))
  }

  /// The message of the error that a text gives, with its line.
  private func problem(_ text: String) throws -> String {
    let error = #expect(throws: VerifyError.self) { try plan(text) }
    return (error?.description ?? "").replacing(folder.path + "/", with: "")
  }

  private let shortest = """
    forecasts:
      - name: a
        files: a.grib
    observations: {files: [obs.bufr]}
    variables: [t2m]
    """

  @Test func theShortestEvaluationTakesTheDefaults() throws {
    let plan = try plan(shortest)
    #expect(plan.title == "evaluation")
    #expect(plan.systems.map(\.name) == ["a"])
    #expect(plan.systems[0].isBaseline)
    #expect(plan.variables == [.temperature2m])
    #expect(plan.leadTimes == nil)
    #expect(plan.matching == Matching())
    #expect(plan.scores == nil)
  }

  @Test func theSignificanceIsReadWithItsDefaults() throws {
    #expect(try plan(shortest).significance == PlannedSignificance())
    #expect(PlannedSignificance().method == .automatic)
    let bootstrap = try plan(
      shortest + "\nsignificance: {method: bootstrap_stationary, resamples: 500, seed: 7, block-length: 2.5}")
    #expect(
      bootstrap.significance.method
        == .stationaryBootstrap(StationaryBootstrap(replicates: 500, seed: 7, meanLength: 2.5)))
    #expect(bootstrap.significance.multiplicity == .benjaminiHochberg)
    let test = try plan(shortest + "\nsignificance: {method: dm_hln, horizon: 4, multiplicity: sidak}").significance
    #expect(test.method == .dieboldMariano(horizon: 4))
    #expect(test.multiplicity == .sidak)
    let found = try problem(shortest + "\nsignificance: {method: bootstrap_stationary, resamples: 10}")
    #expect(found.contains("'significance: resamples' is '10'; expected a whole number from 100 to 1000000"))
    #expect(try problem(shortest + "\nsignificance: {method: t_test}").contains("t_ar_corrected"))
  }

  @Test func everyKeyIsRead() throws {
    let plan = try plan(
      """
      title: Everything
      forecasts:
        - name: a
          files: ["?.grib"]
          column: MEPS
          units: {t2m: degC}
          init-time: 2018-11-18T12
          orography: b.grib
          land-mask: b.grib
        - {name: b, members: [member1.grib, member2.grib], baseline: true, height-corrected: true}
      observations:
        files: [obs.bufr]
        format: bufr
        stations: [1001, "01002"]
      variables: [T2m, 2t, tp24h]
      lead-times: [3h, 0h..12h by 6h]
      initial-times: {from: 2018-11-01, to: 2018-11-30T12, hours: [0, 12]}
      matching:
        interpolation: nearest-land
        time-tolerance: 30min
        height-correction: {lapse-rate: 0.007, scored: corrected}
        pairs: all
        quality: [good]
        sources: [bufr, metar]
        station-distance: 100
      strata:
        regions: {nordic: {south: 55, north: 72, west: 4, east: 32}}
        station-lists: {two: [1001, 01002]}
      scores: [rmse, me]
      """)
    #expect(plan.systems[0].files.map(\.lastPathComponent) == ["a.grib", "b.grib"])
    #expect(plan.systems[0].units == ["t2m": .celsius])
    #expect(plan.systems[0].initTime == UTCTime(year: 2018, month: 11, day: 18, hour: 12))
    #expect(plan.systems[1].members.map { $0.map(\.lastPathComponent) } == [["member1.grib"], ["member2.grib"]])
    #expect(plan.systems.map(\.isBaseline) == [false, true])
    #expect(plan.systems[1].isHeightCorrected)
    #expect(plan.observations.stations == ["01001", "01002"])
    #expect(plan.variables == [.temperature2m, .precipitation(.hours(24))])
    #expect(plan.leadTimes == [.hours(0), .hours(3), .hours(6), .hours(12)])
    #expect(plan.initTimes.hours == [0, 12])
    #expect(plan.matching.method == .nearestLand)
    #expect(plan.matching.heightCorrection == HeightCorrection(lapseRate: 0.007, scored: .corrected))
    #expect(plan.matching.qualities == [.good])
    #expect(plan.strata.map(\.name) == ["nordic", "two"])
    #expect(plan.strata[1].contains(Place(coordinate: Coordinate(latitude: 0, longitude: 0), station: "01002")))
    #expect(plan.scores == ["rmse", "me"])
  }

  @Test(arguments: [
    (
      "matching: {interpolaton: nearest}", ":6: unknown key 'interpolaton' in 'matching'. Did you mean 'interpolation'?"
    ),
    ("lead_times: all", ":6: unknown key 'lead_times'. Did you mean 'lead-times'?"),
    ("qqqqqq: 1", ":6: unknown key 'qqqqqq'. Known are title, forecasts,"),
    ("matching: {interpolation: bilinar}", "Did you mean 'bilinear'?"),
    ("lead-times: [0h..48h]", ":6: 'lead-times' is '0h..48h'; expected a lead time such as 6h, or a range"),
    ("lead-times: [-6h]", "'lead-times' is '-6h'"),
    ("initial-times: {from: yesterday}", "'initial-times: from' is 'yesterday'; expected a time such as"),
    ("initial-times: {hours: [24]}", "expected whole hours from 0 to 23"),
    ("initial-times: {from: 2018-11-02, to: 2018-11-01}", "ends before it begins"),
    ("matching: [nearest]", "'matching' is a list; expected a section with interpolation"),
    ("strata: {regions: {x: {south: 10, north: 5, west: 0, east: 1}}}", "no box on the globe"),
    ("strata: {regions: {x: {south: 10, north: 95, west: 0, east: 1}}}", "no box on the globe"),
    ("strata: {regions: {x: {south: 10, north: 20, west: 0}}}", "has no 'east'"),
    ("strata: {regions: {all: {south: 1, north: 2, west: 0, east: 1}}}", "named 'all' already"),
    ("matching: {station-distance: -1}", "'matching: station-distance' is -1.0; expected metres, 0 or more"),
    ("matching: {height-correction: {lapse-rate: 6.5}}", "lapse-rate' is 6.5; expected Kelvin a metre, such as 0.0065"),
    ("title: [", "this is no YAML"),
    ("variables: [t2m]", "occurs twice"),
  ])
  func whatIsWrongIsNamedWithItsLine(_ line: String, _ expected: String) throws {
    let message = try problem(shortest + "\n" + line)
    #expect(message.contains(expected), "\(message)")
  }

  @Test func aMisspelledVariableIsAnErrorThatNamesTheNearest() throws {
    let message = try problem(shortest.replacing("[t2m]", with: "[t3m, tt2m]"))
    #expect(message.hasPrefix("evaluation.yaml:5: 'variables'"), "\(message)")
  }

  @Test func aUnitOfAnotherDimensionIsBlamedOnThePlan() throws {
    let message = try problem(shortest.replacing("files: a.grib", with: "files: a.grib\n    units: {t2m: m}"))
    #expect(message.hasPrefix("evaluation.yaml:4: 'forecasts: units' has t2m in 'm'"), "\(message)")
    #expect(message.contains("one like K"), "\(message)")
    let rain = try plan(shortest.replacing("files: a.grib", with: "files: a.grib\n    units: {tp24h: m}"))
    #expect(rain.systems[0].units == ["tp24h": .metre])
  }

  @Test func aFileIsOfOneMember() throws {
    let members = "members:\n      - member1.grib\n      - \"./member?.grib\""
    let message = try problem(shortest.replacing("files: a.grib", with: members))
    #expect(
      message.hasPrefix("evaluation.yaml:5: 'member1.grib' is in members 1 and 2 of the forecast 'a'"), "\(message)")
  }

  @Test func filesOfMembersAreToldApartByTheirMember() throws {
    let plan = try plan(shortest.replacing("files: a.grib", with: "members: [member2.grib, member1.grib]"))
    let roles = try plan.inputFiles().map { "\($0.role): \($0.url.lastPathComponent)" }
    #expect(
      roles == ["forecast a member 1: member2.grib", "forecast a member 2: member1.grib", "observations: obs.bufr"])
  }

  @Test func aMissingFileIsNamedWithTheFolderItWasSoughtIn() throws {
    let message = try problem(shortest.replacing("a.grib", with: "none.grib"))
    #expect(message.contains("there is no 'none.grib'. Paths are relative to the folder of the evaluation file"))
    #expect(try problem(shortest.replacing("a.grib", with: "\"z*.grib\"")).contains("no file matches 'z*.grib'"))
  }

  @Test func anEmptyOrShortEvaluationSaysWhatItNeeds() throws {
    #expect(try problem("").contains("the evaluation is empty"))
    #expect(try problem("title: x").contains("the evaluation has no 'forecasts'"))
    #expect(try problem("just text").contains("the evaluation is 'just text'; expected a section with title"))
  }

  @Test func namesOfForecastsAndBaselinesAreUnique() throws {
    let twice = shortest.replacing("observations", with: "  - {name: a, files: b.grib}\nobservations")
    #expect(try problem(twice).contains("two forecasts are named 'a'"))
    let both = shortest.replacing("files: a.grib", with: "files: a.grib\n    baseline: true")
      .replacing("observations", with: "  - {name: b, files: b.grib, baseline: true}\nobservations")
    #expect(try problem(both).contains("2 forecasts are marked as the baseline"))
    let alone = shortest.replacing("files: a.grib", with: "members: [a.grib]")
    #expect(try problem(alone).contains("names one member"))
  }

  @Test func observationsHaveOneOrigin() throws {
    #expect(
      try problem(shortest.replacing("{files: [obs.bufr]}", with: "{format: bufr}")).contains("name no origin"))
    #expect(
      try problem(shortest.replacing("{files: [obs.bufr]}", with: "{files: obs.bufr, database: a.grib}"))
        .contains("name several origins"))
  }

  @Test func aBoxAcross180DegreesContainsBothSides() {
    let box = Region.Box(south: -10, north: 10, west: 170, east: -170)
    #expect(box.contains(Coordinate(latitude: 0, longitude: 175)))
    #expect(box.contains(Coordinate(latitude: 0, longitude: 185)))
    #expect(!box.contains(Coordinate(latitude: 0, longitude: 0)))
    #expect(Region.Box(south: -90, north: 90, west: -180, east: 180).contains(Coordinate(latitude: 90, longitude: 3)))
  }

  /// `docs/evaluation.schema.json` is written from the description of the keys; `RECORD=1 swift test` rewrites it,
  /// and fails so that it is looked at.
  @Test func theDocumentationOfTheKeysIsTheOneThatIsChecked() throws {
    for (name, text) in [
      ("evaluation.schema.json", try PlanSchema.text()), ("evaluation-keys.md", PlanKeyTable.text()),
    ] {
      let file = Fixture.root.appending(path: "docs/\(name)")
      if ProcessInfo.processInfo.environment["RECORD"] == "1" {
        try text.write(to: file, atomically: true, encoding: .utf8)
        Issue.record("\(name) was recorded")
      }
      #expect(try String(contentsOf: file, encoding: .utf8) == text)
    }
  }

  @Test func aLengthOfTimeNeedsItsUnit() throws {
    let text = shortest + "\nmatching: {time-tolerance: 10}"
    #expect(try problem(text).contains("a length of time such as 6h or 30min"))
  }

  @Test func patternsTakeSetsOfCharacters() throws {
    let plan = try plan(shortest.replacing("a.grib", with: "\"[bc].grib\""))
    #expect(plan.systems[0].files.map(\.lastPathComponent) == ["b.grib"])
    #expect(try problem(shortest.replacing("a.grib", with: "\"[xy].grib\"")).contains("no file matches '[xy].grib'"))
  }
}
