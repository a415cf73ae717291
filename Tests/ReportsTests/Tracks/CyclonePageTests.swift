import Fields
import Foundation
import Metrics
import Reports
import Testing

@Suite struct CyclonePageTests {
  private static let start = UTCTime(secondsSince1970: 0)

  /// A storm that goes west across 180°E, with three members, one of which loses it.
  private static func record(name: String = "ALPHA") -> CycloneRecord {
    func track(_ steps: ClosedRange<Int>, latitude: Double, pressure: Double) -> Track {
      Track(
        storm: "1", name: name,
        points: steps.map { step in
          TrackPoint(
            time: start + .hours(6 * step), position: Coordinate(latitude: latitude, longitude: 181 - Double(step)),
            minimumPressure: pressure, maximumWind: 30, averaging: .tenMinutes, stage: .tropical)
        })
    }
    let tracks = [
      track(0...8, latitude: 11, pressure: 98_500), track(0...8, latitude: 9, pressure: 98_700),
      track(0...3, latitude: 10, pressure: 98_900),
    ]
    let forecast = TrackForecast(
      storm: "1", name: name, initTime: start,
      members: tracks.enumerated().map {
        TrackForecast.Member(number: $0 + 1, kind: $0 == 2 ? .control : .perturbed, track: $1)
      }, leadTimes: (0...8).map { .hours(6 * $0) })
    return CycloneVerification(observed: track(-4...8, latitude: 10, pressure: 98_000)).record(
      title: "Storm \(name)", systems: [CycloneRecord.System(name: "ens", summary: "three members")],
      forecasts: [("ens", forecast)])
  }

  @Test func thePageHasItsSectionsAndFiguresAndFetchesNothing() {
    let page = CyclonePage().text(of: Self.record())
    for id in ["tracks", "errors", "intensity", "strike", "missing", "definitions"] {
      #expect(page.contains("<section id=\"\(id)\">"), "\(id)")
    }
    #expect(page.contains("ens: mean"))
    #expect(page.contains("steady motion"))
    #expect(page.components(separatedBy: "<svg viewBox=\"0 0").count > 9)
    for word in ["<script", "src=", "@import", "url("] { #expect(!page.contains(word), "\(word)") }
    // Every picture says what it shows.
    let pictures = page.components(separatedBy: "role=\"img\"").count - 1
    #expect(page.components(separatedBy: "<desc id=").count - 1 == pictures)
  }

  @Test func theSameRecordGivesTheSameBytes() throws {
    #expect(CyclonePage().text(of: Self.record()) == CyclonePage().text(of: Self.record()))
    #expect(try CycloneJSON().text(of: Self.record()) == CycloneJSON().text(of: Self.record()))
  }

  @Test func namesOfStormsAreNoMarkup() {
    let page = CyclonePage().text(of: Self.record(name: "<b>&"))
    #expect(!page.contains("<b>&"))
    #expect(page.contains("&lt;b&gt;&amp;"))
  }

  @Test func theTextSaysHowFarTheForecastWasOff() {
    let text = CycloneText(Self.record()).text
    // Members are one degree north and south, and their mean is on the way.
    #expect(text.contains("The centre of ALPHA (1) in ens: mean was off by 0 km at 24 h."))
    #expect(text.contains("averaged over: 10 min"))
  }

  @Test func theJSONReadsBackAsTheRecord() throws {
    let record = Self.record()
    let back = try JSONDecoder().decode(CycloneRecord.self, from: Data(CycloneJSON().text(of: record).utf8))
    #expect(back.cases == record.cases)
    #expect(back.scores == record.scores)
    #expect(back.forecasts == record.forecasts)
  }
}
