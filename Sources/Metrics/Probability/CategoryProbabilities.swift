/// The tables of probability of being at or above each edge of categories.
public struct CategoryProbabilities: Statistic {
  public static let name = "category_probabilities"

  public let categories: Categories

  public init(_ categories: Categories) {
    self.categories = categories
  }

  public var key: String { "\(Self.name)(\(categories))" }

  public func accumulate(_ pairs: MatchedPairs, in positions: Range<Int>, into sums: inout CategoryProbabilitySums) {
    sums.prepare(edges: categories.edges.count)
    for (k, edge) in categories.edges.enumerated() {
      ProbabilityTable(Threshold(.atLeast, edge)).accumulate(pairs, in: positions, into: &sums.edges[k])
    }
  }
}

/// Sums of `CategoryProbabilities`.
///
/// Stored as: number of edges, then for each how many numbers follow, and those of its `ProbabilitySums`.
public struct CategoryProbabilitySums: Sums {
  /// One for each edge; empty where nothing was added.
  public internal(set) var edges: [ProbabilitySums] = []

  public init() {}

  public var n: Int { edges.first?.n ?? 0 }

  mutating func prepare(edges count: Int) {
    if edges.isEmpty { edges = [ProbabilitySums](repeating: ProbabilitySums(), count: count) }
    precondition(edges.count == count, "tables of other categories")
  }

  /// Traps where the other has another number of edges.
  public mutating func merge(_ other: CategoryProbabilitySums) {
    guard !other.edges.isEmpty else { return }
    prepare(edges: other.edges.count)
    for k in edges.indices { edges[k].merge(other.edges[k]) }
  }

  public var numbers: [Double] {
    edges.reduce(into: [Double(edges.count)]) { list, table in
      let numbers = table.numbers
      list.append(Double(numbers.count))
      list += numbers
    }
  }

  public init?(numbers x: [Double]) {
    guard let first = x.first, let count = Int(count: first) else { return nil }
    var position = 1
    for _ in 0..<count {
      guard position < x.count, let size = Int(count: x[position]), size < x.count - position,
        let table = ProbabilitySums(numbers: Array(x[position + 1..<position + 1 + size]))
      else { return nil }
      edges.append(table)
      position += 1 + size
    }
    guard position == x.count else { return nil }
  }
}

extension CategoryProbabilitySums {
  /// The sum over the edges of what each has, or why one has none.
  func total(_ value: (ProbabilitySums) -> Outcome) -> Outcome {
    guard !edges.isEmpty else { return .noPairs }
    var sum = 0.0
    for table in edges {
      switch value(table) {
      case .value(let x): sum += x
      case .undefined(let reason): return .undefined(reason)
      }
    }
    return Outcome(sum)
  }
}

extension Outcome {
  /// What a function makes of the number; the reason where there is none.
  func scaled(_ function: (Double) -> Double) -> Outcome {
    if case .value(let x) = self { Outcome(function(x)) } else { self }
  }
}
