import Fields
import Metrics
import Reports
import Testing

/// The scorecard of the page, and pictures as files.
@Suite struct ScorecardTests {
  private func card(_ page: String) throws -> Substring {
    let start = try #require(page.firstRange(of: "<section id=\"scorecard\">"))
    let end = try #require(page[start.upperBound...].firstRange(of: "</section>"))
    return page[start.lowerBound..<end.lowerBound]
  }

  @Test func scorecardIsATableWithHeadsAndTexts() throws {
    let card = try card(HTMLReport().text(of: SampleRecord().make()))
    // Two variables of one stratum, six lead times and all together, of RMSE and of the correlation.
    #expect(card.split(separator: "<input type=\"radio\"").count - 1 == 2 * 7 * 2)
    #expect(card.contains("<th scope=\"row\">all</th>"))
    #expect(card.split(separator: "scope=\"col\"").count - 1 == 8 * 2)
    #expect(card.contains("href=\"#score-rmse\""))
    // At 0 h: 1 against 1.2 K, ten initial times, an interval of 0.04 on both sides.
    #expect(
      card.contains(
        "RMSE of temperature at 2 m, all, 0 h: \u{2212}0.200 K (\u{2212}16.7 %), 95 % \u{2212}0.240 to "
          + "\u{2212}0.160, adjusted p 0.025, better; 1\u{202F}870 pairs, 10 initial times"), "\(card.prefix(3000))")
  }

  @Test func cellsAreMarkedOnlyWhereTheDifferenceHolds() throws {
    var record = SampleRecord().make()
    func marks() throws -> Int { try card(HTMLReport().text(of: record)).split(separator: "\">▲<").count - 1 }
    let before = try marks()
    #expect(before > 0)
    for i in record.differences.indices { record.differences[i].cases = 9 }
    #expect(try marks() == 0)
    for i in record.differences.indices { (record.differences[i].cases, record.differences[i].pValue) = (10, 0.4) }
    #expect(try marks() == 0)
  }

  @Test func cardsOfOtherScoresAreLeftOutBeforeThePageGrows() throws {
    var sample = SampleRecord()
    sample.leads = Array(0..<40).map { $0 * 6 }
    sample.stationCount = 0
    var record = sample.make()
    let all = (record.scores, record.differences)
    (record.scores, record.differences) = ([], [])
    for i in 0..<60 {
      for var score in all.0 {
        score.stratum = i == 0 ? "all" : "region \(i)"
        record.scores.append(score)
      }
      for var difference in all.1 {
        difference.stratum = i == 0 ? "all" : "region \(i)"
        record.differences.append(difference)
      }
    }
    let page = try HTMLReport().text(of: record)
    #expect(
      page.contains("Not drawn, to keep the page small: ") && page.contains("candidate against baseline. All are in"))
    #expect(page.utf8.count < 4_000_000, "\(page.utf8.count)")
  }

  @Test func picturesAsFilesStandAlone() throws {
    let figures = HTMLReport().figures(of: SampleRecord().make())
    #expect(Set(figures.map(\.name)).count == figures.count && figures.count > 6)
    #expect(figures.contains { $0.name == "rmse-of-temperature-at-2-m-by-lead-time" })
    for figure in figures {
      #expect(!figure.svg.contains("var(") && !figure.svg.contains("<use"), "\(figure.name)")
      #expect(figure.svg.hasPrefix("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<svg xmlns="))
      #expect(figure.svg.contains("#0b6fb8") || !figure.svg.contains("line s0"))
    }
    let line = try #require(figures.first { $0.name == "rmse-of-temperature-at-2-m-by-lead-time" })
    #expect(line.svg.contains(">candidate</text>") && line.svg.contains(">baseline</text>"))
  }
}
