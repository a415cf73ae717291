/// Why an array can't be read as forecasts; the file and the array are added to its message.
struct CFProblem: Error, Hashable, Sendable {
  let text: String

  init(_ text: String) { self.text = text }
}
