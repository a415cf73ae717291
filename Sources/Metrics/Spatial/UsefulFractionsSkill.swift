/// Fractions skill score from which on a forecast is useful.
///
/// Half-way between what a random forecast of the right frequency has, which is how often the event was analysed, and a
/// perfect one.
///
///     1/2 + f₀/2, with f₀ = Σw of cells with the event analysed / Σw
///
/// - Range 1/2 to 1, no perfect value, neither is better; no unit
/// - Undefined when there are no cells
/// - The same at every scale: the smallest at which `fss` is larger is the one from which on the forecast can be used
/// - Aggregation: from the summed weights of all fields
/// - Compared with: NumPy
///
/// Roberts and Lean (2008), doi:10.1175/2007MWR2123.1
public struct UsefulFractionsSkill: ParametricMetric {
  public static let definition = MetricDefinition(
    id: "fss_useful",
    name: "Fractions skill score from which on a forecast is useful",
    symbol: "FSS useful",
    formula: "1/2 + f₀/2, f₀ how often the event was analysed",
    range: "1/2 to 1",
    perfect: nil,
    orientation: .none,
    units: .none,
    summary: "Half-way between the fractions skill score of a random forecast and a perfect one; the smallest scale at "
      + "which fss is larger is the one from which on the forecast can be used.",
    undefinedWhen: "there are no cells",
    aggregation: "from the summed weights of all fields",
    reference: "Roberts and Lean (2008), doi:10.1175/2007MWR2123.1")

  public static let example = Threshold(.atLeast, 1)

  public let parameter: Threshold

  public init(_ parameter: Threshold) {
    self.parameter = parameter
  }

  public var statistic: FractionsTable { FractionsTable(EventAtScale(parameter, at: .cells(1)), edges: .cut) }

  public func value(of sums: FractionsSums) -> Outcome { sums.usefulSkill }
}
