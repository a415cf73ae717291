public import Fields
public import Formats

/// A program whose forecasts are verified while it writes them.
public struct PlannedCommand: Sendable, Hashable {
  public var command: ForecastCommand
  public var initTimes: [UTCTime]
  /// Those that it writes, of which the evaluation takes what it asks for.
  public var leadTimes: [TimeSpan]
  /// What it is asked for, of what is scored; nil asks for all of it.
  public var variables: [Variable]?

  public init(
    _ command: ForecastCommand, initTimes: [UTCTime], leadTimes: [TimeSpan], variables: [Variable]? = nil
  ) {
    self.command = command
    self.initTimes = initTimes
    self.leadTimes = leadTimes
    self.variables = variables
  }

  /// Its forecasts of what is scored.
  func source(named name: String, of scored: [Variable]) -> CommandSource {
    let asked = scored.filter { variables?.contains($0) ?? true }
    return CommandSource(
      name: name, command: command, initTimes: initTimes, leadTimes: leadTimes,
      variables: asked.flatMap(WindVariables.parts))
  }

  /// What decides its forecasts.
  var identity: String { "command \(command) in \(command.workingDirectory.path)" }
}
