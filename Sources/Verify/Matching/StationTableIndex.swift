import Stations
import Synchronization

/// Finds the rows of a station in a forecast table, whichever way either writes its identifier.
///
/// Tables repeat one list of stations at every lead time; the last list is kept.
final class StationTableIndex: Sendable {
  /// Rows by canonical identifier.
  struct Rows: Sendable {
    fileprivate var first: [String: Int] = [:]
    /// All the rows of identifiers that occur more than once.
    fileprivate var repeated: [String: [Int]] = [:]

    /// The rows of a station, in their order; none where the table does not have it.
    func rows(of station: String) -> [Int] {
      let id = StationIdentifier.wmo(station)
      return repeated[id] ?? first[id].map { [$0] } ?? []
    }
  }

  private let last = Mutex<(identifiers: [String], rows: Rows)>(([], Rows()))

  func rows(of identifiers: [String]) -> Rows {
    last.withLock { last in
      if last.identifiers != identifiers {
        var rows = Rows()
        rows.first.reserveCapacity(identifiers.count)
        for (row, identifier) in identifiers.enumerated() {
          let id = StationIdentifier.wmo(identifier)
          if let first = rows.first[id] {
            rows.repeated[id, default: [first]].append(row)
          } else {
            rows.first[id] = row
          }
        }
        last = (identifiers, rows)
      }
      return last.rows
    }
  }
}
