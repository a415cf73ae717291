import Fields
import Formats
import Metrics

extension Climatology {
  /// Return levels are of at most as many times the years that they stand on.
  static let greatestReturnPeriod = 2.0

  /// What a column of pairs is at every place of the variable's file, at a time; NaN is missing. Nil where no file
  /// has what it is made of, or nothing of the day or hour, and for columns that no climatology makes.
  func values(of column: PairColumn, of variable: Variable, at time: UTCTime) throws -> [Double]? {
    switch column {
    case .climatology: try values(.mean, of: variable, at: time)
    case .dryProbability(let categories):
      try position(of: categories).flatMap { try values(.dryProbability, of: variable, at: time, position: $0) }
    case .heavyLimit(let categories):
      try position(of: categories).flatMap { try values(.heavyLimit, of: variable, at: time, position: $0) }
    case .limit(let threshold): try limits(of: threshold, of: variable, at: time)
    case .eventProbability(let threshold):
      try known(threshold, of: variable, at: time)
        ?? ClimatologicalQuantiles(self, variable, time).map { quantiles in
          try probabilities(of: threshold, limits: limits(of: threshold, of: variable, at: time), quantiles)
        }
    default: nil
    }
  }

  private func position(of categories: SEEPSCategories) -> Int? {
    DryLimit.all.firstIndex { $0.amount == categories.dryLimit && $0.isWet == categories.includesLimits }
  }

  /// The probability of an event that the file has as it is, and of a quantile, which is its level.
  func known(_ threshold: Threshold, of variable: Variable, at time: UTCTime) throws -> [Double]? {
    if case .quantile(let level) = threshold.limit {
      let limits = try limits(of: threshold, of: variable, at: time)
      return limits?.map { $0.isNaN ? .nan : threshold.isUpper ? 1 - level.level : level.level }
    }
    guard let file = file(of: variable), let event = file.layout.events.firstIndex(of: threshold.description) else {
      return nil
    }
    return try values(.eventProbability, of: variable, at: time, position: event)
  }

  /// What a threshold is at every place.
  func limits(of threshold: Threshold, of variable: Variable, at time: UTCTime) throws -> [Double]? {
    switch threshold.limit {
    case .value(let value): file(of: variable).map { [Double](repeating: value, count: $0.layout.places.count) }
    case .quantile(let level): try quantiles(level.level, of: variable, at: time)
    case .returnPeriod(let years): try returnLevels(years, isUpper: threshold.isUpper, of: variable, at: time)
    }
  }

  /// Linear between the two levels of the file that are nearest; nil where the level is outside them.
  private func quantiles(_ level: Double, of variable: Variable, at time: UTCTime) throws -> [Double]? {
    guard let levels = file(of: variable)?.layout.levels else { return nil }
    if let exact = levels.firstIndex(where: { abs($0 - level) < 1e-9 }) {
      return try values(.quantile, of: variable, at: time, position: exact)
    }
    guard let above = levels.firstIndex(where: { $0 > level }), above > 0,
      let low = try values(.quantile, of: variable, at: time, position: above - 1),
      let high = try values(.quantile, of: variable, at: time, position: above)
    else { return nil }
    let part = (level - levels[above - 1]) / (levels[above] - levels[above - 1])
    return zip(low, high).map { $0 + part * ($1 - $0) }
  }

  /// From the distributions of annual extremes; NaN where the years do not bear the period.
  private func returnLevels(_ years: Double, isUpper: Bool, of variable: Variable, at time: UTCTime) throws -> [Double]?
  {
    let array = isUpper ? ClimatologyArray.annualMaximum : .annualMinimum
    guard let counts = try values(.years, of: variable, at: time),
      let locations = try values(array, of: variable, at: time, position: 0),
      let scales = try values(array, of: variable, at: time, position: 1),
      let shapes = try values(array, of: variable, at: time, position: 2)
    else { return nil }
    return counts.indices.map { i in
      guard years > 1, years <= Climatology.greatestReturnPeriod * counts[i] else { return .nan }
      let fit = ExtremeValueDistribution(location: locations[i], scale: scales[i], shape: shapes[i])
      return isUpper ? fit.returnLevel(years: years) : -fit.returnLevel(years: years)
    }
  }

  private func probabilities(
    of threshold: Threshold, limits: [Double]?, _ quantiles: ClimatologicalQuantiles
  ) -> [Double] {
    guard let limits else { return [Double](repeating: .nan, count: quantiles.count) }
    return limits.indices.map { quantiles.probability(of: threshold.comparison, limits[$0], at: $0) }
  }
}

/// The quantiles of a day and hour at some places, from which the probability of any event follows.
struct ClimatologicalQuantiles {
  let levels: [Double]
  /// By level, then place.
  let values: [[Double]]

  var count: Int { values.first?.count ?? 0 }

  init(levels: [Double], values: [[Double]]) {
    (self.levels, self.values) = (levels, values)
  }

  /// Nil where the file has no quantiles of the variable at the time.
  init?(_ climatology: Climatology, _ variable: Variable, _ time: UTCTime) throws {
    guard let levels = climatology.file(of: variable)?.layout.levels, !levels.isEmpty else { return nil }
    var values: [[Double]] = []
    for position in levels.indices {
      guard let quantile = try climatology.values(.quantile, of: variable, at: time, position: position) else {
        return nil
      }
      values.append(quantile)
    }
    self.init(levels: levels, values: values)
  }

  /// The probability that a value compares so with a limit, linear between the quantiles around it; NaN where the
  /// limit is beyond the outermost quantiles that there are.
  func probability(of comparison: Threshold.Comparison, _ limit: Double, at place: Int) -> Double {
    switch comparison {
    case .above: 1 - probability(below: limit, orEqual: true, at: place)
    case .atLeast: 1 - probability(below: limit, orEqual: false, at: place)
    case .atMost: probability(below: limit, orEqual: true, at: place)
    case .below: probability(below: limit, orEqual: false, at: place)
    }
  }

  private func probability(below limit: Double, orEqual: Bool, at place: Int) -> Double {
    let known = levels.indices.filter { !values[$0][place].isNaN }
    guard let first = known.first, let last = known.last, values[first][place] <= limit, limit <= values[last][place]
    else { return .nan }
    // Where several levels have the limit itself, all of them or none are at most it.
    if orEqual {
      let below = known.last { values[$0][place] <= limit } ?? first
      return between(below, known.first { $0 > below } ?? below, limit, place)
    }
    let above = known.first { values[$0][place] >= limit } ?? last
    return between(known.last { $0 < above } ?? above, above, limit, place)
  }

  private func between(_ low: Int, _ high: Int, _ limit: Double, _ place: Int) -> Double {
    let (a, b) = (values[low][place], values[high][place])
    return a == b ? levels[low] : levels[low] + (limit - a) / (b - a) * (levels[high] - levels[low])
  }
}
