import Fields
import Formats

/// The climatological mean as a forecast: what is usual at the valid time, whenever it was made.
struct ClimatologySource: ForecastSource {
  let name: String
  let climatology: Climatology
  /// What it is asked for: the forecasts of the other systems.
  let keys: [ForecastKey]

  init(name: String, _ climatology: Climatology, keys: [ForecastKey]) {
    self.name = name
    self.climatology = climatology
    self.keys = keys.filter { key in
      WindVariables.parts(of: key.variable).allSatisfy { climatology.file(of: $0) != nil }
    }
  }

  func contents() async throws -> [ForecastKey] { keys }

  func forecast(_ variable: Variable, from initTime: UTCTime, at leadTime: TimeSpan) async throws -> Forecast? {
    let validTime = initTime + leadTime
    guard let file = climatology.file(of: variable),
      let mean = try climatology.values(.mean, of: variable, at: validTime)
    else { return nil }
    let values: Forecast.Values
    switch file.layout.places {
    case .grid(let grid): values = .fields([Field(values: mean.map { Float($0) }, grid: grid)])
    case .stations(let stations):
      values = .stations(
        StationValues(
          identifiers: stations.map(\.id), coordinates: stations.map(\.coordinate),
          elevations: stations.map(\.elevation), members: [mean]))
    }
    return Forecast(
      variable, initTime: initTime, leadTime: leadTime, values: values,
      origin: "\(file.url.lastPathComponent), \(CalendarDay(of: validTime))")
  }

  func invariant(_ quantity: Quantity) async throws -> Field? {
    guard quantity == .surfaceAltitude else { return nil }
    for file in climatology.files {
      if case .grid(let grid) = file.layout.places, let heights = file.layout.surfaceAltitude {
        return Field(values: heights, grid: grid)
      }
    }
    return nil
  }
}
