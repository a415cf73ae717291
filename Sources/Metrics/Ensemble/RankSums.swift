/// Sums of `RankHistogram`.
///
/// Stored as: pairs with no member, number of ensemble sizes, then for each size, from the smallest, the size m,
/// n, and Σw of the pairs with 0, 1, ..., m members below the observation.
public struct RankSums: Sums {
  /// The pairs whose ensembles have one number of members.
  struct Row: Equatable, Sendable {
    var size: Int
    var n = 0
    var counts: [Double]

    var weight: Double { counts.reduce(0, +) }
  }

  /// From the smallest size.
  private(set) var rows: [Row] = []
  public private(set) var emptyPairs = 0

  public init() {}

  public var n: Int { rows.reduce(0) { $0 + $1.n } }

  /// Σw of the pairs with 0, 1, ..., m members below the observation, by the number of members m.
  public var histograms: [Int: [Double]] {
    Dictionary(uniqueKeysWithValues: rows.map { ($0.size, $0.counts) })
  }

  mutating func add(_ rank: Int, of size: Int, weight: Double) {
    guard size > 0 else {
      emptyPairs += 1
      return
    }
    let row = row(ofSize: size)
    rows[row].n += 1
    rows[row].counts[rank] += weight
  }

  private mutating func row(ofSize size: Int) -> Int {
    let at = rows.firstIndex { $0.size >= size } ?? rows.count
    if at == rows.count || rows[at].size != size {
      rows.insert(Row(size: size, counts: [Double](repeating: 0, count: size + 1)), at: at)
    }
    return at
  }

  public mutating func merge(_ other: RankSums) {
    emptyPairs += other.emptyPairs
    for part in other.rows {
      let row = row(ofSize: part.size)
      rows[row].n += part.n
      for k in 0...part.size { rows[row].counts[k] += part.counts[k] }
    }
  }

  public var numbers: [Double] {
    rows.reduce(into: [Double(emptyPairs), Double(rows.count)]) { list, row in
      list += [Double(row.size), Double(row.n)]
      list += row.counts
    }
  }

  public init?(numbers x: [Double]) {
    guard x.count >= 2, let emptyPairs = Int(count: x[0]), let count = Int(count: x[1]) else { return nil }
    self.emptyPairs = emptyPairs
    var position = 2
    for _ in 0..<count {
      guard position + 2 <= x.count, let size = Int(count: x[position]), let n = Int(count: x[position + 1]),
        size > rows.last?.size ?? 0, size < x.count - position - 2
      else { return nil }
      position += 2
      rows.append(Row(size: size, n: n, counts: Array(x[position...position + size])))
      position += size + 1
    }
    guard position == x.count else { return nil }
  }
}

extension RankSums {
  /// The mean over the ensemble sizes, by weight, of what each has, or why there is none.
  func mean(_ value: (Row) -> Double) -> Outcome {
    guard n > 0 else {
      return emptyPairs > 0 ? .undefined("no pair has a member that is not missing") : .noPairs
    }
    let (sum, weight) = rows.reduce((0.0, 0.0)) { ($0.0 + $1.weight * value($1), $0.1 + $1.weight) }
    return Outcome(sum / weight)
  }
}
