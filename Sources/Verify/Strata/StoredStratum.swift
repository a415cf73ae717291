import Fields

/// What results keep of a stratum, beside the sums that its scores are made of.
struct StoredStratum: Hashable, Sendable, Codable {
  let name: String
  let family: Stratum.Family
  /// The stratum whose sums they are.
  let sums: String
  /// The initial and lead times whose sums they are.
  let times: [TimeCondition]
  /// The one whose observations choose it, as a short name; nil where none does.
  let observedVariable: String?
  /// What its scores must not be taken for.
  let note: String?

  init(_ stratum: Stratum) {
    name = stratum.name
    family = stratum.family
    sums = stratum.timelessName
    times = stratum.times
    observedVariable = stratum.observed.first?.variable.description
    note = stratum.observed.isEmpty ? nil : StoredStratum.dilemma
  }

  /// One of results that say no more than its name.
  init(name: String) {
    self.name = name
    family = name == Stratum.all.name ? .all : .regions
    sums = name
    times = []
    observedVariable = nil
    note = nil
  }

  var variable: Variable? { observedVariable.flatMap(Variable.init) }

  func contains(from initTime: UTCTime, at leadTime: TimeSpan) -> Bool {
    times.allSatisfy { $0.holds(from: initTime, at: leadTime) }
  }

  /// Whether it has some lead times only: then scores at each of them say nothing that those of all pairs do not.
  var isLeadBand: Bool {
    times.contains { if case .leadTimes = $0 { true } else { false } }
  }

  static let dilemma =
    "chosen by what was observed: such scores reward forecasts that are too extreme (the forecaster's dilemma, "
    + "doi:10.1214/16-STS588), so read them beside those of all pairs"
}
