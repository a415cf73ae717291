extension Stratum {
  /// Why cells of a grid can't be told to be in it or not; nil where they can.
  var refusalOnGrids: VerifyError? {
    let reason =
      conditions.lazy.compactMap { condition -> String? in
        switch condition {
        case .observed: "is chosen by what was observed"
        case .place(.height): "is a band of height"
        case .place(.stations), .place(.stationsBut): "is a list of stations"
        case .place, .time: nil
        }
      }.first
    return reason.map {
      VerifyError(
        "the stratum '\(name)' \($0), and the forecasts are scored against fields",
        suggestion: "Leave it out of 'strata', or score the forecasts against stations.")
    }
  }
}
