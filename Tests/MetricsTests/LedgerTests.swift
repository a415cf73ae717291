import Foundation
import Metrics
import Testing

@Suite struct LedgerTests {
  @Test func everyCandidateIsUsedOrRejectedForAReason() {
    var ledger = Ledger()
    ledger.use(5)
    ledger.use()
    ledger.reject(.offGrid)
    ledger.reject(.quality, 3)
    ledger.reject(.time, 0)
    #expect((ledger.candidates, ledger.used) == (10, 6))
    #expect(ledger.rejected == [.offGrid: 1, .quality: 3])
  }

  @Test func aPairThatAnotherSystemLacksMovesFromUsedToRejected() {
    var ledger = Ledger()
    ledger.use(4)
    ledger.withdraw(3, as: .notCommon)
    #expect((ledger.candidates, ledger.used, ledger.rejected[.notCommon]) == (4, 1, 3))
  }

  @Test func mergedLedgersKeepEveryCandidate() {
    var (a, b) = (Ledger(), Ledger())
    a.use(2)
    a.reject(.mask, 2)
    b.use()
    b.reject(.mask)
    b.reject(.height, 4)
    a.merge(b)
    #expect((a.candidates, a.used) == (10, 3))
    #expect(a.rejected == [.mask: 3, .height: 4])
  }

  @Test func aLedgerIsStoredByTheNamesOfItsReasons() throws {
    var ledger = Ledger()
    ledger.use(2)
    ledger.reject(.offGrid, 7)
    let encoder = JSONEncoder()
    encoder.outputFormatting = .sortedKeys
    let json = try encoder.encode(ledger)
    #expect(String(decoding: json, as: UTF8.self) == #"{"rejected":{"off grid":7},"used":2}"#)
    #expect(try JSONDecoder().decode(Ledger.self, from: json) == ledger)
  }

  @Test func anOutcomeIsStoredAsItsNumberOrItsReason() throws {
    let outcomes = [Outcome.value(1.5), .undefined("no pairs")]
    let json = try JSONEncoder().encode(outcomes)
    #expect(String(decoding: json, as: UTF8.self) == #"[1.5,"no pairs"]"#)
    #expect(try JSONDecoder().decode([Outcome].self, from: json) == outcomes)
  }

  @Test func selectedPairsKeepTheirMembers() {
    let pairs = Samples.ensemble([[1, 2], [3, 4], [5, 6]], [0, 1, 2], weights: [1, 2, 3])
    let part = pairs.selecting([2, 0])
    #expect(part.observations == [2, 0])
    #expect(part.members == [5, 6, 1, 2])
    #expect(part.weights == [3, 1])
    #expect(part.stations == [2, 0])
  }
}
