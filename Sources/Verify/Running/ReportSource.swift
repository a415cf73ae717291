public import Fields
public import Stations

/// Where a run takes reports from: the observation store, or what a test gives.
public protocol ReportSource: Sendable {
  /// The reports of a variable in a window of time, both ends included, sorted by station, then
  /// valid time, then source.
  func reports(of variable: Variable, from: UTCTime, through: UTCTime) async throws -> Reports

  /// The first and last valid time of a variable; nil where there is none.
  func timeSpan(of variable: Variable?) throws -> ClosedRange<UTCTime>?
}

extension ObservationStore: ReportSource {}

/// No reports at all, as of an evaluation against fields.
struct NoReports: ReportSource {
  func reports(of variable: Variable, from: UTCTime, through: UTCTime) async throws -> Reports {
    Reports(variable: variable)
  }

  func timeSpan(of variable: Variable?) throws -> ClosedRange<UTCTime>? { nil }
}
