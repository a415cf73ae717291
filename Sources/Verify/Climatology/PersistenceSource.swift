import Fields
import Stations

/// A forecast that is made of observations, and so changes where they do.
protocol ObservedSource: ForecastSource {
  /// A digest of the reports that a forecast is made of.
  func identity(of variable: Variable, from initTime: UTCTime) async throws -> String
}

/// Persistence as a forecast: what each station reported at the initial time, at every lead time.
///
/// The report that stands for a station is chosen as for matching. Accumulations and means are those of the period
/// that ends at the initial time.
struct PersistenceSource: ObservedSource {
  let name: String
  let supply: CandidateSupply
  /// What it is asked for: the forecasts of the other systems.
  let keys: [ForecastKey]

  func contents() async throws -> [ForecastKey] { keys }

  func identity(of variable: Variable, from initTime: UTCTime) async throws -> String {
    try await supply.supply(of: variable, at: initTime).digest
  }

  func forecast(_ variable: Variable, from initTime: UTCTime, at leadTime: TimeSpan) async throws -> Forecast? {
    let observed = try await supply.supply(of: variable, at: initTime).candidates
    guard observed.count > 0 else { return nil }
    return Forecast(
      variable, initTime: initTime, leadTime: leadTime,
      values: .stations(
        StationValues(
          identifiers: observed.stations.map(\.id), coordinates: observed.stations.map(\.coordinate),
          elevations: observed.stations.map(\.elevation), members: [observed.values])),
      origin: "reports of \(initTime.shortDescription)")
  }
}
