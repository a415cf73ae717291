import Fields
public import Foundation

/// A forecast that is no file: what it is made of.
public enum ReferenceForecast: Hashable, Sendable {
  /// The mean of these files, or of the evaluation's climatology where there are none.
  case climatology([URL])
  /// The observation at the initial time.
  case persistence
}

/// Opens the reference forecasts of a plan, for the forecasts that its other systems hold.
struct ReferenceForecasts {
  let plan: EvaluationPlan
  let climatology: Climatology
  let reports: any ReportSource
  /// Where forecasts are compared with fields.
  let archive: AnalysisArchive?
  private let keys: [ForecastKey]

  /// - opened: the systems that have files.
  init(
    _ plan: EvaluationPlan, _ climatology: Climatology, _ reports: any ReportSource, _ archive: AnalysisArchive? = nil,
    beside opened: [OpenedSystem]
  ) throws {
    self.archive = archive
    self.plan = plan
    self.climatology = climatology
    self.reports = reports
    let held = opened.reduce(into: Set<ForecastKey>()) { $0.formUnion($1.contents.filter(plan.selects)) }
    keys = try held.isEmpty && opened.isEmpty ? ReferenceForecasts.planned(plan) : held.sorted()
  }

  func source(of system: PlannedSystem, _ reference: ReferenceForecast) throws -> any ForecastSource {
    switch reference {
    case .persistence:
      if let archive { return AnalysisPersistence(name: system.name, archive: archive, keys: keys) }
      let selection = ReportSelection(plan.matching, stations: plan.observations.stations)
      return PersistenceSource(
        name: system.name, supply: CandidateSupply(reports, selection: selection, register: StationRegister()),
        keys: keys)
    case .climatology(let files):
      let own = files.isEmpty ? climatology : try Climatology(files)
      guard !own.files.isEmpty else {
        throw VerifyError(
          file: plan.file?.path, "the forecast '\(system.name)' is the climatology, and the evaluation names none",
          suggestion: "Name its file: 'climatology: FILE'; `verify climatology build` makes one.")
      }
      return ClimatologySource(name: system.name, own, keys: keys)
    }
  }

  /// The forecasts of an evaluation without any system that has files: at the initial and lead times of the plan.
  private static func planned(_ plan: EvaluationPlan) throws -> [ForecastKey] {
    guard let times = plan.initTimes.times(orAt: [0]), let leadTimes = plan.leadTimes else {
      throw VerifyError(
        file: plan.file?.path, "no forecast has files, so nothing says which initial and lead times there are",
        suggestion: "Give 'initial-times' with from, to and hours, and 'lead-times'.")
    }
    let keys = times.flatMap { time in
      leadTimes.flatMap { leadTime in
        plan.variables.map { ForecastKey($0, initTime: time, leadTime: leadTime) }
      }
    }
    return keys.sorted()
  }
}
