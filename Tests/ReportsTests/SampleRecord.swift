import Fields
import Metrics

/// A small made evaluation whose numbers follow from a formula.
struct SampleRecord {
  var systems = ["candidate", "baseline"]
  var variables: [Variable] = [.temperature2m, .precipitation(.hours(6))]
  var leads: [Int] = [0, 24, 48, 72, 96, 120]
  var stationCount = 12
  var cases = 10
  var hasIntervals = true

  static let definitions = [
    MetricDefinition(
      id: "me", name: "mean error", symbol: "ME", synonyms: ["bias"], formula: "⟨f − o⟩", range: "−∞ to ∞", perfect: 0,
      orientation: .towardsPerfect, units: .variable, summary: "How much too high the forecast is on average.",
      undefinedWhen: "there is no pair", aggregation: "From summed errors.",
      reference: "Wilks (2019), doi:10.1016/C2017-0-03921-6."),
    MetricDefinition(
      id: "rmse", name: "root mean square error", symbol: "RMSE", formula: "√⟨(f − o)²⟩", range: "0 to ∞", perfect: 0,
      orientation: .negative, units: .variable, summary: "The size of the errors, large ones counting more.",
      undefinedWhen: "there is no pair", aggregation: "The root of the mean over all pairs.",
      reference: "Wilks (2019), doi:10.1016/C2017-0-03921-6."),
    MetricDefinition(
      id: "correlation", name: "correlation", symbol: "r", formula: "cov(f, o) / (s_f s_o)", range: "−1 to 1",
      perfect: 1, orientation: .positive, units: .none, summary: "How well highs and lows fall together.",
      undefinedWhen: "f or o does not vary", aggregation: "From summed moments.", reference: "Wilks (2019)."),
  ]

  func make() -> EvaluationRecord {
    var scores: [Score] = []
    var differences: [Score] = []
    for variable in variables {
      for metric in SampleRecord.definitions {
        for lead in [nil] + leads.map(TimeSpan.hours(_:)) {
          scores += systems.indices.map { score($0, variable, metric, lead) }
          differences += systems.indices.dropLast().map { difference($0, variable, metric, lead) }
        }
      }
    }
    return EvaluationRecord(
      title: "Candidate against baseline",
      systems: systems.enumerated().map {
        .init(name: $1, isBaseline: $0 == systems.count - 1 && systems.count > 1, summary: "made up, 1° grid, bilinear")
      },
      onCommonPairs: true, scores: scores, differences: differences, stationScores: stations(), ledger: ledger(),
      definitions: SampleRecord.definitions,
      provenance: [
        .init(name: "verify", value: "0.1.0"), .init(name: "forecast.nc, SHA-256", value: "9f86d081884c7d65"),
      ],
      planText: "title: Candidate against baseline\nvariables: [t2m, tp6h]\n")
  }

  /// RMSE grows from 1 by 0.01 an hour; the baseline's is 0.2 higher and grows by half.
  private func value(_ system: Int, _ metric: String, _ hours: Double) -> Double {
    let isBaseline = system == systems.count - 1
    switch metric {
    case "me": return (isBaseline ? 0.2 : -0.1 - 0.05 * Double(system)) + hours / 400
    case "rmse": return isBaseline ? 1.2 + 0.005 * hours : 1 + 0.01 * hours + 0.1 * Double(system)
    default: return 0.98 - hours / (isBaseline ? 400 : 500)
    }
  }

  private func score(_ system: Int, _ variable: Variable, _ metric: MetricDefinition, _ lead: TimeSpan?) -> Score {
    let x = value(system, metric.id, lead?.hours ?? 36)
    let width = hasIntervals ? 0.04 * (1 + (lead?.hours ?? 0) / 60) : nil
    return Score(
      system: systems[system], variable: variable, stratum: "all", leadTime: lead, metric: metric.id,
      n: lead == nil ? 12_345 : 1_870, cases: cases, outcome: .value(x), lower: width.map { x - $0 },
      upper: width.map { x + $0 }, intervalNote: hasIntervals ? nil : "one initial time gives no interval",
      units: metric.units == .none ? "1" : variable.unit.symbol)
  }

  private func difference(
    _ system: Int, _ variable: Variable, _ metric: MetricDefinition, _ lead: TimeSpan?
  ) -> Score {
    let a = score(system, variable, metric, lead)
    let b = score(systems.count - 1, variable, metric, lead)
    var result = a
    result.reference = b.system
    let x = (a.outcome.value ?? 0) - (b.outcome.value ?? 0)
    result.outcome = .value(x)
    result.lower = a.lower.map { x - ((a.outcome.value ?? 0) - $0) }
    result.upper = a.upper.map { x + ($0 - (a.outcome.value ?? 0)) }
    result.pValue = hasIntervals ? 0.0123 : nil
    if let lower = result.lower, let upper = result.upper {
      result.adjustedPValue = (lower...upper).contains(0) ? 0.2 : 0.0246
      result.effectiveSampleSize = 6.5
      result.detectableDifference = 1.3 * (upper - lower) / 2
      result.method = "t_ar_corrected"
      result.methodNote = "autocorrelations 0.21 and 0.05, corrected for bias"
    }
    return result
  }

  private func stations() -> [EvaluationRecord.StationScore] {
    variables.flatMap { variable in
      systems.indices.flatMap { system in
        (0..<stationCount).map { i in
          let turn = Double(i) * 0.618034
          let latitude = stationCount > 100 ? -85 + 170 * Double(i) / Double(stationCount) : 47 + Double(i)
          let longitude =
            stationCount > 100 ? -180 + 360 * (turn - turn.rounded(.down)) : 5 + 14 * (turn - turn.rounded(.down))
          return EvaluationRecord.StationScore(
            system: systems[system], variable: variable, station: "0100\(i)",
            coordinate: Coordinate(latitude: latitude, longitude: longitude), elevation: 10, metric: "me", n: 100,
            outcome: .value(Double(i * 7 % 11) / 4 - 1.1 + Double(system) * 0.2))
        }
      }
    }
  }

  private func ledger() -> [EvaluationRecord.LedgerRow] {
    systems.flatMap { system in
      variables.flatMap { variable in
        leads.map { lead in
          var ledger = Ledger()
          ledger.use(1870)
          ledger.reject(.quality, 12)
          ledger.reject(.offGrid, system == "baseline" ? 30 : 0)
          return .init(system: system, variable: variable, leadTime: .hours(lead), ledger: ledger)
        }
      }
    }
  }
}
