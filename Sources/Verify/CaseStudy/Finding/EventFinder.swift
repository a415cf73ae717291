import Fields
import Formats
public import Metrics
import Stations

/// Finds events in observations: values beyond a threshold, clustered in space and time.
public struct EventFinder: Sendable {
  public let search: EventSearch
  private let places: any ObservedPlaces
  private let screened: ScreenedReports?
  private let from: UTCTime
  private let through: UTCTime
  private let isOfCells: Bool
  private let climatology: Climatology
  /// Valid times of the forecasts by initial time; nil where there are none.
  private let validTimes: [UTCTime: [UTCTime]]?

  /// Values that are held for quantiles of their own, at most: 400 MB.
  static let heldValues = 50_000_000

  /// Opens the observations, and checks reports of stations.
  ///
  /// Throws where a file can't be read, or nothing was observed.
  public init(_ search: EventSearch) async throws {
    self.search = search
    climatology = try Climatology(search.climatology)
    let opened = try await OpenedObservations(search.observations, of: [search.variable])
    var span: ClosedRange<UTCTime>?
    if let archive = opened.archive {
      let times = archive.validTimes(of: search.variable)
      span = zip(times.prefix(1), times.suffix(1)).map { $0...$1 }.first
      guard let first = times.first, let field = try await archive.field(of: search.variable, at: first)?.field else {
        throw EventFinder.nothingHeld(search)
      }
      places = try ObservedCells(archive, RegridderCache(.nearest), field.grid, in: search.region)
      screened = nil
    } else {
      span = try opened.reports.timeSpan(of: search.variable)
      let (from, through) = (search.from ?? span?.lowerBound, search.through ?? span?.upperBound)
      guard let from, let through else { throw EventFinder.nothingHeld(search) }
      var reports = ScreenedReports(opened.reports, in: search.region)
      if search.isScreened, !EventFinder.isOfCells(search.observations) {
        reports = try await ScreenedReports(
          opened.reports, in: search.region, of: [search.variable], from: from, through: through)
      }
      screened = reports
      places = ObservedStations(
        reports, search.matching, stations: search.observations.stations, register: StationRegister())
    }
    guard let span else { throw EventFinder.nothingHeld(search) }
    from = search.from ?? span.lowerBound
    through = search.through ?? span.upperBound
    isOfCells = EventFinder.isOfCells(search.observations)
    guard from <= through else {
      throw VerifyError("the search ends before it begins", suggestion: "Exchange --from and --to.")
    }
    validTimes = try await EventFinder.validTimes(search, opened)
  }

  private static func isOfCells(_ observations: PlannedObservations) -> Bool {
    switch observations.origin {
    case .fields, .analysis: true
    case .database, .files: false
    }
  }

  private static func nothingHeld(_ search: EventSearch) -> VerifyError {
    VerifyError(
      "the observations hold no \(search.variable)",
      suggestion: "See what they hold with `verify observations info` or `verify inspect`.")
  }

  private static func validTimes(
    _ search: EventSearch, _ observations: OpenedObservations
  ) async throws -> [UTCTime: [UTCTime]]? {
    guard var plan = search.evaluation else { return nil }
    plan.variables = [search.variable]
    plan.thresholds = [:]
    plan.scores = nil
    plan.strata = []
    let units = try await Evaluation(plan, observed: observations).units
    return Dictionary(grouping: units) { $0.initTime }.mapValues { $0.map(\.validTime) }
  }

  /// Searches. Fields are read one at a time, twice where the threshold is a quantile of each place's own values.
  public func find() async throws -> FoundEvents {
    let ownLimits = try await quantilesOfPlaces()
    let limits =
      ownLimits == nil
      ? try EventLimits(search.threshold, of: search.variable, climatology, search.matching) : nil
    var found = FoundEvents(
      hazard: search.hazard, variable: search.variable, threshold: search.thresholdText, from: from, through: through,
      isOfCells: isOfCells)
    if search.threshold.needsClimatology {
      found.thresholdOrigin = ownLimits == nil ? "of the climatology" : "of the values of each place"
    }
    var clusters = EventClusters(isUpper: search.threshold.isUpper, reach: search.reach, gap: search.gap)
    var seen: Set<Int32> = []
    var times: [UTCTime] = []
    for time in try await places.times(of: search.variable, from: from, through: through) {
      guard let observed = try await places.values(of: search.variable, at: time) else { continue }
      times.append(time)
      found.ledger.merge(observed.ledger)
      found.values += observed.values.count
      seen.formUnion(observed.places)
      let own =
        try limits.map { try places.limits($0, for: observed) } ?? observed.places.map { ownLimits?[$0] ?? .nan }
      for (i, place) in observed.places.enumerated() {
        if own[i].isNaN { found.lacking += 1 }
        guard search.threshold.isMet(by: observed.values[i], limit: own[i]) else { continue }
        found.valuesBeyond += 1
        clusters.add(observed.values[i], limit: own[i], at: place, places.place(place).coordinate, time)
      }
    }
    found.places = seen.count
    guard found.lacking < found.values || found.values == 0 else { throw noLimit(ownLimits != nil) }
    let all = clusters.all
    let large = all.filter { $0.limits.count >= search.fewestPlaces }.map { event($0, step: EventFinder.step(times)) }
    found.events = Array(large.sorted(by: isBefore).prefix(search.most))
    found.further = large.count - found.events.count
    found.tooSmall = all.count - large.count
    found.setAside = (screened?.findings ?? []).map { finding in
      let limit = search.threshold.value ?? .nan
      return ReportSetAside(finding, isBeyond: search.threshold.isMet(by: finding.value, limit: limit))
    }
    return found
  }

  /// The limit of each place from its own values; nil where the threshold is fixed or of a climatology.
  private func quantilesOfPlaces() async throws -> [Int32: Double]? {
    guard case .quantile(let level) = search.threshold.limit, climatology.file(of: search.variable) == nil else {
      return nil
    }
    var samples: [Int32: [Double]] = [:]
    var count = 0
    for time in try await places.times(of: search.variable, from: from, through: through) {
      guard let observed = try await places.values(of: search.variable, at: time) else { continue }
      count += observed.values.count
      guard count <= EventFinder.heldValues else {
        throw VerifyError(
          "quantiles of more than \(EventFinder.heldValues / 1_000_000) million values would not fit into memory",
          suggestion: "Make a climatology with `verify climatology build`, or search a smaller region or time.")
      }
      for (place, value) in zip(observed.places, observed.values) { samples[place, default: []].append(value) }
    }
    return samples.mapValues { SampleSummary(sorted: $0.sorted()).quantile(level.level) }
  }

  private func noLimit(_ isOwn: Bool) -> VerifyError {
    isOwn
      ? VerifyError(
        "no place has the values that '\(search.thresholdText)' needs from \(from.shortDescription) to "
          + through.shortDescription,
        suggestion: "A quantile p needs 1/p or 1/(1 - p) values: search a longer time, take one nearer to the middle, "
          + "or give a limit with its unit.")
      : VerifyError(
        "the climatology has no limit '\(search.thresholdText)' at any place and time that was observed",
        suggestion: "Compare its places and hours with the observations by `verify inspect`.")
  }

  /// The most frequent step between times; the shorter of two, and an hour where there is none.
  private static func step(_ times: [UTCTime]) -> TimeSpan {
    let counts = Dictionary(grouping: zip(times, times.dropFirst()).map { $1 - $0 }) { $0 }.mapValues(\.count)
    return counts.max { ($0.value, $1.key) < ($1.value, $0.key) }?.key ?? .hours(1)
  }

  private func event(_ cluster: EventClusters.Cluster, step: TimeSpan) -> FoundEvent {
    let numbers = cluster.limits.keys.sorted()
    let frame = RegionFrame(numbers.map { places.place($0).coordinate })
    let limits = cluster.limits.values.sorted()
    var event = FoundEvent(
      places: numbers.count, values: cluster.values, first: cluster.first, last: cluster.last,
      hours: (cluster.last - cluster.first + step).hours,
      peak: EventPeak(
        value: cluster.peak.value, time: cluster.peak.time, place: places.place(cluster.peak.place)),
      edges: (frame.south, frame.north, frame.west, frame.east),
      medianLimit: limits[limits.count / 2])
    event.initTimes = validTimes.map { times in
      times.values.count { $0.contains { (cluster.first...cluster.last).contains($0) } }
    }
    return event
  }

  private func isBefore(_ a: FoundEvent, _ b: FoundEvent) -> Bool {
    let byPeak =
      a.peak.value == b.peak.value ? nil : (a.peak.value > b.peak.value) == search.threshold.isUpper
    let bySize = a.size == b.size ? nil : a.size > b.size
    let byTime = (a.first, a.peak.place.name) < (b.first, b.peak.place.name)
    return (search.order == .peak ? byPeak ?? bySize : bySize ?? byPeak) ?? byTime
  }
}
