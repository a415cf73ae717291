import Fields
import Stations

/// Where in a climatology an observation counts.
enum ClimatologySlot {
  struct Place: Hashable {
    let day: CalendarDay
    let hour: Int
    let year: Int16
    /// The full hour for which it counts, or its own time where hours are not kept apart.
    let time: UTCTime
    /// How far the observation is from that.
    let distance: TimeSpan
  }

  case slot(Place)
  case leftOut(String)

  static func of(_ observation: Observation, _ recipe: ClimatologyRecipe) -> ClimatologySlot {
    guard recipe.qualities.contains(observation.quality) else { return .leftOut("\(observation.quality.name) quality") }
    return of(observation.validTime, recipe)
  }

  /// The slot of a time, or why it has none.
  static func of(_ time: UTCTime, _ recipe: ClimatologyRecipe) -> ClimatologySlot {
    var slot = time
    if recipe.hours != .together {
      let past = (time.secondsSince1970 % 3600 + 3600) % 3600
      slot = UTCTime(secondsSince1970: time.secondsSince1970 - past + (past < 1800 ? 0 : 3600))
      guard (time - slot).magnitude <= recipe.timeTolerance else { return .leftOut("not at a full hour") }
    }
    let parts = slot.components
    if case .named(let hours) = recipe.hours, !hours.contains(parts.hour) { return .leftOut("another hour") }
    if recipe.withoutYears.contains(parts.year) { return .leftOut("a year left out") }
    return .slot(
      Place(
        day: CalendarDay(of: slot), hour: parts.hour, year: Int16(clamping: parts.year), time: slot,
        distance: (time - slot).magnitude))
  }
}
