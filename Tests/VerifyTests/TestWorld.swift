import Fields
import Foundation
import Stations
import Verify

/// Forecasts that are held in memory.
struct FixedSource: ForecastSource {
  let name: String
  var held: [ForecastKey: Forecast] = [:]
  var invariants: [Quantity: Field] = [:]

  init(_ name: String, _ forecasts: [Forecast], invariants: [Quantity: Field] = [:]) {
    self.name = name
    self.invariants = invariants
    for f in forecasts { held[ForecastKey(f.variable, initTime: f.initTime, leadTime: f.leadTime)] = f }
  }

  func contents() async throws -> [ForecastKey] { held.keys.sorted() }

  func forecast(_ variable: Variable, from initTime: UTCTime, at leadTime: TimeSpan) async throws -> Forecast? {
    held[ForecastKey(variable, initTime: initTime, leadTime: leadTime)]
  }

  func invariant(_ quantity: Quantity) async throws -> Field? { invariants[quantity] }
}

/// Reports that are held in memory, in any order.
struct FixedReports: ReportSource {
  struct Row {
    var station: Station
    var time: UTCTime
    var value: Double
    var source = "synop"
    var quality = Quality.unchecked
    var variable = Variable.temperature2m
  }

  var rows: [Row]

  func reports(of variable: Variable, from: UTCTime, through: UTCTime) throws -> Reports {
    let chosen = rows.filter { $0.variable == variable && $0.time >= from && $0.time <= through }
      .sorted { ($0.station.id, $0.time, $0.source) < ($1.station.id, $1.time, $1.source) }
    var reports = Reports(variable: variable)
    for row in chosen {
      reports.stationIndex.append(Int32(reports.stations.firstIndex(of: row.station) ?? reports.stations.count))
      if !reports.stations.contains(row.station) { reports.stations.append(row.station) }
      reports.sourceIndex.append(Int32(reports.sources.firstIndex(of: row.source) ?? reports.sources.count))
      if !reports.sources.contains(row.source) { reports.sources.append(row.source) }
      reports.validTimes.append(row.time)
      reports.values.append(row.value)
      reports.qualities.append(row.quality)
    }
    return reports
  }

  func timeSpan(of variable: Variable?) throws -> ClosedRange<UTCTime>? {
    let times = rows.filter { variable == nil || $0.variable == variable }.map(\.time)
    guard let first = times.min(), let last = times.max() else { return nil }
    return first...last
  }
}

func time(_ text: String) throws -> UTCTime {
  guard let time = UTCTime(text) else { throw VerifyError("'\(text)' is no time") }
  return time
}

func station(_ id: String, _ latitude: Double, _ longitude: Double, _ elevation: Double? = nil) -> Station {
  Station(id: id, coordinate: Coordinate(latitude: latitude, longitude: longitude), elevation: elevation)
}

/// 3 rows from 62 to 60° N and 4 columns from 10 to 13° E; the value of row r and column c is 10 r + c.
func toyGrid() throws -> RectilinearGrid {
  try RectilinearGrid(latitudes: [62, 61, 60], longitudes: [10, 11, 12, 13])
}

func toyField(_ change: (Int) -> Float = { Float(10 * ($0 / 4) + $0 % 4) }) throws -> Field {
  Field(values: (0..<12).map(change), grid: try toyGrid())
}

func forecast(
  _ variable: Variable = .temperature2m, from initTime: UTCTime, at leadTime: TimeSpan, _ members: Field...
) -> Forecast {
  Forecast(variable, initTime: initTime, leadTime: leadTime, values: .fields(members), origin: "toy")
}

/// A plan over sources in memory.
func toyPlan(
  _ names: [String] = ["a"], variables: [Variable] = [.temperature2m], matching: Matching = Matching(),
  strata: [Stratum] = [], stations: Set<String>? = nil, heightCorrected: Set<String> = []
) -> EvaluationPlan {
  EvaluationPlan(
    title: "toy",
    systems: names.enumerated().map {
      PlannedSystem(
        name: $1, files: [], isBaseline: $0 == 0, isHeightCorrected: heightCorrected.contains($1))
    },
    observations: PlannedObservations(origin: .files([]), stations: stations), variables: variables,
    matching: matching, strata: strata, text: "title: toy")
}
