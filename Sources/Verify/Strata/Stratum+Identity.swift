import Fields
import Metrics

extension Stratum {
  /// All that decides which pairs are in it, in one text.
  var identity: String {
    conditions.isEmpty ? "every pair" : conditions.map(\.identity).joined(separator: "; ")
  }
}

extension Stratum.Condition {
  fileprivate var identity: String {
    switch self {
    case .place(let place): place.identity
    case .time(let time): "\(time)"
    case .observed(let observed):
      "observed \(observed.variable) " + observed.thresholds.map(\.description).joined(separator: " ")
    }
  }
}

extension PlaceCondition {
  fileprivate var identity: String {
    switch self {
    case .region(.box(let box)): "\(box.south)...\(box.north) N, \(box.west)...\(box.east) E"
    case .region(.polygons(let polygons)):
      "polygons \(SHA256.hexDigest(of: polygons.map(\.corners).joined(separator: "|")))"
    case .stations(let identifiers): identifiers.sorted().joined(separator: " ")
    case .stationsBut(let identifiers): "all but " + identifiers.sorted().joined(separator: " ")
    case .height(let from, let below): "height \(from.map { "\($0)" } ?? "")..\(below.map { "\($0)" } ?? "") m"
    case .land: "land"
    case .sea: "sea"
    }
  }
}
