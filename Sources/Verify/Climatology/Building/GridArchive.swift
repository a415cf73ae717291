public import Fields
import Formats
import Stations
import Synchronization

/// Fields of analyses as the archive of a climatology.
///
/// At a valid time the field of the shortest lead time counts. Fields are read in the order of the days of the
/// year, each about once for every band of places.
public final class GridArchive: ClimatologyArchive {
  private let source: any ForecastSource
  private let name: String
  private struct State {
    var fields: [Variable: [Slot: [ForecastKey]]] = [:]
    var hash = SHA256()
    var hashed: Set<ForecastKey> = []
  }
  private let state = Mutex(State())

  private struct Slot: Hashable {
    let day: CalendarDay
    let hour: Int?
  }

  /// - name: of the files, for the file's attributes.
  public init(_ source: any ForecastSource, name: String) {
    self.source = source
    self.name = name
  }

  public var digest: String { state.withLock { $0.hash.hexDigest } }

  public func survey(_ recipe: ClimatologyRecipe) async throws -> ClimatologySurvey {
    var latest: [Variable: [UTCTime: ForecastKey]] = [:]
    for key in try await source.contents() where recipe.variables.contains(key.variable) {
      let known = latest[key.variable]?[key.validTime]
      if known.map({ key.leadTime < $0.leadTime }) ?? true { latest[key.variable, default: [:]][key.validTime] = key }
    }
    var survey = ClimatologySurvey(places: .stations([]), source: "analyses of \(name)")
    var fields: [Variable: [Slot: [ForecastKey]]] = [:]
    var (days, hours, years) = (Set<CalendarDay>(), Set<Int>(), Set<Int>())
    var times: [UTCTime] = []
    for variable in recipe.variables {
      for (time, key) in latest[variable] ?? [:] {
        if let from = recipe.from, time < from { continue }
        if let through = recipe.through, time > through { continue }
        switch ClimatologySlot.of(time, recipe) {
        case .leftOut(let reason): survey.leftOut["fields: \(reason)", default: 0] += 1
        case .slot(let slot):
          fields[variable, default: [:]][
            Slot(day: slot.day, hour: recipe.hours == .together ? nil : slot.hour), default: []
          ].append(key)
          days.insert(slot.day)
          hours.insert(slot.hour)
          years.insert(Int(slot.year))
          times.append(time)
          survey.used[variable, default: 0] += 1
        }
      }
      guard survey.used[variable, default: 0] > 0 else { throw try await nothing(of: variable) }
    }
    for (variable, slots) in fields { fields[variable] = slots.mapValues { $0.sorted() } }
    guard let variable = recipe.variables.first, let key = fields[variable]?.values.flatMap({ $0 }).min(),
      let from = times.min(), let through = times.max()
    else { throw try await nothing(of: recipe.variables[0]) }
    let grid = try await field(key).grid
    let altitude = try await source.invariant(.surfaceAltitude)
    survey.places = .grid(grid)
    survey.surfaceAltitude = altitude.flatMap { $0.grid.isEqual(to: grid) ? $0.values : nil }
    survey.days = days.sorted()
    survey.hours = recipe.hours == .together ? nil : hours.sorted()
    survey.years = years.sorted()
    (survey.from, survey.through) = (from, through)
    survey.placeStep = (grid as? RectilinearGrid)?.columns ?? 1
    let fieldsOfWindow = fields.values.map { slots in
      (slots.values.map(\.count).max() ?? 0) * min(2 * recipe.window + 1, days.count)
    }
    survey.bytesPerPlace = (fieldsOfWindow.max() ?? 0) * 28 + 96 * years.count + 256
    state.withLock { $0.fields = fields }
    return survey
  }

  private func nothing(of variable: Variable) async throws -> VerifyError {
    let held = Set(try await source.contents().map(\.variable.description)).sorted()
    return VerifyError(
      file: name, "no field of \(variable) counts",
      suggestion: held.contains(variable.description)
        ? "There are some, but none of the times, hours and years asked for; see `verify inspect`."
        : held.isEmpty
          ? "The files hold no variable that is known; see `verify inspect`."
          : "The files hold \(held.joined(separator: ", ")).")
  }

  /// One field of an analysis.
  private func field(_ key: ForecastKey) async throws -> Field {
    guard let analysis = try await source.forecast(key.variable, from: key.initTime, at: key.leadTime) else {
      throw VerifyError(file: name, "\(key.variable) of \(key.validTime.shortDescription) is listed, and is not there")
    }
    guard case .fields(let members) = analysis.values, members.count == 1 else {
      throw VerifyError(
        "\(analysis.origin): a climatology needs one field a time, not \(analysis.memberCount) members or a table",
        suggestion: "Give the analysis, or a single member, alone.")
    }
    return members[0]
  }

  public func band(
    of variable: Variable, places: Range<Int>, _ survey: ClimatologySurvey, _ recipe: ClimatologyRecipe
  ) async throws -> any ClimatologyBand {
    GridBand(archive: self, variable: variable, places: places, grid: survey.places)
  }

  fileprivate func samples(
    of variable: Variable, _ places: Range<Int>, _ grid: ClimatologyPlaces, _ day: CalendarDay, _ hour: Int?
  ) async throws -> DaySamples {
    let keys = state.withLock { $0.fields[variable]?[Slot(day: day, hour: hour)] ?? [] }
    var fields: [(values: [Float], year: Int16)] = []
    for key in keys {
      let field = try await field(key)
      if case .grid(let grid) = grid, !field.grid.isEqual(to: grid) {
        throw VerifyError(
          file: name,
          "\(variable) of \(key.validTime.shortDescription) is on \(field.grid.summary), the first field on "
            + "\(grid.summary)", suggestion: "Make a climatology of the fields of one grid.")
      }
      fields.append((field.values, Int16(clamping: key.validTime.components.year)))
      state.withLock { state in
        guard state.hashed.insert(key).inserted else { return }
        state.hash.update("\(variable) \(key.validTime)\n")
        field.values.withUnsafeBytes { state.hash.update($0) }
      }
    }
    return DaySamples(fields, at: places)
  }
}

private struct GridBand: ClimatologyBand {
  let archive: GridArchive
  let variable: Variable
  let places: Range<Int>
  let grid: ClimatologyPlaces

  func samples(on day: CalendarDay, hour: Int?) async throws -> DaySamples {
    try await archive.samples(of: variable, places, grid, day, hour)
  }
}
