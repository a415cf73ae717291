/// How confidence limits and p-values are made from the spread between initial times.
///
/// Each has an identity, `id`, that stands in every output. `docs/significance.md` compares them on series whose
/// truth is known.
public enum SignificanceMethod: Hashable, Sendable {
  /// `autoregressiveCorrected` where the initial times allow it, and otherwise `independent`; outputs
  /// name the one that was used, and why.
  case automatic
  /// Student's t for initial times that are independent of one another.
  case independent
  /// Student's t with the variance inflation of an AR(1) process.
  case autoregressive1
  /// Student's t with the variance inflation of an AR(2) process (Geer 2016).
  case autoregressive2
  /// The larger inflation of AR(1) and AR(2), from autocorrelations freed of their bias in short series, and Student's
  /// t for the effective number of initial times.
  case autoregressiveCorrected
  /// Newey and West's sum of autocovariances, in Bartlett's weights; nil takes the usual number of lags.
  case neweyWest(lags: Int?)
  /// The equal-weighted cosine estimate of Lazarus et al. (2018).
  case equalWeightedCosine
  /// Diebold and Mariano's test as Harvey, Leybourne and Newbold corrected it; a nil horizon is the lead time in
  /// steps between initial times.
  case dieboldMariano(horizon: Int?)
  /// Politis and Romano's stationary bootstrap of initial times.
  case stationaryBootstrap(StationaryBootstrap)
  /// `TwoWayClustering` by initial time and station; for scores that stations' sums give, others say so.
  case twoWay

  /// What outputs call it.
  public var id: String {
    switch self {
    case .automatic: "automatic"
    case .independent: "t_independent"
    case .autoregressive1: "t_ar1"
    case .autoregressive2: "t_ar2"
    case .autoregressiveCorrected: "t_ar_corrected"
    case .neweyWest: "hac_newey_west"
    case .equalWeightedCosine: "hac_ewc"
    case .dieboldMariano: "dm_hln"
    case .stationaryBootstrap: "bootstrap_stationary"
    case .twoWay: "two_way"
    }
  }

  /// Every method with its usual settings.
  public static let all: [SignificanceMethod] = [
    .automatic, .independent, .autoregressive1, .autoregressive2, .autoregressiveCorrected, .neweyWest(lags: nil),
    .equalWeightedCosine, .dieboldMariano(horizon: nil), .stationaryBootstrap(StationaryBootstrap()),
    .twoWay,
  ]

  /// The method of that identity, with its usual settings; nil where there is none.
  public init?(id: String) {
    guard let method = SignificanceMethod.all.first(where: { $0.id == id }) else { return nil }
    self = method
  }
}
