import Fields
import Foundation
import Metrics

/// The grid that forecasts and analyses are compared on: its cells, what they weigh, and their strata.
struct VerificationGrid: Sendable {
  let grid: any Grid
  /// With every stratum as places make it: those that are chosen by analysed values have all cells of their places.
  let cells: CellBlocks
  private let strata: [Stratum]
  private let rows: CellRows
  /// Nil where no maps are kept.
  let map: MapGrid?

  /// Throws where a stratum can't be told on a grid.
  ///
  /// - Parameter elevations: Metres, one value a cell; nil where no stratum needs them.
  init(
    _ grid: any Grid, _ planned: PlannedAnalysis, strata: StratumMembership, elevations: [Float]? = nil
  ) throws {
    self.grid = grid
    self.strata = strata.strata
    map = planned.maps.map { MapGrid(grid, side: $0.block) }
    var parts = CellParts(cellCount: grid.count)
    let landFractions = strata.land?.fractions(of: grid)
    for stratum in strata.strata {
      if stratum == .all {
        parts.addAll()
      } else {
        if let refusal = stratum.refusalOnGrids { throw refusal }
        let members = stratum.cells(of: grid, elevations: elevations, landFractions: landFractions)
        try parts.addStratum { members[$0] }
      }
    }
    rows = CellRows(grid, planned.weights)
    cells = CellBlocks(
      rowStarts: rows.starts, weights: rows.weights, parts: parts, layout: FieldLayout(grid, rowCount: rows.rowCount))
  }

  /// The cells with the strata that are chosen by the analysed values of a variable.
  ///
  /// - Parameter columns: Limits of the climatology that strata need.
  func cells(by values: [Float], of variable: Variable, _ columns: [PairColumn: [Float]]) throws -> CellBlocks {
    guard strata.contains(where: { !$0.observed.isEmpty }) else { return cells }
    let observed = ObservedBits(variable, strata)
    let bits = observed.count > 0 ? observed.bits(of: values, columns) : [UInt64](repeating: 0, count: values.count)
    let parts = try cells.parts.refined(by: bits, needed: observed.needed)
    return CellBlocks(rowStarts: rows.starts, weights: rows.weights, parts: parts, layout: cells.layout)
  }

  /// The grid of a plan, given those of the analysis and of the forecasts.
  static func chosen(
    _ target: PlannedAnalysis.Target, analysis: any Grid, forecasts: [any Grid]
  ) throws -> any Grid {
    switch target {
    case .analysis: return analysis
    case .forecast: return forecasts.first ?? analysis
    case .coarser:
      let sized = ([analysis] + forecasts).map { (grid: $0, size: meanArea(of: $0)) }
      // Equal grids are of one size to rounding; the first of them stands.
      return sized.dropFirst().reduce(sized[0]) { $1.size > $0.size * 1.000_001 ? $1 : $0 }.grid
    case .spelled(let spelling): return try spelling.grid()
    }
  }

  /// In steradians, estimated from some thousand cells.
  private static func meanArea(of grid: any Grid) -> Double {
    let step = max(1, grid.count / 4001)
    let areas = stride(from: 0, to: grid.count, by: step).map { grid.area(of: $0) }
    return areas.reduce(0, +) / Double(areas.count)
  }
}

/// The rows of a grid and the weights of its cells, whose mean is 1.
struct CellRows {
  let starts: [Int]
  let weights: CellBlocks.Weights
  /// How many rows have weights of their own; nil where cells have.
  var rowCount: Int? { if case .rows(let rows) = weights { rows.count } else { nil } }

  init(_ grid: any Grid, _ kind: PlannedAnalysis.Weights) {
    let weight: (Int) -> Double =
      switch kind {
      case .area: { grid.area(of: $0) }
      // The cosine of 90° is a little less than 0 or a little more.
      case .cosLatitude: { max(0, cos(grid.coordinate(of: $0).latitude * .pi / 180)) }
      case .none: { _ in 1 }
      }
    let count = grid.count
    let rows = CellRows.rows(of: grid, weight)
    // Rows of few cells are no rows; their cells have weights of their own.
    guard let (starts, rowWeights) = rows, count >= 8 * starts.count else {
      let own = (0..<count).map(weight)
      let mean = own.reduce(0, +) / Double(max(1, count))
      self.starts = [0, count]
      weights = .cells(own.map { mean > 0 ? $0 / mean : $0 })
      return
    }
    let ends = starts.dropFirst() + [count]
    let total = zip(zip(starts, ends), rowWeights).reduce(0) { $0 + Double($1.0.1 - $1.0.0) * $1.1 }
    let mean = total / Double(count)
    self.starts = starts + [count]
    weights = .rows(rowWeights.map { mean > 0 ? $0 / mean : $0 })
  }

  /// The first cells of the rows and what each of their cells weighs; nil where cells of a row differ.
  private static func rows(of grid: any Grid, _ weight: (Int) -> Double) -> (starts: [Int], weights: [Double])? {
    func isEven(_ cells: Range<Int>) -> Bool {
      let first = weight(cells.lowerBound)
      return cells.allSatisfy { abs(weight($0) - first) <= 1e-9 * first }
    }
    if let grid = grid as? RectilinearGrid {
      // All rows have the same columns.
      let middle = grid.rows / 2 * grid.columns
      guard isEven(middle..<middle + grid.columns) else { return nil }
      let starts = (0..<grid.rows).map { $0 * grid.columns }
      return (starts, starts.map(weight))
    }
    var (starts, weights): ([Int], [Double]) = ([], [])
    var latitude = Double.nan
    for cell in 0..<grid.count {
      let (own, ownLatitude) = (weight(cell), grid.coordinate(of: cell).latitude)
      if ownLatitude != latitude {
        starts.append(cell)
        weights.append(own)
        latitude = ownLatitude
      } else if abs(own - weights[weights.count - 1]) > 1e-9 * own {
        return nil
      }
    }
    return (starts, weights)
  }
}
