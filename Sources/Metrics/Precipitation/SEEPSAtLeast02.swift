/// Stable equitable error in probability space, dry below 0.2 mm.
///
/// The error of dry, light or heavy precipitation, in a measure that every climate shares.
///
///     seeps_0p2_at_least = ⟨S(category of f, category of o)⟩, 2S = [[0, 1/(1-p1), 1/p3 + 1/(1-p1)], [1/p1, 0, 1/p3], [1/p1 + 1/(1-p3), 1/(1-p3), 0]], p1 the climatological probability of dry, p3 = (1 - p1)/3
///
/// - Range 0 to 40/3, perfect 0, smaller is better; no unit
/// - Undefined when no pair has a precipitation climatology, or each is dry in less than 0.10 or more than 0.85
///   of the time
/// - Values at or above 0.2 mm are not dry, values at or above the climatology's limit are heavy: the WMO's
///   limit, with values on a limit counted as wetter
/// - No skill 1, for constant and for random forecasts; some show 1 - SEEPS
/// - Of 24 h amounts in mm, with the climatology of the station and the time of year. Pairs without one, or
///   with one that is dry in less than 0.10 or more than 0.85 of the time, are left out
/// - Aggregation: the mean over all pairs, each with the penalties of its own climatology
/// - Compared with: NumPy
///
/// Rodwell et al. (2010), doi:10.1002/qj.656
public struct SEEPSAtLeast02: Metric {
  public static let definition = MetricDefinition(
    id: "seeps_0p2_at_least",
    name: "Stable equitable error in probability space, dry below 0.2 mm",
    symbol: "SEEPS",
    formula: "⟨S(category of f, category of o)⟩, 2S = [[0, 1/(1-p1), 1/p3 + 1/(1-p1)], [1/p1, 0, 1/p3], [1/p1 "
      + "+ 1/(1-p3), 1/(1-p3), 0]], p1 the climatological probability of dry, p3 = (1 - p1)/3",
    range: "0 to 40/3",
    perfect: 0,
    orientation: .negative,
    units: .none,
    summary: "The error of dry, light or heavy precipitation, in a measure that every climate shares.",
    undefinedWhen: "no pair has a precipitation climatology, or each is dry in less than 0.10 or more than 0.85 of "
      + "the time",
    aggregation: "the mean over all pairs, each with the penalties of its own climatology",
    reference: "Rodwell et al. (2010), doi:10.1002/qj.656")

  public let statistic = SEEPSTable(SEEPSCategories(dryLimit: 0.2, includesLimits: true))

  public init() {}

  public func value(of sums: SEEPSSums) -> Outcome {
    sums.score
  }
}
