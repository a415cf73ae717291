/// Sums of `ProbabilityTable`.
///
/// Stored as: pairs with no member, pairs without a limit, number of ensemble sizes, then for each size, from the smallest, the size m,
/// n, and for 0, 1, ..., m members beyond the threshold Σw where the event was observed and Σw where it was not.
public struct ProbabilitySums: Sums {
  /// The pairs whose ensembles have one number of members.
  struct Row: Equatable, Sendable {
    var size: Int
    var n = 0
    /// By how many members were beyond the threshold, Σw with the event and without.
    var events: [Double]
    var others: [Double]

    init(size: Int) {
      self.size = size
      events = [Double](repeating: 0, count: size + 1)
      others = events
    }
  }

  /// From the smallest size.
  private(set) var rows: [Row] = []
  public private(set) var emptyPairs = 0
  /// Pairs without a limit.
  public internal(set) var lacking = 0

  public init() {}

  public var n: Int { rows.reduce(0) { $0 + $1.n } }

  /// Adds a pair with a number of members beyond the threshold.
  mutating func add(_ members: Int, of size: Int, isObserved: Bool, weight: Double) {
    guard size > 0 else {
      emptyPairs += 1
      return
    }
    let row = row(ofSize: size)
    rows[row].n += 1
    if isObserved {
      rows[row].events[members] += weight
    } else {
      rows[row].others[members] += weight
    }
  }

  private mutating func row(ofSize size: Int) -> Int {
    let at = rows.firstIndex { $0.size >= size } ?? rows.count
    if at == rows.count || rows[at].size != size { rows.insert(Row(size: size), at: at) }
    return at
  }

  public mutating func merge(_ other: ProbabilitySums) {
    emptyPairs += other.emptyPairs
    lacking += other.lacking
    for part in other.rows {
      let row = row(ofSize: part.size)
      rows[row].n += part.n
      for k in 0...part.size {
        rows[row].events[k] += part.events[k]
        rows[row].others[k] += part.others[k]
      }
    }
  }

  public var numbers: [Double] {
    rows.reduce(into: [Double(emptyPairs), Double(lacking), Double(rows.count)]) { list, row in
      list += [Double(row.size), Double(row.n)]
      for k in 0...row.size { list += [row.events[k], row.others[k]] }
    }
  }

  public init?(numbers x: [Double]) {
    guard x.count >= 3, let emptyPairs = Int(count: x[0]), let lacking = Int(count: x[1]),
      let count = Int(count: x[2])
    else { return nil }
    (self.emptyPairs, self.lacking) = (emptyPairs, lacking)
    var position = 3
    for _ in 0..<count {
      guard position + 2 <= x.count, let size = Int(count: x[position]), let n = Int(count: x[position + 1]),
        size > rows.last?.size ?? 0, size < (x.count - position - 2) / 2
      else { return nil }
      position += 2
      var row = Row(size: size)
      row.n = n
      for k in 0...size { (row.events[k], row.others[k]) = (x[position + 2 * k], x[position + 2 * k + 1]) }
      rows.append(row)
      position += 2 * (size + 1)
    }
    guard position == x.count else { return nil }
  }
}

extension ProbabilitySums {
  /// A probability that was forecast, with the weight of the pairs where the event was observed and where not.
  struct Level {
    var probability: Double
    var events: Double
    var others: Double
    /// In which of ten bins of probability it is: 0 to below 0.1, ..., 0.9 to 1.
    var tenth: Int

    var weight: Double { events + others }
    var frequency: Double { events / weight }
  }

  /// The probabilities that were forecast, from the lowest; equal ones of different ensemble sizes are one.
  var levels: [Level] {
    var all: [Level] = []
    for row in rows {
      for k in 0...row.size where row.events[k] != 0 || row.others[k] != 0 {
        all.append(
          Level(
            probability: Double(k) / Double(row.size), events: row.events[k], others: row.others[k],
            tenth: min(9, 10 * k / row.size)))
      }
    }
    guard rows.count > 1 else { return all }
    return all.sorted { $0.probability < $1.probability }.reduce(into: []) { list, level in
      if let last = list.last, last.probability == level.probability {
        list[list.count - 1].events += level.events
        list[list.count - 1].others += level.others
      } else {
        list.append(level)
      }
    }
  }

  /// Why there is no pair; nil where there are some.
  var absence: Outcome? {
    guard n == 0 else { return nil }
    if emptyPairs > 0 { return .undefined("no pair has a member that is not missing") }
    return lacking > 0 ? PairColumn.noLimit : .noPairs
  }

  /// Why there is no score that needs the event to happen at times and not at others; nil where it does.
  var constancy: Outcome? {
    if let absence { return absence }
    let (events, others) = rows.reduce((0.0, 0.0)) { sums, row in
      (row.events.reduce(sums.0, +), row.others.reduce(sums.1, +))
    }
    if events == 0 { return .undefined("no observed events") }
    return others == 0 ? .undefined("no observed non-events") : nil
  }
}
