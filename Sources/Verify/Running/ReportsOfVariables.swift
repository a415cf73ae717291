import Fields
import Stations

/// Reports of some variables, from a source that was filled with these alone.
///
/// Asked for another it throws: none would otherwise be taken for none reported.
struct ReportsOfVariables: ReportSource {
  let source: any ReportSource
  let variables: Set<Variable>

  func reports(of variable: Variable, from: UTCTime, through: UTCTime) async throws -> Reports {
    try check(variable)
    return try await source.reports(of: variable, from: from, through: through)
  }

  func timeSpan(of variable: Variable?) throws -> ClosedRange<UTCTime>? {
    if let variable { try check(variable) }
    return try source.timeSpan(of: variable)
  }

  private func check(_ variable: Variable) throws {
    guard !variables.contains(variable) else { return }
    throw VerifyError(
      "reports of \(variable) were not read from the observation files",
      suggestion: "Import the files by `verify observations import`, and name the database.")
  }

  /// The variables that are asked for where some are evaluated: themselves, what makes a wind, and the two that heights
  /// and checks of quality look at.
  static func needed(for variables: Set<Variable>) -> Set<Variable> {
    var needed = variables.union([.temperature2m, .dewPoint2m])
    let winds: [Quantity] = [.windVector, .eastwardWind, .northwardWind, .windSpeed, .windDirection]
    for variable in variables where winds.contains(variable.quantity) {
      for quantity in winds { needed.insert(Variable(quantity, variable.level)) }
    }
    return needed
  }
}
