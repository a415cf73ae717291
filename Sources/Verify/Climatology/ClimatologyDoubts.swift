import Fields
import Formats
import Foundation
import Metrics

/// What is wrong with the climatology of an evaluation.
struct ClimatologyDoubts {
  let plan: EvaluationPlan
  let metrics: [any Metric]
  let units: [EvaluationUnit]

  /// Throws where a score needs a climatology and the evaluation has none of any of its variables.
  func check(_ climatology: Climatology) throws {
    guard let metric = metrics.first(where: needsClimatology) else { return }
    if climatology.files.isEmpty {
      throw VerifyError(
        file: plan.file?.path,
        "the score '\(metric.definition.id)' needs a climatology, and the evaluation names none",
        suggestion: "Make one with `verify climatology build` and name it: 'climatology: FILE'.")
    }
    guard !plan.variables.contains(where: { climatology.file(of: $0) != nil }) else { return }
    let held = Set(climatology.files.flatMap(\.variables)).map(\.description).sorted().joined(separator: ", ")
    throw VerifyError(
      file: plan.file?.path,
      "the score '\(metric.definition.id)' needs a climatology of "
        + "\(plan.variables.map(\.description).joined(separator: ", ")), and the evaluation's is of \(held)",
      suggestion: "Make one with `verify climatology build --variable \(plan.variables[0])`.")
  }

  private func needsClimatology(_ metric: any Metric) -> Bool {
    let columns = (metric.statistic as any Statistic).columns
    return !ClimatologyColumns.areMade(of: columns).isEmpty
  }

  func warnings(_ climatology: Climatology) -> [String] {
    guard !climatology.files.isEmpty else { return [] }
    var warnings: [String] = []
    if metrics.contains(where: needsClimatology) {
      for variable in plan.variables where climatology.file(of: variable) == nil {
        warnings.append("no climatology is of \(variable): its scores of anomalies will be undefined")
      }
    }
    for file in climatology.files where file.variables.contains(where: plan.variables.contains) {
      let name = file.url.lastPathComponent
      let (origin, times) = (file.origin, units.map(\.validTime))
      let inside = times.filter {
        (origin.from...origin.through).contains($0) && origin.years.contains($0.components.year)
      }
      if !inside.isEmpty {
        warnings.append(
          "the climatology \(name) is of \(origin.period), and \(inside.count) of \(times.count) forecasts are valid "
            + "in it: what is verified went into what is usual, so that skill against it looks smaller than it is; "
            + "build it with --without-year or --to")
      }
      let isCorrected =
        plan.matching.heightCorrection != nil && file.variables.contains(where: HeightCorrection.applies)
      if isCorrected, case .grid = file.layout.places, file.layout.surfaceAltitude == nil {
        warnings.append(
          "the climatology \(name) has no height of its ground, so its temperatures are not corrected for height; build "
            + "it of files that hold the surface altitude or geopotential")
      }
    }
    return warnings
  }
}
