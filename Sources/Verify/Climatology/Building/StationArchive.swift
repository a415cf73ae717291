public import Fields
import Formats
public import Stations
import Synchronization

/// An observation database as the archive of a climatology.
///
/// Of several reports of a station that count for one time, the closest to the hour stands, then the one of better
/// quality, then that of the source that is first by name. A station that has moved by more than `moveDistance` or
/// `moveHeight` is another station.
public final class StationArchive: ClimatologyArchive {
  /// In metres.
  static let moveDistance = 1000.0
  static let moveHeight = 50.0

  private let store: ObservationStore
  private let query: ObservationQuery
  private let name: String
  private struct State {
    /// The place in the survey of each place of each station.
    var numbers: [Station: Int] = [:]
    var hash = SHA256()
  }
  private let state = Mutex(State())

  /// - query: the stations, sources and box that count.
  /// - name: of the database, for the file's attributes.
  public init(_ store: ObservationStore, _ query: ObservationQuery = ObservationQuery(), name: String) {
    self.store = store
    self.query = query
    self.name = name
  }

  public var digest: String { state.withLock { $0.hash.hexDigest } }

  public func survey(_ recipe: ClimatologyRecipe) async throws -> ClimatologySurvey {
    var survey = ClimatologySurvey(places: .stations([]), source: "observations of \(name)")
    var counts: [Station: Int] = [:]
    var (days, hours, years) = (Set<CalendarDay>(), Set<Int>(), Set<Int>())
    var (from, through) = (UTCTime.distantFuture, UTCTime.distantPast)
    for variable in recipe.variables {
      var used = 0
      try store.forEachObservation(query(variable, recipe)) { observation, station in
        switch ClimatologySlot.of(observation, recipe) {
        case .leftOut(let reason): survey.leftOut[reason, default: 0] += 1
        case .slot(let slot):
          used += 1
          counts[station, default: 0] += 1
          days.insert(slot.day)
          hours.insert(slot.hour)
          years.insert(Int(slot.year))
          (from, through) = (min(from, observation.validTime), max(through, observation.validTime))
        }
        return true
      }
      guard used > 0 else { throw nothing(of: variable, recipe, survey) }
      survey.used[variable] = used
    }
    let (stations, numbers, small) = StationArchive.places(counts, atLeast: recipe.minimumSample)
    if small > 0 { survey.leftOut["of stations with fewer than \(recipe.minimumSample) values"] = small }
    guard !stations.isEmpty else { throw nothing(of: recipe.variables[0], recipe, survey) }
    state.withLock { $0.numbers = numbers }
    survey.places = .stations(stations)
    survey.days = days.sorted()
    survey.hours = recipe.hours == .together ? nil : hours.sorted()
    survey.years = years.sorted()
    (survey.from, survey.through) = (from, through)
    let most = survey.used.values.max() ?? 0
    survey.bytesPerPlace = 160 * most / max(1, stations.count)
    return survey
  }

  private func query(_ variable: Variable, _ recipe: ClimatologyRecipe) -> ObservationQuery {
    var query = query
    query.variables = [variable]
    query.from = recipe.from
    query.through = recipe.through
    return query
  }

  private func nothing(of variable: Variable, _ recipe: ClimatologyRecipe, _ survey: ClimatologySurvey) -> VerifyError {
    let reasons = survey.leftOut.sorted { $0.value > $1.value }.map { "\($0.key) \($0.value)" }
    return VerifyError(
      file: name,
      "no observation of \(variable) counts"
        + (reasons.isEmpty ? "" : "; left out: \(reasons.joined(separator: ", "))"),
      suggestion: reasons.isEmpty
        ? "See what it holds with `verify observations info`." : "Compare the options with the reasons.")
  }

  /// One station for each identifier and place that has some values, sorted; which of them each place of the store
  /// is; and how many values the others have.
  private static func places(_ counts: [Station: Int], atLeast least: Int) -> ([Station], [Station: Int], small: Int) {
    var groups: [(main: Station, members: [Station])] = []
    var byIdentifier: [String: [Int]] = [:]
    let ordered = counts.sorted { a, b in
      if a.value != b.value { return a.value > b.value }
      let (x, y) = (a.key, b.key)
      return (x.id, x.coordinate.latitude, x.coordinate.longitude, x.elevation ?? -.infinity)
        < (y.id, y.coordinate.latitude, y.coordinate.longitude, y.elevation ?? -.infinity)
    }
    for (station, _) in ordered {
      let known = (byIdentifier[station.id] ?? []).first { isSame(groups[$0].main, station) }
      if let known {
        groups[known].members.append(station)
        if groups[known].main.elevation == nil { groups[known].main.elevation = station.elevation }
      } else {
        byIdentifier[station.id, default: []].append(groups.count)
        groups.append((station, [station]))
      }
    }
    func total(_ members: [Station]) -> Int { members.reduce(0) { $0 + counts[$1, default: 0] } }
    let small = groups.filter { total($0.members) < least }.reduce(0) { $0 + total($1.members) }
    groups.removeAll { total($0.members) < least }
    groups.sort { ($0.main.id, $0.main.coordinate.latitude) < ($1.main.id, $1.main.coordinate.latitude) }
    var numbers: [Station: Int] = [:]
    for (number, group) in groups.enumerated() {
      for member in group.members { numbers[member] = number }
    }
    return (groups.map(\.main), numbers, small)
  }

  private static func isSame(_ a: Station, _ b: Station) -> Bool {
    if let x = a.elevation, let y = b.elevation, abs(x - y) > moveHeight { return false }
    return a.coordinate.distance(to: b.coordinate) <= moveDistance
  }

  public func band(
    of variable: Variable, places: Range<Int>, _ survey: ClimatologySurvey, _ recipe: ClimatologyRecipe
  ) async throws -> any ClimatologyBand {
    guard case .stations(let stations) = survey.places else { preconditionFailure("a survey of another archive") }
    let numbers = state.withLock { $0.numbers }
    var query = query(variable, recipe)
    query.stations = Set(stations[places].map(\.id))
    var reports = [[StationBand.Report]](repeating: [], count: places.count)
    try store.forEachObservation(query) { observation, station in
      guard let number = numbers[station], places.contains(number),
        case .slot(let slot) = ClimatologySlot.of(observation, recipe)
      else { return true }
      reports[number - places.lowerBound].append(
        StationBand.Report(slot: slot, observation: observation))
      return true
    }
    let band = StationBand(reports, keepsHours: recipe.hours != .together)
    state.withLock { band.digest(into: &$0.hash, variable, stations[places]) }
    return band
  }
}
