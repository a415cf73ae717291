import Fields
import Metrics
import Stations

/// Values beyond a threshold, brought together into events: two are of one event where they are no further apart than
/// a distance and a length of time, themselves or through others between them.
///
/// Times come in their order, and of each place only the latest value is remembered: memory is that of the places and
/// events, however long the time is.
struct EventClusters {
  /// What is known of an event under way.
  struct Cluster {
    var values = 0
    var first: UTCTime
    var last: UTCTime
    var peak: EventTally.Peak
    /// The last limit of each place.
    var limits: [Int32: Double] = [:]
  }

  private struct Latest {
    let time: UTCTime
    let node: Int
  }

  private let isUpper: Bool
  private let gap: TimeSpan
  private let neighbours: StationNeighbours
  /// Numbers places in the order in which they are first beyond the threshold, so that others cost nothing.
  private let register = StationRegister()
  private var numbers: [Int32: Int32] = [:]
  private var latest: [Latest?] = []
  /// A forest: a node is its own parent where it stands for its event.
  private var parents: [Int] = []
  private var clusters: [Int: Cluster] = [:]

  /// - reach: metres.
  init(isUpper: Bool, reach: Double, gap: TimeSpan) {
    self.isUpper = isUpper
    self.gap = gap
    neighbours = StationNeighbours(within: reach, of: register)
  }

  /// Adds a value beyond its limit.
  mutating func add(_ value: Double, limit: Double, at place: Int32, _ coordinate: Coordinate, _ time: UTCTime) {
    let number = number(of: place, coordinate)
    var node: Int
    if let known = latest[Int(number)], time - known.time <= gap {
      node = root(known.node)
    } else {
      node = parents.count
      parents.append(node)
      clusters[node] = Cluster(
        first: time, last: time, peak: EventTally.Peak(value: value, time: time, place: place))
    }
    clusters[node]?.add(value, limit: limit, at: place, time, isUpper: isUpper)
    latest[Int(number)] = Latest(time: time, node: node)
    for other in neighbours.all()[Int(number)] where other != number {
      guard let known = latest[Int(other)], time - known.time <= gap else { continue }
      node = join(node, root(known.node))
    }
  }

  /// All events.
  var all: [Cluster] { clusters.keys.sorted().compactMap { clusters[$0] } }

  private mutating func number(of place: Int32, _ coordinate: Coordinate) -> Int32 {
    if let known = numbers[place] { return known }
    let number = register.numbers(of: [Station(id: "\(place)", coordinate: coordinate)])[0]
    numbers[place] = number
    latest.append(nil)
    return number
  }

  private mutating func root(_ node: Int) -> Int {
    var root = node
    while parents[root] != root { root = parents[root] }
    var step = node
    while parents[step] != root { (step, parents[step]) = (parents[step], root) }
    return root
  }

  private mutating func join(_ a: Int, _ b: Int) -> Int {
    guard a != b, let first = clusters[a], let second = clusters[b] else { return a }
    // The one of fewer places goes into the other.
    let (into, from) = first.limits.count >= second.limits.count ? (a, b) : (b, a)
    parents[from] = into
    if let part = clusters.removeValue(forKey: from) { clusters[into]?.merge(part, isUpper: isUpper) }
    return into
  }
}

extension EventClusters.Cluster {
  mutating func add(_ value: Double, limit: Double, at place: Int32, _ time: UTCTime, isUpper: Bool) {
    values += 1
    last = max(last, time)
    limits[place] = limit
    if isUpper ? value > peak.value : value < peak.value {
      peak = EventTally.Peak(value: value, time: time, place: place)
    }
  }

  mutating func merge(_ other: EventClusters.Cluster, isUpper: Bool) {
    values += other.values
    first = min(first, other.first)
    last = max(last, other.last)
    limits.merge(other.limits) { _, latest in latest }
    let (a, b) = (peak, other.peak)
    if a.value == b.value ? (b.time, b.place) < (a.time, a.place) : isUpper == (b.value > a.value) { peak = b }
  }
}
