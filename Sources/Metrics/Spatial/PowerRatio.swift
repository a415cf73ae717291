/// Ratio of power.
///
/// How much of the variance that waves of some length have in the analysis they have in the forecast: below 1 where the
/// forecast is too smooth.
///
///     Σ power of the forecast / Σ power of the analysis, over wavenumbers and circles of latitude
///
/// - Range 0 to ∞, perfect 1, nearer to perfect is better; no unit
/// - Undefined when there are no whole circles of latitude, the grid has no such waves, or the analysis has none
/// - Not to be confused with a measure of skill: waves in the wrong place have power too
/// - Regridding smooths: compare on the coarser grid
/// - Aggregation: from the summed power of all fields; the mean of ratios is a different quantity
/// - Compared with: `numpy.fft.rfft` of NumPy
///
/// Rasp et al. (2024), doi:10.1029/2023MS004019
public struct PowerRatio: ParametricMetric {
  public static let definition = MetricDefinition(
    id: "power_ratio",
    name: "Ratio of power at zonal wavenumbers",
    symbol: "Power ratio",
    formula: "Σ power of f / Σ power of o, over wavenumbers and circles of latitude, power |X_k|²/n²",
    range: "0 to ∞",
    perfect: 1,
    orientation: .towardsPerfect,
    units: .none,
    summary:
      "How much of the variance that waves of some length have in the analysis they have in the forecast: below 1 "
      + "where it is too smooth. Above 100 wavenumbers are kept in tens, above 1000 in hundreds.",
    undefinedWhen: "there are no whole circles of latitude, the grid has no such waves, or the analysis has none",
    aggregation: "from the summed power of all fields; the mean of ratios is a different quantity",
    reference: "Rasp et al. (2024), doi:10.1029/2023MS004019")

  public static let example = WavenumberRange.synoptic

  public let parameter: WavenumberRange

  public init(_ parameter: WavenumberRange) {
    self.parameter = parameter
  }

  public var statistic: ZonalSpectra { ZonalSpectra() }

  public func value(of sums: SpectralSums) -> Outcome { sums.powerRatio(parameter) }
}
