import Foundation
import Metrics

/// Lines of events: the table, and its scores.
enum METEvents {
  /// CTC. Where cells have weights, the four are parts of TOTAL and not whole numbers.
  static func table(_ sums: ContingencySums) -> [METColumn] {
    let share = Double(sums.n) / sums.total
    return [
      .plain("TOTAL", Double(sums.n)), .plain("FY_OY", sums.hits * share), .plain("FY_ON", sums.falseAlarms * share),
      .plain("FN_OY", sums.misses * share), .plain("FN_ON", sums.correctNegatives * share),
    ]
  }

  /// CTS. Limits are for pairs that are independent of one another and have weight 1; those of proportions are of the
  /// pairs that the proportion is of.
  static func scores(_ sums: AnySums, of threshold: Threshold) throws(MetricsError) -> [METColumn] {
    let table = try ContingencyTable(threshold).result(in: sums)
    let scores = Scores(sums: sums, threshold: threshold, isPlain: table.total == Double(table.n))
    let detection = try scores.normal("POFD", "pofd")
    let odds = try scores.normal("ODDS", "odds_ratio")
    var columns = [METColumn.plain("TOTAL", Double(table.n))]
    columns += [
      try scores.normal("BASER", "base_rate"), try scores.normal("FMEAN", "forecast_rate"),
      try scores.normal("ACC", "proportion_correct"), try scores.resampled("FBIAS", "frequency_bias"),
      try scores.normal("PODY", "pod"), detection.mapped("PODN", isFalling: true) { 1 - $0 }, detection,
      try scores.normal("FAR", "far_ratio"), try scores.normal("CSI", "csi"), try scores.resampled("GSS", "ets"),
      try scores.normal("HK", "pss"), try scores.resampled("HSS", "hss"), odds,
      odds.mapped("LODDS", isFalling: false) { $0 > 0 ? log($0) : .nan }, try scores.normal("ORSS", "orss"),
      try scores.normal("EDS", "eds"), try scores.normal("SEDS", "seds"), try scores.normal("EDI", "edi"),
      try scores.normal("SEDI", "sedi"), try scores.resampled("BAGSS", "bagss"),
    ]
    return columns
  }

  /// The scores of the catalogue of one table.
  private struct Scores {
    let sums: AnySums
    let threshold: Threshold
    /// Whether all weights are 1.
    let isPlain: Bool

    func normal(_ name: String, _ id: String) throws(MetricsError) -> METColumn {
      guard let metric = Catalogue.metric(id: id, at: threshold) else {
        preconditionFailure("the catalogue has no score \(id)")
      }
      return .normal(
        name, try metric.outcome(of: sums).value,
        isPlain ? try metric.samplingConfidence(of: sums, level: 0.95) : .none("weights differ from 1"))
    }

    func resampled(_ name: String, _ id: String) throws(MetricsError) -> METColumn {
      .resampled(name, try normal(name, id).value)
    }
  }
}

extension METColumn {
  /// The same under a function that never turns back.
  fileprivate func mapped(_ name: String, isFalling: Bool, _ function: (Double) -> Double) -> METColumn {
    guard case .normal(let confidence) = limits else { return METColumn(name: name, value: nil, limits: limits) }
    var mapped = Confidence.none("no limits")
    if let lower = confidence.lower, let upper = confidence.upper {
      mapped = .limits(
        lower: function(isFalling ? upper : lower), upper: function(isFalling ? lower : upper), standardError: .nan)
    }
    return METColumn(name: name, value: value.map(function), limits: .normal(mapped))
  }
}
