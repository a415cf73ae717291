import Fields

/// Dew points above the temperature of the same report.
///
/// Rounding to whole degrees makes up to 1 K of it. Beyond that one of the two is wrong, and it can't
/// be said which: both are suspect, and beyond 3 K both are bad.
public struct DewPointAboveTemperature: QualityCheck {
  public static let name = "dew-point"
  public static let title = "A dew point above the temperature at the same time"

  static let suspectExcess = 1.0
  static let badExcess = 3.0

  public init() {}

  public func findings(in set: CheckedReports) -> [QualityFinding] {
    guard let temperatures = set.reports[.temperature2m], let dewPoints = set.reports[.dewPoint2m] else { return [] }
    struct Key: Hashable {
      var station: String
      var time: UTCTime
      var source: String
    }
    func key(_ table: Reports, _ row: Int) -> Key {
      Key(
        station: table.stations[Int(table.stationIndex[row])].id, time: table.validTimes[row],
        source: table.sources[Int(table.sourceIndex[row])])
    }
    var rows: [Key: Int] = [:]
    for row in temperatures.values.indices { rows[key(temperatures, row)] = row }
    var found: [QualityFinding] = []
    for row in dewPoints.values.indices {
      guard let other = rows[key(dewPoints, row)] else { continue }
      let excess = dewPoints.values[row] - temperatures.values[other]
      guard excess > DewPointAboveTemperature.suspectExcess else { continue }
      let quality: Quality = excess > DewPointAboveTemperature.badExcess ? .bad : .suspect
      let reason = "the dew point is \(rounded(excess)) K above the temperature"
      found += [
        set.finding(DewPointAboveTemperature.name, .dewPoint2m, row: row, quality, reason),
        set.finding(DewPointAboveTemperature.name, .temperature2m, row: other, quality, reason),
      ].compactMap { $0 }
    }
    return found
  }
}
