public import Fields
public import Foundation

/// A program that writes the forecast of one initial time to its standard output.
public struct ForecastCommand: Sendable, Hashable {
  /// How the program is named.
  public enum Program: Sendable, Hashable {
    /// A line for `/bin/sh -c`.
    case shell(String)
    /// A program and its arguments, which no shell reads; a name without a slash is looked up on the path.
    case arguments([String])
  }

  public var program: Program
  /// Where it is started.
  public var workingDirectory: URL
  /// How long it may write nothing while a state is due.
  public var timeout: TimeSpan

  /// Ten minutes: no byte for longer is taken for a stall.
  public static let defaultTimeout = TimeSpan.seconds(600)

  public init(_ program: Program, in workingDirectory: URL, timeout: TimeSpan = defaultTimeout) {
    self.program = program
    self.workingDirectory = workingDirectory
    self.timeout = timeout
  }

  /// The words that are executed for an initial time.
  ///
  /// `{initial_time}` becomes the time as in 2018-11-20T12:00:00Z, and `{lead_times}` the lead times in hours with commas
  /// between, as in 6,12,18 or 0.5,1; neither holds a character that a shell would read as its own.
  func words(from initTime: UTCTime, leadTimes: [TimeSpan]) -> [String] {
    let hours = leadTimes.map { $0.seconds % 3600 == 0 ? "\($0.seconds / 3600)" : "\($0.hours)" }
    func filled(_ text: String) -> String {
      text.replacing("{initial_time}", with: initTime.description)
        .replacing("{lead_times}", with: hours.joined(separator: ","))
    }
    switch program {
    case .shell(let line): return ["/bin/sh", "-c", filled(line)]
    case .arguments(let words): return words.map(filled)
    }
  }
}

extension ForecastCommand: CustomStringConvertible {
  /// As it is written in the evaluation file; the words of a list with spaces between.
  public var description: String {
    switch program {
    case .shell(let line): line
    case .arguments(let words): words.joined(separator: " ")
    }
  }
}
