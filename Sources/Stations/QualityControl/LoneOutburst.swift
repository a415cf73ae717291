import Fields

/// Strong winds that neither the hours around nor the stations around know.
///
/// A wind is suspect where it exceeds both
///
/// - the median of the station's other reports within 12 h by more than 15 m/s, and
/// - the strongest wind of each station around within 3 h, by more than 10 m/s: of up to 15 within 150 km, at least 5,
///   whose height differs by no more than 500 m or is unknown;
///
/// it is bad at 1.5 times both. Reports next to one so found, within 3 h, are suspect where they exceed the first alone:
/// they are of the same outburst. So it finds what lasts for some reports, which is no `spike`, and what stands among
/// neighbours that differ much, which are no `buddies`. It needs both, so that a squall that passes one station, or a
/// gale at the only mast of an exposed coast, stays.
public struct LoneOutburst: QualityCheck {
  public static let name = "lone-outburst"
  public static let title = "A strong wind that neither the hours nor the stations around know"

  static let hours = TimeSpan.hours(12)
  static let fewestReports = 4
  static let neighbourHours = TimeSpan.hours(3)

  /// In m/s: beyond the median of the hours around, and beyond the strongest of the stations around.
  static func limits(of variable: Variable) -> (own: Double, others: Double)? {
    switch variable.quantity {
    case .windSpeed where variable.level == .height(10): (15, 10)
    case .windGust: (20, 15)
    default: nil
    }
  }

  public init() {}

  public func findings(in set: CheckedReports) -> [QualityFinding] {
    set.variables.flatMap { variable -> [QualityFinding] in
      guard let limits = LoneOutburst.limits(of: variable), let table = set.reports[variable] else { return [] }
      let series = set.series(of: variable)
      let shown = ShownValue(variable)
      var byStation: [String: [Int]] = [:]
      for rows in series { byStation[table.stations[Int(table.stationIndex[rows[0]])].id, default: []] += rows }
      var neighbours: [String: [String]] = [:]
      return series.flatMap { rows -> [QualityFinding] in
        var usual: [Int: Double] = [:]
        for (i, row) in rows.enumerated() {
          if let own = self.usual(around: row, among: rows, table), table.values[row] - own > limits.own {
            usual[i] = own
          }
        }
        var found: [Int: QualityFinding] = [:]
        for (i, own) in usual {
          let (row, value) = (rows[i], table.values[rows[i]])
          let id = table.stations[Int(table.stationIndex[row])].id
          let around = neighbours[id] ?? LoneOutburst.around(row, table)
          neighbours[id] = around
          guard let strongest = strongest(around, of: byStation, at: table.validTimes[row], table),
            value - strongest > limits.others
          else { continue }
          let isBad = value - own > 1.5 * limits.own && value - strongest > 1.5 * limits.others
          found[i] = set.finding(
            LoneOutburst.name, variable, row: row, isBad ? .bad : .suspect,
            "\(shown(value)) \(shown.unit) where the hours around have a median of \(shown(own)) and the "
              + "stations around no more than \(shown(strongest))")
        }
        for start in found.keys.sorted() {
          for step in [-1, 1] {
            var i = start + step
            while let own = usual[i], found[i] == nil,
              (table.validTimes[rows[i]] - table.validTimes[rows[i - step]]).magnitude <= LoneOutburst.neighbourHours
            {
              found[i] = set.finding(
                LoneOutburst.name, variable, row: rows[i], .suspect,
                "\(shown(table.values[rows[i]])) \(shown.unit) beside an outburst, where the hours around have a "
                  + "median of \(shown(own))")
              i += step
            }
          }
        }
        return found.keys.sorted().compactMap { found[$0] }
      }
    }
  }

  /// The median of the other reports of a series within reach of one; nil where they are few.
  private func usual(around row: Int, among rows: [Int], _ table: Reports) -> Double? {
    let time = table.validTimes[row]
    let others = rows.filter { $0 != row && (table.validTimes[$0] - time).magnitude <= LoneOutburst.hours }
    guard others.count >= LoneOutburst.fewestReports else { return nil }
    var values = others.map { table.values[$0] }
    return median(&values)
  }

  /// The strongest wind of the stations around and near in time; nil where they are few.
  private func strongest(
    _ stations: [String], of byStation: [String: [Int]], at time: UTCTime, _ table: Reports
  ) -> Double? {
    var strongest: [Double] = []
    for station in stations where strongest.count < Buddies.most {
      let values = (byStation[station] ?? [])
        .filter { (table.validTimes[$0] - time).magnitude <= LoneOutburst.neighbourHours }.map { table.values[$0] }
      if let most = values.max() { strongest.append(most) }
    }
    return strongest.count >= Buddies.fewest ? strongest.max() : nil
  }

  /// The identifiers of the stations around that of a row, the nearest first.
  private static func around(_ row: Int, _ table: Reports) -> [String] {
    let here = table.stations[Int(table.stationIndex[row])]
    let near = table.stations.compactMap { there -> (distance: Double, id: String)? in
      guard there.id != here.id, abs(there.coordinate.latitude - here.coordinate.latitude) < Buddies.radius / 111_000
      else { return nil }
      if let a = here.elevation, let b = there.elevation, abs(a - b) > Buddies.heightReach { return nil }
      let distance = here.coordinate.distance(to: there.coordinate)
      return distance <= Buddies.radius ? (distance, there.id) : nil
    }
    return near.sorted { ($0.distance, $0.id) < ($1.distance, $1.id) }.map(\.id)
  }
}
