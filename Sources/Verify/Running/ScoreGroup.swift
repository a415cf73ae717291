import Metrics

/// Scores that an evaluation file names together.
enum ScoreGroup: String, CaseIterable, Sendable {
  /// What every evaluation has, and the usual scores of its events.
  case usual = "default"
  case events
  case extremes
  case ensembles
  /// Those whose sums hold the distributions of errors and values, for the diagrams of a report.
  case distributions

  /// For people: what each takes.
  static let summary =
    "default (those that suit the forecasts, and of events where there are thresholds), events, extremes, ensembles, "
    + "distributions"

  /// Scores without a parameter.
  var metrics: [any Metric] {
    switch self {
    case .usual: Metrics.Catalogue.metrics
    case .events, .extremes: []
    case .distributions:
      ["error_quantile(0.05)", "error_quantile(0.5)", "error_quantile(0.95)", "rqe"]
        .compactMap(Metrics.Catalogue.metric(id:))
    case .ensembles:
      Metrics.Catalogue.metrics.filter { $0.statistic is EnsembleMoments }
        + ["crps_reliability", "crps_potential", "crps_uncertainty", "rank_flatness", "rank_outliers"]
        .compactMap(Metrics.Catalogue.metric(id:))
    }
  }

  /// Scores of events, for every threshold.
  var eventIDs: [String] {
    switch self {
    case .usual: ["base_rate", "frequency_bias", "pod", "far_ratio", "pofd", "csi", "ets", "sedi"]
    case .events: ["base_rate", "frequency_bias", "pod", "far_ratio", "pofd", "csi", "ets", "hss", "pss"]
    case .extremes: ["base_rate", "frequency_bias", "pod", "far_ratio", "edi", "sedi", "eds", "seds"]
    case .ensembles: ScoreGroup.probabilityIDs + ["twcrps_ecdf"]
    case .distributions: []
    }
  }

  /// Scores of the probability of events, for every threshold, where a system is an ensemble.
  var probabilityIDs: [String] { self == .usual ? ScoreGroup.probabilityIDs : [] }

  /// Whether it is of no use without thresholds.
  var needsThresholds: Bool { self == .events || self == .extremes }

  private static let probabilityIDs = [
    "brier", "brier_reliability", "brier_resolution", "brier_uncertainty", "bss_sample", "roc_area",
  ]
}
