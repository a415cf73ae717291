/// What a climatology has of a variable.
public enum ClimatologyArray: String, Hashable, Sendable, CaseIterable {
  /// How many values a cell stands on.
  case count
  case mean
  /// Of the sample, with n - 1.
  case standardDeviation = "standard_deviation"
  /// By level.
  case quantile
  /// How often it is dry, by the limits of SEEPS.
  case dryProbability = "dry_probability"
  /// From where precipitation is heavy, by the limits of SEEPS.
  case heavyLimit = "heavy_limit"
  /// How often an event happens, by event.
  case eventProbability = "event_probability"
  /// The distribution of the greatest value of a year: location, scale and shape.
  case annualMaximum = "annual_maximum_gev"
  /// The distribution of the negative of the least value of a year: location, scale and shape.
  case annualMinimum = "annual_minimum_gev"
  /// How many years the annual extremes stand on.
  case years

  /// The name of the dimension that it has beside days, hours and places; nil for none.
  var furtherDimension: String? {
    switch self {
    case .count, .mean, .standardDeviation, .years: nil
    case .quantile: "quantile"
    case .dryProbability, .heavyLimit: "seeps_limit"
    case .eventProbability: "event"
    case .annualMaximum, .annualMinimum: "gev_parameter"
    }
  }

  /// Whether it has a value for each day of the year and hour, and not one for all.
  public var dependsOnDay: Bool {
    switch self {
    case .annualMaximum, .annualMinimum, .years: false
    default: true
    }
  }

  /// Whether its values are in the unit of the variable.
  var hasUnitOfVariable: Bool {
    switch self {
    case .mean, .standardDeviation, .quantile, .heavyLimit: true
    default: false
    }
  }

  var longName: String {
    switch self {
    case .count: "number of values"
    case .mean: "climatological mean"
    case .standardDeviation: "climatological standard deviation"
    case .quantile: "climatological quantile"
    case .dryProbability: "climatological probability of dry"
    case .heavyLimit: "limit of heavy precipitation, the 2/3 quantile of what is not dry"
    case .eventProbability: "climatological probability of the event"
    case .annualMaximum: "generalised extreme value distribution of the greatest value of a year"
    case .annualMinimum: "generalised extreme value distribution of the negative of the least value of a year"
    case .years: "years that the annual extremes stand on"
    }
  }
}

/// A limit between dry and wet, as SEEPS knows four.
public struct DryLimit: Hashable, Sendable {
  /// In mm.
  public let amount: Double
  /// Whether an amount equal to the limit is wet.
  public let isWet: Bool

  public init(_ amount: Double, isWet: Bool) {
    self.amount = amount
    self.isWet = isWet
  }

  /// `>0.2 mm`: what is wet.
  public var label: String { "\(isWet ? ">=" : ">")\(amount) mm" }

  /// In the order of files.
  public static let all = [
    DryLimit(0.2, isWet: false), DryLimit(0.2, isWet: true), DryLimit(0.25, isWet: false), DryLimit(0.25, isWet: true),
  ]
}
