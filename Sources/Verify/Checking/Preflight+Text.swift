import Fields

extension Preflight {
  /// The preflight in lines for people.
  public var text: String {
    var lines = [title, ""]
    for system in systems {
      let variables = system.variables.map(\.description).joined(separator: ", ")
      let files = "\(system.files) file\(system.files == 1 ? "" : "s"), \(size(system.byteCount))"
      lines.append("\(system.name): \(system.files == 0 ? "no files of its own" : files)")
      lines.append("  variables      \(variables.isEmpty ? "none of those asked for" : variables)")
      lines.append("  \(system.files == 0 ? "is" : "on")             \(system.places.joined(separator: "; "))")
      lines.append("  initial times  \(span(system.initTimes.map(\.shortDescription)))")
      lines.append("  lead times     \(span(system.leadTimes.map(\.description)))")
      if system.members > 1 { lines.append("  members        \(system.members)") }
    }
    lines.append("")
    lines.append(
      "\(units) forecasts by initial and lead time; \(size(memory)) of fields in memory\(isOfFields ? "" : " on one thread")"
    )
    for (variable, count) in expectedPairs.sorted(by: { $0.key < $1.key }) {
      lines.append(
        "\(variable): \(isEstimate ? "about " : "")\(count) \(isOfFields ? "cells" : "observations") that could become pairs"
      )
    }
    for trial in trials {
      let lost = trial.ledger.rejected.sorted { $0.key < $1.key }.map { "\($0.key.rawValue) \($0.value)" }
      lines.append(
        "on trial: \(trial.system), \(trial.variable), from \(trial.initTime.shortDescription) at \(trial.leadTime): "
          + "\(trial.ledger.used) of \(trial.ledger.candidates) matched"
          + (lost.isEmpty ? "" : " (\(lost.joined(separator: ", ")))"))
    }
    lines.append("")
    lines += warnings.isEmpty ? ["nothing looks wrong"] : warnings.map { "warning: \($0)" }
    return lines.joined(separator: "\n") + "\n"
  }

  private func span(_ texts: [String]) -> String {
    guard let first = texts.first, let last = texts.last else { return "none of those asked for" }
    return texts.count == 1 ? first : "\(texts.count), \(first) to \(last)"
  }

  private func size(_ bytes: Int) -> String {
    let units = ["B", "kB", "MB", "GB", "TB"]
    var (value, unit) = (Double(bytes), 0)
    while value >= 1000, unit < units.count - 1 { (value, unit) = (value / 1000, unit + 1) }
    return unit == 0 ? "\(bytes) B" : "\((value * 10).rounded() / 10) \(units[unit])"
  }
}
