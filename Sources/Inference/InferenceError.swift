/// What is wrong with a model's files, or with what it is given.
public struct InferenceError: Error, Sendable, Hashable {
  public var file: String?
  public var message: String
  public var suggestion: String?

  public init(file: String? = nil, _ message: String, suggestion: String? = nil) {
    self.file = file
    self.message = message
    self.suggestion = suggestion
  }
}

extension InferenceError: CustomStringConvertible {
  public var description: String {
    [file.map { "\($0): \(message)" } ?? message, suggestion].compactMap { $0 }.joined(separator: ". ")
  }
}
