import Fields
import Foundation
import Testing

@testable import Metrics

@Suite struct FractionsSkillTests {
  private static let threshold = Threshold(.atLeast, 7)

  /// Nine rows of twelve whole numbers below 11.
  static let fields = field(
    rows: 9, columns: 12, forecast: { i, j in Double((7 * i + 3 * j * j + i * j) % 11) },
    observation: { i, j in Double((5 * i * i + 2 * j + i * j) % 11) })

  /// - Parameter wraps: Whether rows go round the globe; then columns get nearer by the row, 100 km in the first.
  static func field(
    rows: Int, columns: Int, weights: [Double]? = nil, wraps: Bool = false, strata: [@Sendable (Int) -> Bool] = [],
    columnsOfPairs: [PairColumn: [Float]] = [:], forecast: (Int, Int) -> Double, observation: (Int, Int) -> Double
  ) -> WholeFields {
    let cells = (0..<rows * columns).map { ($0 / columns, $0 % columns) }
    let fields = ScoredFields(
      variable: .precipitation(.hours(24)), initTime: Samples.initTime, leadTime: .hours(24),
      forecasts: cells.map { Float(forecast($0.0, $0.1)) }, observations: cells.map { Float(observation($0.0, $0.1)) },
      columns: columnsOfPairs)
    var parts = CellParts(cellCount: cells.count)
    parts.addAll()
    for stratum in strata { try? parts.addStratum(stratum) }
    let layout = FieldLayout(
      rows: rows, columns: columns, wraps: wraps, hasCircles: wraps, rowSpacing: 100_000,
      columnSpacings: (0..<rows).map { wraps ? 100_000 / Double(1 + $0) : 100_000 })
    return WholeFields(
      fields,
      CellBlocks(
        rowStarts: stride(from: 0, through: cells.count, by: columns).map { $0 },
        weights: weights.map { .cells($0) } ?? .rows([Double](repeating: 1, count: rows)), parts: parts, layout: layout),
      layout)
  }

  private func sums(
    _ fields: WholeFields, _ scale: FieldScale, _ edges: FractionsTable.Edges, stratum: Int = 0, threads: Int = 1
  ) async throws -> FractionsSums {
    let table = FractionsTable(EventAtScale(Self.threshold, at: scale), edges: edges)
    return try table.result(in: await table.sums(of: fields, threads: threads)[stratum])
  }

  private func skill(_ sums: FractionsSums, _ scale: FieldScale = .cells(1)) -> Outcome {
    sums.skill(of: EventAtScale(Self.threshold, at: scale))
  }

  /// `whole` from `fss_2d_single_field(threshold_operator=np.greater_equal)` of scores 2.7.0, `cut` from sliding windows
  /// of numpy 2.4.6.
  @Test(arguments: [
    (
      FractionsTable.Edges.whole, [0.34285714285714286, 0.860655737704918, 0.9462785700332096, 0.9623925901127106]
    ),
    (.cut, [0.34285714285714286, 0.850896860986547, 0.955072365404355, 0.9683911402865731]),
  ])
  func everySizeAgreesWithSlidingWindows(edges: FractionsTable.Edges, expected: [Double]) async throws {
    for (size, expected) in zip([1, 3, 5, 7], expected) {
      let value = skill(try await sums(Self.fields, .cells(size), edges))
      #expect(agree(value, .value(expected), to: 1e-13))
      // Cells of this field are 100 km wide.
      let inMetres = skill(try await sums(Self.fields, .metres(Double(size) * 100_000), edges))
      #expect(inMetres == value)
    }
  }

  /// Numerators over denominators of (2, 10) and (0, 30): 1 - 2/40, not the mean of 0.8 and 1.
  @Test func fieldsAreSummedBeforeTheyAreDivided() throws {
    var sums = try #require(FractionsSums(numbers: [5, 0, 5, 2, 2, 10]))
    sums.merge(try #require(FractionsSums(numbers: [5, 0, 5, 2, 0, 30])))
    #expect(skill(sums) == .value(0.95))
  }

  @Test func oneCellAsideIsNoSkillAtOneCellAndSomeAtThree() async throws {
    let fields = Self.field(
      rows: 5, columns: 7, forecast: { $0 == 2 && $1 == 2 ? 9 : 0 }, observation: { $0 == 2 && $1 == 3 ? 9 : 0 })
    #expect(skill(try await sums(fields, .cells(1), .cut)) == .value(0))
    // Nine neighbourhoods hold each cell and six both: 1 - 6/18.
    let three = try await sums(fields, .cells(3), .cut)
    #expect(agree(skill(three), .value(2.0 / 3), to: 1e-15))
    #expect(three.usefulSkill == .value(0.5 + 0.5 / 35))
  }

  @Test func aFieldThatGoesRoundHasNeighboursBeyondItsEnds() async throws {
    let events = { (column: Int) in { (_: Int, j: Int) in j == column ? 9.0 : 0 } }
    let open = Self.field(rows: 1, columns: 8, forecast: events(0), observation: events(7))
    let closed = Self.field(rows: 1, columns: 8, wraps: true, forecast: events(0), observation: events(7))
    #expect(skill(try await sums(open, .cells(3), .cut)) == .value(0))
    // Three neighbourhoods of three cells hold each event and two of them both.
    #expect(agree(skill(try await sums(closed, .cells(3), .cut)), .value(1 - 2.0 / 6), to: 1e-15))
    #expect(try await sums(closed, .cells(3), .whole).n == 0)
    // Around the whole circle every neighbourhood is the same.
    #expect(skill(try await sums(closed, .cells(9), .cut)) == .value(1))
  }

  @Test func aDryFieldHasNoScoreAndAddsNothing() async throws {
    let dry = Self.field(rows: 4, columns: 4, forecast: { _, _ in 0 }, observation: { _, _ in 0 })
    let nothing = try await sums(dry, .cells(3), .cut)
    #expect(skill(nothing) == .undefined("the event is neither forecast nor analysed"))
    #expect(skill(FractionsSums()) == .undefined("no pairs"))
    let wide = try await sums(dry, .cells(5), .whole)
    #expect((wide.n, wide.lacking) == (0, 16))
    #expect(skill(wide, .cells(5)) == .undefined("no neighbourhood of 5 cells is whole"))
    let own = try await sums(Self.fields, .cells(3), .cut)
    var both = own
    both.merge(nothing)
    #expect(skill(both) == skill(own))
  }

  @Test func aPerfectForecastHasFullSkillAtEveryScale() async throws {
    let perfect = Self.field(
      rows: 9, columns: 12, forecast: { Double(($0 * $1) % 11) }, observation: { Double(($0 * $1) % 11) })
    for edges in FractionsTable.Edges.allCases {
      for size in [1, 3, 7] { #expect(skill(try await sums(perfect, .cells(size), edges)) == .value(1)) }
    }
  }

  /// Cell by cell and neighbour by neighbour.
  private func slowly(
    _ whole: WholeFields, _ scale: FieldScale, _ edges: FractionsTable.Edges, in stratum: (Int) -> Bool
  ) -> FractionsSums {
    let (fields, layout) = (whole.fields, whole.layout)
    let (rows, columns) = (layout.rows, layout.columns)
    func isPresent(_ cell: Int) -> Bool {
      whole.weight(row: cell / columns, column: cell % columns) != 0 && !fields.forecasts[cell].isNaN
        && !fields.observations[cell].isNaN
    }
    var sums = FractionsSums()
    for i in 0..<rows {
      let (up, across) = layout.reach(of: scale, row: i)
      for j in 0..<columns where isPresent(i * columns + j) && stratum(i * columns + j) {
        var (f, o, count, size) = (0.0, 0.0, 0.0, 0)
        for k in i - up...i + up {
          let reached = layout.wraps && 2 * across + 1 >= columns ? 0...columns - 1 : j - across...j + across
          for l in reached {
            let l = layout.wraps ? (l + 5 * columns) % columns : l
            size += 1
            guard (0..<rows).contains(k), (0..<columns).contains(l), isPresent(k * columns + l) else { continue }
            count += 1
            if fields.forecasts[k * columns + l] >= 7 { f += 1 }
            if fields.observations[k * columns + l] >= 7 { o += 1 }
          }
        }
        let meetsItself = layout.wraps && 2 * across >= columns
        guard edges == .cut || (count == Double(size) && !meetsItself) else {
          sums.lacking += 1
          continue
        }
        let weight = whole.weight(row: i, column: j)
        sums.n += 1
        sums.weight += weight
        if fields.observations[i * columns + j] >= 7 { sums.events += weight }
        sums.error += weight * (f - o) * (f - o) / (count * count)
        sums.reference += weight * (f * f + o * o) / (count * count)
      }
    }
    return sums
  }

  @Test(arguments: FractionsTable.Edges.allCases, ["even", "by row", "by cell", "with holes", "round"])
  func theFastFormIsTheSlowOne(edges: FractionsTable.Edges, kind: String) async throws {
    let (rows, columns) = (13, 17)
    let weights = (0..<rows * columns).map { cell in
      switch kind {
      case "by row": 1 + Double(cell / columns)
      case "by cell": Double(cell % 5)
      default: 1.0
      }
    }
    let strata: [@Sendable (Int) -> Bool] = [{ $0 % 17 < 9 }, { $0 / 17 % 3 == 1 }]
    let fields = Self.field(
      rows: rows, columns: columns, weights: weights, wraps: kind == "round", strata: strata,
      forecast: { i, j in kind == "with holes" && (i * j) % 7 == 5 ? .nan : Double((7 * i + 3 * j * j + i * j) % 11) },
      observation: { i, j in Double((5 * i * i + 2 * j + i * j) % 11) })
    for scale in [FieldScale.cells(1), .cells(3), .cells(15), .metres(260_000), .metres(700_000)] {
      for (position, stratum) in ([{ _ in true }] + strata).enumerated() {
        let found = try await sums(fields, scale, edges, stratum: position)
        let expected = slowly(fields, scale, edges, in: stratum)
        #expect((found.n, found.lacking) == (expected.n, expected.lacking), "\(scale)")
        for (a, b) in zip(found.numbers, expected.numbers) {
          #expect(abs(a - b) <= 1e-12 * max(1, abs(b)), "\(scale)")
        }
      }
    }
  }

  @Test func aLimitOfTheClimatologyIsThatOfTheCell() async throws {
    let limit = Threshold(.atLeast, .quantile(QuantileLevel(0.9)))
    let table = FractionsTable(EventAtScale(limit, at: .cells(1)), edges: .cut)
    #expect(table.columns == [.limit(limit)])
    let fields = Self.field(
      rows: 1, columns: 4, columnsOfPairs: [.limit(limit): [1, 5, .nan, 3]], forecast: { Double($1) + 2 + Double($0) },
      observation: { _, _ in 2 })
    // Forecasts 2, 3, 4 and 5 against 1, 5, none and 3; the analysis is 2: events 1 0 - 1 and 1 0 - 0.
    let sums = try table.result(in: await table.sums(of: fields)[0])
    #expect(sums.numbers == [3, 0, 3, 1, 1, 3])
  }

  @Test func scoresAreTheSameBitsOnAnyNumberOfThreads() async throws {
    let fields = Self.field(
      rows: 300, columns: 9, weights: (0..<2700).map { 1 / Double(1 + $0 % 37) },
      forecast: { Double(($0 * $0 + $1) % 11) }, observation: { Double(($0 + $1 * $1) % 11) })
    #expect(try await sums(fields, .cells(5), .cut) == sums(fields, .cells(5), .cut, threads: 3))
  }

  /// Of a row of three cells no more than 2 · 4 · size² is summed, which is below 2⁶³ where the size is below 2³⁰.
  @Test func wholeNumbersAreSummedWhereTheyCannotOverflow() {
    let area = SummedArea(rows: 1, columns: 3, events: [1, 1, 1])
    #expect(area.hasExactProducts(height: 1, reach: 1 << 29 - 1))
    #expect(!area.hasExactProducts(height: 1, reach: 1 << 29))
  }

  @Test func scalesAreReadAndWritten() {
    for (text, scale) in [
      ("50km", FieldScale.metres(50_000)), ("2.5km", .metres(2500)), ("1 cell", .cells(1)), ("5 cells", .cells(5)),
    ] {
      #expect(FieldScale(text) == scale && scale.description == text)
    }
    #expect(FieldScale("500m") == .metres(500))
    for text in ["4 cells", "0km", "-5km", "km", "5", "5 cells wide", "-1 cells"] { #expect(FieldScale(text) == nil) }
    #expect(Catalogue.metric(id: "fss(>= 1 at 50km)")?.threshold == ">=1 at 50km")
    #expect(Catalogue.metric(id: "fss(>=1)") == nil && Catalogue.metric(id: "fss(>=1 at 4 cells)") == nil)
    let metric = Catalogue.metric(id: "fss(>=1 at 5 cells)")
    #expect(metric?.convertingParameter { $0 * 2 }?.threshold == ">=2 at 5 cells")
    #expect(metric?.eventThreshold == Threshold(.atLeast, 1))
  }

  @Test func sumsAreStoredWithoutLoss() async throws {
    let own = try await sums(Self.fields, .cells(3), .cut)
    #expect(FractionsSums(numbers: own.numbers) == own)
    #expect(try JSONDecoder().decode(FractionsSums.self, from: JSONEncoder().encode(own)) == own)
    #expect(FractionsSums(numbers: own.numbers.dropLast()) == nil)
    var identity = FractionsSums()
    identity.merge(own)
    #expect(identity == own)
  }
}
