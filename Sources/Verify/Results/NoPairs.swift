import Fields
import Metrics

/// Why a run ended without a single pair.
public struct NoPairs: Sendable {
  /// Two sentences: what took the candidates, and what to do.
  public let explanation: String

  /// Throws where the results can't be read.
  public init(_ results: ResultsDatabase) throws {
    var total = Ledger()
    for row in try results.ledger(.all) { total.merge(row.ledger) }
    guard total.candidates > 0 else {
      let what = try results.fact("compares fields") == "yes" ? "analysis" : "observation"
      explanation =
        "no pairs: no \(what) of the variables is near the valid times of the forecasts. "
        + "Compare the times with `verify check`, and the names of the variables"
      return
    }
    let reasons = total.rejected.sorted { ($0.value, $1.key) > ($1.value, $0.key) }
    let parts = reasons.map { "\($0.key.rawValue) \($0.value)" }.joined(separator: ", ")
    let advice = reasons.first.map { NoPairs.advice(on: $0.key) } ?? ""
    explanation = "no pairs: of \(total.candidates) candidates all were rejected (\(parts)). \(advice)"
  }

  private static func advice(on reason: RejectionReason) -> String {
    switch reason {
    case .unknownStation, .position:
      "Compare the identifiers and positions of the stations with those of the forecast table"
    case .variable: "See what the forecasts hold with `verify inspect`"
    case .time: "The observations are not at the valid times: set 'matching: time-tolerance'"
    case .quality: "The quality flags exclude them: set 'matching: quality', or look at the checks of the observations"
    case .component:
      "The winds are reported without direction or without speed: score ws10m, or look at the observations with "
        + "`verify observations list`"
    case .offGrid: "The stations are outside the forecast's grid: look at its region with `verify inspect`"
    case .mask: "The forecast has no values around the stations, or no land"
    case .height: "A height is unknown: give the 'orography' of the forecasts and stations with elevations"
    case .duplicate: "Look at the stations with `verify observations list`"
    case .missingForecast: "The forecasts are missing at these times: look at them with `verify inspect`"
    case .missingAnalysis: "The analysis has no values: look at it with `verify inspect`"
    case .notCommon: "No pair is common to all systems: run with 'matching: pairs: all'"
    }
  }
}
