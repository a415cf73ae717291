import Fields

/// The initial and lead times of an array, and where in its time dimensions each of them is.
///
/// Read are an initial and a lead dimension together (WeatherBench 2, cfgrib), one dimension of valid
/// times with initial or lead times beside it or as scalars, and a bare time, which is an analysis
/// unless an initial time is given.
struct CFTimes: Sendable {
  struct Slot: Sendable, Hashable {
    let initTime: UTCTime
    let leadTime: TimeSpan
    /// From the bounds of the time or the lead; nil where the file gives none.
    let period: TimeSpan?
    /// The index in each of `dimensions`.
    let indices: [Int]
  }

  /// The names of the time dimensions, at most two.
  let dimensions: [String]
  let slots: [Slot]
  /// Whether the file tells no time at all, so that the one slot is for what never changes.
  var isTimeless = false

  struct Moment: Hashable, Sendable {
    let initTime: UTCTime
    let leadTime: TimeSpan
  }
}

/// Works out the times of arrays, each set of time dimensions once.
struct CFTimesReader<Dataset: CFDataset> {
  let dataset: Dataset
  let coordinates: CFCoordinates
  let initTime: UTCTime?

  /// Throws `CFProblem` where the times can't be told, or one is no date.
  func times(of array: CFArray) throws -> CFTimes {
    let axes = array.dimensionNames.compactMap { name in
      coordinates.along(name, .initTime, .leadTime, .time).map { (name: name, coordinate: $0) }
    }
    switch axes.count {
    case 0: return try scalar(array)
    case 1: return try single(array, dimension: axes[0].name)
    case 2: return try product(array, axes[0], axes[1])
    default:
      throw CFProblem("it has \(axes.count) dimensions of time: \(axes.map(\.name).joined(separator: ", "))")
    }
  }

  // MARK: - Two dimensions

  private typealias Axis = (name: String, coordinate: CFCoordinates.Coordinate)

  private func product(_ array: CFArray, _ a: Axis, _ b: Axis) throws -> CFTimes {
    let roles = (a.coordinate.role, b.coordinate.role)
    // A lead time beside a plain time makes that the initial time.
    switch roles {
    case (.initTime, .leadTime), (.time, .leadTime): return try product(starts: a, leads: b)
    case (.leadTime, .initTime), (.leadTime, .time): return try product(starts: b, leads: a)
    case (.initTime, .time): return try product(starts: a, valid: b)
    case (.time, .initTime): return try product(starts: b, valid: a)
    default: throw CFProblem("its dimensions \(a.name) and \(b.name) can't both be one kind of time")
    }
  }

  private func product(starts: Axis, leads: Axis) throws -> CFTimes {
    let inits = try instants(starts.coordinate.array)
    let spans = try self.spans(leads.coordinate.array)
    let periods = try self.periods(of: leads.coordinate.array, count: spans.count)
    var slots: [CFTimes.Slot] = []
    slots.reserveCapacity(inits.count * spans.count)
    for (i, start) in inits.enumerated() {
      for (j, lead) in spans.enumerated() {
        slots.append(.init(initTime: start, leadTime: lead, period: periods?[j], indices: [i, j]))
      }
    }
    return CFTimes(dimensions: [starts.name, leads.name], slots: slots)
  }

  private func product(starts: Axis, valid: Axis) throws -> CFTimes {
    let inits = try instants(starts.coordinate.array)
    let times = try instants(valid.coordinate.array)
    let periods = try self.periods(of: valid.coordinate.array, count: times.count)
    var slots: [CFTimes.Slot] = []
    for (i, start) in inits.enumerated() {
      for (j, time) in times.enumerated() where time >= start {
        slots.append(.init(initTime: start, leadTime: time - start, period: periods?[j], indices: [i, j]))
      }
    }
    return CFTimes(dimensions: [starts.name, valid.name], slots: slots)
  }

  // MARK: - One dimension

  private func single(_ array: CFArray, dimension: String) throws -> CFTimes {
    let length = array.dimensions.first { $0.name == dimension }?.length ?? 0
    guard length > 0 else { return CFTimes(dimensions: [dimension], slots: []) }
    var along: [CFRole: CFArray] = [:]
    for role in [CFRole.initTime, .leadTime, .time] {
      // Along the dimension itself before scalars.
      let candidates = coordinates.within(array, role).filter { $0.array.dimensions.count <= 1 }
      along[role] =
        (candidates.first { $0.array.dimensionNames == [dimension] }
        ?? candidates.first { $0.array.dimensions.isEmpty })?.array
    }
    let inits = try along[.initTime].map { try spread(try instants($0), length) }
    let leads = try along[.leadTime].map { try spread(try spans($0), length) }
    let valid = try along[.time].map { try spread(try instants($0), length) }
    let bounded = [along[.time], along[.leadTime]].compactMap { $0 }.filter { $0.dimensionNames == [dimension] }
    let periods = try bounded.lazy.compactMap { try self.periods(of: $0, count: length) }.first
    let moments = try self.moments(
      length, inits: inits, leads: leads, valid: valid,
      leadIsAxis: along[.leadTime]?.dimensionNames == [dimension] && along[.time]?.dimensions.isEmpty == true)
    let slots = moments.enumerated().map { i, moment in
      CFTimes.Slot(initTime: moment.initTime, leadTime: moment.leadTime, period: periods?[i], indices: [i])
    }
    return CFTimes(dimensions: [dimension], slots: slots)
  }

  private func spread<T>(_ values: [T], _ length: Int) throws -> [T] {
    if values.count == length { return values }
    guard values.count == 1 else { throw CFProblem("its times have \(values.count) values for \(length) places") }
    return [T](repeating: values[0], count: length)
  }

  /// Initial and lead times from what the file gives of the three times.
  private func moments(
    _ count: Int, inits: [UTCTime]?, leads: [TimeSpan]?, valid: [UTCTime]?, leadIsAxis: Bool
  ) throws -> [CFTimes.Moment] {
    switch (inits, leads, valid) {
    case (let inits?, let leads?, _):
      return zip(inits, leads).map { .init(initTime: $0, leadTime: $1) }
    case (let inits?, nil, let valid?):
      return zip(inits, valid).map { .init(initTime: $0, leadTime: $1 - $0) }
    case (let inits?, nil, nil):
      return inits.map { .init(initTime: $0, leadTime: .zero) }
    case (nil, let leads?, let times?):
      // A scalar time beside an axis of leads can only be the initial time.
      if leadIsAxis { return zip(times, leads).map { .init(initTime: $0, leadTime: $1) } }
      return zip(times, leads).map { .init(initTime: $0 - $1, leadTime: $1) }
    case (nil, let leads?, nil):
      guard let initTime else {
        throw CFProblem(
          "it has lead times and no initial time; give the source an initial time, or the file a "
            + "forecast_reference_time")
      }
      return leads.map { .init(initTime: initTime, leadTime: $0) }
    case (nil, nil, let valid?):
      guard let initTime else { return valid.map { .init(initTime: $0, leadTime: .zero) } }
      if let early = valid.first(where: { $0 < initTime }) {
        throw CFProblem("its time \(early) lies before the initial time \(initTime) that was given")
      }
      return valid.map { .init(initTime: initTime, leadTime: $0 - initTime) }
    case (nil, nil, nil):
      throw CFProblem("its time dimension has no readable coordinate")
    }
  }

  // MARK: - No dimension

  private func scalar(_ array: CFArray) throws -> CFTimes {
    func only(_ role: CFRole) -> CFArray? {
      coordinates.within(array, role).first { $0.array.dimensions.isEmpty }?.array
    }
    let inits = try only(.initTime).map(instants)
    let leads = try only(.leadTime).map(spans)
    let valid = try only(.time).map(instants)
    let period = try [only(.time), only(.leadTime)].compactMap { $0 }.lazy
      .compactMap { try periods(of: $0, count: 1) }.first?.first
    guard inits != nil || leads != nil || valid != nil else {
      let slot = CFTimes.Slot(
        initTime: initTime ?? UTCTime(secondsSince1970: 0), leadTime: .zero, period: nil, indices: [])
      return CFTimes(dimensions: [], slots: [slot], isTimeless: initTime == nil)
    }
    let moment = try moments(1, inits: inits, leads: leads, valid: valid, leadIsAxis: false)[0]
    return CFTimes(
      dimensions: [],
      slots: [.init(initTime: moment.initTime, leadTime: moment.leadTime, period: period ?? nil, indices: [])])
  }

  // MARK: - Values

  private func instants(_ array: CFArray) throws -> [UTCTime] {
    let unit = try unit(of: array, defaultUnit: nil)
    guard unit.hasOrigin else {
      throw CFProblem(
        "the coordinate \(array.name) has the unit '\(array.attributes.text("units") ?? "")', without 'since'")
    }
    return try dataset.values(array).map { value in
      guard let time = unit.instant(value) else {
        throw CFProblem(
          "the coordinate \(array.name) has the time \(value) (\(array.attributes.text("units") ?? "")), "
            + (value.isNaN ? "which is missing" : "which is no date between the years -9999 and 9999"))
      }
      return time
    }
  }

  private func spans(_ array: CFArray) throws -> [TimeSpan] {
    let name = array.name.lowercased()
    let unit = try unit(of: array, defaultUnit: name.contains("hour") || name == "fhour" ? "hours" : nil)
    return try dataset.values(array).map { value in
      guard let span = unit.span(value) else {
        throw CFProblem("the coordinate \(array.name) has the lead time \(value), which is missing or out of range")
      }
      return span
    }
  }

  private func unit(of array: CFArray, defaultUnit: String?) throws -> CFTime {
    guard
      let text = array.attributes.text("units") ?? array.attributes.text("dtype").flatMap(CFTimesReader.unit(dtype:))
        ?? defaultUnit
    else {
      throw CFProblem("the coordinate \(array.name) has no unit; expected one like 'hours'")
    }
    do {
      return try CFTime(text, calendar: array.attributes.text("calendar"))
    } catch {
      throw CFProblem("the coordinate \(array.name): \(error.problem)")
    }
  }

  /// xarray keeps the type of a length of time in an attribute: `timedelta64[ns]`.
  private static func unit(dtype: String) -> String? {
    guard dtype.hasPrefix("timedelta64["), dtype.hasSuffix("]") else { return nil }
    return String(dtype.dropFirst("timedelta64[".count).dropLast())
  }

  /// The lengths of the intervals that a time coordinate's bounds give.
  private func periods(of array: CFArray, count: Int) throws -> [TimeSpan?]? {
    guard let name = array.attributes.text("bounds"), let bounds = dataset.array(named: name),
      bounds.count == 2 * count
    else { return nil }
    // Bounds take the unit of their coordinate unless they state one.
    let unit = try unit(of: bounds.attributes.text("units") == nil ? array : bounds, defaultUnit: nil)
    let values = try dataset.values(bounds)
    return (0..<count).map { i in
      guard let period = unit.span(values[2 * i + 1] - values[2 * i]), period > .zero else { return nil }
      return period
    }
  }
}
