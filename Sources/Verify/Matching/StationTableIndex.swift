import Stations
import Synchronization

/// Finds the row of a station in a forecast table, whichever way either writes its identifier.
///
/// Tables repeat one list of stations at every lead time; the last list is kept.
final class StationTableIndex: Sendable {
  private let last = Mutex<(identifiers: [String], rows: [String: Int])>(([], [:]))

  /// Rows by canonical identifier; the first where one occurs twice.
  func rows(of identifiers: [String]) -> [String: Int] {
    last.withLock { last in
      if last.identifiers != identifiers {
        let keyed = identifiers.enumerated().map { (StationIdentifier.wmo($0.element), $0.offset) }
        last = (identifiers, Dictionary(keyed) { first, _ in first })
      }
      return last.rows
    }
  }

  func row(of station: String, in rows: [String: Int]) -> Int? { rows[StationIdentifier.wmo(station)] }
}
