/// Fractions skill score.
///
/// Whether about as much of every neighbourhood has the event in the forecast as in the analysis. P is the part of the
/// cells of a neighbourhood that have the event:
///
///     FSS = 1 - Σw(P_f - P_o)² / (Σw P_f² + Σw P_o²)
///
/// - Range 0 to 1, perfect 1, larger is better; no unit. 0 where no neighbourhood has the event on both sides
/// - Undefined when there are no cells, or the event is neither forecast nor analysed anywhere
/// - Useful from `fss_useful` on
/// - Edges: cells outside the field and missing cells are left out of the part. `fss_whole` leaves out such
///   neighbourhoods: another score
/// - Aggregation: numerator and denominator are summed over all fields, then divided; the mean of the scores of fields
///   is a different quantity, and does not exist where one field is dry
/// - Compared with: sliding windows of NumPy
///
/// Roberts and Lean (2008), doi:10.1175/2007MWR2123.1; Faggian et al. (2015), doi:10.54302/mausam.v66i3.555
public struct FractionsSkillScore: ParametricMetric {
  public static let definition = MetricDefinition(
    id: "fss",
    name: "Fractions skill score",
    symbol: "FSS",
    formula: "1 - Σw(P_f - P_o)² / (Σw P_f² + Σw P_o²), P the part of a neighbourhood with the event",
    range: "0 to 1",
    perfect: 1,
    orientation: .positive,
    units: .none,
    summary:
      "Whether about as much of every neighbourhood has the event in the forecast as in the analysis. Cells that "
      + "are missing or beyond the field are left out of a neighbourhood.",
    undefinedWhen: "there are no cells, or the event is neither forecast nor analysed anywhere",
    aggregation:
      "numerator and denominator summed over all fields, then divided; the mean of the scores of fields is a "
      + "different quantity",
    reference: "Roberts and Lean (2008), doi:10.1175/2007MWR2123.1")

  public static let example = EventAtScale(Threshold(.atLeast, 1), at: .metres(50_000))

  public let parameter: EventAtScale

  public init(_ parameter: EventAtScale) {
    self.parameter = parameter
  }

  public var statistic: FractionsTable { FractionsTable(parameter, edges: .cut) }

  public func value(of sums: FractionsSums) -> Outcome { sums.skill(of: parameter) }
}
