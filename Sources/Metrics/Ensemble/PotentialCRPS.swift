/// Potential CRPS.
///
/// The CRPS that the ensemble would have if it were reliable: small where it is sharp.
///
///     crps_potential = Σ_i ḡ_i ō_i (1 - ō_i), ō_i and ḡ_i as of `crps_reliability`
///
/// - Range 0 to ∞, perfect 0, smaller is better; in the unit of the variable
/// - Undefined without pairs
/// - CRPS_pot = `crps_uncertainty` - `crps_resolution`
/// - Aggregation: from the summed bins of all pairs, of each ensemble size by itself; the mean over initial times
///   is a different quantity
/// - Compared with: the formulas of the paper in NumPy
///
/// Hersbach (2000), doi:10.1175/1520-0434(2000)015<0559:DOTCRP>2.0.CO;2
public struct PotentialCRPS: Metric {
  public static let definition = MetricDefinition(
    id: "crps_potential",
    name: "Potential CRPS",
    symbol: "CRPS_pot",
    formula: "Σ_i ḡ_i ō_i (1 - ō_i), ō_i and ḡ_i as of `crps_reliability`",
    range: "0 to ∞",
    perfect: 0,
    orientation: .negative,
    units: .variable,
    summary: "The CRPS that the ensemble would have if it were reliable.",
    undefinedWhen: "there are no pairs",
    aggregation: "from the summed bins of all pairs, of each ensemble size by itself; the mean over initial times is a"
      + " different quantity",
    reference: "Hersbach (2000), doi:10.1175/1520-0434(2000)015<0559:DOTCRP>2.0.CO;2")

  public let statistic = CRPSDecomposition()

  public init() {}

  public func value(of sums: CRPSDecompositionSums) -> Outcome {
    sums.outcome { $0.potential / $1 }
  }
}
