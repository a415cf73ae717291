import Fields
import Metrics
import Testing

@testable import Reports

/// Strata, as reports show them.
@Suite struct StrataReportTests {
  /// The sample with three strata beside all pairs, one of them chosen by what was observed and one empty.
  private func record(_ names: [String] = ["north", "observed ws10m > 10 m s-1"]) -> EvaluationRecord {
    var record = SampleRecord().make()
    let (scores, differences) = (record.scores, record.differences)
    for name in names {
      func part(_ score: Score) -> Score {
        var score = score
        score.stratum = name
        score.n /= 2
        return score
      }
      record.scores += scores.map(part)
      record.differences += differences.map(part)
    }
    record.stratumDefinitions =
      [EvaluationRecord.Stratum(name: "all", family: "all")]
      + names.map { name in
        let isObserved = name.hasPrefix("observed")
        return EvaluationRecord.Stratum(
          name: name, family: isObserved ? "observed" : "regions", note: isObserved ? "the forecaster's dilemma" : nil)
      } + [EvaluationRecord.Stratum(name: "JJA", family: "seasons")]
    record.outside = record.systems.map {
      EvaluationRecord.Outside(
        system: $0.name, variable: .temperature2m, family: "regions", pairs: 12_345, outside: 2345)
    }
    return record
  }

  @Test func stratumByStratumThereAreTheBiasAndTheScoreThatDecides() {
    let grid = TextGrid(strataOf: record())
    #expect(Set(grid.rows.map { $0[1] }) == ["north", "observed ws10m > 10 m s-1"])
    #expect(Set(grid.rows.map { $0[2] }) == ["ME", "RMSE"])
    #expect(grid.rows.count == 2 * 2 * 2)
    // All scores of all pairs, as without strata.
    #expect(TextGrid(scoresOf: record()).rows == TextGrid(scoresOf: SampleRecord().make()).rows)
  }

  @Test func emptyStrataPairsOutsideAndTheDilemmaAreSaid() {
    #expect(
      StrataSummary(record()).notes == [
        "observed ws10m > 10 m s-1: the forecaster's dilemma", "No pairs in JJA",
        "In no stratum of regions: 2\u{202F}345 of 12\u{202F}345 pairs of temperature at 2 m",
      ])
    #expect(StrataSummary(SampleRecord().make()).notes.isEmpty)
  }

  @Test func thePageHasOneLineForEachStratum() throws {
    let page = try HTMLReport().text(of: record())
    #expect(page.contains("By stratum"))
    #expect(page.contains("observed (see the note below)"))
    #expect(try !HTMLReport().text(of: SampleRecord().make()).contains("By stratum"))
  }

  @Test func aStratumWithoutAValueSaysWhy() throws {
    var record = record()
    for i in record.scores.indices where record.scores[i].stratum == "north" {
      record.scores[i].outcome = .undefined("too still")
    }
    let page = try HTMLReport().text(of: record)
    let start = try #require(page.firstRange(of: "id=\"strata\"")?.upperBound)
    #expect(page[start...].contains("<abbr title=\"too still\">undefined</abbr>"))
  }

  @Test func curvesOfManyStrataAreLeftOut() throws {
    let many = try HTMLReport().text(of: record((0..<30).map { "part \($0)" }))
    #expect(many.contains("those of 30 strata would be too many"))
    #expect(many.contains("Scores of 30 strata"))
    func figures(_ page: String) -> Int { page.split(separator: "<figure").count }
    #expect(figures(many) == figures(try HTMLReport().text(of: SampleRecord().make())))
  }
}
