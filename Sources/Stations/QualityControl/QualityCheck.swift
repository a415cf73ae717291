public import Fields

/// One way to find values that can't be right. It looks, and changes nothing.
public protocol QualityCheck: Sendable {
  /// The identity in tables and in the database: `spike`.
  static var name: String { get }
  /// For people, in one line.
  static var title: String { get }

  init()

  /// What it finds wrong, and how sure it is. Rows that earlier checks found bad are not to be used as
  /// evidence against others.
  func findings(in set: CheckedReports) -> [QualityFinding]
}

/// A value that a check doubts.
public struct QualityFinding: Sendable, Codable, Hashable {
  public var check: String
  public var station: String
  public var variable: Variable
  public var validTime: UTCTime
  public var source: String
  public var value: Double
  /// `bad` or `suspect`.
  public var quality: Quality
  public var reason: String
}

/// The reports under check, of all variables, and what has been found of them so far.
public struct CheckedReports: Sendable {
  public private(set) var reports: [Variable: Reports] = [:]
  /// By variable, for every row: an earlier check found it bad.
  public private(set) var isBad: [Variable: [Bool]] = [:]

  public init(_ reports: [Reports]) {
    for table in reports {
      self.reports[table.variable] = table
      isBad[table.variable] = [Bool](repeating: false, count: table.count)
    }
  }

  /// The variables in the order of their short names.
  public var variables: [Variable] { reports.keys.sorted { $0.description < $1.description } }

  /// A finding about one row.
  func finding(_ check: String, _ variable: Variable, row: Int, _ quality: Quality, _ reason: String) -> QualityFinding?
  {
    guard let table = reports[variable] else { return nil }
    return QualityFinding(
      check: check, station: table.stations[Int(table.stationIndex[row])].id, variable: variable,
      validTime: table.validTimes[row], source: table.sources[Int(table.sourceIndex[row])], value: table.values[row],
      quality: quality, reason: reason)
  }

  /// Takes in what a check found bad, so that those after it leave it out.
  mutating func exclude(_ findings: [QualityFinding]) {
    struct Row: Hashable {
      var station: String
      var time: UTCTime
      var source: String
    }
    var bad: [Variable: Set<Row>] = [:]
    for finding in findings where finding.quality == .bad {
      bad[finding.variable, default: []].insert(
        Row(station: finding.station, time: finding.validTime, source: finding.source))
    }
    for (variable, rows) in bad {
      guard let table = reports[variable] else { continue }
      for i in 0..<table.count {
        let row = Row(
          station: table.stations[Int(table.stationIndex[i])].id, time: table.validTimes[i],
          source: table.sources[Int(table.sourceIndex[i])])
        if rows.contains(row) { isBad[variable]?[i] = true }
      }
    }
  }

  /// The rows of each station and source in order of time, without those found bad.
  func series(of variable: Variable) -> [[Int]] {
    guard let table = reports[variable], let isBad = isBad[variable] else { return [] }
    struct Key: Hashable {
      var station: String
      var source: Int32
    }
    var rows: [Key: [Int]] = [:]
    for i in 0..<table.count where !isBad[i] {
      let key = Key(station: table.stations[Int(table.stationIndex[i])].id, source: table.sourceIndex[i])
      rows[key, default: []].append(i)
    }
    return rows.keys.sorted { ($0.station, $0.source) < ($1.station, $1.source) }.map { key in
      (rows[key] ?? []).sorted { table.validTimes[$0] < table.validTimes[$1] }
    }
  }
}

/// A number in a reason, with two digits behind the point at most.
func rounded(_ x: Double) -> String {
  let hundredths = (x * 100).rounded() / 100
  return hundredths == hundredths.rounded() && abs(hundredths) < 1e15 ? String(Int(hundredths)) : String(hundredths)
}

/// Values of a variable in a reason, in the unit that people read: temperatures in °C.
struct ShownValue {
  let unit: String
  private let offset: Double

  init(_ variable: Variable) {
    let isTemperature = variable.unit.dimension == .temperature
    unit = isTemperature ? "°C" : "\(variable.unit)"
    offset = isTemperature ? -273.15 : 0
  }

  func callAsFunction(_ value: Double) -> String { rounded(value + offset) }
}
