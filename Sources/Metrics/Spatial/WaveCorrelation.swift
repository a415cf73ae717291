/// Correlation of waves.
///
/// The correlation along circles of latitude of forecast and analysis where both are reduced to waves of some length.
///
///     Σ Re(X_f conj X_o) / √(Σ|X_f|² Σ|X_o|²), over wavenumbers and circles of latitude
///
/// - Range -1 to 1, perfect 1, larger is better; no unit
/// - Undefined when there are no whole circles of latitude, the grid has no such waves, or one side has none
/// - Not to be confused with the coherence, which asks for a steady shift of phase and not for none
/// - Aggregation: from the summed spectra of all fields; the mean of correlations is a different quantity
/// - Compared with: `numpy.fft.rfft` of NumPy
///
/// A correlation of the parts of a Fourier series, by the theorem of Parseval
public struct WaveCorrelation: ParametricMetric {
  public static let definition = MetricDefinition(
    id: "wave_correlation",
    name: "Correlation of waves of zonal wavenumbers",
    symbol: "Wave r",
    formula: "Σ Re(X_f conj X_o) / √(Σ|X_f|² Σ|X_o|²), over wavenumbers and circles of latitude",
    range: "-1 to 1",
    perfect: 1,
    orientation: .positive,
    units: .none,
    summary:
      "The correlation of forecast and analysis along circles of latitude where both are reduced to waves of some "
      + "length.",
    undefinedWhen: "there are no whole circles of latitude, the grid has no such waves, or one side has none",
    aggregation: "from the summed spectra of all fields; the mean of correlations is a different quantity",
    reference: "a correlation of the parts of a Fourier series")

  public static let example = WavenumberRange.synoptic

  public let parameter: WavenumberRange

  public init(_ parameter: WavenumberRange) {
    self.parameter = parameter
  }

  public var statistic: ZonalSpectra { ZonalSpectra() }

  public func value(of sums: SpectralSums) -> Outcome { sums.correlation(parameter) }
}
