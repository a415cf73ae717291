import Fields
import Metrics

/// Forecasts of an event at the cells of its region, one variable on one grid. Fields are held one at a time for each
/// system.
struct FieldEventPairing: EventPairing {
  let evaluation: Evaluation
  let worker: FieldWorker
  let places: ObservedCells
  /// Areas by place, divided by their mean.
  private let weights: [Double]

  /// Throws where no cell of the grid is in the region.
  init(_ evaluation: Evaluation, _ worker: FieldWorker, _ grid: any Grid, _ region: Region) throws {
    self.evaluation = evaluation
    self.worker = worker
    places = try ObservedCells(worker.archive, worker.regridders, grid, in: region)
    let mean = places.areas.reduce(0, +) / Double(places.areas.count)
    weights = places.areas.map { mean > 0 ? $0 / mean : 1 }
  }

  var observed: any ObservedPlaces { places }
  private var grid: any Grid { places.grid }
  private var cells: [Int] { places.cells }

  private func forecast(
    of system: ScoredSystem, _ unit: EvaluationUnit, _ reader: FieldReader
  ) async throws -> FieldReader.Reading? {
    guard system.keys.contains(worker.key(reader.variable, unit)) else { return nil }
    return try await reader.reading { part in
      guard let forecast = try await system.source.forecast(part, from: unit.initTime, at: unit.leadTime) else {
        return nil
      }
      return (try forecast.meanField(), forecast.origin)
    }
  }

  func pairs(
    of variable: Variable, _ unit: EvaluationUnit, without leftOut: Set<String>
  ) async throws -> [SystemPairs] {
    let reader = places.reader(variable)
    let analysis = try await reader.reading { try await worker.archive.field(of: $0, at: unit.validTime) }
    guard let analysis else { return [] }
    var read: [(system: ScoredSystem, forecast: FieldReader.Reading?)] = []
    for system in evaluation.systems where system.isOf(variable, unit.initTime, without: leftOut) {
      read.append((system, try await forecast(of: system, unit, reader)))
    }
    let isCommon = evaluation.plan.matching.pairing == .common
    return read.map { system, forecast in
      var ledger = Ledger()
      var pairs = MatchedPairs(
        variable: variable, initTime: unit.initTime, leadTime: unit.leadTime, stations: [], forecasts: [],
        observations: [])
      for (place, cell) in cells.enumerated() {
        let observed = analysis.values[cell]
        guard !observed.isNaN else {
          ledger.reject(.missingAnalysis)
          continue
        }
        guard let value = forecast?.values[cell] else {
          ledger.reject(.missingForecast)
          continue
        }
        guard !value.isNaN else {
          ledger.reject(.mask)
          continue
        }
        if isCommon, read.contains(where: { $0.forecast?.values[cell].isNaN ?? true }) {
          ledger.reject(.notCommon)
          continue
        }
        ledger.use()
        pairs.stations.append(Int32(place))
        pairs.forecasts.append(Double(value))
        pairs.observations.append(Double(observed))
        pairs.weights.append(weights[place])
      }
      return SystemPairs(system: system, pairs: pairs, ledger: ledger)
    }
  }

  func limits(_ limits: EventLimits, for pairs: SystemPairs) throws -> [Double] {
    let time = pairs.pairs.initTime + pairs.pairs.leadTime
    return try limits.limits(at: pairs.pairs.stations.map { cells[Int($0)] }, of: grid, time, worker.regridders)
  }

  // MARK: - Pictures

  /// Pixels of a picture along its longer side, at most.
  private static let pixels = 240

  func raster(_ values: (Int) -> Double) -> EventRaster? {
    let coordinates = cells.map { grid.coordinate(of: $0) }
    var frame = RegionFrame(coordinates)
    var columns = min(Self.pixels, max(8, 2 * Int(Double(cells.count).squareRoot())))
    var rows = min(Self.pixels, max(1, Int((frame.height / frame.width * Double(columns)).rounded(.up))))
    let (xs, ys) = (Set(coordinates.map(\.longitude180)).count, Set(coordinates.map(\.latitude)).count)
    // Parallels and meridians have a pixel for each cell.
    if xs * ys == cells.count, xs > 1, ys > 1 {
      frame = RegionFrame(coordinates, columns: xs, rows: ys)
      if xs <= Self.pixels { columns = xs }
      if ys <= Self.pixels { rows = ys }
    }
    let step = frame.width / Double(columns)
    var places = [Int32](repeating: -1, count: grid.count)
    for (place, cell) in cells.enumerated() { places[cell] = Int32(place) }
    var pixels = [Float](repeating: .nan, count: rows * columns)
    for row in 0..<rows {
      let latitude = frame.north - (Double(row) + 0.5) * frame.height / Double(rows)
      for column in 0..<columns {
        let point = Coordinate(latitude: latitude, longitude: frame.west + (Double(column) + 0.5) * step)
        guard let cell = grid.stencil(at: point, .nearest)?.parts.first?.cell, places[cell] >= 0 else { continue }
        pixels[row * columns + column] = Float(values(Int(places[cell])))
      }
    }
    return EventRaster(
      south: frame.south, north: frame.north, west: frame.west, east: frame.east, rows: rows, columns: columns,
      values: pixels)
  }

  func rows(_ values: [(Int) -> Double]) -> EventRows? {
    guard grid.shape.count == 2, let last = grid.shape.last, last > 0 else { return nil }
    let (ys, xs) = (cells.map { $0 / last }, cells.map { $0 % last })
    guard let top = ys.min(), let bottom = ys.max(), let left = xs.min(), let right = xs.max() else { return nil }
    let (rows, columns) = (bottom - top + 1, right - left + 1)
    var weights = [Double](repeating: 0, count: rows * columns)
    var arrays = values.map { _ in [Double](repeating: .nan, count: rows * columns) }
    for place in cells.indices {
      let position = (ys[place] - top) * columns + xs[place] - left
      weights[position] = self.weights[place]
      for (i, value) in values.enumerated() { arrays[i][position] = value(place) }
    }
    return EventRows(rows: rows, columns: columns, weights: weights, values: arrays)
  }
}

/// The rectangle of some places, half a step wider on each side where they are regular.
struct RegionFrame {
  let south: Double
  let north: Double
  let west: Double
  let east: Double
  /// Degrees beyond the outermost places to the west and the east.
  private let margin: Double

  /// The same of regular columns and rows, half a step wider.
  init(_ places: [Coordinate], columns: Int, rows: Int) {
    let whole = RegionFrame(places)
    let latitudes = places.map(\.latitude)
    let (low, high) = (latitudes.min() ?? -90, latitudes.max() ?? 90)
    let inner = (west: whole.west + whole.margin, east: whole.east - whole.margin)
    let (dx, dy) = ((inner.east - inner.west) / Double(columns - 1), (high - low) / Double(rows - 1))
    (west, east) = (inner.west - dx / 2, inner.east + dx / 2)
    (south, north) = (max(-90, low - dy / 2), min(90, high + dy / 2))
    margin = dx / 2
  }

  var width: Double { east - west }
  var height: Double { north - south }

  /// It goes the shorter way around the Earth.
  init(_ places: [Coordinate]) {
    let latitudes = places.map(\.latitude)
    let longitudes = Set(places.map(\.longitude180)).sorted()
    var (gap, start) = ((longitudes.first ?? 0) + 360 - (longitudes.last ?? 0), 0)
    for i in longitudes.indices.dropFirst() where longitudes[i] - longitudes[i - 1] > gap {
      (gap, start) = (longitudes[i] - longitudes[i - 1], i)
    }
    let first = longitudes.isEmpty ? 0 : longitudes[start]
    let half = max(0.05, (360 - gap) / Double(max(1, Int(Double(places.count).squareRoot()))) / 2)
    margin = half
    west = first - half
    east = first + 360 - gap + half
    south = max(-90, (latitudes.min() ?? -90) - half)
    north = min(90, (latitudes.max() ?? 90) + half)
  }
}
