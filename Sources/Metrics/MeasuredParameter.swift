/// A parameter of a score with values in the unit of its variable: a threshold, an interval, edges of categories.
public protocol MeasuredParameter {
  /// Whether any value is in the unit of the variable: a quantile of a climatology is in none.
  var hasUnit: Bool { get }

  /// The same with its values in another unit, by a function that never falls.
  func converted(_ value: (Double) -> Double) -> Self
}

extension Threshold: MeasuredParameter {
  public var hasUnit: Bool { value != nil }

  public func converted(_ convert: (Double) -> Double) -> Threshold {
    value.map { Threshold(comparison, convert($0)) } ?? self
  }
}

extension EventNearby: MeasuredParameter {
  public var hasUnit: Bool { threshold.hasUnit }

  public func converted(_ convert: (Double) -> Double) -> EventNearby {
    EventNearby(threshold.converted(convert), within: tolerance)
  }
}

extension Categories: MeasuredParameter {
  public var hasUnit: Bool { true }

  public func converted(_ convert: (Double) -> Double) -> Categories { Categories(edges.map(convert)) }
}

extension ValueInterval: MeasuredParameter {
  public var hasUnit: Bool { true }

  public func converted(_ convert: (Double) -> Double) -> ValueInterval {
    ValueInterval(convert(lower), convert(upper))
  }
}

extension QuantileInInterval: MeasuredParameter {
  public var hasUnit: Bool { true }

  public func converted(_ convert: (Double) -> Double) -> QuantileInInterval {
    QuantileInInterval(level, interval.converted(convert))
  }
}

extension Metric {
  /// Whether its parameter has values in the unit of its variable.
  public var hasMeasuredParameter: Bool { measuredParameter?.hasUnit ?? false }

  /// What it makes of values where it has a threshold, of events near or at the place; nil where it has none.
  public var eventThreshold: Threshold? {
    switch statistic as any Statistic {
    case let event as any EventStatistic: event.threshold
    case let table as ToleranceTable: table.event.threshold
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

  /// The same score with the values of its parameter in another unit, by a function that never falls.
  public func convertingParameter(_ value: (Double) -> Double) -> any Metric {
    switch self {
    case let event as any EventMetric: event.converting(value)
    case let parametric as any ParametricMetric: parametric.converting(value)
    default: self
    }
  }
}

extension EventMetric {
  fileprivate func converting(_ value: (Double) -> Double) -> Self { Self(statistic.threshold.converted(value)) }
}

extension ParametricMetric {
  fileprivate func converting(_ value: (Double) -> Double) -> Self {
    let converted = (parameter as? any MeasuredParameter)?.converted(value)
    return (converted as? Parameter).map(Self.init) ?? self
  }
}
