import Fields
import Metrics

/// What an analysis has in the cells of a region, one field at a time.
struct ObservedCells: ObservedPlaces {
  let archive: AnalysisArchive
  let regridders: RegridderCache
  let grid: any Grid
  /// The cells of the region; a place is a position among them.
  let cells: [Int]
  /// By place, in square kilometres.
  let areas: [Double]

  /// - region: nil takes every cell.
  /// - Throws: `VerifyError` where no cell of the grid is in the region.
  init(_ archive: AnalysisArchive, _ regridders: RegridderCache, _ grid: any Grid, in region: Region?) throws {
    self.archive = archive
    self.regridders = regridders
    self.grid = grid
    cells = (0..<grid.count).filter { region?.contains(grid.coordinate(of: $0)) ?? true }
    guard !cells.isEmpty else {
      throw VerifyError(
        "no cell of the grid (\(grid.summary)) is in the region of the event",
        suggestion: "Widen the region; `verify inspect` says where the grid is.")
    }
    let radius = Coordinate.earthRadius / 1000
    areas = cells.map { grid.area(of: $0) * radius * radius }
  }

  /// A reader of a variable on the grid.
  func reader(_ variable: Variable) -> FieldReader {
    FieldReader(variable: variable, regridders: regridders, target: grid, threads: 1)
  }

  func times(of variable: Variable, from: UTCTime, through: UTCTime) async throws -> [UTCTime] {
    archive.keys(of: variable, from: from, through: through).map(\.validTime)
  }

  func values(of variable: Variable, at time: UTCTime) async throws -> ObservedValues? {
    guard let analysis = try await reader(variable).reading({ try await archive.field(of: $0, at: time) }) else {
      return nil
    }
    var values = ObservedValues(time: time, places: [], values: [], ledger: Ledger())
    for (place, cell) in cells.enumerated() where !analysis.values[cell].isNaN {
      values.places.append(Int32(place))
      values.values.append(Double(analysis.values[cell]))
    }
    values.ledger.use(values.places.count)
    values.ledger.reject(.missingAnalysis, cells.count - values.places.count)
    return values
  }

  func limits(_ limits: EventLimits, for values: ObservedValues) throws -> [Double] {
    try limits.limits(at: values.places.map { cells[Int($0)] }, of: grid, values.time, regridders)
  }

  func place(_ number: Int32) -> EventPlace {
    let coordinate = grid.coordinate(of: cells[Int(number)])
    return EventPlace(name: coordinate.description, coordinate: coordinate)
  }

  func area(of place: Int32) -> Double? { areas[Int(place)] }
}
