import Fields
import Foundation
import TestSupport
import Testing

@testable import Formats

/// What other software reads from a fixture; `Scripts/make_fixtures_cf.py` wrote it, with the versions.
struct CFExpected: Decodable {
  struct Item: Decodable, CustomTestStringConvertible, Sendable {
    let file: String
    let variable: String
    let `init`: String
    let lead: String
    let member: Int?
    let values: [Double?]
    let latitudes: [Double]?
    let longitudes: [Double]?

    var testDescription: String { "\(file) \(variable) \(`init`) +\(lead)" }
  }

  let forecasts: [Item]
  let arrays: [String: [String: [Double?]]]?

  /// Empty where the file can't be read; a test asserts that it is not.
  static func items(_ folder: String) -> [Item] { (try? read(folder))?.forecasts ?? [] }

  static func read(_ folder: String) throws -> CFExpected {
    try JSONDecoder().decode(
      CFExpected.self, from: try Data(contentsOf: Fixture.url("\(folder)/expected.json")))
  }
}

extension CFExpected.Item {
  /// Reads the forecast from a source and compares every value, and coordinates where they are given.
  func check(_ source: any ForecastSource) async throws {
    let variable = try #require(Variable(self.variable))
    let start = try #require(UTCTime(self.`init`))
    let lead = try #require(TimeSpan(self.lead))
    let forecast = try #require(try await source.forecast(variable, from: start, at: lead))
    #expect(try await source.contents().contains(ForecastKey(variable, initTime: start, leadTime: lead)))
    guard case .fields(let fields) = forecast.values else {
      Issue.record("no fields")
      return
    }
    let field = fields[member ?? 0]
    expectEqual(field.values.map(Double.init), values, tolerance: 1e-7)
    for (cell, latitude) in (latitudes ?? []).enumerated() {
      #expect(abs(field.grid.coordinate(of: cell).latitude - latitude) < 1e-6)
    }
    for (cell, longitude) in (longitudes ?? []).enumerated() {
      let found = field.grid.coordinate(of: cell).longitude180
      #expect(abs(found - Coordinate(latitude: 0, longitude: longitude).longitude180) < 1e-6)
    }
  }
}

/// Compares values with nil for NaN, relatively.
func expectEqual(
  _ found: [Double], _ expected: [Double?], tolerance: Double = 0, _ comment: Comment? = nil,
  sourceLocation: SourceLocation = #_sourceLocation
) {
  #expect(found.count == expected.count, comment, sourceLocation: sourceLocation)
  let wrong = zip(found, expected).enumerated().first { _, pair in !agrees(pair.0, pair.1, tolerance) }
  guard let (i, pair) = wrong else { return }
  Issue.record(
    "value \(i) is \(pair.0) and not \(pair.1 ?? .nan): \(comment?.description ?? "")", sourceLocation: sourceLocation)
}

private func agrees(_ found: Double, _ expected: Double?, _ tolerance: Double) -> Bool {
  guard let expected else { return found.isNaN }
  return abs(found - expected) <= tolerance * max(abs(expected), 1e-3)
}

/// What a call throws, as text; nil where it throws nothing.
func message(_ body: () async throws -> Void) async -> String? {
  do {
    try await body()
    return nil
  } catch {
    return "\(error)"
  }
}
