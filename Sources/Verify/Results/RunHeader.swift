import Fields
import Foundation
import GRDB
import Metrics

/// What a run is made of: all that must not change between two runs into one database.
struct RunHeader: Sendable {
  struct Setting: Hashable, Sendable {
    let name: String
    let value: String
  }

  struct System: Hashable, Sendable {
    let name: String
    let isBaseline: Bool
    let summary: String
  }

  struct NamedScore: Hashable, Sendable {
    /// With its parameter.
    let name: String
    let definition: MetricDefinition
  }

  var title: String
  var planText: String
  /// Where the evaluation file lies; for `explain` alone, never in an output.
  var planFile: String
  /// What decides the sums of a unit of work, by name, in the order of the plan.
  var settings: [Setting]
  var systems: [System]
  var scores: [NamedScore]
  /// The names of the scores that each variable has.
  var scoresOfVariables: [(variable: String, names: [String])]
  var inputs: [InputFile]
  /// Whether fields are compared with an analysis, cell by cell.
  var comparesFields = false
  /// The pairs that scores are shown of.
  var pairing: Matching.Pairing
  /// How limits and p-values are made.
  var significance = PlannedSignificance()
  /// Whose scores are shown.
  var strata = [StoredStratum(.all)]
}

extension ResultsDatabase {
  /// Makes the header that of the database, or checks that it fits the one it has. Files may be added;
  /// nothing else may change but the title, more times asked for and how scores are shown.
  func adopt(_ header: RunHeader) throws {
    try write { connection in
      let known = try ResultsDatabase.settings(connection)
      if !known.isEmpty {
        try refuseChanges(from: known, to: header.settings)
        try refuseChangedInputs(header.inputs, connection)
      }
      try connection.execute(
        sql: "DELETE FROM settings; DELETE FROM systems; DELETE FROM definitions; DELETE FROM variable_scores")
      let encoder = JSONEncoder()
      encoder.outputFormatting = .sortedKeys
      for (name, value) in [
        ("title", header.title), ("plan", header.planText), ("plan file", header.planFile),
        ("pairing", header.pairing.rawValue), ("compares fields", header.comparesFields ? "yes" : "no"),
        ("verify", VerifyVersion.current), ("finished", "no"), ("stopped", ""),
        ("significance", String(decoding: try encoder.encode(header.significance), as: UTF8.self)),
        ("strata", String(decoding: try encoder.encode(header.strata), as: UTF8.self)),
      ] {
        try connection.execute(sql: "INSERT OR REPLACE INTO facts VALUES (?, ?)", arguments: [name, value])
      }
      for (position, setting) in header.settings.enumerated() {
        try connection.execute(
          sql: "INSERT INTO settings VALUES (?, ?, ?)", arguments: [position, setting.name, setting.value])
      }
      for (position, system) in header.systems.enumerated() {
        try connection.execute(
          sql: "INSERT INTO systems VALUES (?, ?, ?, ?)",
          arguments: [position, system.name, system.isBaseline, system.summary])
      }
      for score in header.scores {
        try connection.execute(
          sql: "INSERT INTO definitions VALUES (?, ?)",
          arguments: [score.name, String(decoding: try encoder.encode(score.definition), as: UTF8.self)])
      }
      for (variable, names) in header.scoresOfVariables {
        for (position, name) in names.enumerated() {
          try connection.execute(
            sql: "INSERT INTO variable_scores VALUES (?, ?, ?)", arguments: [variable, position, name])
        }
      }
      for input in header.inputs {
        try connection.execute(
          sql: "INSERT OR REPLACE INTO inputs VALUES (?, ?, ?, ?, ?)",
          arguments: [input.role, input.path, input.byteCount, input.modified, input.sha256])
      }
    }
  }

  /// Whether the last run came to its end.
  public func isFinished() throws -> Bool { try fact("finished") == "yes" }

  func markFinished() throws {
    try write { try $0.execute(sql: "UPDATE facts SET value = 'yes' WHERE name = 'finished'") }
  }

  /// Why the last run stopped before its end, and what it has not scored; nil where it came to its end, or was killed.
  public func stop() throws -> (reason: String, missing: String)? {
    guard let text = try fact("stopped"), !text.isEmpty else { return nil }
    return (text, try fact("missing") ?? "")
  }

  func markStopped(because reason: String, _ missing: MissingForecasts) throws {
    try write { connection in
      for (name, value) in [("stopped", reason), ("missing", missing.description)] {
        try connection.execute(sql: "INSERT OR REPLACE INTO facts VALUES (?, ?)", arguments: [name, value])
      }
    }
  }

  private func refuseChanges(from known: [RunHeader.Setting], to wanted: [RunHeader.Setting]) throws {
    let values = Dictionary(wanted.map { ($0.name, $0.value) }) { first, _ in first }
    var changes = known.compactMap { setting -> String? in
      guard let value = values[setting.name] else { return "\(setting.name) was \(setting.value) and is not set" }
      return value == setting.value ? nil : "\(setting.name) was \(setting.value) and is \(value)"
    }
    let names = Set(known.map(\.name))
    changes += wanted.filter { !names.contains($0.name) }.map { "\($0.name) was not set and is \($0.value)" }
    guard changes.isEmpty else { throw changed(changes) }
  }

  private func refuseChangedInputs(_ inputs: [InputFile], _ connection: Database) throws {
    let changes = try ResultsDatabase.inputs(connection).compactMap { known -> String? in
      let (path, role) = (known.path, known.role)
      guard let input = inputs.first(where: { $0.role == role && $0.path == path }) else {
        return "\(path) of \(role) is no longer among the inputs"
      }
      if input.hasContent(of: known) { return nil }
      return input.sha256 == known.sha256
        ? "\(path) of \(role) was written anew, and of so large a file only parts are compared"
        : "\(path) of \(role) has other content"
    }
    guard changes.isEmpty else { throw changed(changes) }
  }

  func changed(_ changes: [String]) -> VerifyError {
    let shown = changes.prefix(5).joined(separator: "; ")
    let more = changes.count > 5 ? "; and \(changes.count - 5) more" : ""
    return VerifyError(
      file: url.path, "the results are of another evaluation: \(shown)\(more)",
      suggestion: "Run with --restart to compute them anew, or name another --output.")
  }

  /// What decided the sums, by name.
  func storedSettings() throws -> [RunHeader.Setting] { try read(ResultsDatabase.settings) }

  private static func settings(_ connection: Database) throws -> [RunHeader.Setting] {
    try Row.fetchAll(connection, sql: "SELECT name, value FROM settings ORDER BY position")
      .map { RunHeader.Setting(name: $0[0], value: $0[1]) }
  }

  /// What is known of files that were hashed before.
  func knownInputs() throws -> [InputFile] { try read(ResultsDatabase.inputs) }

  private static func inputs(_ connection: Database) throws -> [InputFile] {
    try Row.fetchAll(connection, sql: "SELECT role, path, bytes, modified, sha256 FROM inputs ORDER BY role, path")
      .map { InputFile(role: $0[0], path: $0[1], byteCount: $0[2], modified: $0[3], sha256: $0[4]) }
  }
}
