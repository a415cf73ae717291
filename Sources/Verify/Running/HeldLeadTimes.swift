import Fields

/// The lead times that a source holds, by variable and initial time.
struct HeldLeadTimes: Sendable {
  private struct Series: Hashable {
    let variable: Variable
    let initTime: UTCTime
  }

  private var leadTimes: [Series: Set<TimeSpan>] = [:]

  init(_ contents: some Sequence<ForecastKey> = []) {
    for key in contents {
      leadTimes[Series(variable: key.variable, initTime: key.initTime), default: []].insert(key.leadTime)
    }
  }

  func of(_ variable: Variable, from initTime: UTCTime) -> Set<TimeSpan> {
    leadTimes[Series(variable: variable, initTime: initTime)] ?? []
  }

  /// The most lead times of one series that lie within a tolerance of one of them, itself included.
  func mostWithin(_ tolerance: TimeSpan) -> Int {
    var most = 0
    for series in leadTimes.values {
      let sorted = series.sorted()
      var (first, last) = (0, 0)
      for lead in sorted {
        while sorted[first] + tolerance < lead { first += 1 }
        while last < sorted.count, sorted[last] <= lead + tolerance { last += 1 }
        most = max(most, last - first)
      }
    }
    return most
  }
}
