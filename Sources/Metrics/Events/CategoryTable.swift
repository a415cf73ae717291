/// How often each category was forecast where each was observed.
///
/// Of an ensemble, the mean of the members is the forecast.
public struct CategoryTable: Statistic {
  public static let name = "category_table"

  public let categories: Categories

  public init(_ categories: Categories) {
    self.categories = categories
  }

  public var key: String { "\(Self.name)(\(categories))" }

  public func accumulate(_ pairs: MatchedPairs, in positions: Range<Int>, into sums: inout CategorySums) {
    precondition(positions.lowerBound >= 0 && positions.upperBound <= pairs.count, "positions outside the pairs")
    for i in positions where pairs.weights[i] != 0 {
      sums.add(
        categories.category(of: pairs.forecasts[i]), categories.category(of: pairs.observations[i]),
        of: categories.count, weight: pairs.weights[i])
    }
  }
}

/// Sums of `CategoryTable`, by weight.
///
/// Stored as: n, then the cells, a row of observed categories for each forecast category.
public struct CategorySums: Sums {
  public private(set) var n = 0
  /// Empty where there is no pair.
  public private(set) var cells: [Double] = []
  public private(set) var categoryCount = 0

  public init() {}

  mutating func add(_ forecast: Int, _ observed: Int, of count: Int, weight: Double) {
    if cells.isEmpty {
      cells = [Double](repeating: 0, count: count * count)
      categoryCount = count
    }
    n += 1
    cells[forecast * count + observed] += weight
  }

  /// Traps where the other has a different number of categories.
  public mutating func merge(_ other: CategorySums) {
    guard other.n > 0 else { return }
    guard n > 0 else {
      self = other
      return
    }
    precondition(categoryCount == other.categoryCount, "tables of different categories")
    n += other.n
    for i in cells.indices { cells[i] += other.cells[i] }
  }

  public var numbers: [Double] { [Double(n)] + cells }

  public init?(numbers x: [Double]) {
    guard let first = x.first, let n = Int(count: first) else { return nil }
    let count = Int(Double(x.count - 1).squareRoot())
    guard count * count == x.count - 1, (n > 0) == (count > 0) else { return nil }
    (self.n, cells, categoryCount) = (n, Array(x.dropFirst()), count)
  }
}

extension CategorySums {
  public var total: Double { cells.reduce(0, +) }

  /// The part of the weight in which each category was forecast.
  var forecast: [Double] { marginal { $0 * categoryCount + $1 } }

  /// The part of the weight in which each category was observed.
  var observed: [Double] { marginal { $1 * categoryCount + $0 } }

  /// The part of the weight in which the forecast category was observed.
  var correct: Double { (0..<categoryCount).reduce(0) { $0 + cells[$1 * (categoryCount + 1)] } / total }

  private func marginal(_ cell: (Int, Int) -> Int) -> [Double] {
    let total = total
    return (0..<categoryCount).map { i in (0..<categoryCount).reduce(0) { $0 + cells[cell(i, $1)] } / total }
  }

  /// The part correct beyond what chance has, over what a perfect forecast has beyond the reference.
  func skill(chance: Double, reference: Double, orUndefined reason: String) -> Outcome {
    reference < 1 ? Outcome((correct - chance) / (1 - reference)) : .undefined(reason)
  }
}
