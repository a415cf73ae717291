import Fields
import Testing

@testable import Metrics

/// Expected values are those of the statistics themselves over the same cells as pairs, all in Float64.
@Suite struct FieldPassTests {
  private static let metrics: [any Statistic] = [
    ErrorMoments(), AnomalyMoments(), ContingencyTable(Threshold(.atLeast, 281)),
    ContingencyTable(Threshold(.below, 279.7)), ForecastAndObservedHistograms(), VectorErrors(),
  ]

  /// A made-up field of temperatures or pressures, with missing values where asked for.
  private static func field(_ count: Int, seed: UInt64, around mean: Float, missing: Int = 0) -> [Float] {
    var random = SplitMix64(seed: seed)
    return (0..<count).map { _ in
      let draw = random.next()
      if missing > 0, draw % UInt64(missing) == 0 { return .nan }
      return mean + Float(Int(draw >> 40) - (1 << 23)) / Float(1 << 22)
    }
  }

  private static func fields(_ count: Int, around mean: Float = 280, missing: Int = 0) -> ScoredFields {
    ScoredFields(
      variable: Variable(.airTemperature, .height(2)), initTime: UTCTime(secondsSince1970: 1_704_067_200),
      leadTime: .hours(24),
      forecasts: field(count, seed: 1, around: mean, missing: missing),
      observations: field(count, seed: 2, around: mean, missing: missing),
      columns: [
        .climatology: field(count, seed: 3, around: mean, missing: missing),
        .secondForecast: field(count, seed: 4, around: 0),
        .secondObservation: field(count, seed: 5, around: 0, missing: missing),
      ])
  }

  private static func reference(
    _ fields: ScoredFields, _ weights: [Double], where isIncluded: (Int) -> Bool
  ) throws -> [AnySums] {
    let cells = fields.forecasts.indices.filter {
      isIncluded($0) && weights[$0] != 0 && !fields.forecasts[$0].isNaN && !fields.observations[$0].isNaN
    }
    var accumulation = Accumulation(metrics)
    try accumulation.add(
      MatchedPairs(
        variable: fields.variable, initTime: fields.initTime, leadTime: fields.leadTime,
        stations: cells.map { _ in 0 }, forecasts: cells.map { Double(fields.forecasts[$0]) },
        observations: cells.map { Double(fields.observations[$0]) }, weights: cells.map { weights[$0] },
        columns: fields.columns.mapValues { values in cells.map { Double(values[$0]) } }))
    return accumulation.sums
  }

  private static func expectEqual(_ sums: [AnySums]?, _ expected: [AnySums], _ tolerance: Double = 1e-10) {
    #expect(sums?.map(\.statistic) == expected.map(\.statistic))
    for (sums, expected) in zip(sums ?? [], expected) {
      #expect(sums.numbers.count == expected.numbers.count)
      for (i, (a, b)) in zip(sums.numbers, expected.numbers).enumerated() {
        #expect(abs(a - b) <= tolerance * max(abs(a), abs(b)), "number \(i) of \(sums.statistic): \(a), not \(b)")
      }
    }
  }

  @Test(arguments: [0, 7])
  func sumsOfAPassAreThoseOfThePairsOfTheSameCells(missing: Int) async throws {
    let (rows, columns) = (150, 1003)
    let fields = Self.fields(rows * columns, missing: missing)
    var parts = CellParts(cellCount: rows * columns)
    parts.addAll()
    try parts.addStratum { $0 % columns < 300 }
    try parts.addStratum { ($0 * 7919) % 13 < 4 }
    let rowWeights = (0..<rows).map { 0.5 + Double($0) / Double(rows) }
    let cells = CellBlocks(
      rowStarts: (0...rows).map { $0 * columns }, weights: .rows(rowWeights), parts: parts)
    let sums = try await FieldPass(Self.metrics, over: cells).sums(of: fields)
    let weights = (0..<rows * columns).map { rowWeights[$0 / columns] }
    let strata: [(Int) -> Bool] = [{ _ in true }, { $0 % columns < 300 }, { ($0 * 7919) % 13 < 4 }]
    for (stratum, contains) in strata.enumerated() {
      Self.expectEqual(
        try sums.sums(ofStratum: stratum), try Self.reference(fields, weights, where: contains))
    }
    #expect(sums.used + sums.missingForecasts + sums.missingObservations == rows * columns)
  }

  @Test func cellsMayHaveWeightsOfTheirOwn() async throws {
    let count = 5001
    let fields = Self.fields(count, missing: 11)
    let weights = (0..<count).map { $0 % 5 == 0 ? 0 : Double($0 % 7) + 0.25 }
    var parts = CellParts(cellCount: count)
    try parts.addStratum { $0.isMultiple(of: 3) }
    let cells = CellBlocks(rowStarts: [0, count], weights: .cells(weights), parts: parts)
    let sums = try await FieldPass(Self.metrics, over: cells).sums(of: fields)
    Self.expectEqual(
      try sums.sums(ofStratum: 0), try Self.reference(fields, weights) { $0.isMultiple(of: 3) })
  }

  @Test func sumsAreTheSameBitsOnAnyNumberOfThreads() async throws {
    let (rows, columns) = (200, 700)
    let fields = Self.fields(rows * columns, around: 101_325, missing: 50)
    var parts = CellParts(cellCount: rows * columns)
    parts.addAll()
    let cells = CellBlocks(
      rowStarts: (0...rows).map { $0 * columns }, weights: .rows((0..<rows).map { Double($0 + 1) }), parts: parts)
    let pass = FieldPass(Self.metrics, over: cells)
    let one = try await pass.sums(of: fields).sums(ofStratum: 0)
    for threads in [2, 3, 16] {
      #expect(try await pass.sums(of: fields, threads: threads).sums(ofStratum: 0) == one)
    }
  }

  @Test func aConstantFieldHasNoVariance() async throws {
    let count = 3000
    var fields = Self.fields(count)
    fields.forecasts = [Float](repeating: 0.1, count: count)
    var parts = CellParts(cellCount: count)
    parts.addAll()
    let cells = CellBlocks(rowStarts: [0, 1500, count], weights: .rows([0.3, 0.7]), parts: parts)
    let sums = try await FieldPass([ErrorMoments()], over: cells).sums(of: fields).sums(ofStratum: 0)
    #expect(try ErrorMoments().result(in: try #require(sums?.first)).m2F == 0)
  }

  @Test func aConstantAnalysisHasNoVarianceAndAConstantErrorNone() async throws {
    let count = 3003
    var fields = Self.fields(count)
    fields.observations = [Float](repeating: 0.1, count: count)
    var parts = CellParts(cellCount: count)
    parts.addAll()
    let cells = CellBlocks(rowStarts: [0, 1501, count], weights: .rows([0.3, 0.7]), parts: parts)
    let pass = FieldPass([ErrorMoments()], over: cells)
    let constant = try await pass.sums(of: fields).sums(ofStratum: 0)
    let sums = try ErrorMoments().result(in: try #require(constant?.first))
    #expect(sums.m2O == 0 && sums.cFO == 0)
    #expect(sums.meanO == Double(Float(0.1)))
    fields.observations = fields.forecasts.map { $0 - 0.5 }
    fields.forecasts = fields.observations.map { $0 + 0.5 }
    let shifted = try await pass.sums(of: fields).sums(ofStratum: 0)
    #expect(try ErrorMoments().result(in: try #require(shifted?.first)).m2E == 0)
  }

  /// Sums are taken around the first cell of each band.
  @Test func aFirstCellFarFromTheOthersCostsNoDigits() async throws {
    let count = 9000
    var fields = Self.fields(count, around: 101_325)
    fields.forecasts[0] = 1
    fields.columns[.climatology]?[1] = .nan
    var parts = CellParts(cellCount: count)
    parts.addAll()
    let cells = CellBlocks(rowStarts: [0, count], weights: .rows([2]), parts: parts)
    let sums = try await FieldPass(Self.metrics, over: cells).sums(of: fields)
    Self.expectEqual(
      try sums.sums(ofStratum: 0), try Self.reference(fields, [Double](repeating: 2, count: count)) { _ in true })
  }

  @Test func shortRunsOfAPartShareABlockAndLongOnesDoNot() throws {
    var parts = CellParts(cellCount: 1000)
    try parts.addStratum { $0 % 10 == 0 || $0 >= 700 }
    let cells = CellBlocks(rowStarts: [0, 1000], weights: .rows([1]), parts: parts)
    #expect(cells.cellCount == 1000)
    #expect(cells.blocks.map(\.count) == [504, 300, 70, 126])
  }

  @Test func aFieldOfMissingValuesAloneHasNoSums() async throws {
    var fields = Self.fields(900)
    fields.observations = [Float](repeating: .nan, count: 900)
    var parts = CellParts(cellCount: 900)
    parts.addAll()
    let cells = CellBlocks(rowStarts: [0, 900], weights: .rows([1]), parts: parts)
    let sums = try await FieldPass(Self.metrics, over: cells).sums(of: fields)
    #expect(try sums.sums(ofStratum: 0) == nil)
    #expect(sums.missingObservations == 900 && sums.missingForecasts == 0)
  }

  @Test(arguments: Threshold.Comparison.allCases)
  func limitsBetweenTwoFloat32ValuesTellThemApart(comparison: Threshold.Comparison) throws {
    let values: [Float] = [0.7, Float(0.7).nextUp, Float(0.7).nextDown, 0.5, 1, -0.7, 0, 0.7, 0.7]
    for limit in [0.7, Double(Float(0.7)), 0.5, 0] {
      let threshold = Threshold(comparison, limit)
      var sums = ContingencySums()
      try #require(BlockEvents(threshold)).add(values, values.reversed(), count: values.count, weight: 2, to: &sums)
      var expected = ContingencySums()
      for (f, o) in zip(values, values.reversed()) {
        expected.add(threshold.isMet(by: Double(f)), threshold.isMet(by: Double(o)), weight: 2)
      }
      #expect(sums == expected)
    }
  }

  @Test func strataThatOverlapCutTheGridIntoPartsThatDoNot() throws {
    var parts = CellParts(cellCount: 6)
    parts.addAll()
    try parts.addStratum { $0 < 4 }
    try parts.addStratum { $0 >= 2 }
    try parts.addStratum { _ in false }
    #expect(parts.count == 3)
    #expect(parts.parts == [0, 0, 1, 1, 2, 2])
    #expect(parts.strata == [[0, 1, 2], [0, 1], [1, 2], []])
  }
}
