import Fields
import Testing

@testable import Metrics

/// Expected values are four sums in plain Swift, which knows no wide registers: where the processor has them, equal bits
/// show that the kernels for wide registers and for plain ones add the same.
@Suite struct LaneSumsTests {
  private static let counts = Array(0...13) + [255, 512]

  /// Numbers of many sizes and signs, so that another order of additions would show.
  private static func numbers(_ count: Int, seed: UInt64) -> [Double] {
    var random = SplitMix64(seed: seed)
    return (0..<count).map { _ in
      let draw = random.next()
      return Double(Int(draw >> 40) - (1 << 23)) / Double(1 << (draw % 23))
    }
  }

  private static func fields(_ count: Int, _ number: Int) -> [[Float]] {
    (0..<number).map { numbers(count, seed: UInt64($0 + 1)).map(Float.init) }
  }

  private static func weights(_ count: Int) -> [Double] { numbers(count, seed: 99).map { abs($0) + 0.1 } }

  /// Four sums of terms, then the first plus the second plus the third plus the fourth. Cells of fields that are left
  /// over go to the first sum.
  private static func sum(_ count: Int, restIsFirst: Bool = true, _ term: (Int) -> Double) -> Double {
    var lanes = [0.0, 0, 0, 0]
    for i in 0..<count { lanes[restIsFirst && i >= count / 4 * 4 ? 0 : i % 4] += term(i) }
    return lanes[0] + lanes[1] + lanes[2] + lanes[3]
  }

  @Test(arguments: counts, [false, true])
  func momentsOfCellsAreThoseOfFourSums(count: Int, isWeighted: Bool) {
    let (x, w) = (Self.fields(count, 3), isWeighted ? Self.weights(count) : [Double](repeating: 1, count: count))
    let base = MomentBase(forecast: 3.5, observation: -1.25)
    let climate = MomentBase(forecast: 0.5, observation: 2)
    var moments = BlockMoments()
    moments.take(x[0], x[1], isWeighted ? w : nil, count: count, around: base)
    moments.takeAnomalies(x[0], x[1], from: x[2], isWeighted ? w : nil, count: count, around: climate)
    func f(_ i: Int) -> Double { Double(x[0][i]) }
    func o(_ i: Int) -> Double { Double(x[1][i]) }
    func e(_ i: Int) -> Double { f(i) - o(i) }
    func rest(_ i: Int) -> Double { e(i) - base.error }
    let errors = moments.errors
    #expect(errors.weight == Self.sum(count) { w[$0] })
    #expect(errors.weight_square == Self.sum(count) { w[$0] * w[$0] })
    #expect(errors.sum == Self.sum(count) { w[$0] * rest($0) })
    #expect(errors.square == Self.sum(count) { w[$0] * rest($0) * rest($0) })
    #expect(errors.absolute == Self.sum(count) { w[$0] * abs(e($0)) })
    #expect(errors.low == (0..<count).map(e).min() ?? .infinity)
    #expect(errors.high == (0..<count).map(e).max() ?? -.infinity)
    func a(_ i: Int) -> Double { f(i) - base.forecast }
    func b(_ i: Int) -> Double { o(i) - base.observation }
    #expect(moments.values.forecast == Self.sum(count) { w[$0] * a($0) })
    #expect(moments.values.observation == Self.sum(count) { w[$0] * b($0) })
    #expect(moments.values.forecast_square == Self.sum(count) { w[$0] * a($0) * a($0) })
    #expect(moments.values.observation_square == Self.sum(count) { w[$0] * b($0) * b($0) })
    #expect(moments.values.product == Self.sum(count) { w[$0] * a($0) * b($0) })
    func c(_ i: Int) -> Double { f(i) - Double(x[2][i]) - climate.forecast }
    func d(_ i: Int) -> Double { o(i) - Double(x[2][i]) - climate.observation }
    #expect(moments.anomalies.forecast_square == Self.sum(count) { w[$0] * c($0) * c($0) })
    #expect(moments.anomalies.product == Self.sum(count) { w[$0] * c($0) * d($0) })
    #expect(moments.isComplete && moments.hasAnomalies)
  }

  @Test(arguments: counts, [false, true])
  func errorsOfWindsAreThoseOfFourSums(count: Int, isWeighted: Bool) {
    let (x, w) = (Self.fields(count, 4), isWeighted ? Self.weights(count) : [Double](repeating: 1, count: count))
    let found = Self.vectors(x, isWeighted ? w : nil, count: count).sums(of: count, times: 1)
    func part(_ k: Int, _ i: Int) -> Double { Double(x[k][i]) }
    func square(_ i: Int) -> Double {
      let (du, dv) = (part(0, i) - part(2, i), part(1, i) - part(3, i))
      return du * du + dv * dv
    }
    func speed(_ k: Int, _ i: Int) -> Double {
      (part(k, i) * part(k, i) + part(k + 1, i) * part(k + 1, i)).squareRoot()
    }
    func change(_ i: Int) -> Double { speed(0, i) - speed(2, i) }
    #expect(found.sumW == Self.sum(count) { w[$0] })
    #expect(found.sumVectorSquare == Self.sum(count) { w[$0] * square($0) })
    #expect(found.sumSpeedError == Self.sum(count) { w[$0] * change($0) })
    #expect(found.sumSpeedAbsolute == Self.sum(count) { w[$0] * abs(change($0)) })
    #expect(found.sumSpeedSquare == Self.sum(count) { w[$0] * change($0) * change($0) })
  }

  private static func vectors(_ x: [[Float]], _ w: [Double]?, count: Int) -> BlockVectors {
    // An array without values need have no place in memory.
    let x = x.map { $0 + [0] }
    return x[0].withUnsafeBufferPointer { uf in
      x[1].withUnsafeBufferPointer { vf in
        x[2].withUnsafeBufferPointer { uo in
          x[3].withUnsafeBufferPointer { vo in
            func errors(_ w: UnsafePointer<Double>?) -> BlockVectors {
              BlockVectors(forecast: (uf.start, vf.start), observed: (uo.start, vo.start), w, count: count)
            }
            guard let w else { return errors(nil) }
            return (w + [0]).withUnsafeBufferPointer { errors($0.start) }
          }
        }
      }
    }
  }

  @Test(arguments: counts.dropFirst())
  func momentsOfPairsAreThoseOfFourSums(count: Int) {
    let (f, o) = (Self.numbers(count, seed: 7), Self.numbers(count, seed: 8))
    let sums = ErrorMoments.even(f, o, count: count)
    func sum(_ term: (Int) -> Double) -> Double { Self.sum(count, restIsFirst: false, term) }
    let n = Double(count)
    let meanF = f[0] + sum { f[$0] - f[0] } / n
    let meanO = o[0] + sum { o[$0] - o[0] } / n
    let meanE = f[0] - o[0] + sum { f[$0] - o[$0] - (f[0] - o[0]) } / n
    #expect(sums.meanF == meanF && sums.meanO == meanO && sums.meanE == meanE)
    #expect(sums.sumError == sum { f[$0] - o[$0] })
    #expect(sums.sumSquare == sum { (f[$0] - o[$0]) * (f[$0] - o[$0]) })
    #expect(sums.sumAbsolute == sum { abs(f[$0] - o[$0]) })
    #expect(sums.minError == (0..<count).map { f[$0] - o[$0] }.min())
    #expect(sums.maxError == (0..<count).map { f[$0] - o[$0] }.max())
    #expect(sums.m2F == sum { (f[$0] - meanF) * (f[$0] - meanF) })
    #expect(sums.m2O == sum { (o[$0] - meanO) * (o[$0] - meanO) })
    #expect(sums.m2E == sum { (f[$0] - o[$0] - meanE) * (f[$0] - o[$0] - meanE) })
    #expect(sums.cFO == sum { (f[$0] - meanF) * (o[$0] - meanO) })
  }

  /// Wherever it stands: among the cells of four or among those that are left over.
  @Test(arguments: 1...9)
  func aMissingValueAnywhereIsFound(count: Int) {
    for missing in 0..<count {
      for side in 0..<3 {
        var x = Self.fields(count, 3)
        x[side][missing] = .nan
        for w in [nil, Self.weights(count)] {
          var moments = BlockMoments()
          moments.take(x[0], x[1], w, count: count, around: MomentBase())
          moments.takeAnomalies(x[0], x[1], from: x[2], w, count: count, around: MomentBase())
          #expect(moments.isComplete == (side == 2), "\(missing) of \(count), side \(side)")
          // Whether an observation is there has been asked by then.
          #expect(moments.hasAnomalies == (side == 1), "\(missing) of \(count), side \(side)")
        }
      }
    }
  }

  /// A value may begin at any place in memory that a number may.
  @Test func whereValuesBeginInMemoryDoesNotMatter() {
    let (x, w) = (Self.fields(40, 2), Self.weights(40))
    let wanted = (x[0].suffix(37), x[1].suffix(37), w.suffix(37))
    for shift in 0..<4 {
      let padding = [Float](repeating: 0, count: shift)
      let (f, o) = (padding + wanted.0, padding + wanted.1)
      let weights = [Double](repeating: 0, count: shift) + wanted.2
      var (moments, expected) = (BlockMoments(), BlockMoments())
      f.withUnsafeBufferPointer { f in
        o.withUnsafeBufferPointer { o in
          weights.withUnsafeBufferPointer { w in
            moments.take(f.start + shift, o.start + shift, w.start + shift, count: 37, around: MomentBase())
          }
        }
      }
      expected.take(Array(wanted.0), Array(wanted.1), Array(wanted.2), count: 37, around: MomentBase())
      #expect(moments.errors.square == expected.errors.square && moments.values.product == expected.values.product)
    }
  }

  /// On both sides, on the first cell, and among those that are left over.
  @Test(arguments: [(0, 0), (2, 5), (8, 8), (5, 5)])
  func anInfiniteValueMakesScoresUndefinedAndSaysSo(forecast: Int, observation: Int) async throws {
    var x = Self.fields(9, 2)
    x[0][forecast] = .infinity
    x[1][observation] = .infinity
    var parts = CellParts(cellCount: 9)
    parts.addAll()
    let cells = CellBlocks(rowStarts: [0, 9], weights: .rows([1]), parts: parts)
    let fields = ScoredFields(
      variable: .temperature2m, initTime: UTCTime(secondsSince1970: 0), leadTime: .hours(6), forecasts: x[0],
      observations: x[1])
    let sums = try await FieldPass([ErrorMoments()], over: cells).sums(of: fields)
    #expect(sums.used == 9)
    let moments = try ErrorMoments().result(in: try #require(try sums.sums(ofStratum: 0)?.first))
    let outcomes = [
      RootMeanSquaredError().value(of: moments), MeanError().value(of: moments), MeanAbsoluteError().value(of: moments),
      Correlation().value(of: moments), ErrorStandardDeviation().value(of: moments),
    ]
    for outcome in outcomes {
      #expect(outcome.value == nil)
      #expect(outcome.reason?.contains("infinite") == true, "\(outcome)")
    }
  }
}
