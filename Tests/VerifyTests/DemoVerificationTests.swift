import Fields
import Foundation
import Metrics
import Stations
import TestSupport
import Testing

@testable import Verify

/// The demo world verified by the road that anybody's files take, against the errors that were put in.
@Suite struct DemoVerificationTests {
  /// Reads the demo's table, so that this test depends on no importer.
  private struct TableReader: ObservationReader {
    static let format = "demo"
    static let title = "the demo world's table"
    static func recognises(head: [UInt8], fileName: String) -> Bool { false }

    init(options: ReaderOptions) {}

    func read(_ file: URL, into collector: inout ObservationCollector) throws {
      let lines = try String(contentsOf: file, encoding: .utf8).split(separator: "\n").dropFirst()
      let variables: [(Variable, scale: Double, offset: Double)] = [
        (.temperature2m, 1, 273.15), (.windSpeed10m, 1, 0), (.seaLevelPressure, 100, 0),
        (.precipitation(.hours(6)), 1, 0),
      ]
      for line in lines {
        let cells = line.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
        guard let latitude = Double(cells[1]), let longitude = Double(cells[2]), let time = UTCTime(cells[4]),
          let station = collector.number(
            of: Station(
              id: cells[0], coordinate: Coordinate(latitude: latitude, longitude: longitude),
              elevation: Double(cells[3])))
        else {
          collector.reject(.invalidPosition, count: 4, String(line))
          continue
        }
        for (column, variable) in variables.enumerated() {
          guard let value = Double(cells[5 + column]) else { continue }
          try collector.add(
            station: station, variable: collector.number(of: variable.0), validTime: time,
            value: value * variable.scale + variable.offset)
        }
      }
    }
  }

  private static func verify(_ options: DemoFiles.Options, in folder: URL) async throws -> EvaluationRecord {
    let files = DemoFiles(in: folder, options)
    try files.write()
    _ = try ObservationStore(path: files.database.path).importFile(
      files.observations, reader: TableReader(options: ReaderOptions()))
    let evaluation = try await Evaluation(try EvaluationPlan(contentsOf: files.evaluation))
    let results = try ResultsDatabase(writingTo: folder.appending(path: "results"))
    _ = try await evaluation.run(into: results, threads: 2) { _ in }
    return try results.record()
  }

  @Test func scoresAgreeWithTheErrorsThatWerePutIn() async throws {
    let folder = try Fixture.temporaryFolder()
    defer { try? FileManager.default.removeItem(at: folder) }
    let record = try await Self.verify(
      DemoFiles.Options(seed: 3, stations: 200, spacing: 5, initTimes: 10, leadStep: .hours(24)), in: folder)

    for system in [DemoSystem.candidate, .baseline] {
      let growth = system.growth[3]
      for hours in stride(from: 0, through: 120, by: 24) {
        let lead = TimeSpan.hours(hours)
        let score = try #require(
          record.scores.first {
            $0.system == system.name && $0.variable == .seaLevelPressure && $0.metric == "rmse"
              && $0.stratum == "all" && $0.leadTime == lead
          })
        let noise = DemoObservations.pressureNoise
        let (deviation, bias) = (growth.deviation(at: lead), growth.meanError(at: lead))
        let expected = (deviation * deviation + bias * bias + noise * noise).squareRoot()
        let found = try #require(score.outcome.value)
        // Ten forecasts of 48 wave amplitudes: the RMS of 480 has a deviation of 3 %, and this is five of it.
        #expect(abs(found / expected - 1) < 0.15, "\(system.name) at \(lead): \(found) for \(expected)")
      }
    }

    // The candidate was given the smaller errors in pressure and temperature at every lead time.
    for variable in [Variable.seaLevelPressure, .temperature2m] {
      let difference = try #require(
        record.differences.first {
          $0.variable == variable && $0.metric == "rmse" && $0.stratum == "all" && $0.leadTime == nil
        })
      #expect(difference.system.hasPrefix(DemoSystem.candidate.name))
      #expect(try #require(difference.upper) < 0, "\(variable)")
    }
    for row in record.ledger { #expect(row.ledger.candidates > 0) }
    let reasons = Set(record.ledger.flatMap { $0.ledger.rejected.keys })
    // Stations without a height can't be corrected.
    #expect(reasons.contains(.height))
  }
}
