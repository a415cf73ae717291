/// Fractions skill score of whole neighbourhoods.
///
/// The fractions skill score of those neighbourhoods alone that are all within the field and miss no value.
///
///     FSS = 1 - Σw(P_f - P_o)² / (Σw P_f² + Σw P_o²)
///
/// - Range 0 to 1, perfect 1, larger is better; no unit
/// - Undefined when there are no cells, no neighbourhood is whole, or the event is neither forecast nor analysed anywhere
/// - A strip along the edges of the field as wide as half the scale has no neighbourhood: large scales are of the middle
///   of the field
/// - Aggregation: numerator and denominator are summed over all fields, then divided; the mean of the scores of fields
///   is a different quantity
/// - Compared with: `fss_2d` of scores
///
/// Roberts and Lean (2008), doi:10.1175/2007MWR2123.1; Faggian et al. (2015), doi:10.54302/mausam.v66i3.555
public struct WholeFractionsSkillScore: ParametricMetric {
  public static let definition = MetricDefinition(
    id: "fss_whole",
    name: "Fractions skill score of whole neighbourhoods",
    symbol: "FSS",
    formula: "1 - Σw(P_f - P_o)² / (Σw P_f² + Σw P_o²), P the part of a whole neighbourhood with the event",
    range: "0 to 1",
    perfect: 1,
    orientation: .positive,
    units: .none,
    summary: "The fractions skill score of those neighbourhoods alone that are all within the field and miss no value.",
    undefinedWhen:
      "there are no cells, no neighbourhood is whole, or the event is neither forecast nor analysed anywhere",
    aggregation:
      "numerator and denominator summed over all fields, then divided; the mean of the scores of fields is a "
      + "different quantity",
    reference: "Roberts and Lean (2008), doi:10.1175/2007MWR2123.1")

  public static let example = EventAtScale(Threshold(.atLeast, 1), at: .cells(5))

  public let parameter: EventAtScale

  public init(_ parameter: EventAtScale) {
    self.parameter = parameter
  }

  public var statistic: FractionsTable { FractionsTable(parameter, edges: .whole) }

  public func value(of sums: FractionsSums) -> Outcome { sums.skill(of: parameter) }
}
