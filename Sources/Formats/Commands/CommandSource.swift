public import Fields

/// Forecasts that a program writes while they are verified: one run of it an initial time, one state in memory.
///
/// It writes GRIB messages or NetCDF files to its standard output, lead time by lead time; `docs/foreign-models.md` says
/// all that is asked of it. Variables that follow from those of one state are answered too.
public actor CommandSource: ForecastSource {
  public nonisolated let name: String
  private let command: ForecastCommand
  private let initTimes: Set<UTCTime>
  private let leadTimes: [TimeSpan]
  private let variables: [Variable]
  private var run: CommandRun?
  /// Those of all runs; a model has few.
  private var grids = GRIBGrids()

  /// - Parameters:
  ///   - leadTimes: Those that the program writes; others are passed over.
  ///   - variables: What is asked of it at every lead time.
  public init(
    name: String, command: ForecastCommand, initTimes: [UTCTime], leadTimes: [TimeSpan], variables: [Variable]
  ) {
    self.name = name
    self.command = command
    self.initTimes = Set(initTimes)
    self.leadTimes = Set(leadTimes).sorted()
    self.variables = variables
  }

  public nonisolated var isSequential: Bool { true }

  /// What the program is to write, without starting it.
  public func contents() async throws -> [ForecastKey] {
    var keys: Set<ForecastKey> = []
    for variable in variables {
      for initTime in initTimes {
        for leadTime in leadTimes where leadTime >= variable.processing.period {
          keys.insert(ForecastKey(variable, initTime: initTime, leadTime: leadTime))
        }
      }
    }
    return keys.sorted()
  }

  public func forecast(
    _ variable: Variable, from initTime: UTCTime, at leadTime: TimeSpan
  ) async throws -> Forecast? {
    try await forecasts([variable], from: initTime, at: leadTime).first
  }

  /// Starts the program, or reads on in what it writes.
  ///
  /// Throws `FormatError` with the end of the program's standard error where it can't be started, fails, stalls, ends
  /// early, or writes what is no such stream.
  public func forecasts(
    _ variables: [Variable], from initTime: UTCTime, at leadTime: TimeSpan
  ) async throws -> [Forecast] {
    let wanted = variables.filter { self.variables.contains($0) && leadTime >= $0.processing.period }
    guard !wanted.isEmpty, initTimes.contains(initTime), leadTimes.contains(leadTime) else { return [] }
    let source = try source(of: wanted, from: initTime, at: leadTime)
    do {
      return try await source.forecasts(wanted, from: initTime, at: leadTime)
    } catch let error as FormatError {
      throw failure(MessageStream.Damage(place: error.place, problem: error.problem), from: initTime, at: leadTime)
    }
  }

  /// A source of the state of a lead time; without a pause in it, so that requests don't mix.
  private func source(
    of variables: [Variable], from initTime: UTCTime, at leadTime: TimeSpan
  ) throws -> DerivingSource {
    do {
      try prepareRun(from: initTime, at: leadTime)
      try run?.advance(to: leadTime, holding: variables)
      if let run { return try run.state.source(named: name, grids: run.grids) }
      throw MessageStream.Damage(place: nil, problem: "has not been started")
    } catch let damage as MessageStream.Damage {
      endRun()
      throw failure(damage, from: initTime, at: leadTime)
    }
  }

  /// Goes on with the run at work where it can still come to the lead time, and otherwise starts another.
  private func prepareRun(from initTime: UTCTime, at leadTime: TimeSpan) throws {
    if let run, run.initTime == initTime, run.reaches(leadTime) { return }
    endRun()
    run = try CommandRun(command, named: name, from: initTime, leadTimes: leadTimes, grids: grids)
  }

  private func endRun() {
    if let run { grids = run.grids }
    run?.stop()
    run = nil
  }

  private nonisolated func failure(
    _ damage: MessageStream.Damage, from initTime: UTCTime, at leadTime: TimeSpan
  ) -> FormatError {
    FormatError(
      from: "forecast '\(name)' from \(initTime.shortDescription) at \(leadTime)", place: damage.place,
      "\(damage.problem)\nThe command is: \(command)")
  }
}
