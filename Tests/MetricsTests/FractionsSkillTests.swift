import Fields
import Foundation
import Testing

@testable import Metrics

@Suite struct FractionsSkillTests {
  private let threshold = Threshold(.atLeast, 7)
  private let sizes = [1, 3, 5, 7]

  /// Nine rows of twelve whole numbers below 11.
  static let fields = field(
    rows: 9, columns: 12, forecast: { i, j in Double((7 * i + 3 * j * j + i * j) % 11) },
    observation: { i, j in Double((5 * i * i + 2 * j + i * j) % 11) })

  static func field(
    rows: Int, columns: Int, weights: [Double]? = nil, forecast: (Int, Int) -> Double,
    observation: (Int, Int) -> Double
  ) -> FieldPairs {
    let cells = (0..<rows * columns).map { ($0 / columns, $0 % columns) }
    return FieldPairs(
      variable: .precipitation(.hours(24)), initTime: Samples.initTime, leadTime: .hours(24), rows: rows,
      columns: columns, forecasts: cells.map { forecast($0.0, $0.1) },
      observations: cells.map { observation($0.0, $0.1) }, weights: weights)
  }

  private func sums(_ score: FractionsSkill, _ fields: FieldPairs) -> FractionsSums {
    var sums = FractionsSums()
    score.accumulate(fields, into: &sums)
    return sums
  }

  /// `inside` from `fss_2d_single_field(threshold_operator=np.greater_equal)` of scores 2.7.0, the others from sliding
  /// windows of numpy 2.4.6.
  @Test(arguments: [
    (FractionsSkill.Edges.inside, [0.34285714285714286, 0.860655737704918, 0.9462785700332096, 0.9623925901127106]),
    (.padded, [0.34285714285714286, 0.8557483731019523, 0.9555464926590538, 0.9662260364039034]),
    (.within, [0.34285714285714286, 0.850896860986547, 0.955072365404355, 0.9683911402865731]),
  ])
  func everySizeAgreesWithSlidingWindows(edges: FractionsSkill.Edges, expected: [Double]) {
    let score = FractionsSkill(threshold, sizes: sizes, edges: edges)
    let values = score.values(of: sums(score, Self.fields))
    for (value, expected) in zip(values, expected) { #expect(agree(value, .value(expected), to: 1e-13)) }
    #expect(score.key == "fss(>=7,\(edges.rawValue),1|3|5|7)")
  }

  /// Numerators over denominators of (2, 10) and (0, 30): 1 - 2/40, not the mean of 0.8 and 1.
  @Test func fieldsAreSummedBeforeTheyAreDivided() throws {
    let score = FractionsSkill(threshold, sizes: [1])
    var sums = try #require(FractionsSums(numbers: [5, 5, 2, 1, 2, 10]))
    sums.merge(try #require(FractionsSums(numbers: [5, 5, 2, 1, 0, 30])))
    #expect(score.values(of: sums) == [.value(0.95)])
  }

  @Test func oneCellAsideIsNoSkillAtOneCellAndSomeAtThree() {
    let fields = Self.field(
      rows: 5, columns: 7, forecast: { $0 == 2 && $1 == 2 ? 9 : 0 }, observation: { $0 == 2 && $1 == 3 ? 9 : 0 })
    let score = FractionsSkill(threshold, sizes: [1, 3])
    // Nine neighbourhoods hold each cell and six both: 1 - 6/18.
    let values = score.values(of: sums(score, fields))
    #expect(values[0] == .value(0))
    #expect(agree(values[1], .value(2.0 / 3), to: 1e-15))
    #expect(agree(score.usefulSkill(of: sums(score, fields)), .value(0.5 + 0.5 / 35), to: 1e-15))
    #expect(score.usefulSize(of: sums(score, fields)) == 3)
  }

  @Test func aDryFieldHasNoScoreAndAddsNothing() {
    let dry = Self.field(rows: 4, columns: 4, forecast: { _, _ in 0 }, observation: { _, _ in 0 })
    let score = FractionsSkill(threshold, sizes: sizes)
    let nothing = sums(score, dry)
    #expect(score.values(of: nothing)[0] == .undefined("the event is neither forecast nor analysed"))
    #expect(score.values(of: FractionsSums())[3] == .undefined("no pairs"))
    #expect(score.usefulSize(of: nothing) == nil)
    var both = sums(score, Self.fields)
    both.merge(nothing)
    #expect(score.values(of: both) == score.values(of: sums(score, Self.fields)))
  }

  @Test func aPerfectForecastHasFullSkillAtEverySize() {
    let perfect = FieldPairs(
      variable: .precipitation(.hours(24)), initTime: Samples.initTime, leadTime: .hours(24), rows: 9, columns: 12,
      forecasts: Self.fields.observations, observations: Self.fields.observations)
    for edges in FractionsSkill.Edges.allCases {
      let score = FractionsSkill(threshold, sizes: sizes, edges: edges)
      #expect(score.values(of: sums(score, perfect)) == sizes.map { _ in .value(1) })
      #expect(score.usefulSize(of: sums(score, perfect)) == 1)
    }
  }

  @Test func aMissingCellIsOneOfNoWeight() {
    let hole = { (value: Double) in
      { (i: Int, j: Int) in i == 3 && j == 4 ? value : Double((7 * i + 3 * j * j + i * j) % 11) }
    }
    let observation = { (i: Int, j: Int) in Double((5 * i * i + 2 * j + i * j) % 11) }
    var weights = [Double](repeating: 1, count: 108)
    weights[3 * 12 + 4] = 0
    for edges in FractionsSkill.Edges.allCases {
      let score = FractionsSkill(threshold, sizes: sizes, edges: edges)
      let missing = sums(score, Self.field(rows: 9, columns: 12, forecast: hole(.nan), observation: observation))
      let weightless = sums(
        score, Self.field(rows: 9, columns: 12, weights: weights, forecast: hole(9), observation: observation))
      #expect(missing == weightless)
      #expect(missing.n == 107)
    }
  }

  /// Cell by cell and neighbour by neighbour.
  private func slowly(_ fields: FieldPairs, size: Int, edges: FractionsSkill.Edges) -> (
    error: Double, reference: Double
  ) {
    let (rows, columns, reach) = (fields.rows, fields.columns, size / 2)
    func isPresent(_ cell: Int) -> Bool {
      fields.weights[cell] != 0 && !fields.forecasts[cell].isNaN && !fields.observations[cell].isNaN
    }
    var (error, reference) = (0.0, 0.0)
    for i in 0..<rows {
      for j in 0..<columns where isPresent(i * columns + j) {
        if edges == .inside, i < reach || j < reach || i + reach >= rows || j + reach >= columns { continue }
        var (f, o, count) = (0.0, 0.0, 0.0)
        for k in max(0, i - reach)...min(rows - 1, i + reach) {
          for l in max(0, j - reach)...min(columns - 1, j + reach) where isPresent(k * columns + l) {
            count += 1
            if fields.forecasts[k * columns + l] >= 7 { f += 1 }
            if fields.observations[k * columns + l] >= 7 { o += 1 }
          }
        }
        if edges != .within { count = Double(size * size) }
        let weight = fields.weights[i * columns + j]
        error += weight * (f - o) * (f - o) / (count * count)
        reference += weight * (f * f + o * o) / (count * count)
      }
    }
    return (error, reference)
  }

  @Test(arguments: FractionsSkill.Edges.allCases, ["even", "by row", "by cell", "with holes"])
  func theFastFormIsTheSlowOne(edges: FractionsSkill.Edges, kind: String) {
    let (rows, columns) = (13, 17)
    let weights = (0..<rows * columns).map { cell in
      switch kind {
      case "by row": 1 + Double(cell / columns)
      case "by cell": 1 + Double(cell % 5)
      default: 1.0
      }
    }
    let fields = Self.field(
      rows: rows, columns: columns, weights: weights,
      forecast: { i, j in kind == "with holes" && (i * j) % 7 == 5 ? .nan : Double((7 * i + 3 * j * j + i * j) % 11) },
      observation: { i, j in Double((5 * i * i + 2 * j + i * j) % 11) })
    let score = FractionsSkill(threshold, sizes: [1, 3, 9, 13, 15, 21], edges: edges)
    let found = sums(score, fields)
    for (scale, size) in score.sizes.enumerated() {
      let expected = slowly(fields, size: size, edges: edges)
      #expect(abs(found.error[scale] - expected.error) <= 1e-12 * max(1, expected.error), "\(size)")
      #expect(abs(found.reference[scale] - expected.reference) <= 1e-12 * max(1, expected.reference), "\(size)")
    }
  }

  /// Of a row of three cells no more than 2 · 4 · size² is summed, which is below 2⁶³ where the size is below 2³⁰.
  @Test func wholeNumbersAreSummedWhereTheyCannotOverflow() {
    let area = SummedArea(rows: 1, columns: 3, events: [1, 1, 1])
    #expect(area.hasExactProducts(reach: 1 << 29 - 1))
    #expect(!area.hasExactProducts(reach: 1 << 29))
    #expect(SummedArea(rows: 3, columns: 3, events: [UInt8](repeating: 1, count: 9)).hasExactProducts(reach: 1 << 20))
  }

  @Test func sumsMergeInAnyOrderAndAreStoredWithoutLoss() throws {
    let score = FractionsSkill(threshold, sizes: sizes)
    let other = Self.field(rows: 6, columns: 5, forecast: { Double($0 + 2 * $1) }, observation: { Double(3 * $0 + $1) })
    let (a, b) = (sums(score, Self.fields), sums(score, other))
    var (ab, ba, whole) = (a, b, a)
    ab.merge(b)
    ba.merge(a)
    score.accumulate(other, into: &whole)
    for (x, y) in zip(score.values(of: ab), score.values(of: ba)) { #expect(agree(x, y, to: 1e-14)) }
    #expect(ab == whole)
    var identity = FractionsSums()
    identity.merge(a)
    #expect(identity == a)
    #expect(FractionsSums(numbers: ab.numbers) == ab)
    #expect(try JSONDecoder().decode(FractionsSums.self, from: JSONEncoder().encode(ab)) == ab)
    #expect(FractionsSums(numbers: ab.numbers.dropLast()) == nil)
  }
}
