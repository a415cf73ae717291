import Fields
import Metrics

/// What the plan's baseline forecast at each pair; NaN where it has no pair there.
///
/// On common pairs it is never missing, since the baseline is one of the systems. For the baseline itself it is its own
/// forecast, so that its skill is exactly 0: differences of skill from the baseline then have limits like any other.
struct BaselineColumn: ColumnSource {
  func columns(for request: ColumnRequest) async throws -> [PairColumn: [Double]] {
    guard request.wanted.contains(.baseline), let baseline = request.systems.first(where: { $0.system.isBaseline })
    else { return [:] }
    var forecasts = [Double](repeating: .nan, count: request.candidates.count)
    var pair = 0
    for (candidate, fate) in baseline.match.fates.enumerated() where fate == nil {
      forecasts[candidate] = baseline.match.pairs.forecasts[pair]
      pair += 1
    }
    return [.baseline: request.pairedCandidates.map { forecasts[$0] }]
  }
}
