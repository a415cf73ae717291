import Fields
import TestSupport
import Testing

@testable import Verify

@Suite("Reports of the variables that are asked for")
struct ReportsOfVariablesTests {
  @Test func aWindComesWithAllThatItIsMadeOf() {
    let needed = ReportsOfVariables.needed(for: [.windSpeed10m])
    #expect(needed.contains(.windDirection10m) && needed.contains(.eastwardWind10m))
    #expect(needed.contains(.temperature2m) && !needed.contains(.visibility))
  }

  @Test func anotherVariableIsAnErrorAndNotNothing() async throws {
    let reports = ReportsOfVariables(source: NoReports(), variables: [.temperature2m])
    let now = try time("2019-02-17T00")
    #expect(try await reports.reports(of: .temperature2m, from: now, through: now).count == 0)
    await #expect(throws: VerifyError.self) { _ = try await reports.reports(of: .visibility, from: now, through: now) }
    #expect(throws: VerifyError.self) { _ = try reports.timeSpan(of: .visibility) }
  }
}
