import Fields
import Formats
import Verify

/// What a climatology was made of, in a few lines.
struct ClimatologyBuildReport {
  private let summary: ClimatologySummary

  init(_ summary: ClimatologySummary) { self.summary = summary }

  func text(output: String) -> String {
    let survey = summary.survey
    let hours =
      summary.layout.hours.map { hours in
        hours.count == 24 ? "each hour for itself" : "at \(hours.map { "\($0)" }.joined(separator: ", ")) UTC"
      } ?? "all hours together"
    var lines = [
      "\(output): \(survey.places.summary), \(days), \(hours)",
      "  period   \(survey.from.shortDescription) to \(survey.through.shortDescription), \(years)",
      "  window   \(summary.recipe.window) days on either side, through New Year",
    ]
    for variable in summary.recipe.variables { lines += text(of: variable) }
    if !survey.leftOut.isEmpty {
      let reasons = survey.leftOut.sorted { ($0.value, $1.key) > ($1.value, $0.key) }
      lines.append("  left out \(reasons.map { "\($0.key) \($0.value)" }.joined(separator: ", "))")
    }
    if summary.bands > 1 { lines.append("  read in \(summary.bands) passes, by --memory") }
    return lines.joined(separator: "\n") + "\n"
  }

  private var days: String {
    let days = summary.layout.days
    guard days.count < CalendarDay.count, let first = days.first, let last = days.last else {
      return "every day of the year"
    }
    return days.count == 1 ? "\(first) alone" : "\(days.count) days from \(first) to \(last)"
  }

  private var years: String {
    let years = summary.survey.years
    let left = summary.recipe.withoutYears.sorted().map(String.init)
    return (years.count == 1 ? "1 year" : "\(years.count) years")
      + (left.isEmpty ? "" : " (without \(left.joined(separator: ", ")))")
  }

  private func text(of variable: Variable) -> [String] {
    let samples = summary.samples(of: variable)
    let unit = summary.survey.places.isGrid ? "fields" : "observations"
    let sizes =
      samples.least.map { "values in a cell: least \($0), median \(samples.median ?? $0)" }
      ?? "no cell has enough values"
    var lines = [
      "  \(variable)".padding(to: 11) + "\(summary.survey.used[variable] ?? 0) \(unit); \(sizes)",
      "           missing: \(samples.tooFew) of \(samples.cells) cells (a place at a day and hour) with fewer than "
        + "\(summary.recipe.minimumSample) values",
    ]
    let unborne = summary.unborneLevels(of: variable)
    if let worst = unborne.max(by: { $0.cells < $1.cells }) {
      let levels = unborne.map { "\(Digits.level($0.level))" }.joined(separator: ", ")
      lines.append(
        "           quantiles \(levels) are missing where a sample is too small for them: up to \(worst.cells) cells "
          + "(a level p needs 1/p and 1/(1-p) values)")
    }
    let places = summary.placesWithExtremes[variable] ?? 0
    lines.append(
      places > 0
        ? "           return levels at \(places) of \(summary.survey.places.count) places"
        : "           no return levels: they need \(ClimatologyRecipe.minimumYears) years with values on "
          + "\(ClimatologyRecipe.minimumDaysOfYear) days each")
    return lines
  }

  var warnings: [String] {
    var warnings: [String] = []
    let years = summary.survey.years.count
    if years < 10 {
      warnings.append(
        "the climatology is of \(years == 1 ? "1 year" : "\(years) years") alone; 30 years are usual, and with few what "
          + "is called usual is the weather of those years")
    }
    for variable in summary.recipe.variables {
      let samples = summary.samples(of: variable)
      if samples.tooFew == samples.cells {
        warnings.append(
          "\(variable) has no cell with \(summary.recipe.minimumSample) values: the file is empty of it; lower --minimum, "
            + "widen --window, or take --hours together")
      }
    }
    return warnings
  }
}

private enum Digits {
  /// `0.333`
  static func level(_ level: Double) -> String {
    let thousandths = (level * 1000).rounded() / 1000
    return "\(thousandths)"
  }
}

extension ClimatologyPlaces {
  fileprivate var isGrid: Bool {
    if case .grid = self { true } else { false }
  }
}

extension String {
  fileprivate func padding(to width: Int) -> String { self + String(repeating: " ", count: max(1, width - count)) }
}
