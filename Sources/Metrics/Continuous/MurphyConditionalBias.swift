/// Conditional bias, of Murphy's decomposition.
///
/// The skill that is lost because the forecast varies too much or too little for its correlation.
///
///     murphy_conditional_bias = (r - s_f / s_o)²
///
/// - Range 0 to ∞, perfect 0, smaller is better; no unit
/// - Undefined when there are no pairs, or the forecast or the observation is constant
/// - 1 - mse / s_o² = murphy_association - murphy_conditional_bias - murphy_unconditional_bias, with the
///   variance s_o² of all n observations (not n - 1)
/// - Aggregation: from sums over all pairs of all initial times; the mean over initial times is a different
///   quantity
/// - Compared with: NumPy; the identity is a test
///
/// Murphy (1988), doi:10.1175/1520-0493(1988)116<2417:SSBOTM>2.0.CO;2
public struct MurphyConditionalBias: Metric {
  public static let definition = MetricDefinition(
    id: "murphy_conditional_bias",
    name: "Conditional bias, of Murphy's decomposition",
    symbol: "(r - s_f/s_o)²",
    formula: "(r - s_f / s_o)²",
    range: "0 to ∞",
    perfect: 0,
    orientation: .negative,
    units: .none,
    summary: "The skill that is lost because the forecast varies too much or too little for its correlation.",
    undefinedWhen: "there are no pairs, or the forecast or the observation is constant",
    aggregation: "from sums over all pairs of all initial times; the mean over initial times is a different quantity",
    reference: "Murphy (1988), doi:10.1175/1520-0493(1988)116<2417:SSBOTM>2.0.CO;2")

  public let statistic = ErrorMoments()

  public init() {}

  public func value(of sums: ErrorSums) -> Outcome {
    guard sums.n > 0 else { return .noPairs }
    guard sums.m2O > 0 else { return .undefined("the observation is constant") }
    guard sums.m2F > 0 else { return .undefined("the forecast is constant") }
    let r = sums.cFO / (sums.m2F.squareRoot() * sums.m2O.squareRoot())
    let ratio = (sums.m2F / sums.m2O).squareRoot()
    return Outcome((r - ratio) * (r - ratio))
  }
}
