import Fields

extension CycloneVerification {
  /// Means by line, lead time and measure, over the common initial times and over each line's own.
  static func scores(_ lines: [String], _ cases: [CycloneRecord.Case]) -> [CycloneRecord.Score] {
    let byLead = Dictionary(grouping: cases, by: \.leadTime)
    var result: [CycloneRecord.Score] = []
    for measure in TrackMeasure.allCases {
      for lead in byLead.keys.sorted() {
        var values: [String: [UTCTime: Double]] = [:]
        for entry in byLead[lead] ?? [] {
          if let value = entry.error.flatMap(measure.value) { values[entry.line, default: [:]][entry.initTime] = value }
        }
        let common = values.values.dropFirst().reduce(Set(values.values.first?.keys.map { $0 } ?? [])) {
          $0.intersection($1.keys)
        }
        for line in lines {
          guard let own = values[line] else { continue }
          // In the order of time, so that sums have the same bits.
          let all = own.keys.sorted().compactMap { own[$0] }
          let shared = own.keys.filter(common.contains).sorted().compactMap { own[$0] }
          result.append(
            CycloneRecord.Score(
              line: line, leadTime: lead, measure: measure, value: mean(shared), n: shared.count,
              ownValue: mean(all), ownN: all.count))
        }
      }
    }
    return result
  }

  private static func mean(_ values: [Double]) -> Double? {
    values.isEmpty ? nil : values.reduce(0, +) / Double(values.count)
  }

  /// Where the fixes of a line went.
  static func tally(_ line: String, _ cases: [CycloneRecord.Case]) -> CycloneRecord.Tally {
    var tally = CycloneRecord.Tally(line: line, candidates: cases.count, used: 0, rejected: [:], partial: [:])
    for entry in cases {
      if let error = entry.error {
        tally.used += 1
        for absence in error.absent { tally.partial[absence.rawValue, default: 0] += 1 }
      } else {
        tally.rejected[(entry.absence ?? .noForecastFix).rawValue, default: 0] += 1
      }
    }
    return tally
  }
}
