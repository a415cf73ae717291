public import Metrics

/// A case study for a terminal: what was observed, a line for each forecast, and how early each system saw it.
public struct CaseStudyText {
  private let record: CaseStudyRecord

  public init(_ record: CaseStudyRecord) {
    self.record = record
  }

  /// It ends in a line feed.
  public var text: String {
    var parts = [
      record.title,
      "\(record.hazard.title), \(record.region), \(record.from.shortDescription) to "
        + record.through.shortDescription,
    ]
    parts += record.observed.map(record.sentence) + setAside()
    for event in record.observed {
      parts += ["", heading(event)] + table(event) + ["", "Errors, and what they are of:"] + errors(event)
    }
    parts += [""] + record.firstHits.map(record.sentence) + [record.hitWords]
    return parts.joined(separator: "\n") + "\n"
  }

  private func heading(_ event: ObservedEvent) -> String {
    let words = EventWords(event.variable)
    return "\(event.variable.title) \(words.threshold(event.threshold)); values in \(words.unitText), errors in "
      + "\(words.errorUnitText), "
      + (record.onCommonPairs ? "on the pairs that all systems have" : "each system on all its pairs")
  }

  private func setAside() -> [String] {
    guard !record.setAside.isEmpty else { return [] }
    let beyond = record.setAside.filter(\.isBeyond)
    let count = Digits.count(record.setAside.count, separator: " ")
    return [
      "\(count) report\(record.setAside.count == 1 ? "" : "s") set aside by quality control, \(beyond.count) of them "
        + "beyond the threshold"
    ] + beyond.map { "  \(CaseStudyText.line($0))" }
  }

  /// `27355 2019-02-18 12 UTC ws10m, spike: 44 between 10 and 6 m s-1`
  public static func line(_ report: ReportSetAside) -> String {
    "\(report.station) \(report.time.shortDescription) \(report.variable), \(report.check): "
      + EventWords(report.variable).reason(report.reason)
  }

  private func rows(_ event: ObservedEvent) -> [ForecastOfEvent] {
    record.forecasts.filter { $0.variable == event.variable && $0.threshold == event.threshold }
  }

  private func table(_ event: ObservedEvent) -> [String] {
    let words = EventWords(event.variable)
    var grid = TextGrid(
      head: [
        "system", "from", "peak", "observed", "error", "late h", "away km", "hit", "missed", "false", "footprint CSI",
        "onset h", "duration h", "CSI", "SEDI", "twMAE",
      ], textColumns: 2)
    for row in rows(event) {
      let footprint = row.footprint.map { Digits.fixed($0, 0) }
      grid.rows.append([
        row.system + (row.isHit ? " *" : ""), row.initTime.shortDescription,
        EventWords.text(row.peak.map { words.number($0.value) }, 1),
        EventWords.text(row.observedPeak.map { words.number($0.value) }, 1), words.error(row.peakError),
        EventWords.text(row.timingError.value, 0, signed: true), EventWords.text(row.displacement.value, 0),
        footprint[0], footprint[2], footprint[1], EventWords.text(row.footprintSuccess.value, 3),
        EventWords.text(row.onsetError.value, 1, signed: true),
        EventWords.text(row.durationError.value, 1, signed: true),
        EventWords.text(row.outcome("csi")?.value, 3), EventWords.text(row.outcome("sedi")?.value, 3),
        EventWords.text(row.outcome("tw_mae")?.value.map(words.errorNumber), 3),
      ])
    }
    return grid.lines
  }

  private func errors(_ event: ObservedEvent) -> [String] {
    let words = EventWords(event.variable)
    var grid = TextGrid(
      head: ["system", "from", "pairs", "ME", "MAE", "observed events", "ME", "MAE", "forecast events", "ME", "MAE"],
      textColumns: 2)
    for row in rows(event) {
      var cells = [row.system, row.initTime.shortDescription]
      for part in EventErrors.Part.allCases {
        cells.append(EventWords.text(row.outcome("n", part)?.value, 0))
        cells.append(words.error(row.outcome("me", part) ?? .undefined("")))
        cells.append(words.error(row.outcome("mae", part) ?? .undefined(""), signed: false))
      }
      grid.rows.append(cells)
    }
    return grid.lines + [CaseStudyText.dilemma]
  }

  /// Why errors of chosen pairs do not rank forecasts.
  static let dilemma =
    "Where the event was observed any forecast looks too weak, and where it was forecast too strong: neither ranks "
    + "forecasts. The threshold-weighted error (twMAE) is of all pairs and does."
}
