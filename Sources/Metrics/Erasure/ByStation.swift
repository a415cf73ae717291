/// Another statistic, kept for each station by itself.
///
/// The positions in `MatchedPairs.stations` index its sums, so all pairs that meet in one sum must come
/// from one list of stations.
public struct ByStation<Part: Statistic>: Statistic {
  public static var name: String { "by_station.\(Part.name)" }

  public let part: Part

  public init(_ part: Part) {
    self.part = part
  }

  public var key: String { "by_station.\(part.key)" }
  public var columns: Set<PairColumn> { part.columns }

  public func accumulate(
    _ pairs: MatchedPairs, in positions: Range<Int>, into sums: inout StationSums<Part.Result>
  ) {
    let pairs = positions == 0..<pairs.count ? pairs : pairs.selecting(positions)
    var last: Int32 = -1
    for i in 0..<pairs.count where pairs.weights[i] != 0 { last = max(last, pairs.stations[i]) }
    sums.reserve(Int(last) + 1)
    part.accumulate(pairs, intoStations: &sums.stations)
  }
}

/// Sums at each station of a list; stations at its end that never had a pair may be absent.
///
/// Stored as: number of stations, then the numbers of each.
public struct StationSums<Part: Sums>: Sums {
  public fileprivate(set) var stations: [Part] = []

  public init() {}

  public var n: Int { stations.reduce(0) { $0 + $1.n } }

  public mutating func merge(_ other: StationSums) {
    reserve(other.stations.count)
    for (i, part) in other.stations.enumerated() { stations[i].merge(part) }
  }

  fileprivate mutating func reserve(_ count: Int) {
    guard stations.count < count else { return }
    stations += [Part](repeating: Part(), count: count - stations.count)
  }

  public var numbers: [Double] { stations.reduce(into: [Double(stations.count)]) { $0 += $1.numbers } }

  public init?(numbers: [Double]) {
    guard let first = numbers.first, let count = Int(count: first) else { return nil }
    guard count > 0 else {
      guard numbers.count == 1 else { return nil }
      return
    }
    let size = (numbers.count - 1) / count
    guard size * count == numbers.count - 1 else { return nil }
    for station in 0..<count {
      let start = 1 + station * size
      guard let part = Part(numbers: Array(numbers[start..<start + size])) else { return nil }
      stations.append(part)
    }
  }
}

extension Statistic {
  /// This statistic, kept for each station by itself.
  public func byStation() -> any Statistic { ByStation(self) }
}

extension AnySums {
  /// The sums of every station, from those of a `ByStation`; nil for those of another statistic.
  public var stations: [AnySums]? {
    let prefix = "by_station."
    guard let parts = (base as? any PartedSums)?.parts, statistic.hasPrefix(prefix) else { return nil }
    let key = String(statistic.dropFirst(prefix.count))
    return parts.map { AnySums($0, of: key) }
  }
}

private protocol PartedSums {
  var parts: [any Sums] { get }
}

extension StationSums: PartedSums {
  fileprivate var parts: [any Sums] { stations }
}
