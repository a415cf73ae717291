import ArgumentParser
import Fields
import Stations

/// `verify observations info`.
struct ObservationsInfoCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "info", abstract: "Show what a database of observations holds.")

  @OptionGroup var target: DatabaseOption

  @Flag(help: "Print JSON for programs.")
  var json = false

  @Flag(help: "Also print the digest of the content, which reads all of it.")
  var digest = false

  func run() throws {
    let store = try target.open(.reading)
    try reportingBadInput {
      let summary = try store.summary()
      let digest = digest ? try store.contentDigest() : nil
      if json {
        try printJSON(Document(summary: summary, digest: digest))
      } else {
        try put(text(summary, digest))
      }
    }
  }

  private struct Document: Encodable {
    var summary: StoreSummary
    var digest: String?
  }

  private func text(_ summary: StoreSummary, _ digest: String?) -> String {
    var lines = [
      "\(target.database): \(grouped(summary.observations)) observations of \(grouped(summary.stations)) stations"
    ]
    if let first = summary.first, let last = summary.last {
      lines.append("Valid times \(first.shortDescription) to \(last.shortDescription)")
    }
    lines.append(
      "\(grouped(summary.superseded)) values replaced by later imports; \(grouped(summary.moves)) stations' places beyond their first"
    )
    var variables = ObservationsTable([
      ("variable", .left), ("unit", .left), ("count", .right), ("stations", .right), ("first", .left),
      ("last", .left), ("good", .right), ("unchecked", .right), ("suspect", .right), ("bad", .right),
    ])
    for entry in summary.variables {
      variables.add(
        [
          entry.variable.description, entry.variable.unit.symbol, grouped(entry.count), grouped(entry.stations),
          entry.first.shortDescription, entry.last.shortDescription,
        ] + Quality.allCases.map { grouped(entry.qualities[$0.name] ?? 0) })
    }
    var sources = ObservationsTable([("source", .left), ("files", .right), ("last import", .left)])
    for entry in summary.sources {
      sources.add([entry.source, grouped(entry.files), entry.lastImport.shortDescription])
    }
    if !variables.isEmpty { lines += ["", variables.text] }
    if !sources.isEmpty { lines += ["", sources.text] }
    if let digest { lines += ["", "Content digest \(digest)"] }
    return lines.joined(separator: "\n")
  }
}
