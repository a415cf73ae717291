import Fields
import Foundation
import Metrics
import Yams

extension PlanReader {
  /// What the forecasts are scored against: the `observations` of an evaluation, or its `analysis`.
  func observationsOrAnalysis(_ root: Node) throws -> PlannedObservations {
    switch (root["observations"], root["analysis"]) {
    case (_?, nil): return try observations(root)
    case (nil, let node?):
      try refuseStationSettings(root)
      return PlannedObservations(origin: .fields(try analysis(node)))
    case (nil, nil):
      throw validator.error(
        at: root, "the evaluation has neither 'observations' nor 'analysis'",
        suggestion: "Say what the forecasts are scored against: reports of stations, or fields of an analysis.")
    case (_?, let node?):
      throw validator.error(
        at: node, "the evaluation has both 'observations' and 'analysis'",
        suggestion: "Write one evaluation for each; their scores are of different pairs and can't be compared.")
    }
  }

  private func analysis(_ node: Node) throws -> PlannedAnalysis {
    var analysis = PlannedAnalysis(files: try files(node["files"], in: "analysis: files"))
    if let regrid = node["regrid"]?.string.flatMap(Regridding.Method.init) { analysis.regrid = regrid }
    if let weights = node["weights"]?.string.flatMap(PlannedAnalysis.Weights.init) { analysis.weights = weights }
    if let grid = node["grid"], let text = grid.string {
      guard let target = PlannedAnalysis.Target(text) else {
        throw validator.error(
          at: grid, "'analysis: grid' is '\(text)'; expected coarser, forecast, analysis, or a grid",
          suggestion:
            "A grid is a step that divides 180° (0.25), rows and columns (721x1440) or a Gaussian grid (F320).")
      }
      analysis.target = target
    }
    if let maps = node["maps"] { analysis.maps = try self.maps(maps) }
    return analysis
  }

  private func maps(_ node: Node) throws -> PlannedAnalysis.Maps {
    var maps = PlannedAnalysis.Maps(leadTimes: leadTimes(node) ?? [])
    if let block = node["block"] {
      guard let side = block.string.flatMap(Int.init), (1...1000).contains(side) else {
        throw validator.error(
          at: block, "'analysis: maps: block' is '\(block.string ?? "")'; expected cells a side, from 1 to 1000")
      }
      maps.block = side
    }
    return maps
  }

  /// Throws where cells of a grid can't be told to be in a stratum or not.
  func refuseStrataOfStations(_ plan: EvaluationPlan, _ root: Node) throws {
    guard case .fields = plan.observations.origin, let node = root["strata"],
      let refusal = plan.strata.lazy.compactMap(\.refusalOnGrids).first
    else { return }
    throw validator.error(at: node, refusal.problem, suggestion: refusal.suggestion)
  }

  /// Settings of the matching of stations mean nothing for fields, and one who gives them expects something.
  private func refuseStationSettings(_ root: Node) throws {
    for (key, _) in root["matching"]?.mapping ?? [:] where key.string != "pairs" {
      throw validator.error(
        at: key, "'matching: \(key.string ?? "")' is of stations, and the forecasts are scored against an analysis",
        suggestion: "Remove it; 'analysis: regrid' says how fields come onto one grid.")
    }
    if let node = root["tolerance"] {
      throw validator.error(
        at: node, "'tolerance' is of stations, and the forecasts are scored against an analysis",
        suggestion: "Remove it, or score the forecasts against 'observations'.")
    }
    if let node = root["significance"]?["method"], node.string == SignificanceMethod.twoWay.id {
      throw validator.error(
        at: node, "'significance: method: two_way' is of stations, and the forecasts are scored against an analysis",
        suggestion: "Take another method, such as automatic.")
    }
  }
}
