import Fields
import Metrics

extension StationMatcher {
  /// Adds where the forecast at a single candidate was taken from, and how it was corrected.
  func tell(of forecast: Forecast, with candidates: Candidates, in story: inout PairStory) throws {
    switch forecast.values {
    case .fields(let members):
      story.forecastPlace = members[0].grid.summary
      story.interpolation = method.rawValue
      if candidates.count > 0 { story.cells = try cells(of: members, candidates) }
    case .stations(let table):
      story.forecastPlace = "a table of \(table.identifiers.count) stations"
      guard candidates.count > 0 else { break }
      let rows = tables.rows(of: table.identifiers).rows(of: candidates.stations[0].id)
      for row in rows {
        let distance = table.coordinates[row].map {
          " at \($0), \(Int($0.distance(to: candidates.stations[0].coordinate).rounded())) m away"
        }
        story.forecastPlace? += ", row '\(table.identifiers[row])'" + (distance ?? "")
      }
      if rows.isEmpty { story.forecastPlace? += ", none of this name" }
    }
    guard let correction, HeightCorrection.applies(to: forecast.variable), candidates.count > 0 else { return }
    let height = try modelHeights(forecast, candidates)[0]
    let raw = try uncorrected.match(forecast, with: candidates)
    story.correction = PairStory.Correction(
      lapseRate: correction.lapseRate, modelHeight: height.isNaN ? nil : height,
      stationHeight: candidates.stations[0].elevation, raw: raw.pairs.forecasts.first)
  }

  private func cells(of members: [Field], _ candidates: Candidates) throws -> [PairStory.Cell] {
    let grid = members[0].grid
    let number = Int(candidates.stationIndex[0])
    let table = try stencils.table(on: grid, method, landMask: landMask, for: candidates)
    guard table.states[number] == .found else { return [] }
    let isSameGrid = orography.map { $0.grid.isEqual(to: grid) } ?? false
    return table.stencils[number].parts.map { cell, weight in
      let present = members.map { Double($0.values[cell]) }.filter { !$0.isNaN }
      let height = isSameGrid ? orography.map { Double($0.values[cell]) } : nil
      return PairStory.Cell(
        cell: cell, coordinate: grid.coordinate(of: cell), weight: weight,
        value: present.isEmpty ? nil : present.reduce(0, +) / Double(present.count),
        modelHeight: height.flatMap { $0.isNaN ? nil : $0 })
    }
  }
}
