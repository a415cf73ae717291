import Fields
import Formats
import Stations
import Synchronization

/// Takes values of a climatology's places to the stations of a run.
///
/// A station has the values of the climatology's station of its identifier that is nearest and no further than
/// `station-distance`; on a grid those of the cells around it, by the plan's interpolation: for nearest-land the
/// nearest cell, since a climatology has no land mask. Where the plan corrects heights, and the grid's heights are
/// known, temperatures are brought to the station's: the same for raw and corrected forecasts, so that all are
/// scored by one anomaly.
final class ClimatologyPlacement: Sendable {
  private let file: ClimatologyFile
  private let matching: Matching
  private let stencils: StencilCache
  /// Positions in the file by identifier.
  private let byIdentifier: [String: [Int]]
  /// The position in the file by number of the run's register; nil inside where it has none.
  private let known = Mutex<[Int32: Int?]>([:])

  init(_ file: ClimatologyFile, _ matching: Matching, _ stencils: StencilCache) {
    self.file = file
    self.matching = matching
    self.stencils = stencils
    guard case .stations(let stations) = file.layout.places else {
      byIdentifier = [:]
      return
    }
    byIdentifier = Dictionary(grouping: stations.indices) { StationIdentifier.wmo(stations[$0].id) }
  }

  /// Whether temperatures are brought to the station's height.
  var correctsHeights: Bool {
    guard case .grid = file.layout.places else { return false }
    return matching.heightCorrection != nil && file.layout.surfaceAltitude != nil
  }

  /// The values at every candidate; NaN where it has none.
  ///
  /// - isTemperature: whether the values are temperatures, and not probabilities.
  func values(_ values: [Double], at candidates: Candidates, isTemperature: Bool) throws -> [Double] {
    switch file.layout.places {
    case .stations(let stations):
      let positions = positions(of: candidates, among: stations)
      return positions.map { $0.map { values[$0] } ?? .nan }
    case .grid(let grid):
      let method = matching.method == .nearestLand ? Matching.Method.nearest : matching.method
      let table = try stencils.table(on: grid, method, landMask: nil, for: candidates)
      let correction = isTemperature ? matching.heightCorrection : nil
      return candidates.stationIndex.indices.map { i in
        let number = Int(candidates.stationIndex[i])
        guard table.states[number] == .found else { return .nan }
        let stencil = table.stencils[number]
        let value = ClimatologyPlacement.value(of: stencil) { values[$0] }
        guard let correction, let heights = file.layout.surfaceAltitude else { return value }
        guard let elevation = candidates.stations[i].elevation else { return .nan }
        let height = ClimatologyPlacement.value(of: stencil) { Double(heights[$0]) }
        return correction.corrected(value, from: height, to: elevation)
      }
    }
  }

  private static func value(of stencil: Stencil, _ cell: (Int) -> Double) -> Double {
    stencil.parts.reduce(0) { $0 + $1.weight * cell($1.cell) }
  }

  private func positions(of candidates: Candidates, among stations: [Station]) -> [Int?] {
    known.withLock { known in
      candidates.stationIndex.enumerated().map { i, number in
        if let position = known[number] { return position }
        let station = candidates.stations[i]
        let near = (byIdentifier[StationIdentifier.wmo(station.id)] ?? []).map { position in
          (position: position, distance: stations[position].coordinate.distance(to: station.coordinate))
        }.filter { $0.distance <= matching.stationDistance }
        let position = near.min { ($0.distance, $0.position) < ($1.distance, $1.position) }?.position
        known[number] = position
        return position
      }
    }
  }
}
