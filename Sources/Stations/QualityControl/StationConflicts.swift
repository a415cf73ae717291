import Fields

/// Stations that are listed twice, or in two places.
public struct StationConflicts: Sendable, Codable, Hashable {
  /// Identifiers at one position: within 100 m, and 5 m of height where both are known.
  public var samePosition: [[String]]
  /// One identifier at positions more than 10 km apart, with the greatest distance in metres.
  public var farApart: [Distance]

  public struct Distance: Sendable, Codable, Hashable {
    public var station: String
    public var metres: Double

    /// To the kilometre, for people.
    public var kilometres: Int { Int((metres / 1000).rounded()) }
  }

  static let sameDistance = 100.0
  static let farDistance = 10_000.0

  /// Looks through stations with all the places they have had.
  public init(_ entries: [StationEntry]) {
    let byID = Dictionary(grouping: entries.map(\.station), by: \.id)
    farApart = byID.keys.sorted().compactMap { id in
      let places = byID[id] ?? []
      guard let first = places.first else { return nil }
      let metres = places.map { $0.coordinate.distance(to: first.coordinate) }.max() ?? 0
      return metres > StationConflicts.farDistance ? Distance(station: id, metres: metres) : nil
    }
    let stations = byID.keys.sorted().compactMap { byID[$0]?.last }
    let byLatitude = stations.sorted { ($0.coordinate.latitude, $0.id) < ($1.coordinate.latitude, $1.id) }
    var groups: [String: Set<String>] = [:]
    for (i, a) in byLatitude.enumerated() {
      for b in byLatitude[(i + 1)...] {
        guard b.coordinate.latitude - a.coordinate.latitude < 0.001 else { break }
        guard a.coordinate.distance(to: b.coordinate) <= StationConflicts.sameDistance else { continue }
        if let x = a.elevation, let y = b.elevation, abs(x - y) > 5 { continue }
        groups[groups.first { $0.value.contains(a.id) }?.key ?? a.id, default: [a.id]].insert(b.id)
      }
    }
    samePosition = groups.values.map { $0.sorted() }.sorted { $0.lexicographicallyPrecedes($1) }
  }
}
