import Fields

extension PairStory {
  /// The story as paragraphs for people.
  public var text: String {
    let unit = variable.unit.symbol
    var lines = [
      "\(system), \(variable.title), from \(initTime.shortDescription) at \(leadTime), valid "
        + (initTime + leadTime).shortDescription
    ]
    let place = coordinate.map { " at \($0)" } ?? ""
    lines.append("  station      \(station)\(place)" + (elevation.map { ", \(short($0)) m" } ?? ", height unknown"))
    if reports.isEmpty { lines.append("  reports      none near the valid time") }
    for report in reports {
      lines.append(
        "  report       \(report.validTime.shortDescription)  \(report.value.map { "\(short($0)) \(unit)" } ?? "missing")  \(report.source), "
          + "\(report.quality): \(report.outcome)")
    }
    if let forecastOrigin { lines.append("  forecast     \(forecastOrigin)") }
    if let forecastPlace {
      lines.append("  taken from   \(forecastPlace)" + (interpolation.map { ", \($0)" } ?? ""))
    }
    for cell in cells {
      let value = cell.value.map { "\(short($0)) \(unit)" } ?? "missing"
      let height = cell.modelHeight.map { ", ground at \(short($0)) m" } ?? ""
      lines.append(
        "    cell \(cell.cell)  \(cell.coordinate)  weight \(short(cell.weight))  \(value)\(height)")
    }
    if let correction { lines.append("  height       " + text(of: correction, unit)) }
    if !members.isEmpty { lines.append("  members      \(members.map(short).joined(separator: " ")) \(unit)") }
    lines.append("  result       " + result(unit))
    return lines.joined(separator: "\n") + "\n"
  }

  private func text(of correction: Correction, _ unit: String) -> String {
    let model = correction.modelHeight.map { "\(short($0)) m" } ?? "unknown"
    let station = correction.stationHeight.map { "\(short($0)) m" } ?? "unknown"
    let heights = "model \(model), station \(station)"
    guard let raw = correction.raw, let forecast, rejection == nil else { return heights + ": not corrected" }
    return "\(heights), \(correction.lapseRate) K m-1: \(short(raw)) \(unit) becomes \(short(forecast)) \(unit)"
  }

  private func result(_ unit: String) -> String {
    if let rejection { return "no pair: \(rejection.rawValue)" }
    guard let forecast, let observation else { return "no pair: no report stands for the station" }
    let pair =
      "forecast \(short(forecast)) \(unit), observed \(short(observation)) \(unit), "
      + "error \(short(forecast - observation)) \(unit)"
    return lackedBy.isEmpty ? pair : pair + "; not common: \(lackedBy.joined(separator: ", ")) has none"
  }

  /// At most four decimals.
  private func short(_ x: Double) -> String {
    guard x.isFinite else { return "missing" }
    let rounded = (x * 10_000).rounded() / 10_000
    return rounded == rounded.rounded() && abs(rounded) < 1e15 ? String(Int(rounded)) : String(rounded)
  }
}
