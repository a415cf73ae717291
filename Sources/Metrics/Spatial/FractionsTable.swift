/// How much of the neighbourhoods of a field has an event in the forecast and in the analysis.
///
/// The neighbourhood of a cell is a rectangle around it of as many rows and columns, both odd, as come nearest to the
/// scale; on a latitude-longitude grid it has more columns towards the poles. Rows that go round the globe have no end.
/// Neighbourhoods of a part of the grid are those around its cells, and look beyond it. All scales come from one pair of
/// summed areas, so that a scale costs the same however large it is.
public struct FractionsTable: FieldStatistic {
  public typealias Result = FractionsSums

  public static let name = "fractions"

  /// What becomes of a neighbourhood that reaches beyond the field or holds missing cells.
  public enum Edges: String, Hashable, Sendable, Codable, CaseIterable {
    /// The part of it that is there counts.
    case cut
    /// It is left out and counted.
    case whole
  }

  public let event: EventAtScale
  public let edges: Edges

  public init(_ event: EventAtScale, edges: Edges) {
    self.event = event
    self.edges = edges
  }

  public var key: String { "\(Self.name)(\(event), \(edges.rawValue))" }
  public var columns: Set<PairColumn> { event.threshold.columns }

  public func sums(of whole: WholeFields, rows: Range<Int>) -> [FractionsSums] {
    let areas = whole.areas(of: event.threshold)
    let parts = whole.cells.parts
    var sums = [FractionsSums](repeating: FractionsSums(), count: parts.count)
    for row in rows {
      let neighbourhood = Neighbourhood(self, whole.layout, row: row)
      for run in whole.runs(ofRow: row) where run.weight != 0 {
        neighbourhood.add(run.columns, weight: run.weight, areas, to: &sums[run.part])
      }
    }
    return parts.strata.map { members in
      members.reduce(into: FractionsSums()) { $0.merge(sums[$1]) }
    }
  }
}

/// The rectangle around each cell of one row.
private struct Neighbourhood {
  private let layout: FieldLayout
  private let row: Int
  private let rows: Range<Int>
  private let reach: Int
  private let edges: FractionsTable.Edges
  /// Cells of a whole one.
  private let size: Int

  init(_ table: FractionsTable, _ layout: FieldLayout, row: Int) {
    self.layout = layout
    self.row = row
    edges = table.edges
    let (up, across) = layout.reach(of: table.event.scale, row: row)
    rows = max(0, row - up)..<min(layout.rows, row + up + 1)
    reach = across
    size = (2 * up + 1) * (2 * across + 1)
  }

  /// Columns around which it ends within the field, or goes round without meeting itself.
  private var wholeColumns: Range<Int> {
    if layout.wraps { return 2 * reach < layout.distinctColumns ? 0..<layout.distinctColumns : 0..<0 }
    return reach < layout.distinctColumns - reach ? reach..<layout.distinctColumns - reach : 0..<0
  }

  /// Adds the neighbourhoods of some cells of the row.
  func add(_ columns: Range<Int>, weight: Double, _ areas: EventAreas, to sums: inout FractionsSums) {
    // Where all cells are there and none goes round, whole numbers are summed.
    let inner =
      areas.present == nil && areas.forecast.hasExactProducts(height: rows.count, reach: reach)
        && (edges == .cut || rows.count * (2 * reach + 1) == size)
      ? columns.clamped(to: min(reach, layout.distinctColumns)..<max(reach, layout.distinctColumns - reach))
      : columns.lowerBound..<columns.lowerBound
    if !inner.isEmpty {
      let products = areas.forecast.products(with: areas.observed, rows: rows, columns: inner, reach: reach)
      let square = Double(rows.count * (2 * reach + 1)) * Double(rows.count * (2 * reach + 1))
      sums.n += inner.count
      sums.weight += weight * Double(inner.count)
      sums.events += weight * Double(areas.observed.count(row..<row + 1, inner))
      sums.error += weight * products.difference / square
      sums.reference += weight * products.size / square
    }
    let start = row * layout.columns
    let isWhole = wholeColumns
    for part in inner.isEmpty
      ? [columns] : [columns.lowerBound..<inner.lowerBound, inner.upperBound..<columns.upperBound]
    {
      for column in part where areas.isPresent[start + column] != 0 {
        let counts = areas.counts(rows: rows, around: column, reach: reach)
        guard edges == .cut || (isWhole.contains(column) && counts.present == size) else {
          sums.lacking += 1
          continue
        }
        let (f, o) = (
          Double(counts.forecast) / Double(counts.present), Double(counts.observed) / Double(counts.present)
        )
        sums.n += 1
        sums.weight += weight
        if areas.isObserved[start + column] != 0 { sums.events += weight }
        sums.error += weight * (f - o) * (f - o)
        sums.reference += weight * (f * f + o * o)
      }
    }
  }
}

/// Sums of `FractionsTable`, by weight of the cell that a neighbourhood is around.
///
/// Stored as: neighbourhoods, those that were left out, Σw, Σw of cells with the event analysed, Σw(P_f - P_o)²,
/// Σw(P_f² + P_o²).
public struct FractionsSums: Sums {
  public internal(set) var n = 0
  /// Neighbourhoods that reach beyond the field or hold missing cells, and were left out for it.
  public internal(set) var lacking = 0
  public internal(set) var weight = 0.0
  public internal(set) var events = 0.0
  public internal(set) var error = 0.0
  public internal(set) var reference = 0.0

  public init() {}

  public mutating func merge(_ other: FractionsSums) {
    n += other.n
    lacking += other.lacking
    weight += other.weight
    events += other.events
    error += other.error
    reference += other.reference
  }

  public var numbers: [Double] { [Double(n), Double(lacking), weight, events, error, reference] }

  public init?(numbers x: [Double]) {
    guard x.count == 6, let n = Int(count: x[0]), let lacking = Int(count: x[1]) else { return nil }
    (self.n, self.lacking, weight, events, error, reference) = (n, lacking, x[2], x[3], x[4], x[5])
  }
}

extension FractionsSums {
  /// 1 - Σw(P_f - P_o)² / Σw(P_f² + P_o²)
  func skill(of event: EventAtScale) -> Outcome {
    guard n > 0 else {
      return lacking > 0 ? .undefined("no neighbourhood of \(event.scale) is whole") : .noPairs
    }
    guard reference > 0 else { return .undefined("the event is neither forecast nor analysed") }
    return Outcome(1 - error / reference)
  }

  /// 1/2 + f₀/2, where f₀ is how often the event was analysed.
  var usefulSkill: Outcome { n > 0 ? Outcome(0.5 + events / weight / 2) : .noPairs }
}
