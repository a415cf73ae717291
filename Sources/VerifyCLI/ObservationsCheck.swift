import ArgumentParser
import Fields
import Stations

/// `verify observations check`.
struct ObservationsCheckCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "check", abstract: "Find observations that can't be right, and mark them with --apply.",
    discussion: """
      Without --apply nothing is changed. With it, values are marked suspect or bad in one transaction, and \
      marks of earlier runs in the same window give way; nothing is ever deleted. Stations listed twice or in \
      two places are listed at the end.

      Checks:
      \(QualityCatalogue.checks.map { "  \($0.name): \($0.title)" }.joined(separator: "\n"))
      """)

  @OptionGroup var target: DatabaseOption

  @Option(help: "Only this check; may be repeated.")
  var check: [String] = []

  @Option(help: "The first valid time, as 2019-02-17T00.")
  var from: UTCTime = .distantPast

  @Option(name: .customLong("to"), help: "The last valid time.")
  var through: UTCTime = .distantFuture

  @Flag(help: "Mark the values in the database.")
  var apply = false

  @Flag(help: "Print every finding as JSON.")
  var json = false

  @Option(help: "How many examples of each kind to show.")
  var examples = 2

  func validate() throws {
    guard examples >= 0 else { throw ValidationError("--examples takes a number from 0 on; found \(examples)") }
    guard from <= through else { throw ValidationError("--from is later than --to") }
    guard !apply || check.isEmpty else {
      throw ValidationError("--apply takes all checks together, since it replaces all marks; leave --check out")
    }
  }

  func run() throws {
    try reportingBadInput {
      let control = try QualityControl(checks: check)
      let store = try target.open(apply ? .writing : .reading)
      let findings = try control.findings(in: store, from: from, through: through)
      let conflicts = StationConflicts(try store.stations())
      let marked = apply ? try store.apply(findings, from: from, through: through) : nil
      if json {
        try printJSON(Document(findings: findings, stations: conflicts, marked: marked))
      } else {
        try show(findings, conflicts)
        try put("")
        try put(
          marked.map { "\(grouped($0)) values are marked in \(target.database)" }
            ?? "Nothing was changed; --apply marks these values")
      }
    }
  }

  private struct Document: Encodable {
    var findings: [QualityFinding]
    var stations: StationConflicts
    var marked: Int?
  }

  private func show(_ findings: [QualityFinding], _ conflicts: StationConflicts) throws {
    var table = ObservationsTable([
      ("check", .left), ("variable", .left), ("bad", .right), ("suspect", .right), ("such as", .left),
    ])
    for group in QualityFinding.grouped(findings) {
      let shown = group.findings.prefix(examples).map {
        "\($0.station) \($0.validTime.shortDescription): \($0.reason)"
      }
      table.add([
        group.check, group.variable.description, grouped(group.count(of: .bad)), grouped(group.count(of: .suspect)),
        shown.first ?? "",
      ])
      for line in shown.dropFirst() { table.add(["", "", "", "", line]) }
    }
    try put(table.isEmpty ? "No check found anything" : table.text)
    try put("")
    try put("\(grouped(conflicts.samePosition.count)) positions have several stations")
    for group in conflicts.samePosition.prefix(examples) { try put("  " + group.joined(separator: ", ")) }
    try put("\(grouped(conflicts.farApart.count)) stations have been more than 10 km apart")
    for station in conflicts.farApart.prefix(examples) { try put("  \(station.station): \(station.kilometres) km") }
  }
}
