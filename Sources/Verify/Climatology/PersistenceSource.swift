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
/// that ends at the initial time. A component of the wind is that of the wind vector, which speed and direction say as
/// well.
struct PersistenceSource: ObservedSource {
  let name: String
  let supply: CandidateSupply
  /// What it is asked for: the forecasts of the other systems.
  let keys: [ForecastKey]

  func contents() async throws -> [ForecastKey] { keys }

  func identity(of variable: Variable, from initTime: UTCTime) async throws -> String {
    try await observed(variable, at: initTime).reports.digest
  }

  func forecast(_ variable: Variable, from initTime: UTCTime, at leadTime: TimeSpan) async throws -> Forecast? {
    let (reports, isNorthward) = try await observed(variable, at: initTime)
    let observed = reports.candidates
    guard observed.count > 0 else { return nil }
    return Forecast(
      variable, initTime: initTime, leadTime: leadTime,
      values: .stations(
        StationValues(
          identifiers: observed.stations.map(\.id), coordinates: observed.stations.map(\.coordinate),
          elevations: observed.stations.map(\.elevation),
          members: [isNorthward ? observed.northwardValues : observed.values])),
      origin: "reports of \(initTime.shortDescription)")
  }

  /// The reports that say a variable, and whether they are of a wind vector of which it is the northward component.
  private func observed(
    _ variable: Variable, at initTime: UTCTime
  ) async throws -> (reports: CandidateSupply.Supply, isNorthward: Bool) {
    if variable.quantity == .eastwardWind || variable.quantity == .northwardWind {
      let wind = Variable(.windVector, variable.level)
      let reports = try await supply.supply(of: wind, at: initTime)
      if reports.candidates.count > 0, WindVariables.parts(of: wind).contains(variable) {
        return (reports, variable.quantity == .northwardWind)
      }
    }
    return (try await supply.supply(of: variable, at: initTime), false)
  }
}
