import Fields
import Stations
import Synchronization

/// The stencil of every station on a grid, by the station's number.
struct StencilTable: Sendable {
  enum State: UInt8 {
    case unknown, found, offGrid
    /// None of the closest cells is land.
    case noLand
  }

  fileprivate(set) var states: [State] = []
  fileprivate(set) var stencils: [Stencil] = []
}

/// Stencils by grid, method and station, each computed once.
final class StencilCache: Sendable {
  private struct Entry {
    let grid: any Grid
    let method: Matching.Method
    /// Which of several masks; nil for methods without.
    let mask: String?
    var table = StencilTable()
  }

  private let entries = Mutex<[Entry]>([])

  /// How many of the closest cells are searched for land.
  static let landSearch = 16

  /// The stencils on a grid for at least the stations of some candidates.
  ///
  /// Throws where the method needs a land mask and there is none on this grid, or where the grid has no
  /// rows and columns to be linear along.
  func table(
    on grid: any Grid, _ method: Matching.Method, landMask: LandMask?, for candidates: Candidates
  ) throws -> StencilTable {
    if method == .nearestLand { try LandMask.require(landMask, on: grid) }
    if method == .bilinear, grid is UnstructuredGrid {
      throw VerifyError(
        "bilinear interpolation needs rows and columns and the grid has none: \(grid.summary)",
        suggestion: "Set 'matching: interpolation' to nearest or inverse-distance.")
    }
    return entries.withLock { entries in
      let mask = method == .nearestLand ? landMask?.name : nil
      let slot = entries.firstIndex { $0.method == method && $0.mask == mask && $0.grid.isEqual(to: grid) }
      let index = slot ?? entries.count
      if slot == nil { entries.append(Entry(grid: grid, method: method, mask: mask)) }
      StencilCache.complete(&entries[index].table, grid, method, landMask, candidates)
      return entries[index].table
    }
  }

  private static func complete(
    _ table: inout StencilTable, _ grid: any Grid, _ method: Matching.Method, _ landMask: LandMask?,
    _ candidates: Candidates
  ) {
    let needed = Int(candidates.stationIndex.max() ?? -1) + 1
    if table.states.count < needed {
      table.states += [StencilTable.State](repeating: .unknown, count: needed - table.states.count)
      table.stencils += [Stencil](repeating: Stencil(cell: 0), count: needed - table.stencils.count)
    }
    for (position, number) in candidates.stationIndex.enumerated() where table.states[Int(number)] == .unknown {
      let point = candidates.stations[position].coordinate
      let (state, stencil) = StencilCache.stencil(at: point, on: grid, method, landMask)
      table.states[Int(number)] = state
      if let stencil { table.stencils[Int(number)] = stencil }
    }
  }

  private static func stencil(
    at point: Coordinate, on grid: any Grid, _ method: Matching.Method, _ landMask: LandMask?
  ) -> (StencilTable.State, Stencil?) {
    let plain: Interpolation
    switch method {
    case .bilinear: plain = .bilinear
    case .nearest: plain = .nearest
    case .inverseDistance: plain = .inverseDistance
    case .nearestLand:
      guard let cells = grid.nearestCells(to: point, count: landSearch) else { return (.offGrid, nil) }
      guard let cell = cells.first(where: { landMask?.isLand($0) ?? false }) else { return (.noLand, nil) }
      return (.found, Stencil(cell: cell))
    }
    guard let stencil = grid.stencil(at: point, plain) else { return (.offGrid, nil) }
    return (.found, stencil)
  }
}

/// Which cells of a grid a model takes for land.
struct LandMask: Sendable {
  /// For messages and to tell masks apart: the system it belongs to.
  let name: String
  let fraction: Field

  /// Half of the cell or more.
  func isLand(_ cell: Int) -> Bool { fraction.values[cell] >= 0.5 }

  static func require(_ mask: LandMask?, on grid: any Grid) throws {
    guard let mask else {
      throw VerifyError(
        "nearest-land interpolation needs a land mask and there is none",
        suggestion: "Name a file with it as 'land-mask' of the forecast, or choose another interpolation.")
    }
    guard mask.fraction.grid.isEqual(to: grid) else {
      throw VerifyError(
        "the land mask of '\(mask.name)' is on \(mask.fraction.grid.summary), its forecasts on \(grid.summary)",
        suggestion: "Give the land mask of the same grid.")
    }
  }
}
