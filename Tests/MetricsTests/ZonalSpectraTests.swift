import Fields
import Foundation
import Testing

@testable import Metrics

@Suite struct ZonalSpectraTests {
  private func sums(
    rows: Int, columns: Int, strata: [@Sendable (Int) -> Bool] = [], stratum: Int = 0, weights: [Double]? = nil,
    forecast: (Int, Int) -> Double, observation: (Int, Int) -> Double
  ) async throws -> SpectralSums {
    let fields = FractionsSkillTests.field(
      rows: rows, columns: columns, weights: weights, wraps: true, strata: strata, forecast: forecast,
      observation: observation)
    return try ZonalSpectra().result(in: await ZonalSpectra().sums(of: fields)[stratum])
  }

  private func near(_ a: [Double], _ b: [Double], _ tolerance: Double = 1e-12) -> Bool {
    a.count == b.count && zip(a, b).allSatisfy { abs($0 - $1) <= tolerance * max(1, abs($1)) }
  }

  private func range(_ text: String) throws -> WavenumberRange { try #require(WavenumberRange(text)) }

  private func power(_ sums: SpectralSums) -> [[Double]] {
    [sums.forecast, sums.observed].map { $0.map { $0 / sums.weight } }
  }

  /// From `numpy.fft.rfft` of numpy 2.4.6, rows 2 to 5 of twelve values, which are a stratum.
  @Test func powerAndCoherenceAgreeWithNumPy() async throws {
    let found = try await sums(
      rows: 9, columns: 12, strata: [{ (2..<6).contains($0 / 12) }], stratum: 1,
      forecast: { i, j in Double((7 * i + 3 * j * j + i * j) % 11) },
      observation: { i, j in Double((5 * i * i + 2 * j + i * j) % 11) })
    #expect(found.n == 48)
    let forecast = [
      21.303819444444443, 3.3439277002262258, 2.0902777777777777, 0.6145833333333334, 1.4513888888888888,
      0.6977389664404406, 0.6440972222222222,
    ]
    let analysed = [
      24.43923611111111, 1.4228012257724454, 0.6284722222222222, 1.2881944444444444, 2.170138888888889,
      3.6119209964497765, 0.7517361111111112,
    ]
    #expect(near(power(found)[0], forecast) && near(power(found)[1], analysed))
    let curves = found.curves
    #expect(curves.map(\.0) == [.forecastPower, .analysedPower, .coherence])
    #expect(near(curves[0].1.map(\.y), Array(forecast.dropFirst())) && curves[0].1.map(\.x) == [1, 2, 3, 4, 5, 6])
    #expect(
      near(
        curves[2].1.map(\.y),
        [
          0.189593074506669, 0.1429764505056809, 0.2850746950523093, 0.5189626794258372, 0.11272623670682082,
          0.20168946048069322,
        ]))
    let ratio = (forecast[2] + forecast[3]) / (analysed[2] + analysed[3])
    #expect(agree(found.powerRatio(try range("2..3")), .value(ratio), to: 1e-13))
  }

  /// Parseval: the powers sum to the mean square, for lengths of every kind.
  @Test(arguments: [1, 2, 3, 5, 7, 8, 12, 16, 30, 97, 128, 360, 2100])
  func thePowersSumToTheMeanSquare(length: Int) async throws {
    func forecast(_ j: Int) -> Double { Double((3 * j * j + j) % 7) - 2 }
    func analysed(_ j: Int) -> Double { Double(5 * j % 4) }
    let found = try await sums(
      rows: 1, columns: length, forecast: { _, j in forecast(j) }, observation: { _, j in analysed(j) })
    for (power, side) in zip(power(found), [forecast, analysed]) {
      var square = 0.0
      for j in 0..<length { square += side(j) * side(j) / Double(length) }
      #expect(near([power.reduce(0, +)], [square], 1e-11))
    }
    #expect(found.shortest == length / 2 && SpectralSums(numbers: found.numbers) == found)
  }

  /// A wave of amplitude 2 against one of 1 that lags by 60°: four times the power, a correlation of cos 60°.
  @Test(arguments: [24, 37])
  func oneWaveHasItsPowerAtItsWavenumber(length: Int) async throws {
    func wave(_ j: Int, _ phase: Double) -> Double {
      let angle: Double = 6 * Double.pi * Double(j) / Double(length)
      return cos(angle + phase)
    }
    let found = try await sums(
      rows: 2, columns: length, forecast: { _, j in 2 * wave(j, 0.7) },
      observation: { _, j in wave(j, 0.7 - Double.pi / 3) })
    var expected = [Double](repeating: 0, count: length / 2 + 1)
    expected[3] = 2
    #expect(near(power(found)[0], expected, 1e-6))
    #expect(agree(found.powerRatio(try range("3..3")), .value(4), to: 1e-6))
    #expect(agree(found.correlation(try range("2..4")), .value(0.5), to: 1e-6))
    #expect(agree(found.correlation(try range("1..")), .value(0.5), to: 1e-6))
    #expect(
      found.powerRatio(try range("4..20")) == .undefined("the shortest waves of the grid have wavenumber \(length / 2)")
    )
  }

  @Test func whereTheForecastIsSmoothItsResolutionEnds() async throws {
    let n = 64
    func waves(_ j: Int, _ damping: [Int: Double]) -> Double {
      var sum = 0.0
      for k in 1...20 { sum += (damping[k] ?? 1) * cos(2 * Double.pi * Double(k * j) / Double(n)) }
      return sum
    }
    // 0.7² of the power is less than half, 0.8² is more.
    let damping = Dictionary(uniqueKeysWithValues: (9...20).map { ($0, $0 < 13 ? 0.8 : 0.7) })
    let found = try await sums(
      rows: 1, columns: n, forecast: { _, j in waves(j, damping) }, observation: { _, j in waves(j, [:]) })
    #expect(found.effectiveWavenumber(powerRatio: 0.5) == .value(12))
    #expect(found.effectiveWavenumber(powerRatio: 0.9) == .value(8))
    #expect(found.effectiveWavenumber(powerRatio: 1.5).reason == "even the longest waves have less power than that")
  }

  @Test func aRowWithAMissingValueIsLeftOutAndCounted() async throws {
    let forecast = { (i: Int, j: Int) in i == 0 && j == 3 ? .nan : Double(j % 3) }
    let found = try await sums(rows: 2, columns: 8, forecast: forecast, observation: { Double($0 + $1 % 2) })
    #expect((found.n, found.missingRows) == (8, 1))
    let none = try await sums(rows: 1, columns: 8, forecast: forecast, observation: { Double($0 + $1 % 2) })
    #expect(none.correlation(try range("1..2")) == .undefined("every circle of latitude misses a value"))
    #expect(none.curves.isEmpty)
  }

  @Test func anInfiniteValueHasNoSpectrumAndSaysSo() async throws {
    let found = try await sums(
      rows: 2, columns: 8, forecast: { i, j in i == 0 && j == 3 ? .infinity : Double(j % 3) },
      observation: { Double($0 + $1 % 2) })
    let outcomes = [
      found.correlation(try range("1..2")), found.powerRatio(try range("1..")),
      found.effectiveWavenumber(powerRatio: 0.5),
    ]
    #expect(outcomes.allSatisfy { $0.reason?.contains("infinite") ?? false }, "\(outcomes)")
    #expect(found.curves.isEmpty)
  }

  @Test func aPartThatIsNoBandOfLatitudesHasNoSpectra() async throws {
    for (stratum, isBand) in [(1, false), (2, true)] {
      let found = try await sums(
        rows: 6, columns: 8, strata: [{ $0 < 20 }, { (8..<24).contains($0) }], stratum: stratum,
        forecast: { Double(($0 + $1 * $1) % 5) }, observation: { Double(($0 * $1) % 5) })
      #expect(found.n == 16)
      let ratio = found.powerRatio(try range("1..2"))
      #expect((ratio.value != nil) == isBand)
      #expect(isBand || ratio.reason?.contains("whole circles of latitude") == true)
      #expect(found.curves.isEmpty != isBand)
    }
  }

  @Test func rowsWeighWhatTheirCellsWeigh() async throws {
    let found = try await sums(
      rows: 2, columns: 4, weights: [1, 1, 1, 1, 3, 3, 3, 3], forecast: { $0 == 0 ? Double($1 % 2) : 0 },
      observation: { $0 == 0 ? 0 : Double($1 % 2) })
    // The power of 0 1 0 1 at wavenumber 2 is 1/4.
    #expect(near(power(found)[0], [0.0625, 0, 0.0625]) && near(power(found)[1], [0.1875, 0, 0.1875]))
  }

  @Test func wavenumbersAreGatheredInTensAndHundreds() throws {
    for k in [0, 1, 99, 100, 101, 110, 111, 990, 1000, 1001, 1100, 1101, 5432] {
      #expect(WavenumberBins.wavenumbers(of: WavenumberBins.bin(of: k)).contains(k), "\(k)")
    }
    let ends = (0..<230).map { WavenumberBins.wavenumbers(of: $0) }
    #expect(zip(ends, ends.dropFirst()).allSatisfy { $0.upperBound + 1 == $1.lowerBound })
    for text in ["4..20", "1..1", "21..", "101..110", "91..1000", "1001..2000"] {
      #expect(WavenumberRange(text)?.description == text)
    }
    for text in ["0..3", "5..4", "4", "4..x", "..5", "105..110", "101..115", "1001..1050", "-1..2", "1...3"] {
      #expect(WavenumberRange(text) == nil, "\(text)")
    }
  }

  @Test func withoutAnalysedPowerThereIsNoRatio() async throws {
    let found = try await sums(rows: 1, columns: 4, forecast: { Double($0 + $1 % 2) }, observation: { _, _ in 3 })
    #expect(found.powerRatio(try range("1..2")) == .undefined("the analysis has no power at wavenumbers 1..2"))
    #expect(found.effectiveWavenumber(powerRatio: 0.5) == .undefined("the analysis has no waves"))
    #expect(SpectralSums().powerRatio(try range("1..2")) == .undefined("no pairs"))
  }

  @Test func bandsMergeToTheWhole() async throws {
    let strata: [@Sendable (Int) -> Bool] = [{ $0 < 48 }, { $0 >= 48 }]
    func part(_ stratum: Int) async throws -> SpectralSums {
      try await sums(
        rows: 9, columns: 12, strata: strata, stratum: stratum, forecast: { Double(($0 * $1 + $1) % 7) },
        observation: { Double(($0 + 3 * $1) % 7) })
    }
    var merged = try await part(1)
    merged.merge(try await part(2))
    let whole = try await part(0)
    #expect(near(merged.numbers, whole.numbers))
    #expect(try JSONDecoder().decode(SpectralSums.self, from: JSONEncoder().encode(whole)) == whole)
    #expect(SpectralSums(numbers: whole.numbers.dropLast()) == nil)
    var identity = SpectralSums()
    identity.merge(whole)
    #expect(identity == whole)
  }
}
