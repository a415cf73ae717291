import Fields
import Foundation
import Metrics

/// Computes scores and differences from stored sums.
struct Scorer {
  /// Sums of one statistic of one system, variable and stratum, over lead and initial times.
  struct Series: Hashable {
    let system: String
    let variable: String
    let stratum: String
    let statistic: String

    /// The same of another system.
    func of(_ system: String) -> Series {
      Series(system: system, variable: variable, stratum: stratum, statistic: statistic)
    }
  }

  struct StationSums: Hashable {
    let system: String
    let variable: String
  }

  let systems: [String]
  let variables: [Variable]
  let strata: [StoredStratum]
  let metrics: [any Metric]
  let significance: PlannedSignificance
  private let statistics: [String: any Statistic]
  /// By system and variable, the sums of each station at each initial time; for two-way limits alone.
  var stationSums: [StationSums: [UTCTime: [ErrorSums]]] = [:]
  /// The names of the scores of a variable, by variable; one that is absent has all.
  var namesOfVariables: [String: Set<String>] = [:]
  private var cells: [Series: [TimeSpan: [UTCTime: AnySums]]] = [:]

  init(
    systems: [String], variables: [Variable], strata: [StoredStratum], metrics: [any Metric],
    significance: PlannedSignificance = PlannedSignificance()
  ) {
    self.systems = systems
    self.variables = variables
    self.strata = strata
    self.metrics = metrics
    self.significance = significance
    statistics = Dictionary(Accumulation.statistics(of: metrics).map { ($0.key, $0) }) { first, _ in first }
  }

  mutating func add(_ series: Series, leadTime: TimeSpan, initTime: UTCTime, bytes: Data) throws {
    guard let statistic = statistics[series.statistic] else { return }
    cells[series, default: [:]][leadTime, default: [:]][initTime] = try statistic.sums(bytes: bytes)
  }

  /// The metrics of a variable, in the order of the plan.
  func metrics(of variable: Variable) -> [any Metric] {
    let names = namesOfVariables[variable.description]
    return metrics.filter { WindScores.apply($0, to: variable) && names?.contains($0.name) ?? true }
  }

  /// The metrics that have sums.
  var shownMetrics: [any Metric] {
    let kept = Set(cells.keys.map(\.statistic))
    return metrics.filter { kept.contains(Scorer.key($0)) }
  }

  /// The definitions of those, each once.
  var shownDefinitions: [MetricDefinition] {
    var seen: Set<String> = []
    return shownMetrics.map(\.definition).filter { seen.insert($0.id).inserted }
  }

  // MARK: - Scores

  func scores(byInitTime: Bool) throws -> [Score] {
    var scores: [Score] = []
    try forEachSeries { series, stratum, variable, metric in
      guard let leads = leads(series, of: stratum) else { return }
      for leadTime in leads.keys.sorted() where !stratum.isLeadBand {
        let sums = leads[leadTime] ?? [:]
        scores.append(try score(metric, series, stratum, variable, leadTime, sums))
        guard byInitTime else { continue }
        for initTime in sums.keys.sorted() {
          scores.append(
            try score(
              metric, series, stratum, variable, leadTime, sums.filter { $0.key == initTime }, initTime: initTime))
        }
      }
      let whole = try overAllLeads(leads)
      scores.append(try score(metric, series, stratum, variable, nil, whole))
      guard byInitTime else { return }
      for initTime in whole.keys.sorted() {
        scores.append(
          try score(metric, series, stratum, variable, nil, whole.filter { $0.key == initTime }, initTime: initTime))
      }
    }
    return scores
  }

  /// Scores of each initial time over its lead times, of all pairs: those that show a forecast's good and bad days.
  func initTimeScores() throws -> [Score] {
    var scores: [Score] = []
    try forEachSeries { series, stratum, variable, metric in
      guard Scorer.shownByInitTime.contains(metric.definition.id), stratum.name == Stratum.all.name,
        let leads = leads(series, of: stratum)
      else { return }
      let whole = try overAllLeads(leads)
      for (initTime, sums) in whole.sorted(by: { $0.key < $1.key }) {
        scores.append(try score(metric, series, stratum, variable, nil, [initTime: sums], initTime: initTime))
      }
    }
    return scores
  }

  private static let shownByInitTime: Set<String> = ["me", "rmse", "rmsve", "crps_ecdf", "crps_fair"]

  /// The curves that sums hold, by lead time and over all of them.
  func curves() throws -> [Curve] {
    var curves: [Curve] = []
    var seen: Set<[String]> = []
    try forEachSeries { series, stratum, variable, metric in
      let statistic = metric.statistic as any Statistic
      guard Curve.areHeld(by: statistic), Bearing.objection(to: metric, of: variable) == nil,
        seen.insert([series.system, series.variable, stratum.name, series.statistic]).inserted,
        let leads = leads(series, of: stratum)
      else { return }
      let parts: [(TimeSpan?, [UTCTime: AnySums])] =
        (stratum.isLeadBand ? [] : leads.keys.sorted().map { ($0, leads[$0] ?? [:]) }) + [
          (nil, try overAllLeads(leads))
        ]
      for (leadTime, cases) in parts {
        var whole = statistic.emptySums()
        for initTime in cases.keys.sorted() { if let sums = cases[initTime] { try whole.merge(sums) } }
        for (kind, points) in try Curve.points(of: statistic, whole) {
          curves.append(
            Curve(
              kind: kind, system: series.system, variable: variable, stratum: stratum.name, leadTime: leadTime,
              threshold: metric.eventThreshold?.description, n: whole.n, points: points))
        }
      }
    }
    return curves
  }

  private func score(
    _ metric: any Metric, _ series: Series, _ stratum: StoredStratum, _ variable: Variable, _ leadTime: TimeSpan?,
    _ sums: [UTCTime: AnySums], initTime: UTCTime? = nil
  ) throws -> Score {
    let estimate = try ScoreEstimate.make(metric, sums: sums, method: significance.method, leadTime: leadTime)
    let assessment =
      initTime == nil
      ? twoWay(metric, series, stratum, leadTime, minus: nil) ?? estimate.assessment : estimate.assessment
    let objection = Bearing.objection(to: metric, of: variable)
    let hasLimits = objection == nil && assessment.confidence.reason == nil
    return Score(
      system: series.system, variable: variable, stratum: stratum.name, leadTime: leadTime, initTime: initTime,
      metric: metric.definition.id, threshold: metric.threshold, n: estimate.n, cases: estimate.cases,
      outcome: objection.map(Outcome.undefined) ?? estimate.outcome,
      lower: objection == nil ? assessment.confidence.lower : nil,
      upper: objection == nil ? assessment.confidence.upper : nil,
      intervalNote: objection ?? assessment.confidence.reason,
      effectiveSampleSize: objection == nil ? assessment.effectiveSampleSize : nil,
      method: hasLimits ? assessment.method : nil, methodNote: objection == nil ? assessment.note : nil,
      units: metric.definition.unit(for: variable))
  }

  // MARK: - Differences

  /// Every other system less the baseline, with p-values adjusted for all differences of the same score.
  func differences(from baseline: String) throws -> [Score] {
    var differences: [Score] = []
    try forEachSeries { series, stratum, variable, metric in
      guard series.system != baseline, let leads = leads(series, of: stratum),
        let baselineLeads = self.leads(series.of(baseline), of: stratum)
      else { return }
      for leadTime in leads.keys.sorted() where !stratum.isLeadBand {
        guard let sums = leads[leadTime], let reference = baselineLeads[leadTime] else { continue }
        differences.append(try difference(metric, series, stratum, variable, leadTime, sums, reference, baseline))
      }
      differences.append(
        try difference(
          metric, series, stratum, variable, nil, try overAllLeads(leads), try overAllLeads(baselineLeads), baseline))
    }
    return adjusted(differences)
  }

  private func difference(
    _ metric: any Metric, _ series: Series, _ stratum: StoredStratum, _ variable: Variable, _ leadTime: TimeSpan?,
    _ sums: [UTCTime: AnySums], _ reference: [UTCTime: AnySums], _ baseline: String
  ) throws -> Score {
    let method = try sharedMethod(metric, series, stratum, leadTime, reference, baseline)
    let difference = try ScoreDifference.make(metric, sums, minus: reference, method: method, leadTime: leadTime)
    let assessment = twoWay(metric, series, stratum, leadTime, minus: baseline) ?? difference.assessment
    let objection = Bearing.objection(to: metric, of: variable)
    let hasLimits = objection == nil && assessment.confidence.reason == nil
    return Score(
      system: series.system, reference: baseline, variable: variable, stratum: stratum.name, leadTime: leadTime,
      metric: metric.definition.id, threshold: metric.threshold, n: difference.n, cases: difference.cases,
      outcome: objection.map(Outcome.undefined) ?? difference.outcome,
      lower: objection == nil ? assessment.confidence.lower : nil,
      upper: objection == nil ? assessment.confidence.upper : nil,
      intervalNote: objection ?? assessment.confidence.reason,
      pValue: objection == nil ? assessment.pValue : nil,
      effectiveSampleSize: objection == nil ? assessment.effectiveSampleSize : nil,
      detectableDifference: objection == nil ? assessment.minimumDetectable() : nil,
      method: hasLimits ? assessment.method : nil, methodNote: objection == nil ? assessment.note : nil,
      units: metric.definition.unit(for: variable))
  }

  /// The method of the plan; a bootstrap without a block length takes the longest that any system's difference from
  /// the baseline asks for, so that all systems meet the same resamples.
  private func sharedMethod(
    _ metric: any Metric, _ series: Series, _ stratum: StoredStratum, _ leadTime: TimeSpan?,
    _ reference: [UTCTime: AnySums], _ baseline: String
  ) throws -> SignificanceMethod {
    guard case .stationaryBootstrap(var bootstrap) = significance.method, bootstrap.meanLength == nil else {
      return significance.method
    }
    for system in systems where system != baseline {
      guard let leads = leads(series.of(system), of: stratum) else { continue }
      let sums = try leadTime.map { leads[$0] ?? [:] } ?? overAllLeads(leads)
      guard let length = try ScoreDifference.automaticBlockLength(metric, sums, minus: reference) else { continue }
      bootstrap.meanLength = max(bootstrap.meanLength ?? 1, length)
    }
    return .stationaryBootstrap(bootstrap)
  }

  /// What stations and initial times say at once; nil where the plan does not ask for it, or their sums do not give it.
  private func twoWay(
    _ metric: any Metric, _ series: Series, _ stratum: StoredStratum, _ leadTime: TimeSpan?, minus baseline: String?
  ) -> Assessment? {
    guard significance.method == .twoWay, leadTime == nil, stratum.name == Stratum.all.name,
      let sums = stationSums[StationSums(system: series.system, variable: series.variable)]
    else { return nil }
    let reference = baseline.map { stationSums[StationSums(system: $0, variable: series.variable)] ?? [:] }
    return TwoWayClustering(of: metric, sums, minus: reference).map {
      Assessment($0, within: baseline == nil ? metric.definition.bounds : nil)
    }
  }

  private func adjusted(_ differences: [Score]) -> [Score] {
    guard significance.multiplicity != .none else { return differences }
    var differences = differences
    let families = Dictionary(grouping: differences.indices.filter { differences[$0].pValue != nil }) {
      [differences[$0].metric, differences[$0].threshold ?? ""]
    }
    for family in families.values {
      let adjusted = significance.multiplicity.adjusted(family.compactMap { differences[$0].pValue })
      for (i, p) in zip(family, adjusted) { differences[i].adjustedPValue = p }
    }
    return differences
  }

  // MARK: - Order

  /// By variable, stratum, metric and system, in the order of the plan.
  func forEachSeries(_ body: (Series, StoredStratum, Variable, any Metric) throws -> Void) rethrows {
    for variable in variables {
      for stratum in strata {
        for metric in metrics(of: variable) {
          for system in systems {
            let series = Series(
              system: system, variable: variable.description, stratum: stratum.sums, statistic: Scorer.key(metric))
            try body(series, stratum, variable, metric)
          }
        }
      }
    }
  }

  /// The sums of a series at the times of a stratum; nil where there are none.
  func leads(_ series: Series, of stratum: StoredStratum) -> [TimeSpan: [UTCTime: AnySums]]? {
    guard let leads = cells[series], !stratum.times.isEmpty else { return cells[series] }
    var part: [TimeSpan: [UTCTime: AnySums]] = [:]
    for (leadTime, sums) in leads {
      let own = sums.filter { stratum.contains(from: $0.key, at: leadTime) }
      if !own.isEmpty { part[leadTime] = own }
    }
    return part.isEmpty ? nil : part
  }

  /// Sums of each initial time over its lead times, merged in their order.
  private func overAllLeads(_ leads: [TimeSpan: [UTCTime: AnySums]]) throws -> [UTCTime: AnySums] {
    var whole: [UTCTime: AnySums] = [:]
    for leadTime in leads.keys.sorted() {
      for (initTime, sums) in leads[leadTime] ?? [:] {
        if whole[initTime] == nil {
          whole[initTime] = sums
        } else {
          try whole[initTime]?.merge(sums)
        }
      }
    }
    return whole
  }

  /// Whether there are any sums of a series.
  func holds(_ series: Series) -> Bool { cells[series] != nil }

  /// Sums of each initial time, over the lead times that a gate takes together.
  func sums(of target: GateTarget) throws -> [UTCTime: AnySums] {
    try overAllLeads((leads(target.series, of: target.stratum) ?? [:]).filter { target.leadTimes.contains($0.key) })
  }

  private static func key(_ metric: any Metric) -> String { (metric.statistic as any Statistic).key }
}
