public import Fields

/// How far in time a forecast event may be from an observed one and still meet it.
///
/// A tolerance in space is the same with the neighbours' events in `nearby`: flag each as an event at the times
/// of its own.
public struct EventTolerance: Hashable, Sendable {
  public let time: TimeSpan

  /// Traps where the tolerance is negative.
  public init(time: TimeSpan) {
    precondition(time >= .zero, "a negative tolerance")
    self.time = time
  }

  /// Whether an event happened within the tolerance of each of some times; nil where values are missing all around
  /// and none that is not is an event.
  ///
  /// - Parameters:
  ///   - times: when the pairs of one station are valid.
  ///   - series: the values of that station, or of it and its neighbours, at their times; NaN is missing.
  ///   - threshold: what makes a value an event.
  public func nearby(
    _ times: [UTCTime], series: [(time: UTCTime, value: Double)], threshold: Threshold
  ) -> [Bool?] {
    let present = series.filter { !$0.value.isNaN }.sorted { $0.time < $1.time }
    return times.map { time in
      var start = present.partitioningIndex { time - $0.time <= self.time }
      var isCovered = false
      while start < present.count, present[start].time - time <= self.time {
        if threshold.isMet(by: present[start].value) { return true }
        isCovered = true
        start += 1
      }
      return isCovered ? false : nil
    }
  }

  /// The columns that `ToleranceTable` needs, for the pairs of one station at their times.
  ///
  /// Arrays have one entry a pair. NaN is missing, and stays so at its own time.
  public func columns(
    times: [UTCTime], forecasts: [Double], observations: [Double], threshold: Threshold
  ) -> [PairColumn: [Double]] {
    precondition(times.count == forecasts.count && times.count == observations.count, "series of different lengths")
    func own(_ values: [Double]) -> [Double] { values.map { $0.isNaN ? .nan : threshold.isMet(by: $0) ? 1 : 0 } }
    func near(_ values: [Double]) -> [Double] {
      nearby(times, series: Array(zip(times, values)).map { ($0, $1) }, threshold: threshold)
        .map { $0.map { $0 ? 1 : 0 } ?? .nan }
    }
    return [
      .forecastEvent: own(forecasts), .observedEvent: own(observations), .forecastEventNearby: near(forecasts),
      .observedEventNearby: near(observations),
    ]
  }
}

extension Array {
  /// The first position from which all elements satisfy a condition, where the others come before them.
  fileprivate func partitioningIndex(where belongs: (Element) -> Bool) -> Int {
    var (low, high) = (0, count)
    while low < high {
      let middle = (low + high) / 2
      if belongs(self[middle]) { high = middle } else { low = middle + 1 }
    }
    return low
  }
}
