public import Foundation

/// Why a database of observations can't be used, or a request can't be answered: what was expected,
/// what was found, and what to do.
public struct StationsError: Error, Hashable, Sendable, CustomStringConvertible, LocalizedError {
  /// The database or file meant.
  public let file: String
  public let problem: String

  public init(_ file: String, _ problem: String) {
    self.file = file
    self.problem = problem
  }

  public var description: String { "\(file): \(problem)" }
  public var errorDescription: String? { description }
}
