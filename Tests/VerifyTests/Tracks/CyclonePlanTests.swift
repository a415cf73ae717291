import Fields
import Foundation
import Metrics
import TestSupport
import Testing
import Verify

@Suite struct CyclonePlanTests {
  private let head = "hazard: tropical-cyclone\nstorm: ALPHA\n"
  private let best = "observations: {tracks: jma.txt}\n"
  private let file = Fixture.url("tracks/event.yaml")

  private func problem(_ yaml: String) -> String {
    do {
      _ = try CyclonePlan(yaml: yaml, file: file)
      return "no error"
    } catch {
      return "\(error)"
    }
  }

  @Test func anEventFileOfACycloneIsRead() throws {
    let plan = try CyclonePlan(
      yaml: head + best + "forecasts: {name: a, tracks: jma.txt, storm: X}\nstrike: {radius: 200, period: 72h}\n"
        + "window: {from: 2030-08-01, to: 2030-08-02}\nsteady-motion: false\nmean-share: 0.3\n",
      file: file)
    #expect(plan.storm == "ALPHA")
    #expect(plan.title == "event")
    #expect(plan.strikeRadius == 200_000)
    #expect(plan.strikePeriod == .hours(72))
    #expect(plan.through == UTCTime("2030-08-02"))
    #expect(!plan.hasSteadyMotion)
    #expect(plan.meanShare == 0.3)
    #expect(plan.systems.map(\.storm) == ["X"])
  }

  @Test func errorsNameTheLineAndSayWhatToDo() {
    #expect(problem("").contains("the event is empty"))
    #expect(problem(head + best).contains("the event has no 'forecasts'"))
    #expect(problem(head + best + "forecasts: {name: a}").contains("the forecast 'a' names no tracks"))
    #expect(problem(head + best + "forecast: {name: a}").contains("Did you mean 'forecasts'?"))
    #expect(
      problem(head + "observations: {tracks: none.txt}\nforecasts: {name: a, tracks: jma.txt}").contains(
        "there is no 'none.txt'"))
    #expect(
      problem(head + best + "forecasts: {name: a, tracks: jma.txt}\nmean-share: 2").contains(
        "expected a part above 0 and up to 1"))
    #expect(
      problem(head + best + "forecasts: {name: a, tracks: jma.txt}\nwindow: {from: 2030-08-03, to: 2030-08-02}")
        .contains("ends before it begins"))
  }

  @Test func aStormThatIsNotThereIsAnError() async throws {
    let plan = try CyclonePlan(
      yaml: "hazard: tropical-cyclone\nstorm: GAMMA\n" + best + "forecasts: {name: a, tracks: jma.txt}", file: file)
    await #expect(throws: VerifyError.self) { try await CycloneStudy(plan).record() }
  }
}

@Suite(.enabled(if: Fixture.hasSharedData, "shared data absent"))
struct CycloneRealDataTests {
  /// All numbers by Scripts/check_cyclones.py, with ecCodes' Python and NumPy 2.4.6.
  @Test func errorsOfINFAAreThoseOfAnIndependentProgram() async throws {
    let plan = try CyclonePlan(contentsOf: Fixture.root.appending(path: "Examples/cyclone-in-fa.yaml"))
    let record = try await CycloneStudy(plan).record()
    #expect(record.lines == ["ecmwf: mean", "ecmwf: control", "ecmwf: high resolution", "steady motion"])
    func error(_ line: String, _ hours: Int) throws -> TrackError {
      try #require(record.cases.first { $0.line == line && $0.leadTime == .hours(hours) }?.error)
    }
    let mean = try error("ecmwf: mean", 72)
    #expect(abs(mean.position - 188_230.8) < 0.1)
    #expect(abs((mean.along ?? 0) - (-172_635.8)) < 0.1)
    #expect(abs((mean.across ?? 0) - (-75_027.3)) < 0.1)
    #expect(abs((mean.pressure ?? 0) - 6_128.0) < 0.1)
    #expect(abs((mean.wind ?? 0) - (-24.6102)) < 1e-4)
    #expect(abs(try error("ecmwf: high resolution", 120).position - 174_022.3) < 0.1)
    #expect(abs(try error("steady motion", 120).position - 381_988.2) < 0.1)
    let members = try #require(record.members.first { $0.leadTime == .hours(120) })
    #expect(members.count == 50)
    #expect(abs((members.spread ?? 0) - 290_626.5) < 0.1)
    #expect(abs((record.forecasts.first?.strike?.brier ?? 0) - 0.03672065) < 1e-8)
    for tally in record.tallies {
      #expect(tally.candidates == tally.used + tally.rejected.values.reduce(0, +))
    }
  }
}
