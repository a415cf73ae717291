/// Sums of `CRPSDecomposition`.
///
/// Stored as: pairs with no member, the numbers of `ObservedValues`, number of ensemble sizes, then for each size,
/// from the smallest, the size m, n, Σw, Σw of observations below and above all members, and Σwα and Σwβ of the
/// bins 0, 1, ..., m between the members: α is the part of a bin's width below the observation, β that above.
public struct CRPSDecompositionSums: Sums {
  /// The pairs whose ensembles have one number of members.
  struct Row: Equatable, Sendable {
    var size: Int
    var n = 0
    var weight = 0.0
    var below = 0.0
    var above = 0.0
    var alpha: [Double]
    var beta: [Double]

    init(size: Int) {
      self.size = size
      alpha = [Double](repeating: 0, count: size + 1)
      beta = alpha
    }
  }

  /// From the smallest size.
  private(set) var rows: [Row] = []
  private(set) var observed = ObservedValues()
  public private(set) var emptyPairs = 0

  public init() {}

  public var n: Int { rows.reduce(0) { $0 + $1.n } }

  /// Adds a pair by its members, from the smallest.
  mutating func add(_ x: UnsafeBufferPointer<Double>, _ o: Double, weight: Double) {
    guard let least = x.first, let most = x.last else {
      emptyPairs += 1
      return
    }
    observed.add(o, weight: weight)
    let row = row(ofSize: x.count)
    rows[row].n += 1
    rows[row].weight += weight
    if o < least {
      rows[row].below += weight
      rows[row].beta[0] += weight * (least - o)
    }
    if o > most {
      rows[row].above += weight
      rows[row].alpha[x.count] += weight * (o - most)
    }
    for k in 1..<x.count {
      rows[row].alpha[k] += weight * (min(max(o, x[k - 1]), x[k]) - x[k - 1])
      rows[row].beta[k] += weight * (x[k] - min(max(o, x[k - 1]), x[k]))
    }
  }

  /// Adds what was observed of a pair whose members are added in bins.
  mutating func observe(_ o: Double, weight: Double) { observed.add(o, weight: weight) }

  mutating func add(_ bins: CRPSBins) {
    guard bins.n > 0 else { return }
    let row = row(ofSize: bins.size)
    rows[row].n += bins.n
    rows[row].weight += bins.weight.sum()
    rows[row].below += bins.below.sum()
    rows[row].above += bins.above.sum()
    for k in 0...bins.size {
      rows[row].alpha[k] += bins.alpha[k].sum()
      rows[row].beta[k] += bins.beta[k].sum()
    }
  }

  private mutating func row(ofSize size: Int) -> Int {
    let at = rows.firstIndex { $0.size >= size } ?? rows.count
    if at == rows.count || rows[at].size != size { rows.insert(Row(size: size), at: at) }
    return at
  }

  public mutating func merge(_ other: CRPSDecompositionSums) {
    emptyPairs += other.emptyPairs
    observed.merge(other.observed)
    for part in other.rows {
      let row = row(ofSize: part.size)
      rows[row].n += part.n
      rows[row].weight += part.weight
      rows[row].below += part.below
      rows[row].above += part.above
      for k in 0...part.size {
        rows[row].alpha[k] += part.alpha[k]
        rows[row].beta[k] += part.beta[k]
      }
    }
  }

  public var numbers: [Double] {
    rows.reduce(into: [Double(emptyPairs)] + observed.numbers + [Double(rows.count)]) { list, row in
      list += [Double(row.size), Double(row.n), row.weight, row.below, row.above]
      list += row.alpha
      list += row.beta
    }
  }

  public init?(numbers x: [Double]) {
    guard let first = x.first, let emptyPairs = Int(count: first),
      let (observed, end) = ObservedValues.read(x, from: 1), end < x.count, let count = Int(count: x[end])
    else { return nil }
    self.emptyPairs = emptyPairs
    self.observed = observed
    var position = end + 1
    for _ in 0..<count {
      guard position + 5 <= x.count, let size = Int(count: x[position]), let n = Int(count: x[position + 1]),
        size > rows.last?.size ?? 0, size < (x.count - position - 5) / 2
      else { return nil }
      var row = Row(size: size)
      row.n = n
      (row.weight, row.below, row.above) = (x[position + 2], x[position + 3], x[position + 4])
      position += 5
      row.alpha = Array(x[position...position + size])
      row.beta = Array(x[position + size + 1...position + 2 * size + 1])
      rows.append(row)
      position += 2 * (size + 1)
    }
    guard position == x.count else { return nil }
  }
}

extension CRPSDecompositionSums {
  /// The parts of the CRPS, times Σw.
  struct Parts {
    var reliability = 0.0
    var potential = 0.0
  }

  /// What a function makes of the parts and of Σw, or why there are none.
  func outcome(_ value: (Parts, Double) -> Double) -> Outcome {
    guard n > 0 else {
      return emptyPairs > 0 ? .undefined("no pair has a member that is not missing") : .noPairs
    }
    var (parts, total) = (Parts(), 0.0)
    for row in rows {
      total += row.weight
      for k in 0...row.size {
        // g is the bin's mean width and o how often the observation is below it. The bins at the ends have no
        // width of their own: theirs is the mean over the observations that fall into them.
        let (g, o): (Double, Double)
        switch k {
        case 0: (g, o) = row.below > 0 ? (row.beta[0] / row.below * row.weight, row.below / row.weight) : (0, 0)
        case row.size:
          (g, o) = row.above > 0 ? (row.alpha[k] / row.above * row.weight, 1 - row.above / row.weight) : (0, 1)
        default:
          g = row.alpha[k] + row.beta[k]
          o = g > 0 ? row.beta[k] / g : 0
        }
        let p = Double(k) / Double(row.size)
        parts.reliability += g * (o - p) * (o - p)
        parts.potential += g * o * (1 - o)
      }
    }
    return Outcome(value(parts, total))
  }

  /// Half the mean distance between two observations, or why there is none.
  var uncertainty: Outcome {
    n > 0 ? observed.halfMeanDistance : outcome { _, _ in 0 }
  }
}
