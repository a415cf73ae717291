import Fields
import Formats
public import Foundation
public import Metrics

extension EvaluationRecord {
  /// Writes the scores to a NetCDF file after the CF conventions, as arrays that xarray opens.
  ///
  /// Of each variable and score there is an array with the dimensions `system`, `stratum` and `lead_time`, such as
  /// `t2m_rmse`, before them a `threshold` where it has one, and:
  /// - `_lower`, `_upper`: 95 % confidence limits; `_pairs`: how many it is of
  /// - `_difference`, `_difference_lower`, `_difference_upper`: the system less the baseline; `_difference_p`: the
  ///   p-value, adjusted where it was
  /// - `_all_leads` behind any of those: all lead times together, without the dimension `lead_time`
  /// - `_by_init`: of each initial time, with the dimension `init_time` last, where the record has them
  ///
  /// An array of limits or differences that has no number is left out.
  ///
  /// A score that is undefined is NaN; its reason is in the JSON report. Throws where the file can't be written, or
  /// where there is no score.
  public func writeScores(to url: URL) throws {
    guard !scores.isEmpty else {
      throw VerifyError(
        file: url.path, "there is no score to write", suggestion: "Run the evaluation; `verify run` says what it lacks."
      )
    }
    let baseline = systems.first(where: \.isBaseline)?.name
    var attributes = [("title", title), ("pairs", onCommonPairs ? "common" : "all")]
    if let baseline { attributes.append(("baseline", baseline)) }
    attributes.append(("provenance", provenance.map { "\($0.name): \($0.value)" }.joined(separator: "\n")))
    attributes.append(("evaluation", planText))
    var writer = try LabelledArrayWriter.create(url, attributes: attributes.map { (name: $0.0, text: $0.1) })
    var thresholds = ThresholdAxes()
    for group in ScoreArrays.groups(self) {
      try group.write(to: &writer, threshold: thresholds.axis(of: group), systems.map(\.name))
    }
    try writer.finish()
  }
}

/// The axes of thresholds: `threshold`, then `threshold_2` for other ones.
private struct ThresholdAxes {
  private var known: [[String]] = []

  mutating func axis(of group: ScoreArrays) -> LabelledArrayWriter.Axis? {
    guard !group.thresholds.isEmpty else { return nil }
    let position = known.firstIndex(of: group.thresholds) ?? known.count
    if position == known.count { known.append(group.thresholds) }
    return .texts(
      name: position == 0 ? "threshold" : "threshold_\(position + 1)", values: group.thresholds,
      longName: "threshold or other parameter, in the unit of the variable")
  }
}

/// The scores of one variable and definition.
private struct ScoreArrays {
  let variable: Variable
  let definition: MetricDefinition
  let units: String
  /// In order of first appearance; empty where the score has none.
  let thresholds: [String]
  let strata: [String]
  let leadTimes: [TimeSpan]
  let initTimes: [UTCTime]
  let scores: [Score]
  let differences: [Score]

  static func groups(_ record: EvaluationRecord) -> [ScoreArrays] {
    let differences = Dictionary(grouping: record.differences) { Key($0) }
    let scores = Dictionary(grouping: record.scores) { Key($0) }
    let strata = unique(record.scores.map(\.stratum))
    let leadTimes = Set(record.scores.compactMap(\.leadTime)).sorted()
    let initTimes = Set(record.scores.compactMap(\.initTime)).sorted()
    return unique(record.scores.map { Key($0) }).compactMap { key in
      guard let own = scores[key], let definition = record.definitions.first(where: { $0.id == key.metric }) else {
        return nil
      }
      return ScoreArrays(
        variable: key.variable, definition: definition, units: own.first?.units ?? "1",
        thresholds: unique(own.compactMap(\.threshold)), strata: strata, leadTimes: leadTimes, initTimes: initTimes,
        scores: own, differences: differences[key] ?? [])
    }
  }

  private struct Key: Hashable {
    let variable: Variable
    let metric: String

    init(_ score: Score) {
      variable = score.variable
      metric = score.metric
    }
  }

  private static func unique<T: Hashable>(_ values: [T]) -> [T] {
    var seen: Set<T> = []
    return values.filter { seen.insert($0).inserted }
  }

  // MARK: - Arrays

  private struct Quantity: Sendable {
    let suffix: String
    let meaning: String
    let isCount: Bool
    let hasUnits: Bool
    let value: @Sendable (Score) -> Double?

    init(
      _ suffix: String, _ meaning: String, isCount: Bool = false, hasUnits: Bool = true,
      _ value: @escaping @Sendable (Score) -> Double?
    ) {
      self.suffix = suffix
      self.meaning = meaning
      self.isCount = isCount
      self.hasUnits = hasUnits
      self.value = value
    }
  }

  private static let ofScores = [
    Quantity("", "") { $0.outcome.value },
    Quantity("_lower", "lower 95 % confidence limit of the ") { $0.lower },
    Quantity("_upper", "upper 95 % confidence limit of the ") { $0.upper },
    Quantity("_pairs", "pairs of the ", isCount: true, hasUnits: false) { Double($0.n) },
  ]

  private static let ofDifferences = [
    Quantity("_difference", "difference from the baseline of the ") { $0.outcome.value },
    Quantity("_difference_lower", "lower 95 % confidence limit of the difference from the baseline of the ") {
      $0.lower
    },
    Quantity("_difference_upper", "upper 95 % confidence limit of the difference from the baseline of the ") {
      $0.upper
    },
    Quantity("_difference_p", "p-value of the difference from the baseline of the ", hasUnits: false) {
      $0.adjustedPValue ?? $0.pValue
    },
  ]

  func write(
    to writer: inout LabelledArrayWriter, threshold: LabelledArrayWriter.Axis?, _ systems: [String]
  ) throws {
    let axes =
      [threshold].compactMap { $0 } + [
        .texts(name: "system", values: systems, longName: "system"),
        .texts(name: "stratum", values: strata, longName: "part of the pairs"),
      ]
    let leads = LabelledArrayWriter.Axis.leadTimes(name: "lead_time", values: leadTimes)
    let inits = LabelledArrayWriter.Axis.initTimes(name: "init_time", values: initTimes)
    for (own, quantities) in [(scores, ScoreArrays.ofScores), (differences, ScoreArrays.ofDifferences)] {
      let whole = own.filter { $0.initTime == nil }
      for quantity in quantities {
        if whole.contains(where: { $0.leadTime != nil }) {
          try add(quantity, "", axes + [leads], whole.filter { $0.leadTime != nil }, systems, to: &writer)
        }
        if whole.contains(where: { $0.leadTime == nil }) {
          try add(quantity, "_all_leads", axes, whole.filter { $0.leadTime == nil }, systems, to: &writer)
        }
      }
      let single = own.filter { $0.initTime != nil }
      guard let quantity = quantities.first, !single.isEmpty else { continue }
      if single.contains(where: { $0.leadTime != nil }) {
        try add(
          quantity, "_by_init", axes + [leads, inits], single.filter { $0.leadTime != nil }, systems, to: &writer)
      }
      try add(
        quantity, "_all_leads_by_init", axes + [inits], single.filter { $0.leadTime == nil }, systems, to: &writer)
    }
  }

  private func add(
    _ quantity: Quantity, _ suffix: String, _ axes: [LabelledArrayWriter.Axis], _ own: [Score], _ systems: [String],
    to writer: inout LabelledArrayWriter
  ) throws {
    let lengths = axes.map(\.count)
    var values = [Double?](repeating: nil, count: lengths.reduce(1, *))
    let positions = (
      thresholds: ScoreArrays.positions(thresholds), systems: ScoreArrays.positions(systems),
      strata: ScoreArrays.positions(strata), leads: ScoreArrays.positions(leadTimes),
      inits: ScoreArrays.positions(initTimes)
    )
    for score in own {
      var place = 0
      for (axis, length) in zip(axes, lengths) {
        let position: Int? =
          switch axis.name {
          case "system": positions.systems[score.system]
          case "stratum": positions.strata[score.stratum]
          case "lead_time": score.leadTime.flatMap { positions.leads[$0] }
          case "init_time": score.initTime.flatMap { positions.inits[$0] }
          default: score.threshold.flatMap { positions.thresholds[$0] }
          }
        guard let position else { preconditionFailure("a score without a place on the axis \(axis.name)") }
        place = place * length + position
      }
      values[place] = quantity.value(score)
    }
    // The scores themselves stand even where all are undefined.
    guard quantity.suffix.isEmpty || values.contains(where: { $0 != nil }) else { return }
    try writer.add(
      "\(variable)_\(definition.id)\(quantity.suffix)\(suffix)", over: axes, values, areCounts: quantity.isCount,
      attributes: [
        "long_name": "\(quantity.meaning)\(definition.name) of \(variable.title)",
        "units": quantity.hasUnits ? units : "1",
        "score": definition.id, "variable": variable.description, "orientation": definition.orientation.rawValue,
      ])
  }

  private static func positions<T: Hashable>(_ values: [T]) -> [T: Int] {
    Dictionary(uniqueKeysWithValues: values.enumerated().map { ($1, $0) })
  }
}
