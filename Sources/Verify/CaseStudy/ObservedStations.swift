import Fields
import Metrics
import Stations

/// What stations reported, each report at its own time.
struct ObservedStations: ObservedPlaces {
  private let reports: any ReportSource
  private let register: StationRegister
  let stationPlaces: StationPlaces
  private let selection: ReportSelection

  /// - stations: identifiers in their canonical form; nil takes all.
  init(_ reports: any ReportSource, _ matching: Matching, stations: Set<String>?, register: StationRegister) {
    self.reports = reports
    self.register = register
    stationPlaces = StationPlaces(register, within: matching.stationDistance)
    var matching = matching
    matching.timeTolerance = .zero
    selection = ReportSelection(matching, stations: stations)
  }

  func times(of variable: Variable, from: UTCTime, through: UTCTime) async throws -> [UTCTime] {
    Set(try await reports.reports(of: variable, from: from, through: through).validTimes).sorted()
  }

  func values(of variable: Variable, at time: UTCTime) async throws -> ObservedValues? {
    let all = try await reports.reports(of: variable, from: time, through: time)
    let candidates = Candidates(all, at: time, selection: selection, register: register)
    guard candidates.count + candidates.rejected.candidates > 0 else { return nil }
    var ledger = candidates.rejected
    ledger.use(candidates.count)
    return ObservedValues(
      time: time, places: stationPlaces.places(of: candidates.stationIndex), values: candidates.values, ledger: ledger,
      candidates: candidates)
  }

  func limits(_ limits: EventLimits, for values: ObservedValues) throws -> [Double] {
    guard let candidates = values.candidates else { return [] }
    return try limits.limits(at: candidates, values.time)
  }

  func place(_ number: Int32) -> EventPlace {
    let station = register.stations[Int(number)]
    return EventPlace(name: station.id, coordinate: station.coordinate, elevation: station.elevation)
  }

  func area(of place: Int32) -> Double? { nil }
}
