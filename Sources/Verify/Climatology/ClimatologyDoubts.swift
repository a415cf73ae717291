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
    for stratum in plan.strata {
      for condition in stratum.observed {
        for threshold in condition.thresholds where threshold.needsClimatology {
          guard let file = climatology.file(of: condition.variable) else {
            throw VerifyError(
              file: plan.file?.path,
              "the stratum '\(stratum.name)' needs a climatology of \(condition.variable), and the evaluation has none",
              suggestion: "Make one with `verify climatology build --variable \(condition.variable)`.")
          }
          try check(threshold, of: condition.variable, file)
        }
      }
    }
    guard let metric = metrics.first(where: needsClimatology) else { return }
    if climatology.files.isEmpty {
      throw VerifyError(
        file: plan.file?.path,
        "the score '\(metric.definition.id)' needs a climatology, and the evaluation names none",
        suggestion: "Make one with `verify climatology build` and name it: 'climatology: FILE'.")
    }
    for variable in plan.variables {
      guard let file = climatology.file(of: variable) else { continue }
      for column in Set(metrics.flatMap { ($0.statistic as any Statistic).columns }) {
        if case .limit(let threshold) = column { try check(threshold, of: variable, file) }
      }
    }
    guard !plan.variables.contains(where: { climatology.file(of: $0) != nil }) else { return }
    let held = Set(climatology.files.flatMap(\.variables)).map(\.description).sorted().joined(separator: ", ")
    throw VerifyError(
      file: plan.file?.path,
      "the score '\(metric.definition.id)' needs a climatology of "
        + "\(plan.variables.map(\.description).joined(separator: ", ")), and the evaluation's is of \(held)",
      suggestion: "Make one with `verify climatology build --variable \(plan.variables[0])`.")
  }

  /// Throws where a file can't say what a threshold is.
  private func check(_ threshold: Threshold, of variable: Variable, _ file: ClimatologyFile) throws {
    switch threshold.limit {
    case .value: break
    case .quantile(let level):
      let levels = file.layout.levels
      guard let first = levels.first, let last = levels.last, file.has(.quantile, of: variable) else {
        throw VerifyError(
          file: file.url.path, "has no quantiles of \(variable), which the threshold '\(threshold)' needs",
          suggestion: "Build it with --quantiles \(level).")
      }
      guard (first - 1e-9...last + 1e-9).contains(level.level) else {
        let known = levels.map { "\(($0 * 1e4).rounded() / 1e4)" }.joined(separator: ", ")
        throw VerifyError(
          file: file.url.path,
          "the threshold '\(threshold)' needs the quantile \(level), and the file has \(known); nothing is extrapolated",
          suggestion: "Build it with --quantiles and the level \(level) among them.")
      }
    case .returnPeriod(let years):
      let array = threshold.isUpper ? ClimatologyArray.annualMaximum : .annualMinimum
      let counts = try file.values(.years, of: variable, on: CalendarDay.all[0], hour: 0) ?? []
      let most = counts.filter { !$0.isNaN && $0 >= Double(ClimatologyRecipe.minimumYears) }.max() ?? 0
      guard file.has(array, of: variable), years > 1, years <= Climatology.greatestReturnPeriod * most else {
        throw VerifyError(
          file: file.url.path,
          "the threshold '\(threshold)' is a value of once in \(Int(exactly: years).map(String.init) ?? "\(years)") years, and the file's years of \(variable) bear "
            + (most > 0 ? "periods above 1 up to \(Int(Climatology.greatestReturnPeriod * most)) years" : "none"),
          suggestion: "Annual extremes need \(ClimatologyRecipe.minimumYears) years and more, and a period of at most "
            + "twice as many years.")
      }
    }
  }

  private func needsClimatology(_ metric: any Metric) -> Bool {
    let columns = (metric.statistic as any Statistic).columns
    return columns.contains(where: \.isClimatological)
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
