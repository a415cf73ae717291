import Fields
import Metrics
import Testing

@testable import Reports

@Suite("Scores on fewer pairs")
struct SmallerSamplesTests {
  private func record(change: (inout Score) -> Void) -> EvaluationRecord {
    var record = SampleRecord().make()
    for i in record.ledger.indices {
      record.ledger[i].ledger = Ledger()
    }
    let pairs = 1234
    for system in record.systems.map(\.name) {
      for variable in Set(record.scores.map(\.variable)) {
        guard let row = record.ledger.firstIndex(where: { $0.system == system && $0.variable == variable }) else {
          continue
        }
        for _ in 0..<pairs { record.ledger[row].ledger.use() }
      }
    }
    for i in record.scores.indices {
      record.scores[i].n = pairs
      change(&record.scores[i])
    }
    return record
  }

  @Test func nothingIsSaidWhereEveryScoreStandsOnAllPairs() {
    #expect(SmallerSamples(record { _ in }).lines.isEmpty)
  }

  @Test func aScoreThatLacksSomethingSaysOnHowManyPairsItStands() {
    let record = record { score in
      guard score.metric == "correlation", score.system == "candidate", score.variable == .temperature2m else { return }
      score.n = 1000
    }
    #expect(
      SmallerSamples(record).lines == [
        "correlation, temperature at 2 m: 1\u{202F}000 of 1\u{202F}234 pairs of candidate"
      ])
    var text = ""
    TextReport().write(record, to: &text)
    #expect(text.contains("1\u{202F}000 of 1\u{202F}234 pairs of candidate"))
    var page = ""
    HTMLReport().write(record, to: &page)
    #expect(page.contains("1\u{202F}000 of 1\u{202F}234 pairs of candidate"))
  }

  @Test func aScoreWithoutAnyPairHasItsReasonInstead() {
    let record = record { score in
      guard score.metric == "correlation" else { return }
      score.n = 0
      score.outcome = .undefined("no pair has a climatology")
    }
    #expect(SmallerSamples(record).lines.isEmpty)
  }
}
