/// Resolution part of the CRPS.
///
/// How much a reliable ensemble of this sharpness would be better than the distribution of the observations.
///
///     crps_resolution = U - CRPS_pot
///
/// - Range -∞ to ∞, larger is better; in the unit of the variable
/// - Undefined without pairs, and beyond 65 536 different observed values, which are not kept
/// - CRPS = Reli - Resol + U
/// - Aggregation: from the summed bins of all pairs, of each ensemble size by itself; the mean over initial times
///   is a different quantity
/// - Compared with: NumPy and SciPy
///
/// Hersbach (2000), doi:10.1175/1520-0434(2000)015<0559:DOTCRP>2.0.CO;2
public struct CRPSResolution: Metric {
  public static let definition = MetricDefinition(
    id: "crps_resolution",
    name: "Resolution part of the CRPS",
    symbol: "Resol",
    formula: "U - CRPS_pot",
    range: "-∞ to ∞",
    perfect: nil,
    orientation: .positive,
    units: .variable,
    summary: "How much a reliable ensemble of this sharpness would be better than the distribution of the "
      + "observations.",
    undefinedWhen: "there are no pairs, or more than 65 536 different observed values",
    aggregation: "from the summed bins of all pairs, of each ensemble size by itself; the mean over initial times is a"
      + " different quantity",
    reference: "Hersbach (2000), doi:10.1175/1520-0434(2000)015<0559:DOTCRP>2.0.CO;2")

  public let statistic = CRPSDecomposition()

  public init() {}

  public func value(of sums: CRPSDecompositionSums) -> Outcome {
    guard case .value(let uncertainty) = sums.uncertainty else { return sums.uncertainty }
    return sums.outcome { uncertainty - $0.potential / $1 }
  }
}
