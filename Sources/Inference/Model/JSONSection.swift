/// An object of a JSON file whose keys are taken one by one; what is wrong with them is gathered, so that one error
/// tells all of it.
final class JSONSection {
  /// What is wrong, of this section and of those in it.
  final class Faults {
    var list: [String] = []
  }

  let path: String
  let faults: Faults
  private let object: [String: JSONValue]
  private var taken: Set<String> = []

  /// A value that is no object counts as an empty one, and as a fault.
  init(_ value: JSONValue, path: String, faults: Faults) {
    self.path = path
    self.faults = faults
    if case .object(let object) = value {
      self.object = object
    } else {
      object = [:]
      faults.list.append("\(path.isEmpty ? "the file" : path) is \(value.summary), expected an object")
    }
  }

  func place(_ key: String) -> String { path.isEmpty ? key : "\(path).\(key)" }

  func fault(_ key: String, _ text: String) { faults.list.append("\(place(key)) \(text)") }

  /// The value of a key; nil where it is absent or null.
  func value(_ key: String) -> JSONValue? {
    taken.insert(key)
    if case .null? = object[key] { return nil }
    return object[key]
  }

  /// Takes a key with `read`, which gives nil for what it does not expect. Without `fallback` the key has to be there.
  func take<Value>(_ key: String, _ expected: String, or fallback: Value?, _ read: (JSONValue) -> Value?) -> Value? {
    guard let value = value(key) else {
      if fallback == nil { fault(key, "is missing, expected \(expected)") }
      return fallback
    }
    if let result = read(value) { return result }
    fault(key, "is \(value.summary), expected \(expected)")
    return nil
  }

  func text(_ key: String, or fallback: String? = nil) -> String? {
    take(key, "text", or: fallback) { if case .text(let text) = $0 { text } else { nil } }
  }

  func number(_ key: String, or fallback: Double? = nil) -> Double? {
    take(key, "a number", or: fallback) { if case .number(let number) = $0 { number } else { nil } }
  }

  /// A whole number in a range.
  func whole(_ key: String, in range: ClosedRange<Int>, or fallback: Int? = nil) -> Int? {
    take(key, JSONSection.words(range), or: fallback) { JSONSection.whole($0, range) }
  }

  /// A list of whole numbers in a range, of a length in another.
  func wholes(
    _ key: String, count: ClosedRange<Int>, in range: ClosedRange<Int>, or fallback: [Int]? = nil
  ) -> [Int]? {
    take(key, JSONSection.words(count, range), or: fallback) { JSONSection.wholes($0, count, range) }
  }

  func choice<Choice: RawRepresentable<String> & CaseIterable>(_ key: String, or fallback: Choice? = nil) -> Choice? {
    let names = Choice.allCases.map(\.rawValue).joined(separator: ", ")
    return take(key, "one of \(names)", or: fallback) {
      if case .text(let text) = $0 { Choice(rawValue: text) } else { nil }
    }
  }

  /// Objects of a list, each with its number in its path; empty where there is no list of them.
  func sections(_ key: String) -> [JSONSection] {
    let items: [JSONValue]? = take(key, "a list", or: nil) { if case .list(let items) = $0 { items } else { nil } }
    return (items ?? []).enumerated().map { JSONSection($1, path: "\(place(key))[\($0)]", faults: faults) }
  }

  func section(_ key: String) -> JSONSection? {
    let object: JSONValue? = take(key, "an object", or: nil) { if case .object = $0 { $0 } else { nil } }
    return object.map { JSONSection($0, path: place(key), faults: faults) }
  }

  /// Keys that nobody has taken are faults: a misspelt one must not be passed over.
  func refuseOthers() {
    for key in object.keys.sorted() where !taken.contains(key) {
      fault(key, "is no key that is known here (known are \(taken.sorted().joined(separator: ", ")))")
    }
  }

  // MARK: - Values

  static func whole(_ value: JSONValue, _ range: ClosedRange<Int>) -> Int? {
    guard case .number(let number) = value, let whole = Int(exactly: number), range.contains(whole) else { return nil }
    return whole
  }

  static func wholes(_ value: JSONValue, _ count: ClosedRange<Int>, _ range: ClosedRange<Int>) -> [Int]? {
    guard case .list(let items) = value, count.contains(items.count) else { return nil }
    let wholes = items.compactMap { whole($0, range) }
    return wholes.count == items.count ? wholes : nil
  }

  private static func words(_ range: ClosedRange<Int>) -> String {
    "a whole number from \(range.lowerBound) to \(range.upperBound)"
  }

  private static func words(_ count: ClosedRange<Int>, _ range: ClosedRange<Int>) -> String {
    let length = count.lowerBound == count.upperBound ? "\(count.lowerBound)" : "\(count.lowerBound) or more"
    return "a list of \(length) whole numbers from \(range.lowerBound) to \(range.upperBound)"
  }
}
