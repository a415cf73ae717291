/// Every score and every statistic. A new score is a file of its own and a line here.
public enum Catalogue {
  /// Scores that every evaluation has unless it names others.
  public static let metrics: [any Metric] = [
    // Of single values, and of the ensemble mean
    PairCount(),
    MeanError(),
    MeanAbsoluteError(),
    MeanSquaredError(),
    RootMeanSquaredError(),
    ErrorStandardDeviation(),
    Correlation(),
    LeastError(),
    GreatestError(),
    MeanForecast(),
    MeanObservation(),

    // Of ensembles
    EmpiricalCRPS(),
    FairCRPS(),
    EnsembleSpread(),
    UnbiasedSpreadSkill(),
    FortinSpreadSkill(),
  ]

  /// Scores that an evaluation has where it names them: they need more than the pairs, or answer a question of
  /// their own.
  public static let furtherMetrics: [any Metric] = [
    // Of single values
    MeanInitRootMeanSquaredError(),
    SampleSkillScore(),
    ClimatologySkillScore(),
    BaselineSkillScore(),
    MurphyAssociation(),
    MurphyConditionalBias(),
    MurphyUnconditionalBias(),
    KlingGuptaEfficiency(),

    // Of anomalies
    CentredAnomalyCorrelation(),
    MeanCentredAnomalyCorrelation(),
    FisherCentredAnomalyCorrelation(),
    UncentredAnomalyCorrelation(),
    MeanUncentredAnomalyCorrelation(),
    FisherUncentredAnomalyCorrelation(),
    ForecastActivity(),
    ObservedActivity(),
    ActivityRatio(),

    // Of wind vectors
    VectorRootMeanSquaredError(),
    WindSpeedMeanError(),
    WindSpeedMeanAbsoluteError(),
    WindSpeedRootMeanSquaredError(),

    // Of precipitation
    SEEPSAbove02(),
    SEEPSAtLeast02(),
    SEEPSAbove025(),
    SEEPSAtLeast025(),

    // Of extremes
    RelativeQuantileError(),

    // Of whole fields
    EffectiveWavenumber(),

    // Of ensembles
    CRPSReliability(),
    PotentialCRPS(),
    CRPSResolution(),
    CRPSUncertainty(),
    CRPSSkillScore(),
    RankReliabilityIndex(),
    RankFlatness(),
    RankOutliers(),

    // Of ensembles of vectors
    StationEnergyScore(),
    FairStationEnergyScore(),
    StationVariogramScore(),
    WindEnergyScore(),
    FairWindEnergyScore(),
  ]

  /// Scores with a parameter, for a parameter each.
  public static let parametricMetrics: [any ParametricMetric.Type] = [
    // Of single values, for a quantile's level
    ErrorQuantile.self,
    AbsoluteErrorQuantile.self,

    // Of wind directions, for the observed speed
    WindDirectionMeanError.self,
    WindDirectionMeanAbsoluteError.self,
    WindDirectionRootMeanSquaredError.self,

    // Of categories, for their edges
    CategoryProportionCorrect.self,
    CategoryHeidkeSkillScore.self,
    CategoryPeirceSkillScore.self,
    GerrityScore.self,

    // Of extremes, for a quantile's level, an interval of values, or both
    QuantileScore.self,
    IntervalScore.self,
    ThresholdWeightedAbsoluteError.self,
    ThresholdWeightedSquaredError.self,
    ThresholdWeightedQuantileScore.self,

    // Of events within a tolerance, for a threshold and a tolerance
    ProbabilityOfDetectionNearby.self,
    FalseAlarmRatioNearby.self,
    CriticalSuccessIndexNearby.self,

    // Of whole fields, for an event and a scale, or for wavenumbers
    FractionsSkillScore.self,
    WholeFractionsSkillScore.self,
    UsefulFractionsSkill.self,
    PowerRatio.self,
    WaveCorrelation.self,

    // Of ensembles and their probabilities
    EnsembleQuantileScore.self,
    RankedProbabilityScore.self,
    FairRankedProbabilityScore.self,
    RankedProbabilitySkillScore.self,
  ]

  /// Scores of events, for a threshold each.
  public static let eventMetrics: [any EventMetric.Type] = [
    BaseRate.self,
    FrequencyBias.self,
    ProbabilityOfDetection.self,
    FalseAlarmRatio.self,
    ProbabilityOfFalseDetection.self,
    CriticalSuccessIndex.self,
    EquitableThreatScore.self,
    HeidkeSkillScore.self,
    PeirceSkillScore.self,
    ForecastRate.self,
    ProportionCorrect.self,
    SuccessRatio.self,
    OddsRatio.self,
    OddsRatioSkillScore.self,
    BiasAdjustedGilbertScore.self,
    ExtremeDependencyScore.self,
    SymmetricExtremeDependencyScore.self,
    ExtremalDependenceIndex.self,
    SymmetricExtremalDependenceIndex.self,

    // Of their probability
    BrierScore.self,
    FairBrierScore.self,
    BrierReliability.self,
    BrierResolution.self,
    BrierUncertainty.self,
    BrierReliabilityOfTenths.self,
    BrierResolutionOfTenths.self,
    BrierWithinTenths.self,
    BrierSkillScore.self,
    ClimatologicalBrierSkillScore.self,
    CORPMiscalibration.self,
    CORPDiscrimination.self,
    ROCArea.self,
    GreatestEconomicValue.self,

    // Of the values beyond
    ThresholdWeightedCRPS.self,
    FairThresholdWeightedCRPS.self,
  ]

  /// The kinds of sums that results can hold, for one station or for all.
  public static let statistics: [any Statistic.Type] = [
    ErrorMoments.self,
    EnsembleMoments.self,
    ContingencyTable.self,
    AnomalyMoments.self,
    BaselineErrors.self,
    ErrorHistogram.self,
    VectorErrors.self,
    DirectionErrors.self,
    CategoryTable.self,
    SEEPSTable.self,
    QuantileLoss.self,
    IntervalLoss.self,
    ThresholdWeightedLoss.self,
    ToleranceTable.self,
    ForecastAndObservedHistograms.self,
    ProbabilityTable.self,
    ClimatologicalBrier.self,
    ThresholdWeightedMoments.self,
    CRPSDecomposition.self,
    RankHistogram.self,
    EnsembleQuantileLoss.self,
    CategoryProbabilities.self,
    StationEnergy.self,
    StationVariogram.self,
    WindEnergy.self,
    FractionsTable.self,
    ZonalSpectra.self,
  ]

  public static let definitions: [MetricDefinition] =
    (metrics + furtherMetrics).map { $0.definition } + parametricMetrics.map { $0.definition }
    + eventMetrics.map { $0.definition }

  /// The metric with an `id` such as `rmse`, or with an `id` and its parameter, such as `pod(>=1)`.
  ///
  /// Nil where there is none, where it needs a parameter, or where the text is no parameter of it.
  public static func metric(id: String) -> (any Metric)? {
    guard id.hasSuffix(")"), let open = id.firstIndex(of: "(") else {
      return (metrics + furtherMetrics).first { $0.definition.id == id }
    }
    return metric(id: String(id[..<open]), parameter: String(id[id.index(after: open)...].dropLast()))
  }

  /// The metric with an `id` such as `pod` and a parameter such as `>=1`; nil where there is none.
  public static func metric(id: String, parameter: String) -> (any Metric)? {
    if let event = eventMetrics.first(where: { $0.definition.id == id }) {
      return Threshold(parameter).map { event.init($0) }
    }
    return parametricMetrics.first { $0.definition.id == id }.flatMap { metric($0, parameter) }
  }

  private static func metric<M: ParametricMetric>(_: M.Type, _ text: String) -> (any Metric)? {
    M.Parameter(text).map { M($0) }
  }

  /// A metric that has a parameter, with an example of it; nil where none of that `id` has one.
  public static func example(of id: String) -> (any Metric)? {
    if let event = eventMetrics.first(where: { $0.definition.id == id }) { return event.init(Threshold(.atLeast, 1)) }
    func make<M: ParametricMetric>(_: M.Type) -> any Metric { M(M.example) }
    return parametricMetrics.first { $0.definition.id == id }.map { make($0) }
  }

  /// The score of an event with an `id` such as `pod`; nil where there is none.
  public static func metric(id: String, at threshold: Threshold) -> (any EventMetric)? {
    eventMetrics.first { $0.definition.id == id }.map { $0.init(threshold) }
  }

  /// The kind of statistic that stores its sums under a key; nil where there is none.
  static func statistic(ofKey key: String) -> (any Statistic.Type)? {
    for (prefix, kept) in [("by_station.", byStation), ("by_init_time.", byInitTime)] where key.hasPrefix(prefix) {
      return statistic(ofKey: String(key.dropFirst(prefix.count))).map(kept)
    }
    let name = key.prefix { $0 != "(" }
    return statistics.first { $0.name == name }
  }

  private static func byStation(_ type: any Statistic.Type) -> any Statistic.Type {
    func kept<S: Statistic>(_: S.Type) -> any Statistic.Type { ByStation<S>.self }
    return kept(type)
  }

  private static func byInitTime(_ type: any Statistic.Type) -> any Statistic.Type {
    func kept<S: Statistic>(_: S.Type) -> any Statistic.Type { ByInitTime<S>.self }
    return kept(type)
  }
}
