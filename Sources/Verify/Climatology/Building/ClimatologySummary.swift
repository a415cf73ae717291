public import Fields
public import Formats

/// What a climatology was made of and what it lacks, for people.
public struct ClimatologySummary: Sendable {
  public let survey: ClimatologySurvey
  public let layout: ClimatologyLayout
  public let recipe: ClimatologyRecipe
  /// How often the archive was gone through.
  public let bands: Int
  /// How many cells, a place at a day and hour, have a number of values, by variable.
  public private(set) var cells: [Variable: [Int: Int]] = [:]
  /// How many values of quantiles are missing in cells that are not, by variable and level.
  public private(set) var missingQuantiles: [Variable: [Int]] = [:]
  /// How many places have fitted annual extremes, by variable.
  public private(set) var placesWithExtremes: [Variable: Int] = [:]

  init(survey: ClimatologySurvey, layout: ClimatologyLayout, recipe: ClimatologyRecipe, bands: Int) {
    self.survey = survey
    self.layout = layout
    self.recipe = recipe
    self.bands = bands
  }

  mutating func count(_ values: [Double], in array: ClimatologyArray, of variable: Variable) {
    switch array {
    case .count:
      for value in values { cells[variable, default: [:]][Int(value), default: 0] += 1 }
    case .quantile:
      let places = values.count / max(1, layout.levels.count)
      var missing = missingQuantiles[variable] ?? [Int](repeating: 0, count: layout.levels.count)
      for level in missing.indices {
        missing[level] += values[level * places..<(level + 1) * places].count { $0.isNaN }
      }
      missingQuantiles[variable] = missing
    case .annualMaximum:
      placesWithExtremes[variable, default: 0] += values.prefix(values.count / 3).count { !$0.isNaN }
    default: break
    }
  }

  /// Cells in all, those with too few values, and of the others the least and the median number of values.
  public func samples(of variable: Variable) -> (cells: Int, tooFew: Int, least: Int?, median: Int?) {
    let counts = cells[variable] ?? [:]
    let kept = counts.filter { $0.key >= recipe.minimumSample }.sorted { $0.key < $1.key }
    let total = counts.values.reduce(0, +)
    let keptTotal = kept.reduce(0) { $0 + $1.value }
    var passed = 0
    let median = kept.first { count in
      passed += count.value
      return 2 * passed >= keptTotal
    }
    return (total, total - keptTotal, kept.first?.key, median?.key)
  }

  /// The levels that are missing in a cell that is not, and in how many.
  public func unborneLevels(of variable: Variable) -> [(level: Double, cells: Int)] {
    let tooFew = samples(of: variable).tooFew
    return zip(layout.levels, missingQuantiles[variable] ?? []).compactMap { level, missing in
      missing > tooFew ? (level, missing - tooFew) : nil
    }
  }
}
