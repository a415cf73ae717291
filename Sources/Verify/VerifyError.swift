public import Foundation

/// Why an evaluation can't be read, run or scored: where, what was expected and found, what to do.
public struct VerifyError: Error, Hashable, Sendable, CustomStringConvertible, LocalizedError {
  /// The file that is meant; nil where the problem is in none.
  public let file: String?
  /// The line in it, from 1.
  public let line: Int?
  public let problem: String
  /// What to do about it; nil where the problem says it.
  public let suggestion: String?

  public init(file: String? = nil, line: Int? = nil, _ problem: String, suggestion: String? = nil) {
    self.file = file
    self.line = line
    self.problem = problem
    self.suggestion = suggestion
  }

  public var description: String {
    let place = [file, line.map(String.init)].compactMap { $0 }.joined(separator: ":")
    let text = place.isEmpty ? problem : "\(place): \(problem)"
    return suggestion.map { "\(text). \($0)" } ?? text
  }

  public var errorDescription: String? { description }
}
