public import Fields

/// The states that a source of analyses holds for a model, whatever their order, units and grid.
///
/// A channel is taken from what is valid at the initial time: an analysis where the source has any of it, and of
/// several forecasts that of the shortest lead time. So amounts, which no analysis has, come from a forecast before.
public struct InitialStates: Sendable {
  private let source: any ForecastSource
  private let model: ModelDescription
  private let keys: [UTCTime: [Variable: ForecastKey]]

  /// - Parameter source: with what follows from what it holds, as `DerivingSource` gives it.
  public init(_ source: any ForecastSource, for model: ModelDescription) async throws {
    self.source = source
    self.model = model
    let wanted = Set(model.variables)
    var keys: [UTCTime: [Variable: ForecastKey]] = [:]
    let held = try await source.contents().filter { wanted.contains($0.variable) }
    let analysed = Set(held.filter { $0.leadTime == .zero }.map(\.variable))
    for key in held where key.leadTime == .zero || !analysed.contains(key.variable) {
      let known = keys[key.validTime]?[key.variable]
      if known.map({ key.leadTime < $0.leadTime }) ?? true { keys[key.validTime, default: [:]][key.variable] = key }
    }
    self.keys = keys
  }

  /// The times at which every channel is held.
  public var times: [UTCTime] { keys.filter { $0.value.count == model.channels.count }.keys.sorted() }

  /// What keeps a time from being an initial time; of no time in particular where there is none at all.
  public func lacking(at time: UTCTime? = nil) -> InferenceError {
    if let time, keys[time] == nil, let first = times.first, let last = times.last {
      return InferenceError(
        file: source.name, "holds no channel of the model at \(time.shortDescription)",
        suggestion: times.count == 1
          ? "The one initial state that it holds is of \(first.shortDescription)."
          : "The \(times.count) initial states that it holds are from \(first.shortDescription) to "
            + "\(last.shortDescription).")
    }
    let best = time ?? keys.max { ($0.value.count, $1.key) < ($1.value.count, $0.key) }?.key
    let held = best.flatMap { keys[$0] } ?? [:]
    let lost = model.channels.filter { held[$0.variable] == nil }
    let missing = lost.map { "\($0.name) (\($0.variable.title))" }
    let areAmounts = lost.contains { $0.variable.processing != .instantaneous }
    let when = best.map { " at \($0.shortDescription)" } ?? ""
    return InferenceError(
      file: source.name,
      "is no initial state\(when): \(missing.count) of \(model.channels.count) channels \(missing.count == 1 ? "is" : "are") missing: "
        + missing.joined(separator: ", "),
      suggestion: "See what a file holds with `verify inspect`"
        + (areAmounts
          ? "; amounts before the initial time may come from a file of forecasts beside the analysis." : "."))
  }

  /// The normalised state at a time.
  ///
  /// - Throws: `InferenceError` that lists the channels that are missing, or have values missing on the model's grid.
  func state(at time: UTCTime, threads: Int) async throws -> ModelState {
    guard let held = keys[time], held.count == model.channels.count else { throw lacking(at: time) }
    var planes = Planes(channels: model.channels.count, height: model.grid.rows, width: model.grid.columns)
    var regridder: Regridder?
    var incomplete: [String] = []
    for (number, channel) in model.channels.enumerated() {
      guard let key = held[channel.variable],
        let forecast = try await source.forecast(key.variable, from: key.initTime, at: key.leadTime)
      else { throw lacking(at: time) }
      guard case .fields(let members) = forecast.values, members.count == 1 else {
        throw InferenceError(
          file: forecast.origin,
          "an initial state is of single fields, and \(channel.variable) has "
            + "\(forecast.memberCount) members or is a table", suggestion: "Give one member.")
      }
      if regridder.map({ !$0.source.isEqual(to: members[0].grid) }) ?? true {
        regridder = try Regridder(from: members[0].grid, to: model.grid, Regridding(.bilinear))
      }
      guard let field = regridder?.apply(to: members[0], threads: threads).field else { continue }
      let missing = field.values.count { !$0.isFinite }
      if missing > 0 { incomplete.append("\(channel.name) has none at \(missing) of \(field.values.count) points") }
      let (scale, offset) = channel.normalisation
      let least = channel.normalisedMinimum ?? -.infinity
      let start = number * planes.area
      planes.values.withUnsafeMutableBufferPointer { values in
        for (cell, value) in field.values.enumerated() { values[start + cell] = max(value * scale + offset, least) }
      }
    }
    guard incomplete.isEmpty else {
      throw InferenceError(
        file: source.name,
        "the initial state at \(time.shortDescription) lacks values on the model's grid (\(model.grid.summary)): "
          + incomplete.joined(separator: "; "),
        suggestion: "Give global fields without missing values.")
    }
    return ModelState(planes: planes)
  }
}
