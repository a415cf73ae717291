public import Fields

/// What a forecast of an event as a whole is worth. Errors are forecast minus observed.
extension EventTally {
  /// Peak minus observed peak of the same pairs, in the variable's unit.
  public var peakError: Outcome {
    peaks.map { Outcome($0.forecast.value - $0.observed.value) } ?? .noPairs
  }

  /// Hours by which the forecast has its peak later.
  public var timingError: Outcome {
    peaks.map { Outcome(($0.forecast.time - $0.observed.time).hours) } ?? .noPairs
  }

  private var peaks: (forecast: Peak, observed: Peak)? {
    guard let forecast = forecast.peak, let observed = observed.peak else { return nil }
    return (forecast, observed)
  }

  /// Kilometres from the place of the observed peak to that of the forecast's.
  public func displacement(_ coordinate: (Int32) -> Coordinate) -> Outcome {
    peaks.map { Outcome(coordinate($0.observed.place).distance(to: coordinate($0.forecast.place)) / 1000) } ?? .noPairs
  }

  /// Places, by weight, that have the event at any time of the window: forecast and observed, one of the two, neither.
  public var footprint: ContingencySums {
    var sums = ContingencySums()
    for place in places {
      sums.add(forecast.hasEvent(at: place), observed.hasEvent(at: place), weight: weight(of: place))
    }
    return sums
  }

  /// The length of time that a valid time stands for: the most frequent one between neighbours, the shorter of two;
  /// nil where there is one time only.
  public var step: TimeSpan? {
    let gaps = zip(validTimes, validTimes.dropFirst()).map { $1 - $0 }
    let counts = Dictionary(grouping: gaps) { $0 }.mapValues(\.count)
    return counts.max { ($0.value, $1.key) < ($1.value, $0.key) }?.key
  }

  /// Hours by which the event begins later where it is both forecast and observed: the mean over these places, by weight.
  public var onsetError: Outcome {
    var (sum, weight) = (0.0, 0.0)
    for place in places {
      guard let f = first(of: forecast, at: place), let o = first(of: observed, at: place) else { continue }
      sum += self.weight(of: place) * (f - o).hours
      weight += self.weight(of: place)
    }
    return weight > 0 ? Outcome(sum / weight) : .undefined("no place has the event both forecast and observed")
  }

  /// Hours by which the event lasts longer where it is forecast or observed: the mean over these places, by weight.
  public var durationError: Outcome {
    guard let step else { return .undefined("one valid time has no duration") }
    var (sum, weight) = (0.0, 0.0)
    for place in places where forecast.hasEvent(at: place) || observed.hasEvent(at: place) {
      let difference = count(of: forecast, at: place) - count(of: observed, at: place)
      sum += self.weight(of: place) * Double(difference) * step.hours
      weight += self.weight(of: place)
    }
    return weight > 0 ? Outcome(sum / weight) : .undefined("the event is neither forecast nor observed")
  }

  /// The part of the places with the event observed where it was forecast, at any time of the window.
  public var footprintDetection: Outcome {
    ProbabilityOfDetection(Threshold(comparison, 0)).value(of: footprint)
  }

  /// The critical success index of the footprint.
  public var footprintSuccess: Outcome {
    CriticalSuccessIndex(Threshold(comparison, 0)).value(of: footprint)
  }
}
