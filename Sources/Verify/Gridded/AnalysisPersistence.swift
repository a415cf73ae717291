import Fields

/// The analysis at the initial time as a forecast of every lead time.
struct AnalysisPersistence: ForecastSource {
  let name: String
  let archive: AnalysisArchive
  /// What it is asked for: the forecasts of the other systems.
  let keys: [ForecastKey]

  init(name: String, archive: AnalysisArchive, keys: [ForecastKey]) {
    self.name = name
    self.archive = archive
    self.keys = keys.filter { key in
      WindVariables.parts(of: key.variable).allSatisfy { archive.key(of: $0, at: key.initTime) != nil }
    }
  }

  func contents() async throws -> [ForecastKey] { keys }

  func forecast(_ variable: Variable, from initTime: UTCTime, at leadTime: TimeSpan) async throws -> Forecast? {
    guard let (field, origin) = try await archive.field(of: variable, at: initTime) else { return nil }
    return Forecast(variable, initTime: initTime, leadTime: leadTime, values: .fields([field]), origin: origin)
  }
}
