import Fields
import Formats
import Metrics

/// What the climatology says of each pair, for the scores that need it.
struct ClimatologyColumns: ColumnSource {
  /// The columns that come from a climatology.
  static func areMade(of columns: Set<PairColumn>) -> Set<PairColumn> {
    columns.filter(\.isClimatological)
  }

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
    let isTemperature = HeightCorrection.applies(to: request.variable)
    let paired = request.pairedCandidates
    var columns: [PairColumn: [Double]] = [:]
    func add(_ column: PairColumn, _ array: ClimatologyArray, isTemperature: Bool = false) throws {
      guard request.wanted.contains(column) else { return }
      guard let values = try climatology.values(array, of: request.variable, at: request.unit.validTime) else {
        columns[column] = paired.map { _ in .nan }
        return
      }
      let placed = try placement.values(values, at: request.candidates, isTemperature: isTemperature)
      columns[column] = paired.map { placed[$0] }
    }
    try add(.climatology, .mean, isTemperature: isTemperature)
    try add(.dryProbability, .dryProbability)
    try add(.heavyLimit, .heavyLimit)
    return columns
  }
}
