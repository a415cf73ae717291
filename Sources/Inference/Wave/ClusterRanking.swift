/// The best of clusters by a number that is not negative, found piece by piece, so that threads can share the pieces.
///
/// Numbers that are not negative are in the order of their bits; what is no number comes before all. A count by the
/// first eleven bits tells those that are surely among the best from the few that may be. Unchecked: threads write to
/// pieces of their own.
final class ClusterRanking: @unchecked Sendable {
  private let ranks: UnsafePointer<Float>
  private let sizes: UnsafePointer<Float>
  private let count: Int
  private let wanted: Int
  private let length: Int
  /// Of each piece, how many begin with certain bits.
  private let counts: UnsafeMutablePointer<UInt32>
  /// Of each piece, at its start, those that may be among the best; and how many.
  private let found: UnsafeMutablePointer<Int32>
  private let foundCounts: UnsafeMutablePointer<Int32>
  /// The first bits of the last of the best, and how many of those that begin so are wanted.
  private var digit = 0
  private var left = 0

  private static let digits = 1 << 11

  var pieces: Int { wanted > 0 ? (count + length - 1) / length : 0 }

  /// - Parameters:
  ///   - ranks: of each cluster; must be there until the best have been found.
  ///   - wanted: how many; fewer where there are not as many with members.
  init(
    _ ranks: UnsafePointer<Float>, sizes: UnsafePointer<Float>, count: Int, wanted: Int, length: Int = 1024
  ) {
    (self.ranks, self.sizes, self.count, self.wanted, self.length) = (ranks, sizes, count, wanted, length)
    let pieces = max(1, (count + length - 1) / length)
    counts = .allocate(capacity: pieces * ClusterRanking.digits)
    found = .allocate(capacity: max(1, count))
    foundCounts = .allocate(capacity: pieces)
  }

  deinit {
    counts.deallocate()
    found.deallocate()
    foundCounts.deallocate()
  }

  private func range(_ piece: Int) -> Range<Int> { piece * length..<min((piece + 1) * length, count) }

  /// First, for each piece.
  func count(_ piece: Int) {
    let counts = counts + piece * ClusterRanking.digits
    counts.update(repeating: 0, count: ClusterRanking.digits)
    for i in range(piece) where sizes[i] > 0 { counts[Int(ranks[i].bitPattern >> 21)] += 1 }
  }

  /// Then once.
  func compare() {
    guard wanted > 0 else { return }
    for piece in 1..<max(1, pieces) {
      let more = counts + piece * ClusterRanking.digits
      for digit in 0..<ClusterRanking.digits { counts[digit] += more[digit] }
    }
    (digit, left) = ClusterRanking.last(of: wanted, counts, ClusterRanking.digits)
  }

  /// Then for each piece.
  func collect(_ piece: Int) {
    let found = found + piece * length
    let least = UInt32(digit) << 21
    var count = 0
    for i in range(piece) where ranks[i].bitPattern >= least && sizes[i] > 0 {
      found[count] = Int32(i)
      count += 1
    }
    foundCounts[piece] = Int32(count)
  }

  /// The clusters with the greatest numbers, in the order of the clusters; the first of equals.
  ///
  /// Clusters without members are never among them.
  func best() -> [Int] {
    var (best, uncertain): ([Int], [Int32]) = ([], [])
    for piece in 0..<pieces {
      for place in 0..<Int(foundCounts[piece]) {
        let cluster = found[piece * length + place]
        if Int(ranks[Int(cluster)].bitPattern >> 21) > digit {
          best.append(Int(cluster))
        } else {
          uncertain.append(cluster)
        }
      }
    }
    guard uncertain.count > left else { return (best + uncertain.map(Int.init)).sorted() }
    // Two more times by the next bits, among fewer and fewer.
    for (shift, bits) in [(UInt32(10), UInt32(11)), (0, 10)] {
      counts.update(repeating: 0, count: ClusterRanking.digits)
      let mask = UInt32(1) << bits - 1
      func digit(_ cluster: Int32) -> Int { Int(ranks[Int(cluster)].bitPattern >> shift & mask) }
      for cluster in uncertain { counts[digit(cluster)] += 1 }
      let (last, left) = ClusterRanking.last(of: left, counts, 1 << Int(bits))
      for cluster in uncertain where digit(cluster) > last { best.append(Int(cluster)) }
      uncertain.removeAll { digit($0) != last }
      self.left = left
    }
    return (best + uncertain.prefix(left).map(Int.init)).sorted()
  }

  /// The digit of the last of so many when they are taken from the greatest on, and how many with that digit are
  /// taken.
  private static func last(
    of wanted: Int, _ counts: UnsafePointer<UInt32>, _ digits: Int
  ) -> (digit: Int, left: Int) {
    var (digit, left) = (digits - 1, wanted)
    while digit > 0, Int(counts[digit]) < left {
      left -= Int(counts[digit])
      digit -= 1
    }
    return (digit, left)
  }

  /// All of it on this thread.
  static func best(_ ranks: UnsafePointer<Float>, sizes: UnsafePointer<Float>, count: Int, wanted: Int) -> [Int] {
    guard wanted > 0 else { return [] }
    let ranking = ClusterRanking(ranks, sizes: sizes, count: count, wanted: wanted, length: max(1, count))
    for piece in 0..<ranking.pieces { ranking.count(piece) }
    ranking.compare()
    for piece in 0..<ranking.pieces { ranking.collect(piece) }
    return ranking.best()
  }

  /// All clusters with members and a number above 0, from the greatest number on; the first of equals first.
  static func order(_ ranks: UnsafePointer<Float>, sizes: UnsafePointer<Float>, count: Int) -> [Int32] {
    var order = (0..<Int32(count)).filter { sizes[Int($0)] > 0 && ranks[Int($0)] > 0 }
    var sorted = order
    var starts = [Int](repeating: 0, count: 1 << 11)
    // From the last bits on; each time those with the same keep their order.
    for shift in [UInt32(0), 11, 22] {
      func digit(_ cluster: Int32) -> Int { 2047 - Int(ranks[Int(cluster)].bitPattern >> shift & 2047) }
      for place in starts.indices { starts[place] = 0 }
      for cluster in order { starts[digit(cluster)] += 1 }
      var start = 0
      for place in starts.indices { (starts[place], start) = (start, start + starts[place]) }
      for cluster in order {
        sorted[starts[digit(cluster)]] = cluster
        starts[digit(cluster)] += 1
      }
      swap(&order, &sorted)
    }
    return order
  }
}
