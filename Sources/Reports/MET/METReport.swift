import Fields
public import Metrics

/// Lines of statistics as MET 10.1 writes them, for the tools that read its `.stat` files.
///
/// - A line is of one system, variable, stratum, lead time and either all initial times or one, as the record's sums
///   are. All lead times together and lead bands have no lines: their sums are those of their lead times.
/// - SL1L2 and CNT of single values, CTC and CTS of events, VL1L2 of wind vectors. Scores of ensembles as such,
///   anomalies, categories and spectra have none.
/// - Values are in the units of the scores, which the lines name. Numbers have as many digits as reading them back
///   exactly needs: MET's own five leave little of a variance. What is not known is `NA`.
/// - Limits `_NCL` and `_NCU` are for pairs that are independent of one another, as MET's are, and too narrow for
///   most; those of the spread between initial times are in the other reports.
/// - Blanks in names become underscores. The whole domain is `FULL`.
///
/// MET User's Guide, version 10.1, section 11.3.3
public struct METReport: Report {
  public static let format = "met"
  public static let title = "statistics as lines of MET (.stat)"
  public static let needsSums = true

  /// The columns before those of a line type.
  static let head = [
    "VERSION", "MODEL", "DESC", "FCST_LEAD", "FCST_VALID_BEG", "FCST_VALID_END", "OBS_LEAD", "OBS_VALID_BEG",
    "OBS_VALID_END", "FCST_VAR", "FCST_UNITS", "FCST_LEV", "OBS_VAR", "OBS_UNITS", "OBS_LEV", "OBTYPE", "VX_MASK",
    "INTERP_MTHD", "INTERP_PNTS", "FCST_THRESH", "OBS_THRESH", "COV_THRESH", "ALPHA", "LINE_TYPE",
  ]

  public init() {}

  public func write(_ record: EvaluationRecord, to output: inout some TextOutputStream) throws {
    var rows = [METReport.head]
    let winds = METWinds(record.sums)
    for part in record.sums {
      for line in try METReport.lines(part, winds) {
        rows.append(METReport.head(part, line, record) + line.columns.flatMap(\.texts))
      }
    }
    let widths = METReport.head.indices.map { column in rows.map { $0[column].count }.max() ?? 0 }
    for row in rows {
      let cells = row.enumerated().map { column, cell in
        column < row.count - 1 && column < widths.count
          ? cell + String(repeating: " ", count: widths[column] - cell.count) : cell
      }
      output.write(cells.joined(separator: " ") + "\n")
    }
  }

  public static func omissions(in record: EvaluationRecord) -> [String] {
    let winds = METWinds(record.sums)
    var reasons: [String] = []
    for part in record.sums {
      if let threshold = part.threshold, METReport.text(threshold) == nil {
        reasons.append("events \(threshold) of \(part.variable) have no lines: MET has no such threshold")
      } else if let sums = try? VectorErrors().result(in: part.sums), winds.columns(part, sums) == nil {
        let wanted = [Quantity.eastwardWind, .northwardWind].map { Variable($0, part.variable.level).description }
        reasons.append(
          "\(part.variable) has no VL1L2 lines: they need \(wanted.joined(separator: " and ")) of the same pairs")
      }
    }
    if record.sums.isEmpty { reasons.append("no score of this evaluation has lines in MET") }
    return EvaluationRecord.unique(reasons)
  }

  // MARK: - Lines

  /// One line's columns after the head.
  struct Line {
    let type: String
    let columns: [METColumn]

    var hasLimits: Bool {
      columns.contains { if case .normal = $0.limits { true } else { false } }
    }
  }

  private static func lines(_ part: PartialSums, _ winds: METWinds) throws(MetricsError) -> [Line] {
    if let threshold = part.threshold {
      guard text(threshold) != nil else { return [] }
      let table = try ContingencyTable(threshold).result(in: part.sums)
      return [
        Line(type: "CTC", columns: METEvents.table(table)),
        Line(type: "CTS", columns: try METEvents.scores(part.sums, of: threshold)),
      ]
    }
    if part.sums.statistic == VectorErrors().key {
      let sums = try VectorErrors().result(in: part.sums)
      return winds.columns(part, sums).map { [Line(type: "VL1L2", columns: $0)] } ?? []
    }
    let sums = try ErrorMoments().result(in: part.sums)
    return [
      Line(type: "SL1L2", columns: METContinuous.partialSums(sums)),
      Line(type: "CNT", columns: METContinuous.statistics(sums)),
    ]
  }

  private static func head(_ part: PartialSums, _ line: Line, _ record: EvaluationRecord) -> [String] {
    let name = METName(part.variable)
    let valid = [part.initTimes.lowerBound, part.initTimes.upperBound].map { METTime.time($0 + part.leadTime) }
    let threshold = part.threshold.flatMap(text) ?? METColumn.missing
    return [
      "V10.1", word(part.system), METColumn.missing, METTime.lead(part.leadTime), valid[0], valid[1], "000000",
      valid[0],
      valid[1], name.name, name.units, name.level, name.name, name.units, name.level,
      record.comparesFields ? "ANALYS" : METColumn.missing,
      part.stratum == "all" ? "FULL" : word(part.stratum), METColumn.missing, METColumn.missing, threshold,
      threshold, METColumn.missing, line.hasLimits ? "0.05" : METColumn.missing, line.type,
    ]
  }

  /// `>=273.15`, or `>=CDP95` for a quantile of the climatology; nil where MET has no such threshold.
  private static func text(_ threshold: Threshold) -> String? {
    switch threshold.limit {
    case .value: threshold.description
    case .quantile(let quantile):
      "\(threshold.comparison.rawValue)CDP\(Digits.shortest(100 * quantile.level))"
    case .returnPeriod: nil
    }
  }

  /// A name without blanks.
  private static func word(_ text: String) -> String {
    let word = text.split(whereSeparator: \.isWhitespace).joined(separator: "_")
    return word.isEmpty ? METColumn.missing : word
  }
}
