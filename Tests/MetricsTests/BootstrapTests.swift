import Fields
import Testing

@testable import Metrics

@Suite struct BootstrapTests {
  private let bootstrap = StationaryBootstrap(replicates: 200, seed: 7, meanLength: 4)

  private func resamples(_ bootstrap: StationaryBootstrap, of count: Int, meanLength: Double) -> [[Int]] {
    var rows: [[Int]] = []
    bootstrap.forEachResample(of: count, meanLength: meanLength) { rows.append($0) }
    return rows
  }

  /// The first three numbers with seed 1234567, as Rosetta Code lists them for the reference in C.
  @Test func theGeneratorIsSplitMix64() {
    var random = SplitMix64(seed: 1_234_567)
    #expect(random.next() == 6_457_827_717_110_365_317)
    #expect(random.next() == 3_203_168_211_198_807_973)
    #expect(random.next() == 9_817_491_932_198_370_423)
  }

  @Test func theDrawIsTheSameEveryTimeAndForEverySystem() {
    let rows = resamples(bootstrap, of: 30, meanLength: 4)
    #expect(rows == resamples(bootstrap, of: 30, meanLength: 4))
    #expect(rows.count == 200)
    #expect(rows.allSatisfy { $0.count == 30 && $0.allSatisfy { (0..<30).contains($0) } })
    var other = bootstrap
    other.seed = 8
    #expect(rows != resamples(other, of: 30, meanLength: 4))
  }

  /// 200 resamples of 30 from blocks of 4 on average: three of four steps go on to the next initial time, and one of
  /// 30 new blocks begins there too; 5800 steps give 0.758 to within 0.006.
  @Test func blocksAreOfTheMeanLength() {
    let rows = resamples(bootstrap, of: 30, meanLength: 4)
    let onward = rows.reduce(0) { $0 + zip($1, $1.dropFirst()).count { ($0 + 1) % 30 == $1 } }
    #expect(abs(Double(onward) / 5800 - 0.758) < 0.02, "\(onward)")
    let single = resamples(bootstrap, of: 30, meanLength: 1)
    let byChance = single.reduce(0) { $0 + zip($1, $1.dropFirst()).count { ($0 + 1) % 30 == $1 } }
    #expect(abs(Double(byChance) / 5800 - 1.0 / 30) < 0.01, "\(byChance)")
    // Every initial time is drawn as often as any other: 200 times each, give or take 14 for single draws.
    var counts = [Int](repeating: 0, count: 30)
    for position in single.joined() { counts[position] += 1 }
    #expect(counts.allSatisfy { (140...260).contains($0) })
  }

  /// `numpy.quantile` (linear) of numpy 2.4.6.
  @Test func percentilesAreLinearBetweenTheValues() {
    let values = [1.0, 2, 4, 8, 16]
    #expect(quantile(0.025, ofSorted: values) == 1.1)
    #expect(quantile(0.5, ofSorted: values) == 4)
    #expect(abs(quantile(0.975, ofSorted: values) - 15.2) < 1e-12)
    #expect(quantile(1, ofSorted: values) == 16)
  }

  @Test func anyScoreIsThatOfTheMergedSums() throws {
    var first: [UTCTime: ErrorSums] = [:]
    var second: [UTCTime: ErrorSums] = [:]
    var random = SplitMix(state: 3)
    for day in 0..<20 {
      let (a, b) = (ErrorMoments.sums { random.unit() + 0.3 }, ErrorMoments.sums { random.unit() })
      first[Series.day(day)] = a
      second[Series.day(day)] = b
    }
    let metric = RootMeanSquaredError()
    let difference = ScoreDifference(of: metric, first, minus: second, method: .stationaryBootstrap(bootstrap))
    var values: [Double] = []
    bootstrap.forEachResample(of: 20, meanLength: 4) { positions in
      func root(_ sums: [UTCTime: ErrorSums]) -> Double {
        let squares = positions.reduce(0) { $0 + (sums[Series.day($1)]?.sumSquare ?? 0) }
        return (squares / Double(3 * positions.count)).squareRoot()
      }
      values.append(root(first) - root(second))
    }
    values.sort()
    let lower = try #require(difference.confidence.lower)
    #expect(abs(lower - quantile(0.025, ofSorted: values)) < 1e-12)
    #expect(difference.assessment.note == "200 resamples, mean block of 4.00 initial times, seed 7")
    #expect(difference.assessment.method == "bootstrap_stationary")
  }

  @Test func thePValueIsThatOfTheOtherSide() {
    let far = Series.daily((0..<20).map { 10 + Double($0 % 3) }).assessed(by: .stationaryBootstrap(bootstrap))
    #expect(far.pValue == 2.0 / 201)
    let none = Series.daily((0..<20).map { Double($0 % 2) * 2 - 1 }).assessed(by: .stationaryBootstrap(bootstrap))
    #expect((none.pValue ?? 0) > 0.5)
  }

  @Test func resamplesWithoutAScoreAreCounted() {
    let series = Series.daily((0..<12).map { Double($0 % 5) })
    var calls = 0
    let assessment = series.assessed(by: .stationaryBootstrap(bootstrap)) { positions in
      calls += 1
      return calls == 5 ? .undefined("no events") : .value(Double(positions[0]))
    }
    #expect(assessment.note?.hasSuffix("; 1 resamples without a score (no events) left out") == true)
    let many = series.assessed(by: .stationaryBootstrap(bootstrap)) { positions in
      positions[0] == 0 ? .undefined("no events") : .value(1)
    }
    #expect(many.confidence.reason?.hasSuffix("of 200 resamples: no events") == true)
    let short = Series.daily([1, 3, 2, 4]).assessed(by: .stationaryBootstrap(bootstrap))
    #expect(short.confidence == .none("4 initial times are too few to resample: it takes 10"))
    let few = series.assessed(by: .stationaryBootstrap(StationaryBootstrap(replicates: 20)))
    #expect(few.confidence == .none("20 resamples are too few for limits: it takes 100"))
  }

  @Test func whiteNoiseTakesSingleInitialTimes() {
    #expect(Series.daily([1, -1, 1, -1, 1, -1]).automaticBlockLength == 1)
    #expect(Series.daily([Double](repeating: 2, count: 40)).automaticBlockLength == 1)
  }
}

extension ErrorMoments {
  /// The sums of three errors.
  fileprivate static func sums(_ error: () -> Double) -> ErrorSums {
    var sums = ErrorSums()
    ErrorMoments().accumulate(Samples.pairs([error(), error(), error()], [0, 0, 0]), into: &sums)
    return sums
  }
}
