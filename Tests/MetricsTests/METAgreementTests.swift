import Foundation
@testable import Metrics
import TestSupport
import Testing

/// Our scores of MET's sums and tables, against the scores that MET 10.1.1 printed of the same.
@Suite(.enabled(if: Fixture.hasSharedData, "shared data absent")) struct METAgreementTests {
  /// One line's columns from TOTAL on.
  struct Line {
    let type: String
    /// Which table or field it is of: variable, level, mask and thresholds.
    let subject: [Substring]
    let numbers: [Double?]
  }

  static let lines: [Line] = {
    let name = "met/stat/point_stat_FV3_GFS_v15p2_CONUS_25km_NDAS_ADPSFC_010000L_20190615_010000V.stat"
    let text = Fixture.shared(name).flatMap { try? String(contentsOf: $0, encoding: .utf8) } ?? ""
    return text.split(separator: "\n").dropFirst().map { line in
      let columns = line.split(separator: " ")
      return Line(
        type: String(columns[23]), subject: Array(columns[9...16] + columns[19...21]),
        numbers: columns[24...].map { Double($0) })
    }
  }()

  /// Lines of one type beside those of another of the same subject.
  private func beside(_ type: String, _ other: String) -> [(Line, Line)] {
    Self.lines.filter { $0.type == type }.compactMap { line in
      Self.lines.first { $0.type == other && $0.subject == line.subject }.map { (line, $0) }
    }
  }

  /// Where each score is in a CTS line, counted from TOTAL.
  static let scores: [(id: String, column: Int, hasLimits: Bool)] = [
    ("base_rate", 1, true), ("forecast_rate", 6, true), ("proportion_correct", 11, true), ("frequency_bias", 16, false),
    ("pod", 19, false), ("pofd", 29, false), ("far_ratio", 34, false), ("csi", 39, false), ("ets", 44, false),
    ("pss", 47, false), ("hss", 52, false), ("odds_ratio", 55, true), ("orss", 65, true), ("eds", 70, false),
    ("seds", 75, false), ("edi", 80, false), ("sedi", 85, false), ("bagss", 90, false),
  ]

  /// Limits of POD, POFD, FAR and CSI differ: MET takes the number of all pairs where the proportion has fewer, and
  /// its limits are too narrow. Those of PSS, EDI, SEDI, EDS and SEDS differ by their formulas.
  @Test func scoresOfTables() throws {
    let tables = beside("CTC", "CTS")
    #expect(tables.count == 24)
    var compared = 0
    for (table, line) in tables {
      var sums = ContingencySums()
      let cells = table.numbers.compactMap { $0 }
      (sums.n, sums.hits, sums.falseAlarms, sums.misses) = (Int(cells[0]), cells[1], cells[2], cells[3])
      sums.correctNegatives = cells[4]
      for (id, column, hasLimits) in Self.scores {
        let metric = try #require(Catalogue.eventMetrics.first { $0.definition.id == id }).init(Threshold(.atLeast, 1))
        guard let theirs = line.numbers[column], let ours = metric.score(sums).value else { continue }
        // Ours is that of SciPy's Lambert function, to all digits; MET's is a little more than that.
        let slack = id == "bagss" ? 8e-3 : 1e-5
        #expect(abs(ours - theirs) < slack * max(1, theirs), "\(id) of \(cells): ours \(ours), theirs \(theirs)")
        compared += 1
        let limits = metric.limits(sums)
        guard hasLimits, let lower = line.numbers[column + 1], let upper = line.numbers[column + 2],
          let mine = limits.lower, let other = limits.upper
        else { continue }
        #expect(abs(mine - lower) < 1e-5 * max(1, lower), "\(id) of \(cells): ours \(limits), theirs \(lower)")
        #expect(abs(other - upper) < 1e-5 * max(1, upper), "\(id) of \(cells): ours \(limits), theirs \(upper)")
        compared += 1
      }
    }
    #expect(compared > 250, "\(compared)")
  }

  /// From means of five decimals, so that a difference of squares keeps few of them.
  @Test func continuousScoresOfPartialSums() throws {
    let fields = beside("SL1L2", "CNT")
    #expect(fields.count == 10)
    for (partial, line) in fields {
      let x = partial.numbers.compactMap { $0 }
      let (n, f, o, product, squareF, squareO, absolute) = (x[0], x[1], x[2], x[3], x[4], x[5], x[6])
      let square = squareF + squareO - 2 * product
      let sums = try #require(
        ErrorSums(numbers: [
          n, n, n, f, o, f - o, n * (squareF - f * f), n * (squareO - o * o), n * (square - (f - o) * (f - o)),
          n * (product - f * o), n * (f - o), n * square, n * absolute, 0, 0,
        ]))
      // Five decimals of a mean square leave few of a variance.
      let variance = min(squareF - f * f, squareO - o * o)
      let few = 4e-5 * max(1, (1 + 2 * abs(f)) / variance)
      for (metric, column) in [
        (MeanForecast(), 1), (MeanObservation(), 11), (Correlation(), 21), (MeanError(), 31), (MeanAbsoluteError(), 44),
        (MeanSquaredError(), 47), (RootMeanSquaredError(), 53), (SampleSkillScore(), 85),
      ] as [(any Metric, Int)] {
        let ours = try #require(try metric.outcome(of: AnySums(sums, of: ErrorMoments().key)).value)
        guard let theirs = line.numbers[column] else { continue }
        let slack = ["correlation", "msess_sample"].contains(metric.definition.id) ? few : 4e-5
        #expect(
          abs(ours - theirs) < slack * max(1, abs(theirs)), "\(metric.definition.id): ours \(ours), theirs \(theirs)")
      }
    }
  }

  @Test func windsOfPartialSums() throws {
    let (partial, line) = try #require(beside("VL1L2", "VCNT").first)
    let x = partial.numbers.compactMap { $0 }
    let sums = try #require(
      VectorSums(numbers: [x[0], 0, x[0], x[0] * (x[6] + x[7] - 2 * x[5]), x[0] * (x[8] - x[9]), 0, 0]))
    let ours = try #require(VectorRootMeanSquaredError().value(of: sums).value)
    // RMSVE
    #expect(abs(ours - (try #require(line.numbers[16]))) < 1e-5)
  }

  /// The limits of CNT lines from their own means, deviations and correlation. MET prints five decimals or digits.
  @Test func limitsOfContinuousScores() throws {
    let lines = Self.lines.filter { $0.type == "CNT" }
    var compared = 0
    for line in lines {
      func number(_ column: Int) throws -> Double { try #require(line.numbers[column]) }
      let (n, r) = (try number(0), try number(21))
      let (f, o, e) = (try number(6), try number(16), try number(36))
      let sums = try #require(
        ErrorSums(numbers: [
          n, n, n, try number(1), try number(11), try number(31), f * f * (n - 1), o * o * (n - 1), e * e * (n - 1),
          r * f * o * (n - 1), 0, 0, 0, 0, 0,
        ]))
      let moments = SampledMoments(sums)
      for (estimate, column) in [
        (moments.meanForecast, 1), (moments.forecastDeviation, 6), (moments.meanObservation, 11),
        (moments.observationDeviation, 16), (moments.correlation, 21), (moments.meanError, 31),
        (moments.errorDeviation, 36),
      ] {
        let theirs = (try number(column), try number(column + 1), try number(column + 2))
        let ours = (
          estimate.outcome.value ?? .nan, estimate.confidence.lower ?? .nan, estimate.confidence.upper ?? .nan
        )
        for (a, b) in [(ours.0, theirs.0), (ours.1, theirs.1), (ours.2, theirs.2)] {
          #expect(
            abs(a - b) < 2e-5 * max(1, abs(b)), "column \(column) of \(line.subject): ours \(ours), theirs \(theirs)")
          compared += 1
        }
      }
    }
    #expect(compared == 10 * 21, "\(compared)")
  }
}
