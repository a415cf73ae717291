import ArgumentParser
import Foundation

/// What a command's end says to the shell that started it.
enum Exit {
  /// All is well.
  static let fine = ExitCode(0)
  /// The forecast is worse than its baseline.
  static let worse = ExitCode(1)
  /// The sample is too small to say.
  static let inconclusive = ExitCode(2)
  /// The input is wrong, or no observation met a forecast.
  static let badInput = ExitCode(3)
}

/// Runs a command's work; an error is told on standard error and ends the command with 3.
func reportingErrors<Result>(_ body: () async throws -> Result) async throws -> Result {
  do {
    return try await body()
  } catch let code as ExitCode {
    throw code
  } catch {
    say("verify: \(error)")
    throw Exit.badInput
  }
}

/// Writes a line to standard error, where it does not mix with results.
func say(_ line: String) {
  FileHandle.standardError.write(Data((line + "\n").utf8))
}
