extension Stratum {
  /// Why cells of a grid can't be told to be in it or not; nil where they can.
  var refusalOnGrids: VerifyError? {
    let isOfStations = places.contains { place in
      switch place {
      case .stations, .stationsBut: true
      case .region, .height, .land, .sea: false
      }
    }
    guard isOfStations else { return nil }
    return VerifyError(
      "the stratum '\(name)' is a list of stations, and the forecasts are scored against fields",
      suggestion: "Leave it out of 'strata', or score the forecasts against stations.")
  }

  /// Whether it asks for the height of a place.
  var needsHeights: Bool { places.contains { if case .height = $0 { true } else { false } } }
}
