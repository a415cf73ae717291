import Fields

/// Values that the stations around do not bear out.
///
/// A value is compared with the median of the nearest stations' values at the same time: up to 15
/// within 150 km, at least 5. Temperatures are first taken to the station's height at 0.0065 K/m;
/// stations whose height is unknown, or differs by more than 500 m, are left out. It is suspect where
/// the difference exceeds both a floor and 5 robust standard deviations of the neighbours (1.4826
/// times their median absolute deviation), and bad at 1.5 times both.
///
/// A wind that the station's own reports before and after, within 3 h, bear out to half the floor is left alone: a fell
/// or a headland is windier than what lies around it, hour after hour, and these are the winds that storms are known by.
public struct Buddies: QualityCheck {
  public static let name = "buddies"
  public static let title = "A value that the stations around do not bear out"

  static let radius = 150_000.0
  static let most = 15
  static let fewest = 5
  static let deviations = 5.0
  static let lapseRate = 0.0065
  static let heightReach = 500.0

  public init() {}

  /// The difference from the neighbours that is nothing unusual, in the variable's unit.
  static func floor(of variable: Variable) -> Double? {
    switch variable {
    case .temperature2m: 8
    case .dewPoint2m: 10
    case .seaLevelPressure: 500
    case .windSpeed10m: 15
    default: nil
    }
  }

  public func findings(in set: CheckedReports) -> [QualityFinding] {
    set.variables.flatMap { variable -> [QualityFinding] in
      guard let floor = Buddies.floor(of: variable), let table = set.reports[variable],
        let isBad = set.isBad[variable]
      else { return [] }
      let usesHeight = variable == .temperature2m || variable == .dewPoint2m
      let neighbours = Buddies.neighbours(of: table.stations, usesHeight: usesHeight)
      let shown = ShownValue(variable)
      // The first report of each station at a time stands for it; sources do not vote twice.
      var rowsAt: [UTCTime: [Int32: Int]] = [:]
      for row in table.values.indices where !isBad[row] {
        if rowsAt[table.validTimes[row]]?[table.stationIndex[row]] == nil {
          rowsAt[table.validTimes[row], default: [:]][table.stationIndex[row]] = row
        }
      }
      let steady = variable == .windSpeed10m ? Buddies.steady(set.series(of: variable), table, floor / 2) : []
      return table.values.indices.compactMap { row in
        guard !isBad[row], !steady.contains(row), let rows = rowsAt[table.validTimes[row]] else { return nil }
        let station = Int(table.stationIndex[row])
        var around: [Double] = []
        for other in neighbours[station] {
          guard let otherRow = rows[other.station] else { continue }
          around.append(table.values[otherRow] + (usesHeight ? Buddies.lapseRate * other.higher : 0))
          if around.count == Buddies.most { break }
        }
        guard around.count >= Buddies.fewest else { return nil }
        let middle = median(&around)
        var distances = around.map { abs($0 - middle) }
        let spread = 1.4826 * median(&distances)
        let difference = abs(table.values[row] - middle)
        let limit = max(floor, Buddies.deviations * spread)
        guard difference > limit else { return nil }
        return set.finding(
          Buddies.name, variable, row: row, difference > 1.5 * limit ? .bad : .suspect,
          "\(shown(table.values[row])) \(shown.unit) where \(around.count) stations around have a median of "
            + shown(middle))
      }
    }
  }

  /// The rows whose neighbours in time, one at least, all differ by less than a limit.
  private static func steady(_ series: [[Int]], _ table: Reports, _ limit: Double) -> Set<Int> {
    var steady: Set<Int> = []
    for rows in series {
      for i in rows.indices {
        let beside = [i - 1, i + 1].filter(rows.indices.contains).map { rows[$0] }
          .filter { (table.validTimes[$0] - table.validTimes[rows[i]]).magnitude <= Spike.reach }
        if !beside.isEmpty, beside.allSatisfy({ abs(table.values[$0] - table.values[rows[i]]) < limit }) {
          steady.insert(rows[i])
        }
      }
    }
    return steady
  }

  struct Neighbour {
    var station: Int32
    /// How much higher it is, in metres.
    var higher: Double
  }

  /// The other stations within reach of each, the nearest first.
  static func neighbours(of stations: [Station], usesHeight: Bool) -> [[Neighbour]] {
    let byLatitude = stations.indices.sorted {
      stations[$0].coordinate.latitude < stations[$1].coordinate.latitude
    }
    let reach = radius / 111_000
    var result = [[Neighbour]](repeating: [], count: stations.count)
    var start = 0
    for i in byLatitude {
      let here = stations[i]
      while stations[byLatitude[start]].coordinate.latitude < here.coordinate.latitude - reach { start += 1 }
      var found: [(distance: Double, neighbour: Neighbour)] = []
      for j in byLatitude[start...] {
        let there = stations[j]
        guard there.coordinate.latitude <= here.coordinate.latitude + reach else { break }
        guard there.id != here.id else { continue }
        var higher = 0.0
        if usesHeight {
          guard let a = here.elevation, let b = there.elevation, abs(a - b) <= heightReach else { continue }
          higher = b - a
        }
        let distance = here.coordinate.distance(to: there.coordinate)
        if distance <= radius { found.append((distance, Neighbour(station: Int32(j), higher: higher))) }
      }
      found.sort { ($0.distance, $0.neighbour.station) < ($1.distance, $1.neighbour.station) }
      result[i] = found.prefix(4 * most).map(\.neighbour)
    }
    return result
  }
}

/// The middle of some values, at least one; it changes their order.
func median(_ values: inout [Double]) -> Double {
  values.sort()
  let half = values.count / 2
  return values.count.isMultiple(of: 2) ? (values[half - 1] + values[half]) / 2 : values[half]
}
