import Fields
import Formats
import Metrics

/// What the climatology says of each pair, for the scores that need it.
struct ClimatologyColumns: ColumnSource {
  let climatology: Climatology
  private let placements: [Variable: ClimatologyPlacement]

  init(_ climatology: Climatology, _ matching: Matching, _ stencils: StencilCache) {
    self.climatology = climatology
    var placements: [Variable: ClimatologyPlacement] = [:]
    for file in climatology.files {
      let placement = ClimatologyPlacement(file, matching, stencils)
      for variable in file.variables { placements[variable] = placement }
    }
    self.placements = placements
  }

  func columns(for request: ColumnRequest) async throws -> [PairColumn: [Double]] {
    guard let placement = placements[request.variable] else { return [:] }
    let paired = request.pairedCandidates
    var columns: [PairColumn: [Double]] = [:]
    for column in request.wanted where column.isClimatological {
      let placed = try values(of: column, request, placement)
      columns[column] = paired.map { placed?[$0] ?? .nan }
    }
    return columns
  }

  /// A column at every candidate; nil where the climatology has nothing for it.
  private func values(
    of column: PairColumn, _ request: ColumnRequest, _ placement: ClimatologyPlacement
  ) throws -> [Double]? {
    let (variable, time) = (request.variable, request.unit.validTime)
    let isTemperature = HeightCorrection.applies(to: variable)
    switch column {
    case .climatology, .limit:
      return try climatology.values(of: column, of: variable, at: time).map {
        try placement.values($0, at: request.candidates, isTemperature: isTemperature)
      }
    case .eventProbability(let threshold) where threshold.value != nil && isTemperature && placement.correctsHeights:
      // The quantiles are brought to the station's height before they are compared with a limit.
      guard let quantiles = try ClimatologicalQuantiles(climatology, variable, time), let limit = threshold.value else {
        return nil
      }
      let placed = ClimatologicalQuantiles(
        levels: quantiles.levels,
        values: try quantiles.values.map { try placement.values($0, at: request.candidates, isTemperature: true) })
      return (0..<placed.count).map { placed.probability(of: threshold.comparison, limit, at: $0) }
    default:
      return try climatology.values(of: column, of: variable, at: time).map {
        try placement.values($0, at: request.candidates, isTemperature: false)
      }
    }
  }
}
