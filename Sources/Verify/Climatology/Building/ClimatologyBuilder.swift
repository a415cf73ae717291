import Fields
import Formats
public import Foundation

/// Makes a climatology file of an archive, with the memory of a few values at a time.
public struct ClimatologyBuilder: Sendable {
  private let recipe: ClimatologyRecipe
  private let archive: any ClimatologyArchive

  /// Throws where a setting is out of its range.
  public init(_ recipe: ClimatologyRecipe, _ archive: any ClimatologyArchive) throws {
    try recipe.check()
    var recipe = recipe
    recipe.levels = Set(recipe.levels).sorted()
    self.recipe = recipe
    self.archive = archive
  }

  /// Makes the file, and says what it holds.
  ///
  /// - progress: called now and then with the part that is done, from 0 to 1.
  public func build(
    to url: URL, title: String, progress: (Double) -> Void = { _ in }
  ) async throws -> ClimatologySummary {
    let folder = url.deletingLastPathComponent()
    guard FileManager.default.fileExists(atPath: folder.path) else {
      throw VerifyError(
        file: url.path, "there is no folder \(folder.path)", suggestion: "Make it, or write the file elsewhere.")
    }
    let survey = try await archive.survey(recipe)
    let layout = ClimatologyLayout(
      places: survey.places, surfaceAltitude: survey.surfaceAltitude, days: days(survey), hours: survey.hours,
      levels: recipe.levels, events: recipe.events.map(\.description))
    let origin = ClimatologyOrigin(
      from: survey.from, through: survey.through, years: survey.years, withoutYears: recipe.withoutYears.sorted(),
      window: recipe.window, minimumSample: recipe.minimumSample, source: survey.source, digest: "")
    var writer = try ClimatologyWriter.create(url, layout, origin, title: title)
    let bands = bands(survey)
    for variable in recipe.variables {
      for array in arrays(of: variable) { try writer.add(array, of: variable, places: bands[0].count) }
    }
    var summary = ClimatologySummary(survey: survey, layout: layout, recipe: recipe, bands: bands.count)
    let steps = Double(recipe.variables.count * bands.count * (layout.hours?.count ?? 1) * layout.days.count)
    var done = 0.0
    for variable in recipe.variables {
      for band in bands {
        try await work(on: variable, band, survey, layout, &writer, &summary) {
          done += 1
          progress(done / steps)
        }
      }
    }
    try writer.finish(digest: archive.digest)
    return summary
  }

  /// The arrays of a variable: dry and heavy are of precipitation alone.
  private func arrays(of variable: Variable) -> [ClimatologyArray] {
    let isPrecipitation = variable.quantity == .precipitation
    return ClimatologyArray.allCases.filter { array in
      switch array {
      case .dryProbability, .heavyLimit: isPrecipitation
      case .annualMinimum: !isPrecipitation
      case .quantile: !recipe.levels.isEmpty
      case .eventProbability: !recipe.events.isEmpty
      default: true
      }
    }
  }

  /// Days with values, and those between them that a window reaches from both sides: nothing is made beyond the
  /// ends of a season.
  private func days(_ survey: ClimatologySurvey) -> [CalendarDay] {
    let held = Set(survey.days)
    return CalendarDay.all.filter { day in
      guard !held.contains(day), recipe.window > 0 else { return held.contains(day) }
      let reach = 1...recipe.window
      return reach.contains { held.contains(day.advanced(by: $0)) }
        && reach.contains { held.contains(day.advanced(by: -$0)) }
    }
  }

  private func bands(_ survey: ClimatologySurvey) -> [Range<Int>] {
    ranges(0..<survey.places.count, of: recipe.memory / max(1, survey.bytesPerPlace), step: survey.placeStep)
  }

  /// Parts of at most some places, a multiple of the step but for the last.
  private func ranges(_ whole: Range<Int>, of size: Int, step: Int) -> [Range<Int>] {
    let size = max(1, size / step) * step
    return stride(from: whole.lowerBound, to: whole.upperBound, by: size).map { $0..<min($0 + size, whole.upperBound) }
  }

  // MARK: - One band

  private func work(
    on variable: Variable, _ places: Range<Int>, _ survey: ClimatologySurvey, _ layout: ClimatologyLayout,
    _ writer: inout ClimatologyWriter, _ summary: inout ClimatologySummary, step: () -> Void
  ) async throws {
    let band = try await archive.band(of: variable, places: places, survey, recipe)
    let share = (places.count + recipe.threads - 1) / recipe.threads
    let lanes = ranges(0..<places.count, of: share + survey.placeStep - 1, step: survey.placeStep).map {
      ClimatologyLane(places: $0, years: survey.years, recipe)
    }
    let arrays = arrays(of: variable)
    let held = Set(survey.days)
    let hours: [Int?] = layout.hours ?? [nil]
    for (hourIndex, hour) in hours.enumerated() {
      for lane in lanes { await lane.clear() }
      var window: [CalendarDay: DaySamples] = [:]
      var seen: Set<CalendarDay> = []
      for (dayIndex, day) in layout.days.enumerated() {
        let wanted = Set((-recipe.window...recipe.window).map(day.advanced)).intersection(held)
        for old in window.keys.filter({ !wanted.contains($0) }).sorted() {
          let samples = window.removeValue(forKey: old)
          await each(lanes) { await $0.move(out: samples, in: nil, on: old, isNew: false) }
        }
        for new in wanted.filter({ window[$0] == nil }).sorted() {
          let samples = try await band.samples(on: new, hour: hour)
          window[new] = samples
          let isNew = seen.insert(new).inserted
          await each(lanes) { await $0.move(out: nil, in: samples, on: new, isNew: isNew) }
        }
        try await write(lanes, arrays.filter(\.dependsOnDay), variable, places, dayIndex, hourIndex, &writer, &summary)
        {
          await $0.cells(arrays)
        }
        step()
      }
    }
    try await write(lanes, arrays.filter { !$0.dependsOnDay }, variable, places, 0, 0, &writer, &summary) {
      await $0.annualExtremes()
    }
  }

  private func each(_ lanes: [ClimatologyLane], _ body: @Sendable @escaping (ClimatologyLane) async -> Void) async {
    await withTaskGroup(of: Void.self) { group in
      for lane in lanes { group.addTask { await body(lane) } }
    }
  }

  private func write(
    _ lanes: [ClimatologyLane], _ arrays: [ClimatologyArray], _ variable: Variable, _ places: Range<Int>, _ day: Int,
    _ hour: Int, _ writer: inout ClimatologyWriter, _ summary: inout ClimatologySummary,
    _ values: @Sendable @escaping (ClimatologyLane) async -> [ClimatologyArray: [Double]]
  ) async throws {
    let parts = await withTaskGroup(of: (Int, [ClimatologyArray: [Double]]).self) { group in
      for (number, lane) in lanes.enumerated() { group.addTask { (number, await values(lane)) } }
      var parts = [[ClimatologyArray: [Double]]](repeating: [:], count: lanes.count)
      for await (number, part) in group { parts[number] = part }
      return parts
    }
    for (lane, part) in zip(lanes, parts) {
      let range = lane.places.lowerBound + places.lowerBound..<lane.places.upperBound + places.lowerBound
      for array in arrays {
        guard let values = part[array] else { continue }
        summary.count(values, in: array, of: variable)
        try writer.write(values, to: array, of: variable, day: day, hour: hour, places: range)
      }
    }
  }
}
