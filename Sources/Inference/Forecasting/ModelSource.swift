public import Fields

/// A model as a source of forecasts: rolled out from each initial time, a state at a time.
///
/// It holds the state of one lead time. What comes after it is a few steps more; what has gone by costs a new start,
/// but for amounts of the last 48 hours, from which others follow.
public actor ModelSource: ForecastSource {
  public nonisolated let name: String
  public nonisolated var isSequential: Bool { true }
  /// How wave attention attended so far; nil where the model has none.
  public nonisolated var waveOutcome: WaveOutcome? { model.waveOutcome }

  private let model: ForecastModel
  private let initial: InitialStates
  /// The most steps of a forecast.
  private let steps: Int
  private let threads: Int
  private let progress: @Sendable (UTCTime, Int) -> Void
  private let channels: [Variable: Int]

  private var initTime: UTCTime?
  private var state: ModelState?
  private var step = 0
  private var amounts: [ForecastKey: Forecast] = [:]
  /// The last request, which the next one waits for: steps follow one another.
  private var last: Task<[Forecast], any Error>?

  /// - Parameters:
  ///   - steps: how many it has from each initial time; nil takes what the model says.
  ///   - progress: called after each step with the initial time and the number of the step.
  /// - Throws: `InferenceError` with what is missing where there is no initial state.
  public init(
    name: String, _ model: ForecastModel, from initial: InitialStates, steps: Int? = nil, threads: Int,
    progress: @escaping @Sendable (UTCTime, Int) -> Void = { _, _ in }
  ) throws {
    guard !initial.times.isEmpty else { throw initial.lacking() }
    self.name = name
    self.model = model
    self.initial = initial
    self.steps = steps ?? model.description.steps
    self.threads = threads
    self.progress = progress
    channels = Dictionary(
      model.description.variables.enumerated().map { ($1, $0) }, uniquingKeysWith: { first, _ in first })
  }

  public func contents() -> [ForecastKey] {
    initial.times.flatMap { time in
      (1...max(1, steps)).flatMap { step in
        channels.keys.map { ForecastKey($0, initTime: time, leadTime: leadTime(of: step)) }
      }
    }.sorted()
  }

  public func forecast(_ variable: Variable, from initTime: UTCTime, at leadTime: TimeSpan) async throws -> Forecast? {
    try await forecasts([variable], from: initTime, at: leadTime).first
  }

  public func forecasts(
    _ variables: [Variable], from initTime: UTCTime, at leadTime: TimeSpan
  ) async throws -> [Forecast] {
    let before = last
    let task = Task {
      _ = try? await before?.value
      return try await self.computed(variables, from: initTime, at: leadTime)
    }
    last = task
    return try await task.value
  }

  private func computed(
    _ variables: [Variable], from initTime: UTCTime, at leadTime: TimeSpan
  ) async throws -> [Forecast] {
    let seconds = model.description.timeStep.seconds
    let wanted = leadTime.seconds / seconds
    guard leadTime.seconds > 0, leadTime.seconds % seconds == 0, wanted <= steps, initial.times.contains(initTime)
    else {
      return []
    }
    let known = variables.filter { channels[$0] != nil }
    let kept = known.compactMap { amounts[ForecastKey($0, initTime: initTime, leadTime: leadTime)] }
    if kept.count == known.count { return kept }
    try await advance(to: Int(wanted), from: initTime)
    return known.compactMap(forecast)
  }

  private func advance(to wanted: Int, from initTime: UTCTime) async throws {
    if self.initTime != initTime || step > wanted || state == nil {
      state = nil
      amounts = [:]
      state = try await initial.state(at: initTime, threads: threads)
      (self.initTime, step) = (initTime, 0)
    }
    while step < wanted, let current = state.take() {
      // A step that fails leaves no state, and the next request starts anew.
      state = try model.next(after: current, step: step + 1)
      step += 1
      keepAmounts()
      progress(initTime, step)
    }
  }

  private func leadTime(of step: Int) -> TimeSpan { .seconds(model.description.timeStep.seconds * Int64(step)) }

  /// A variable of the present state.
  private func forecast(_ variable: Variable) -> Forecast? {
    guard let channel = channels[variable], let state, let initTime else { return nil }
    return Forecast(
      variable, initTime: initTime, leadTime: leadTime(of: step), values: .fields([model.field(channel, of: state)]),
      origin: "\(model.folder.url.lastPathComponent), step \(step) from \(initTime.shortDescription)")
  }

  private func keepAmounts() {
    let oldest = leadTime(of: step) - .hours(48)
    amounts = amounts.filter { $0.key.leadTime > oldest }
    for variable in channels.keys {
      guard case .accumulation = variable.processing, let forecast = forecast(variable), let initTime else { continue }
      amounts[ForecastKey(variable, initTime: initTime, leadTime: forecast.leadTime)] = forecast
    }
  }
}
