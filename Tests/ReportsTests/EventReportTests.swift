import Fields
import Foundation
import Metrics
import Testing

@testable import Reports

/// Scores of events and others with a parameter, as reports show them.
@Suite struct EventReportTests {
  private static let definitions = [
    BaseRate.definition, CriticalSuccessIndex.definition, SymmetricExtremalDependenceIndex.definition,
    BrierScore.definition, ThresholdWeightedCRPS.definition,
  ]

  /// The sample with scores of events of temperature beside it.
  private func record(_ thresholds: [String] = [">=273.15", ">=298.15", ">=q0.95"]) -> EvaluationRecord {
    var record = SampleRecord().make()
    record.definitions += Self.definitions
    for threshold in thresholds {
      for definition in Self.definitions {
        for lead in [nil, TimeSpan.zero, .hours(24)] {
          for (i, system) in record.systems.enumerated() {
            let isUndefined = definition.id == "sedi" && threshold == ">=298.15"
            record.scores.append(
              Score(
                system: system.name, variable: .temperature2m, stratum: "all", leadTime: lead, metric: definition.id,
                threshold: threshold, n: 1000, cases: 10,
                outcome: isUndefined ? .undefined("no hits") : .value(0.25 + 0.5 * Double(i)), lower: 0.2, upper: 0.9,
                units: definition.units == .none ? "1" : "K"))
          }
        }
      }
      record.differences.append(
        Score(
          system: "candidate", reference: "baseline", variable: .temperature2m, stratum: "all", metric: "csi",
          threshold: threshold, n: 1000, cases: 10, outcome: .value(-0.5), lower: -0.6, upper: -0.4, pValue: 0.001,
          adjustedPValue: 0.001, units: "1"))
    }
    record.curves = [
      Curve(
        kind: .reliability, system: "candidate", variable: .temperature2m, stratum: "all", leadTime: nil,
        threshold: ">=273.15", n: 10, points: [.init(x: 0, y: 0.1, weight: 6), .init(x: 1, y: 0.9, weight: 4)])
    ]
    return record
  }

  @Test(arguments: [
    (">=273.15", "pod", "≥ 0 °C"), ("<268.15", "pod", "< -5 °C"), (">=q0.95", "pod", "≥ q0.95"),
    (">rp5y", "sedi", "> rp5y"), ("0.9", "quantile_score", "0.9"), ("[273.15,inf]", "tw_mae", "[0,inf] °C"),
    (">=273.15 within 3h 50km", "pod_nearby", "≥ 0 °C within 3h 50km"), ("272.15|273.15", "rps", "-1|0 °C"),
    (">=x", "pod", ">=x"),
  ])
  func parametersAreShownInTheUnitPeopleRead(parameter: String, metric: String, shown: String) {
    #expect(ParameterText.text(parameter, of: metric, .temperature2m) == shown)
  }

  @Test func otherVariablesHaveTheirOwnUnits() {
    #expect(ParameterText.text(">=15.4333333333", of: "pod", .windSpeed10m) == "≥ 15.4333 m s⁻¹")
    #expect(ParameterText.text(">=1", of: "pod", .precipitation(.hours(6))) == "≥ 1 mm")
    // Rounded to six digits they would be one value, and no interval.
    #expect(
      ParameterText.text("[15.43333331,15.43333332]", of: "tw_mae", .windSpeed10m)
        == "[15.43333331,15.43333332] m s⁻¹")
    // 1e309 % is no number.
    #expect(ParameterText.text(">=1e307", of: "pod", Variable("tcc") ?? .temperature2m) == "≥ 1e307")
    #expect(ParameterText.text(">=0.5", of: "pod", Variable("tcc") ?? .temperature2m) == "≥ 50 %")
    #expect(ParameterText.text(">=90", of: "pod", Variable("rh2m") ?? .temperature2m) == "≥ 90 %")
    #expect(ParameterText.text("<100000", of: "pod", Variable("msl") ?? .temperature2m) == "< 1000 hPa")
  }

  @Test func eventsHaveTablesOfTheirOwn() {
    let shown = record().inDisplayUnits
    let tables = EventScores.tables(shown)
    #expect(tables.map(\.columns) == [["base_rate", "csi", "sedi"], ["brier", "twcrps_ecdf"]])
    #expect(tables[0].events == ["≥ 0 °C", "≥ 25 °C", "≥ q0.95"])
    #expect(tables[0].lines.prefix(3).map(\.model) == ["candidate", "baseline", "candidate - baseline"])
    #expect(tables[1].head("twcrps_ecdf", shown) == "twCRPS (K)")
    #expect(tables[0].reasons(shown) == ["SEDI, ≥ 25 °C, candidate: no hits", "SEDI, ≥ 25 °C, baseline: no hits"])
    // The other table is that of the record without events.
    #expect(TextGrid(scoresOf: shown).rows == TextGrid(scoresOf: SampleRecord().make().inDisplayUnits).rows)
    let grid = TextGrid(tables[0], of: shown)
    #expect(grid.head == ["variable", "event", "system", "s", "CSI", "SEDI", "n"])
    #expect(grid.rows[0].dropFirst() == ["≥ 0 °C", "candidate", "0.250", "0.250", "0.250", "1 000"])
    #expect(grid.rows[2].dropFirst() == ["≥ 0 °C", "candidate - baseline", "", "-0.5000 ∗", "", "1 000"])
    #expect(grid.rows[3][5] == "undefined")
  }

  @Test func everyReportShowsTheThresholdBesideTheScore() throws {
    let (record, plain) = (record(), SampleRecord().make())
    for format in ["text", "markdown", "html"] {
      let report = try #require(ReportCatalogue.report(named: format))
      let text = try report.text(of: record)
      for words in ["≥ 0 °C", "≥ 25 °C", "≥ q0.95", "Events", "no hits"] { #expect(text.contains(words), "\(format)") }
      #expect(try !report.text(of: plain).contains("Events"))
    }
    let csv = try CSVReport().text(of: record)
    #expect(csv.contains("candidate,t2m,2 m,all,,csi,>=273.15,1000,0.25,0.2,0.9,1"))
    #expect(csv.contains("candidate - baseline,t2m,2 m,all,,csi,>=q0.95,1000,-0.5,-0.6,-0.4,1"))
  }

  @Test func thePageMarksWhatIsWorseAndDrawsCurvesOfEvents() throws {
    let page = try HTMLReport().text(of: record())
    #expect(page.contains("id=\"events\"") && page.contains(" ▼<span class=\"limits\">−0.6"))
    #expect(page.contains("SEDI ≥ 0 °C of temperature at 2 m by lead time"))
    #expect(page.contains("≥ q0.95 is beyond the quantile of the climatology"))
    #expect(try !HTMLReport().text(of: record([">=273.15"])).contains("quantile of the climatology"))
  }

  @Test func curvesAreDataForPrograms() throws {
    let json = try JSONReport().text(of: record())
    let object = try #require(try JSONSerialization.jsonObject(with: Data(json.utf8)) as? [String: Any])
    let curve = try #require((object["curves"] as? [[String: Any]])?.first)
    #expect(curve["kind"] as? String == "reliability" && curve["threshold"] as? String == ">=273.15")
    let points = try #require(curve["points"] as? [[String: Double]])
    #expect(points == [["x": 0, "y": 0.1, "weight": 6], ["x": 1, "y": 0.9, "weight": 4]])
    let scores = try #require(object["scores"] as? [[String: Any]])
    #expect(scores.contains { $0["threshold"] as? String == ">=298.15" && $0["thresholdText"] as? String == "≥ 25 °C" })
  }
}
