import Fields
import Formats
import Metrics

/// Works on a few places of a band, beside other lanes.
actor ClimatologyLane {
  /// The places, counted within the band.
  let places: Range<Int>
  private let recipe: ClimatologyRecipe
  private let years: [Int16: Int]
  private var windows: [SlidingSample]
  /// The greatest and least value of each place and year, and how many values and days they are of.
  private var extremes: [YearExtremes]

  private struct YearExtremes {
    var greatest = -Double.infinity
    var least = Double.infinity
    var values = 0
    /// Bits of the days of the calendar that have a value.
    var days = SIMD8<UInt64>()

    var dayCount: Int { days.indices.reduce(0) { $0 + days[$1].nonzeroBitCount } }
  }

  init(places: Range<Int>, years: [Int], _ recipe: ClimatologyRecipe) {
    self.places = places
    self.recipe = recipe
    self.years = Dictionary(uniqueKeysWithValues: years.enumerated().map { (Int16($1), $0) })
    windows = [SlidingSample](repeating: SlidingSample(), count: places.count)
    extremes = [YearExtremes](repeating: YearExtremes(), count: places.count * years.count)
  }

  /// Begins another hour.
  func clear() {
    for i in windows.indices { windows[i].removeAll() }
  }

  /// Moves the window on by a day that leaves it and one that enters.
  ///
  /// - isNew: whether the entering values were not seen before, so that they count for the extremes of years.
  func move(out old: DaySamples?, in new: DaySamples?, on day: CalendarDay, isNew: Bool) {
    for (i, place) in places.enumerated() {
      let gone = old.map { $0.values[$0.range(of: place)] } ?? []
      let come = new.map { $0.values[$0.range(of: place)] } ?? []
      windows[i].exchange(gone, for: come)
      guard isNew, let new else { continue }
      for sample in new.range(of: place) {
        guard let year = years[new.years[sample]] else { continue }
        let slot = i * years.count + year
        extremes[slot].greatest = max(extremes[slot].greatest, new.values[sample])
        extremes[slot].least = min(extremes[slot].least, new.values[sample])
        extremes[slot].values += 1
        extremes[slot].days[day.number / 64] |= 1 << UInt64(day.number % 64)
      }
    }
  }

  /// What the window says of every place, as a file takes it: by array, the further dimension before the places.
  func cells(_ arrays: [ClimatologyArray]) -> [ClimatologyArray: [Double]] {
    var cells: [ClimatologyArray: [Double]] = [:]
    let summaries = windows.map { SampleSummary(sorted: $0.sorted) }
    func each(_ value: (SampleSummary) -> Double) -> [Double] {
      summaries.map { $0.count < recipe.minimumSample ? .nan : value($0) }
    }
    for array in arrays {
      switch array {
      case .count: cells[array] = summaries.map { Double($0.count) }
      case .mean: cells[array] = each(\.mean)
      case .standardDeviation: cells[array] = each(\.standardDeviation)
      case .quantile: cells[array] = recipe.levels.flatMap { level in each { $0.quantile(level) } }
      case .dryProbability: cells[array] = DryLimit.all.flatMap { limit in each { $0.dryProbability(limit) } }
      case .heavyLimit: cells[array] = DryLimit.all.flatMap { limit in each { $0.heavyLimit(limit) } }
      case .eventProbability:
        cells[array] = recipe.events.flatMap { event in each { $0.probability(of: event.isMet) } }
      case .annualMaximum, .annualMinimum, .years: break
      }
    }
    return cells
  }

  /// What the years say of every place, as a file takes it.
  func annualExtremes() -> [ClimatologyArray: [Double]] {
    var cells: [ClimatologyArray: [Double]] = [.years: []]
    var (high, low): ([ExtremeValueDistribution?], [ExtremeValueDistribution?]) = ([], [])
    for i in places.indices {
      let all = extremes[(i - places.lowerBound) * years.count..<(i - places.lowerBound + 1) * years.count]
      let most = all.map(\.values).max() ?? 0
      let full = all.filter {
        $0.dayCount >= ClimatologyRecipe.minimumDaysOfYear
          && Double($0.values) >= 0.8 * Double(most)
      }
      cells[.years]?.append(Double(full.count))
      high.append(ExtremeValueDistribution(fittedTo: full.map(\.greatest)))
      low.append(ExtremeValueDistribution(fittedTo: full.map { -$0.least }))
    }
    for (array, fits) in [(ClimatologyArray.annualMaximum, high), (.annualMinimum, low)] {
      cells[array] =
        fits.map { $0?.location ?? .nan } + fits.map { $0?.scale ?? .nan } + fits.map { $0?.shape ?? .nan }
    }
    return cells
  }
}
