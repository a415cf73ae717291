/// Reliability part of the CRPS.
///
/// How far the observation is from falling as often below each member, in order of size, as it should.
///
///     crps_reliability = Σ_i ḡ_i (ō_i - i/m)², ō_i how often o is below bin i between the sorted members, ḡ_i its mean width
///
/// - Range 0 to ∞, perfect 0, smaller is better; in the unit of the variable
/// - Undefined without pairs; a missing member is left out of its pair
/// - CRPS = Reli + `crps_potential`, with `crps_ecdf` as the CRPS; bins are of the rank of a member, not of a value
/// - Aggregation: from the summed bins of all pairs, of each ensemble size by itself; the mean over initial times
///   is a different quantity
/// - Compared with: the formulas of the paper in NumPy
///
/// Hersbach (2000), doi:10.1175/1520-0434(2000)015<0559:DOTCRP>2.0.CO;2
public struct CRPSReliability: Metric {
  public static let definition = MetricDefinition(
    id: "crps_reliability",
    name: "Reliability part of the CRPS",
    symbol: "Reli",
    formula: "Σ_i ḡ_i (ō_i - i/m)², ō_i how often o is below bin i between the sorted members, ḡ_i its mean width",
    range: "0 to ∞",
    perfect: 0,
    orientation: .negative,
    units: .variable,
    summary: "How far the observation is from falling as often below each member, in order of size, as it should.",
    undefinedWhen: "there are no pairs",
    aggregation: "from the summed bins of all pairs, of each ensemble size by itself; the mean over initial times is a"
      + " different quantity",
    reference: "Hersbach (2000), doi:10.1175/1520-0434(2000)015<0559:DOTCRP>2.0.CO;2")

  public let statistic = CRPSDecomposition()

  public init() {}

  public func value(of sums: CRPSDecompositionSums) -> Outcome {
    sums.outcome { $0.reliability / $1 }
  }
}
