public import Fields

/// What an initial and a lead time have to be like.
public enum TimeCondition: Sendable, Hashable, Codable {
  /// Months of the valid time, from 1 to 12.
  case validMonths([Int])
  /// Hours of the valid time in UTC; minutes are dropped.
  case validHours([Int])
  /// Hours of the initial time in UTC; minutes are dropped.
  case initHours([Int])
  /// Both ends included.
  case leadTimes(from: TimeSpan, through: TimeSpan)

  public func holds(from initTime: UTCTime, at leadTime: TimeSpan) -> Bool {
    switch self {
    case .validMonths(let months): months.contains((initTime + leadTime).components.month)
    case .validHours(let hours): hours.contains((initTime + leadTime).components.hour)
    case .initHours(let hours): hours.contains(initTime.components.hour)
    case .leadTimes(let from, let through): from <= leadTime && leadTime <= through
    }
  }
}

extension Stratum {
  /// Whether an initial and a lead time meet all conditions on times.
  public func contains(from initTime: UTCTime, at leadTime: TimeSpan) -> Bool {
    times.allSatisfy { $0.holds(from: initTime, at: leadTime) }
  }
}
