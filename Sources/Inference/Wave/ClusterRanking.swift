/// The best of clusters by a number that is not negative.
enum ClusterRanking {
  /// The clusters with the greatest numbers, in the order of the clusters; the first of equals.
  ///
  /// Clusters without members are never among them.
  ///
  /// - Parameter wanted: how many; fewer where there are not as many with members.
  static func best(_ ranks: UnsafePointer<Float>, sizes: UnsafePointer<Float>, count: Int, wanted: Int) -> [Int] {
    guard wanted > 0 else { return [] }
    // Numbers that are not negative are in the order of their bits. The last of the best is found eleven bits at a
    // time: `prefix` are those that are known of its bits.
    var (prefix, known, left) = (UInt32(0), UInt32(0), wanted)
    for shift in [UInt32(21), 10, 0] {
      let width = shift == 0 ? UInt32(10) : 11
      var counts = [Int](repeating: 0, count: 1 << width)
      counts.withUnsafeMutableBufferPointer { counts in
        for i in 0..<count where sizes[i] > 0 && ranks[i].bitPattern & known == prefix {
          counts[Int(ranks[i].bitPattern >> shift & (1 << width - 1))] += 1
        }
      }
      var digit = counts.count - 1
      while digit > 0, counts[digit] < left {
        left -= counts[digit]
        digit -= 1
      }
      prefix |= UInt32(digit) << shift
      known |= (1 << width - 1) << shift
    }
    // All above the last, and of those equal to it the first.
    var best: [Int] = []
    best.reserveCapacity(min(wanted, count))
    for i in 0..<count where sizes[i] > 0 && ranks[i].bitPattern >= prefix {
      if ranks[i].bitPattern == prefix {
        guard left > 0 else { continue }
        left -= 1
      }
      best.append(i)
    }
    return best
  }
}
