import Fields
import Formats
import Foundation
import Metrics

/// What is wrong with the climatology of an evaluation.
struct ClimatologyDoubts {
  let plan: EvaluationPlan
  let scores: ScoreSelection
  let units: [EvaluationUnit]

  /// Throws where a score needs a climatology and the evaluation has none of any of its variables, or one that can't
  /// say what a threshold is.
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
    let needing = plan.variables.filter { metric(of: $0) != nil }
    guard let first = needing.first, let metric = metric(of: first) else { return }
    if climatology.files.isEmpty, let error = ClimatologyDoubts.missing(scores, of: plan.variables) { throw error }
    for variable in needing {
      guard let file = climatology.file(of: variable) else { continue }
      for metric in scores.metrics(of: variable, withEnsembles: true) {
        if let threshold = metric.eventThreshold { try check(threshold, of: variable, file) }
      }
    }
    guard !needing.contains(where: { climatology.file(of: $0) != nil }) else { return }
    let held = Set(climatology.files.flatMap(\.variables)).map(\.description).sorted().joined(separator: ", ")
    throw VerifyError(
      file: plan.file?.path,
      "the score '\(metric.name)' needs a climatology of \(needing.map(\.description).joined(separator: ", ")), and the "
        + "evaluation's is of \(held)",
      suggestion: "Make one with `verify climatology build --variable \(first)`.")
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
      let most = counts.filter { (Double(ClimatologyRecipe.minimumYears)...1e4).contains($0) }.max() ?? 0
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

  /// The first score of a variable that needs a climatology.
  private func metric(of variable: Variable) -> (any Metric)? {
    scores.metrics(of: variable, withEnsembles: true).first(where: ClimatologyDoubts.needsClimatology)
  }

  private static func needsClimatology(_ metric: any Metric) -> Bool {
    (metric.statistic as any Statistic).columns.contains(where: \.isClimatological)
  }

  /// What is wrong with an evaluation that names no climatology; nil where no score needs one.
  static func missing(_ scores: ScoreSelection, of variables: [Variable]) -> VerifyError? {
    for variable in variables {
      guard let metric = scores.metrics(of: variable, withEnsembles: true).first(where: needsClimatology) else {
        continue
      }
      return VerifyError(
        "the score '\(metric.name)' of \(variable) needs a climatology, and the evaluation names none",
        suggestion: "Make one with `verify climatology build --variable \(variable) ...` and name it: "
          + "'climatology: FILE'.")
    }
    return nil
  }

  /// Whether a score, a stratum or a forecast is made of the evaluation's climatology.
  private var isUsed: Bool {
    plan.variables.contains { metric(of: $0) != nil }
      || plan.strata.contains { $0.observed.contains { !$0.columns.isEmpty } }
      || plan.systems.contains { $0.reference == .climatology([]) }
  }

  func warnings(_ climatology: Climatology) -> [String] {
    guard !climatology.files.isEmpty else { return [] }
    var warnings: [String] = []
    if !isUsed {
      warnings.append(
        "nothing takes the climatology: name scores such as acc_centred in 'scores', or remove 'climatology'")
    }
    for variable in plan.variables where climatology.file(of: variable) == nil {
      guard let metric = metric(of: variable) else { continue }
      warnings.append("no climatology is of \(variable): '\(metric.name)' and other scores that need one are undefined")
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
