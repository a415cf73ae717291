public import Fields
public import Metrics

/// How one cell of a comparison with an analysis came about: one system, variable, initial and lead time.
public struct CellStory: Sendable, Codable, Hashable {
  public var system: String
  public var variable: Variable
  public var initTime: UTCTime
  public var leadTime: TimeSpan
  /// The grid of the comparison.
  public var grid: String
  public var cell: Int
  public var coordinate: Coordinate
  /// What the cell weighs in means; the mean of all cells is 1.
  public var weight: Double
  /// The strata that it is in.
  public var strata: [String]
  public var forecastOrigin: String?
  public var analysisOrigin: String?
  /// Values on the grid of the comparison; of a wind vector the components. Empty is missing.
  public var forecast: [Double]
  public var analysis: [Double]
  /// Nil where it is a pair.
  public var rejection: RejectionReason?
  /// Systems that lack the cell, so that it is not common to all.
  public var lackedBy: [String]
}

extension CellStory {
  /// The story in lines for people.
  public var text: String {
    let unit = variable.unit.symbol
    var lines = [
      "\(system), \(variable.title), from \(initTime.shortDescription) at \(leadTime), valid "
        + (initTime + leadTime).shortDescription,
      "  cell         \(cell) at \(coordinate), weight \(short(weight)), of \(grid)",
      "  strata       \(strata.joined(separator: ", "))",
      "  forecast     \(value(forecast, unit))\(forecastOrigin.map { ", \($0)" } ?? "")",
      "  analysis     \(value(analysis, unit))\(analysisOrigin.map { ", \($0)" } ?? "")",
    ]
    if let rejection {
      lines.append("  result       no pair: \(rejection.rawValue)")
    } else {
      let errors = zip(forecast, analysis).map { short($0 - $1) }.joined(separator: " and ")
      let common = lackedBy.isEmpty ? "" : "; not common: \(lackedBy.joined(separator: ", ")) has none"
      lines.append("  result       error \(errors) \(unit)\(common)")
    }
    return lines.joined(separator: "\n") + "\n"
  }

  private func value(_ parts: [Double], _ unit: String) -> String {
    parts.isEmpty ? "missing" : parts.map(short).joined(separator: " and ") + " \(unit)"
  }

  private func short(_ x: Double) -> String {
    let rounded = (x * 10_000).rounded() / 10_000
    return rounded == rounded.rounded() && abs(rounded) < 1e15 ? String(Int(rounded)) : String(rounded)
  }
}
