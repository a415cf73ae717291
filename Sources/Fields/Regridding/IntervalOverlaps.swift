/// How much of each target interval every source interval covers, along one direction of a grid.
struct IntervalOverlaps: Sendable {
  /// Where the parts of each target interval begin, and the number of parts at the end.
  private(set) var starts: [Int32] = [0]
  /// The source intervals of the parts.
  private(set) var sources: [Int32] = []
  /// The covered parts of the target interval, 0...1.
  private(set) var weights: [Double] = []
  /// The sum of the weights of each target interval: the part that is inside the source.
  private(set) var sums: [Double] = []

  var count: Int { sums.count }

  func parts(of target: Int) -> Range<Int> { Int(starts[target])..<Int(starts[target + 1]) }

  /// All of it for a loop that reads every part once.
  func withUnsafeParts(
    _ body: (
      _ starts: UnsafeBufferPointer<Int32>, _ sources: UnsafeBufferPointer<Int32>,
      _ weights: UnsafeBufferPointer<Double>, _ sums: UnsafeBufferPointer<Double>
    ) -> Void
  ) {
    starts.withUnsafeBufferPointer { starts in
      sources.withUnsafeBufferPointer { sources in
        weights.withUnsafeBufferPointer { weights in
          sums.withUnsafeBufferPointer { body(starts, sources, weights, $0) }
        }
      }
    }
  }

  /// Below this part of an interval a difference of edges is the rounding of coordinates.
  static let sliver = 1e-10
  /// Intervals that differ by less than this part of themselves are one: coordinates in Float32 and in
  /// millionths of a degree.
  static let coincidence = 1e-3

  /// - sources, targets: the lower and upper edge of each interval; those without width are skipped. Sources
  ///   follow one another, upwards or downwards.
  /// - period: 360 where both are longitudes, which may be any turns apart.
  init(from sources: [ClosedRange<Double>], to targets: [ClosedRange<Double>], period: Double?) {
    let isRising = sources.count < 2 || sources[0].lowerBound <= sources[sources.count - 1].lowerBound
    let order = isRising ? Array(sources.indices) : sources.indices.reversed()
    for target in targets {
      appendParts(of: target, from: sources, in: order, period: period)
      starts.append(Int32(self.sources.count))
    }
  }

  /// The number of sources in rising order whose upper edge is not above a value.
  private static func rank(of value: Double, in sources: [ClosedRange<Double>], _ order: [Int]) -> Int {
    var (low, high) = (0, order.count)
    while low < high {
      let middle = (low + high) / 2
      if sources[order[middle]].upperBound <= value { low = middle + 1 } else { high = middle }
    }
    return low
  }

  private mutating func appendParts(
    of target: ClosedRange<Double>, from sources: [ClosedRange<Double>], in order: [Int], period: Double?
  ) {
    let width = target.upperBound - target.lowerBound
    guard width > 0, let first = order.first.map({ sources[$0].lowerBound }) else {
      sums.append(0)
      return
    }
    var found: [(source: Int, weight: Double)] = []
    var lower = target.lowerBound
    // In one turn from the first source edge on, then in the turn after it.
    if let period {
      lower -= period * ((lower - first) / period).rounded(.down)
      // What rounding has put an edge before the seam begins at the seam.
      if first + period - lower < IntervalOverlaps.sliver * width { lower -= period }
    }
    for turn in period.map({ [0, $0] }) ?? [0] where turn == 0 || lower + width > first + turn {
      let (from, to) = (lower - turn, lower - turn + width)
      for index in IntervalOverlaps.rank(of: from, in: sources, order)..<order.count {
        let source = sources[order[index]]
        if source.lowerBound >= to { break }
        let shared = min(to, source.upperBound) - max(from, source.lowerBound)
        guard shared > IntervalOverlaps.sliver * width else { continue }
        let sourceWidth = source.upperBound - source.lowerBound
        let isWhole = shared > (1 - IntervalOverlaps.coincidence) * max(width, sourceWidth)
        if isWhole {
          found = [(order[index], 1)]
          break
        }
        found.append((order[index], shared / width))
      }
      if found.count == 1, found[0].weight == 1 { break }
    }
    for part in found {
      self.sources.append(Int32(part.source))
      weights.append(part.weight)
    }
    sums.append(found.reduce(0) { $0 + $1.weight })
  }
}
