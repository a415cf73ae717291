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
    say("verify: \(explanation(of: error))")
    throw Exit.badInput
  }
}

/// An error in words; of those of the system the file and the reason alone.
func explanation(of error: any Error) -> String {
  guard let error = error as? CocoaError else { return "\(error)" }
  let system = error.userInfo[NSUnderlyingErrorKey] as? any Error
  let reason = (system as? POSIXError).map { String(cString: strerror($0.code.rawValue)) }
  return "\(error.filePath.map { "\($0): " } ?? "")\(reason ?? error.localizedDescription)"
}

/// Writes a line to standard error, where it does not mix with results.
func say(_ line: String) { tell(line + "\n") }

/// Writes text to standard error. Where that can't be written there is nobody to tell.
func tell(_ text: String) { try? FileHandle.standardError.write(contentsOf: Data(text.utf8)) }
