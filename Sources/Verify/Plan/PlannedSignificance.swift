public import Metrics

/// How confidence limits and p-values are made, and what is done about many of them.
public struct PlannedSignificance: Hashable, Sendable, Codable {
  /// The `id` of a `SignificanceMethod`.
  public var methodID: String
  public var multiplicity: Multiplicity
  /// Of Diebold-Mariano, in steps between initial times; nil is the lead time.
  public var horizon: Int?
  /// Of Newey-West; nil is the usual number.
  public var lags: Int?
  /// Of the bootstrap, the mean in initial times; nil is chosen from the differences.
  public var blockLength: Double?
  public var resamples: Int
  public var seed: UInt64

  public init(
    methodID: String = SignificanceMethod.automatic.id, multiplicity: Multiplicity = .benjaminiHochberg,
    horizon: Int? = nil, lags: Int? = nil, blockLength: Double? = nil, resamples: Int = 1000, seed: UInt64 = 1
  ) {
    self.methodID = methodID
    self.multiplicity = multiplicity
    self.horizon = horizon
    self.lags = lags
    self.blockLength = blockLength
    self.resamples = resamples
    self.seed = seed
  }

  /// The method with its settings; the automatic one for an identity that this version does not know.
  public var method: SignificanceMethod {
    switch SignificanceMethod(id: methodID) ?? .automatic {
    case .neweyWest: .neweyWest(lags: lags)
    case .dieboldMariano: .dieboldMariano(horizon: horizon)
    case .stationaryBootstrap:
      .stationaryBootstrap(StationaryBootstrap(replicates: resamples, seed: seed, meanLength: blockLength))
    case let method: method
    }
  }
}
