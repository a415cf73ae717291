/// Effective wavenumber.
///
/// The largest zonal wavenumber up to which the forecast has at least half the power of the analysis: how fine the
/// waves are that it still has.
///
///     the largest K with power of f ≥ power of o / 2 at every wavenumber 1 to K
///
/// - Range 1 to ∞, no perfect value, larger is better; no unit
/// - Undefined when there are no whole circles of latitude, the analysis has no waves, or wavenumber 1 has less
/// - The waves are 40 000 km · cos φ / K long at latitude φ
/// - Above 100 it is known to tens, above 1000 to hundreds
/// - Aggregation: from the summed power of all fields
/// - Compared with: `numpy.fft.rfft` of NumPy
///
/// A limit on a ratio of power; half is usual
public struct EffectiveWavenumber: Metric {
  public static let definition = MetricDefinition(
    id: "effective_wavenumber",
    name: "Effective wavenumber",
    symbol: "K eff",
    synonyms: ["effective resolution"],
    formula: "the largest K with power of f ≥ power of o / 2 at every zonal wavenumber 1 to K",
    range: "1 to ∞",
    perfect: nil,
    orientation: .positive,
    units: .none,
    summary:
      "The largest zonal wavenumber up to which the forecast has at least half the power of the analysis: how fine "
      + "the waves are that it still has.",
    undefinedWhen: "there are no whole circles of latitude, the analysis has no waves, or wavenumber 1 has less",
    aggregation: "from the summed power of all fields",
    reference: "a limit on a ratio of power; half is usual")

  public init() {}

  public var statistic: ZonalSpectra { ZonalSpectra() }
  public var noIntervalReason: String? { "it is a whole number of waves" }

  public func value(of sums: SpectralSums) -> Outcome { sums.effectiveWavenumber(powerRatio: 0.5) }
}
