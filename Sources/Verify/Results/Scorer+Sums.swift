import Fields
import Metrics

extension Scorer {
  /// The sums of single values, events and wind vectors at each lead time, over all initial times or each by itself.
  ///
  /// Those of lead bands are left out: they are those of their lead times.
  func partialSums(byInitTime: Bool) throws -> [PartialSums] {
    var parts: [PartialSums] = []
    var seen: Set<[String]> = []
    try forEachSeries { series, stratum, variable, metric in
      let statistic = metric.statistic as any Statistic
      guard statistic is ErrorMoments || statistic is ContingencyTable || statistic is VectorErrors,
        !Bearing.isMeasured(by: variable), !stratum.isLeadBand,
        seen.insert([series.system, series.variable, stratum.name, series.statistic]).inserted,
        let leads = leads(series, of: stratum)
      else { return }
      let threshold = (statistic as? ContingencyTable)?.threshold
      for leadTime in leads.keys.sorted() {
        let cases = (leads[leadTime] ?? [:]).sorted { $0.key < $1.key }
        for group in byInitTime ? cases.map({ [$0] }) : [cases] {
          guard let first = group.first?.key, let last = group.last?.key else { continue }
          var whole = statistic.emptySums()
          for (_, sums) in group { try whole.merge(sums) }
          guard whole.n > 0 else { continue }
          parts.append(
            PartialSums(
              system: series.system, variable: variable, stratum: stratum.name, leadTime: leadTime,
              initTimes: first...last, threshold: threshold, sums: whole))
        }
      }
    }
    return parts
  }
}
