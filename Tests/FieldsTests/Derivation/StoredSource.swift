import Fields

/// A source of given forecasts, which counts what is asked of it.
actor StoredSource: ForecastSource {
  nonisolated let name = "stored"
  private let stored: [ForecastKey: Forecast]
  private(set) var batches: [(variables: [Variable], leadTime: TimeSpan)] = []

  init(_ forecasts: [Forecast]) {
    stored = Dictionary(
      uniqueKeysWithValues: forecasts.map {
        (ForecastKey($0.variable, initTime: $0.initTime, leadTime: $0.leadTime), $0)
      })
  }

  func contents() async throws -> [ForecastKey] { stored.keys.sorted() }

  func forecast(_ variable: Variable, from initTime: UTCTime, at leadTime: TimeSpan) async throws -> Forecast? {
    stored[ForecastKey(variable, initTime: initTime, leadTime: leadTime)]
  }

  func forecasts(
    _ variables: [Variable], from initTime: UTCTime, at leadTime: TimeSpan
  ) async throws -> [Forecast] {
    batches.append((variables, leadTime))
    return variables.compactMap { stored[ForecastKey($0, initTime: initTime, leadTime: leadTime)] }
  }
}

/// A source that only lists amounts since the start, and holds the geopotential of the surface.
struct ListingSource: ForecastSource {
  let name = "listed"
  let initTimes: Int
  let leads: Int

  func contents() async throws -> [ForecastKey] {
    (0..<initTimes).flatMap { day in
      (1...leads).map {
        ForecastKey(.precipitation(.hours($0)), initTime: Forecast.start + .days(day), leadTime: .hours($0))
      }
    }
  }

  func forecast(_ variable: Variable, from initTime: UTCTime, at leadTime: TimeSpan) async throws -> Forecast? { nil }

  func invariant(_ quantity: Quantity) async throws -> Field? {
    guard quantity == .geopotential else { return nil }
    return Field(values: [980.665], grid: try RectilinearGrid(latitudes: [50], longitudes: [4]))
  }
}

extension Forecast {
  static let start = UTCTime(secondsSince1970: 1_542_672_000)

  /// Members × cells on a small grid.
  static func grid(
    _ variable: Variable, at hours: Int, _ members: [[Float]], latitudes: [Double] = [50, 51]
  ) throws -> Forecast {
    let columns = members[0].count / latitudes.count
    let grid = try RectilinearGrid(latitudes: latitudes, longitudes: SampleGrid.steps(4, 1, columns))
    return Forecast(
      variable, initTime: start, leadTime: .hours(hours),
      values: .fields(members.map { Field(values: $0, grid: grid) }),
      origin: "file \(variable) \(hours)")
  }

  static func stations(
    _ variable: Variable, at hours: Int, _ identifiers: [String], _ members: [[Double]]
  ) -> Forecast {
    Forecast(
      variable, initTime: start, leadTime: .hours(hours),
      values: .stations(
        StationValues(
          identifiers: identifiers, coordinates: identifiers.map { _ in nil }, elevations: identifiers.map { _ in nil },
          members: members)), origin: "table \(variable) \(hours)")
  }

  var fieldValues: [[Float]] {
    if case .fields(let fields) = values { fields.map(\.values) } else { [] }
  }

  var stationValues: [[Double]] {
    if case .stations(let stations) = values { stations.members } else { [] }
  }
}
