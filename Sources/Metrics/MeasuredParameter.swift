/// A parameter of a score with values in the unit of its variable: a threshold, an interval, edges of categories.
public protocol MeasuredParameter {
  /// Whether any value is in the unit of the variable: a quantile of a climatology is in none.
  var hasUnit: Bool { get }

  /// The same with its values in another unit, by a function that never falls; nil where they are beyond all numbers
  /// there, or no longer apart.
  func converted(_ value: (Double) -> Double) -> Self?
}

extension Threshold: MeasuredParameter {
  public var hasUnit: Bool { value != nil }

  public func converted(_ convert: (Double) -> Double) -> Threshold? {
    guard let value else { return self }
    let limit = convert(value)
    return limit.isFinite ? Threshold(comparison, limit) : nil
  }
}

extension EventNearby: MeasuredParameter {
  public var hasUnit: Bool { threshold.hasUnit }

  public func converted(_ convert: (Double) -> Double) -> EventNearby? {
    threshold.converted(convert).map { EventNearby($0, within: tolerance) }
  }
}

extension Categories: MeasuredParameter {
  public var hasUnit: Bool { true }

  public func converted(_ convert: (Double) -> Double) -> Categories? {
    let edges = edges.map(convert)
    return Categories.areEdges(edges) ? Categories(edges) : nil
  }
}

extension ValueInterval: MeasuredParameter {
  public var hasUnit: Bool { true }

  public func converted(_ convert: (Double) -> Double) -> ValueInterval? {
    let (lower, upper) = (convert(lower), convert(upper))
    return lower < upper ? ValueInterval(lower, upper) : nil
  }
}

extension QuantileInInterval: MeasuredParameter {
  public var hasUnit: Bool { true }

  public func converted(_ convert: (Double) -> Double) -> QuantileInInterval? {
    interval.converted(convert).map { QuantileInInterval(level, $0) }
  }
}

extension Metric {
  /// Whether its parameter has values in the unit of its variable.
  public var hasMeasuredParameter: Bool { measuredParameter?.hasUnit ?? false }

  /// What it makes of values where it has a threshold, of events near or at the place or around it; nil where it has
  /// none.
  public var eventThreshold: Threshold? {
    switch statistic as any Statistic {
    case let event as any EventStatistic: event.threshold
    case let table as ToleranceTable: table.event.threshold
    case let table as FractionsTable: table.event.threshold
    default: nil
    }
  }

  private var measuredParameter: (any MeasuredParameter)? {
    switch self {
    case let event as any EventMetric: event.statistic.threshold
    case let parametric as any ParametricMetric: parametric.parameter as? any MeasuredParameter
    default: nil
    }
  }

  /// The same score with the values of its parameter in another unit, by a function that never falls; nil where they
  /// make no parameter there.
  public func convertingParameter(_ value: (Double) -> Double) -> (any Metric)? {
    switch self {
    case let event as any EventMetric: event.converting(value)
    case let parametric as any ParametricMetric: parametric.converting(value)
    default: self
    }
  }
}

extension EventMetric {
  fileprivate func converting(_ value: (Double) -> Double) -> Self? {
    statistic.threshold.converted(value).map { Self($0) }
  }
}

extension ParametricMetric {
  fileprivate func converting(_ value: (Double) -> Double) -> Self? {
    guard let measured = parameter as? any MeasuredParameter else { return self }
    return (measured.converted(value) as? Parameter).map { Self($0) }
  }
}
