public import Fields

/// A part of the pairs that is scored for itself: those that meet all of its conditions.
public struct Stratum: Sendable, Hashable {
  /// What kind of part it is; written in an evaluation file as its raw value.
  public enum Family: String, Sendable, Codable, CaseIterable {
    case all
    case regions
    case stationLists = "station-lists"
    case landSea = "land-sea"
    case height
    case observed
    case seasons
    case months
    case validHours = "valid-hours"
    case initHours = "initial-hours"
    case leadBands = "lead-bands"
    case products
  }

  /// What decides whether a pair is in it.
  public enum Condition: Sendable, Hashable {
    /// Decided once for a station or a cell.
    case place(PlaceCondition)
    /// Decided once for an initial and lead time.
    case time(TimeCondition)
    /// Decided pair by pair.
    case observed(ObservedCondition)
  }

  /// Under which its scores are reported.
  public var name: String
  public var family: Family
  public var conditions: [Condition]
  /// The name of what is left of it without conditions on the time.
  public var timelessName: String

  private init(name: String, family: Family, conditions: [Condition], timelessName: String) {
    self.name = name
    self.family = family
    self.conditions = conditions
    self.timelessName = timelessName
  }

  public init(name: String, _ family: Family, _ condition: Condition) {
    let isTime = if case .time = condition { true } else { false }
    self.init(
      name: name, family: family, conditions: [condition], timelessName: isTime ? Stratum.all.name : name)
  }

  public init(name: String, region: Region) { self.init(name: name, .regions, .place(.region(region))) }

  /// - Parameter stations: Identifiers in their canonical form.
  public init(name: String, stations: Set<String>) {
    self.init(name: name, .stationLists, .place(.stations(stations)))
  }

  /// Every pair.
  public static let all = Stratum(name: "all", family: .all, conditions: [], timelessName: "all")

  /// What some strata have in common: `europe x DJF`.
  public static func product(of factors: [Stratum]) -> Stratum {
    let timeless = factors.map(\.timelessName).filter { $0 != all.name }
    return Stratum(
      name: joined(factors.map(\.name)), family: .products, conditions: factors.flatMap(\.conditions),
      timelessName: timeless.isEmpty ? all.name : joined(timeless))
  }

  private static func joined(_ names: [String]) -> String { names.joined(separator: " x ") }
}

extension Stratum {
  var places: [PlaceCondition] {
    conditions.compactMap { condition in
      if case .place(let place) = condition { place } else { nil }
    }
  }

  var times: [TimeCondition] {
    conditions.compactMap { condition in
      if case .time(let time) = condition { time } else { nil }
    }
  }

  var observed: [ObservedCondition] {
    conditions.compactMap { condition in
      if case .observed(let observed) = condition { observed } else { nil }
    }
  }

  /// Itself without conditions on the time: what sums are kept of.
  var timeless: Stratum {
    guard !times.isEmpty else { return self }
    return Stratum(
      name: timelessName, family: timelessName == Stratum.all.name ? .all : family,
      conditions: conditions.filter { if case .time = $0 { false } else { true } }, timelessName: timelessName)
  }
}
