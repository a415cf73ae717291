import Fields
public import Foundation
import Metrics

/// The statistics of an evaluation by initial time, for later evaluations to be compared with.
///
/// Its file is JSON with sorted keys and a line for each initial time, so that a change of it can be read. Sums are
/// text, the numbers of a statistic in the order its documentation gives, and lose no bit.
public struct GateReference: Sendable, Codable {
  struct Series: Sendable, Codable, Hashable {
    var system: String
    var variable: String
    var stratum: String
    var leadTimes: String
    /// The `key` of the statistic.
    var statistic: String
    /// The scores that it gives, with their parameters.
    var scores: [String]
    /// By initial time.
    var sums: [String: String]

    var order: [String] { [system, variable, stratum, leadTimes, statistic] }
  }

  static let form = "verify reference 1"

  var form = GateReference.form
  var title: String
  /// The version that made it.
  var verify: String
  /// `common` or `all`
  var pairs: String
  /// What decides which pairs there are, by name.
  var settings: [String: String]
  /// Digests of files of observations, analyses and climatologies, by role and path.
  var inputs: [String: String]
  /// The formulas of the scores, by identity.
  var definitions: [String: String]
  var series: [Series]

  public init(contentsOf file: URL) throws {
    let data: Data
    do {
      data = try Data(contentsOf: file)
    } catch {
      throw VerifyError(
        file: file.path, "there is no reference",
        suggestion: "Make it with `verify regress RESULTS --against \(file.lastPathComponent) --update`.")
    }
    do {
      self = try JSONDecoder().decode(GateReference.self, from: data)
    } catch {
      throw VerifyError(
        file: file.path, "this is no reference of a gate: \(GateReference.words(error))",
        suggestion: "Make it anew with --update.")
    }
    guard form == GateReference.form else {
      throw VerifyError(
        file: file.path, "the reference is a '\(form)', and this version reads '\(GateReference.form)'",
        suggestion: "Make it anew with --update.")
    }
  }

  private static func words(_ error: any Error) -> String {
    switch error as? DecodingError {
    case .keyNotFound(let key, _)?: "it has no '\(key.stringValue)'"
    case .typeMismatch(_, let context)?, .valueNotFound(_, let context)?, .dataCorrupted(let context)?:
      context.codingPath.isEmpty
        ? "it is no JSON" : "'\(context.codingPath.map(\.stringValue).joined(separator: "."))' is of another kind"
    default: "it can't be decoded"
    }
  }

  init(
    title: String, pairs: String, settings: [String: String], inputs: [String: String], definitions: [String: String],
    series: [Series]
  ) {
    self.title = title
    verify = VerifyVersion.current
    self.pairs = pairs
    self.settings = settings
    self.inputs = inputs
    self.definitions = definitions
    self.series = series.sorted { $0.order.lexicographicallyPrecedes($1.order) }
  }

  /// What is in it, for people.
  public var summary: String {
    let scores = series.reduce(0) { $0 + $1.scores.count }
    return "\(scores) score\(scores == 1 ? "" : "s") of \(Set(series.flatMap(\.sums.keys)).count) initial times"
  }

  /// The text of its file: the same reference gives the same bytes.
  public func json() throws -> String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .prettyPrinted, .withoutEscapingSlashes]
    return String(decoding: try encoder.encode(self), as: UTF8.self) + "\n"
  }
}

extension GateReference.Series {
  /// The sums of a statistic; throws where the text can't be its.
  func sums(of statistic: any Statistic) throws -> [UTCTime: AnySums] {
    var result: [UTCTime: AnySums] = [:]
    for (key, text) in sums {
      let numbers = text.split(separator: " ").map { Double($0) }
      guard let time = UTCTime(key), !numbers.contains(nil) else {
        throw VerifyError("the reference has sums at '\(key)' that are no numbers", suggestion: "Make it anew.")
      }
      result[time] = try statistic.sums(numbers: numbers.compactMap { $0 })
    }
    return result
  }

  static func text(_ sums: AnySums) -> String {
    sums.numbers.map { number in
      let text = "\(number)"
      return text.hasSuffix(".0") ? String(text.dropLast(2)) : text
    }.joined(separator: " ")
  }
}

extension GateReference {
  /// The names of files that are not those of the reference, sorted. The same bytes in another folder are the same file.
  func changedInputs(_ own: [String: String]) -> [String] {
    let shared = Set(own.values).intersection(inputs.values)
    return Set(own.keys).union(inputs.keys).filter { name in
      guard let new = own[name], let old = inputs[name] else {
        return (own[name] ?? inputs[name]).map { !shared.contains($0) } ?? false
      }
      return new != old
    }.sorted()
  }
}
