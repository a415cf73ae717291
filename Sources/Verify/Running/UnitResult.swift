import Fields
import Metrics

/// All that one unit of work adds to the results.
struct UnitResult: Sendable {
  /// Sums of the pairs of one system, variable and stratum.
  struct Cell: Sendable {
    let system: String
    let variable: Variable
    var pairing: Matching.Pairing
    let stratum: String
    let sums: AnySums

    func with(_ pairing: Matching.Pairing) -> Cell {
      var other = self
      other.pairing = pairing
      return other
    }
  }

  /// Pairs that are in no stratum of a kind.
  struct Outside: Sendable {
    let system: String
    let variable: Variable
    var pairing: Matching.Pairing
    let family: Stratum.Family
    let count: Int

    func with(_ pairing: Matching.Pairing) -> Outside {
      var other = self
      other.pairing = pairing
      return other
    }
  }

  struct Entry: Sendable {
    let system: String
    let variable: Variable
    let pairing: Matching.Pairing
    let ledger: Ledger
    /// For the sums of each station.
    var pairs: MatchedPairs

    var withoutPairs: Entry {
      var slim = self
      slim.pairs = pairs.selecting([])
      return slim
    }
  }

  /// What one system and variable add to the maps of the unit's lead time.
  struct MapPart: Sendable {
    let system: String
    let variable: Variable
    let grid: MapGrid
    let sums: MapSums
  }

  let unit: EvaluationUnit
  /// A digest of the forecasts held and the reports used.
  let identity: String
  var cells: [Cell] = []
  var entries: [Entry] = []
  var outside: [Outside] = []
  var maps: [MapPart] = []

  /// Whether any report was a candidate; a unit without is not done but waits for its observations.
  var hasCandidates: Bool { entries.contains { $0.ledger.candidates > 0 } }
}
