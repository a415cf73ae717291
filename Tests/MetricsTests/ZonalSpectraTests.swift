import Fields
import Foundation
import Metrics
import Testing

@Suite struct ZonalSpectraTests {
  private func sums(_ fields: FieldPairs, rows: Range<Int>) -> SpectralSums {
    var sums = SpectralSums()
    ZonalSpectra(rows: rows).accumulate(fields, into: &sums)
    return sums
  }

  private func near(_ a: [Double], _ b: [Double], _ tolerance: Double = 1e-12) -> Bool {
    a.count == b.count && zip(a, b).allSatisfy { abs($0 - $1) <= tolerance * max(1, abs($1)) }
  }

  /// From `numpy.fft.rfft` of numpy 2.4.6, rows 2 to 5 of twelve values.
  @Test func powerAndCoherenceAgreeWithNumPy() {
    let found = sums(FractionsSkillTests.fields, rows: 2..<6)
    #expect(
      near(
        found.forecastPower,
        [
          21.303819444444443, 3.3439277002262258, 2.0902777777777777, 0.6145833333333334, 1.4513888888888888,
          0.6977389664404406, 0.6440972222222222,
        ]))
    #expect(
      near(
        found.observedPower,
        [
          24.43923611111111, 1.4228012257724454, 0.6284722222222222, 1.2881944444444444, 2.170138888888889,
          3.6119209964497765, 0.7517361111111112,
        ]))
    #expect(
      near(
        found.coherence.map { $0.value ?? .nan },
        [
          0.9633616503922073, 0.189593074506669, 0.1429764505056809, 0.2850746950523093, 0.5189626794258372,
          0.11272623670682082, 0.20168946048069322,
        ]))
  }

  /// Parseval: the powers sum to the mean square, for lengths of every kind.
  @Test(arguments: [1, 2, 3, 5, 7, 8, 12, 16, 30, 97, 128, 360])
  func thePowersSumToTheMeanSquare(length: Int) {
    let fields = FractionsSkillTests.field(
      rows: 1, columns: length, forecast: { Double((3 * $1 * $1 + $1) % 7) - 2 }, observation: { Double((5 * $1) % 4) })
    let found = sums(fields, rows: 0..<1)
    let mean = { (values: [Double]) in values.reduce(0) { $0 + $1 * $1 } / Double(length) }
    #expect(near([found.forecastPower.reduce(0, +)], [mean(fields.forecasts)]))
    #expect(near([found.observedPower.reduce(0, +)], [mean(fields.observations)]))
  }

  @Test(arguments: [24, 37])
  func oneWaveHasItsPowerAtItsWavenumber(length: Int) {
    let wave = { (amplitude: Double) in
      { (_: Int, j: Int) in amplitude * cos(2 * Double.pi * 3 * Double(j) / Double(length) + 0.7) }
    }
    let found = sums(
      FractionsSkillTests.field(rows: 2, columns: length, forecast: wave(2), observation: wave(1)), rows: 0..<2)
    var expected = [Double](repeating: 0, count: length / 2 + 1)
    expected[3] = 2
    #expect(near(found.forecastPower, expected))
    #expect(abs((found.coherence[3].value ?? 0) - 1) < 1e-12)
  }

  @Test func whereTheForecastIsSmoothItsResolutionEnds() {
    let n = 64
    let waves = { (damping: [Int: Double]) in
      { (_: Int, j: Int) in
        (1...20).reduce(0) { $0 + (damping[$1] ?? 1) * cos(2 * Double.pi * Double($1 * j) / Double(n)) }
      }
    }
    // 0.7² of the power is less than half, 0.8² is more.
    let damping = Dictionary(uniqueKeysWithValues: (9...20).map { ($0, $0 < 13 ? 0.8 : 0.7) })
    let found = sums(
      FractionsSkillTests.field(rows: 1, columns: n, forecast: waves(damping), observation: waves([:])), rows: 0..<1)
    #expect(found.effectiveWavenumber() == 12)
    #expect(found.effectiveWavenumber(powerRatio: 0.9) == 8)
    #expect(found.effectiveWavenumber(powerRatio: 1.5) == nil)
  }

  @Test func aRowWithAMissingValueIsLeftOutAndCounted() {
    let fields = FractionsSkillTests.field(
      rows: 2, columns: 8, forecast: { $0 == 0 && $1 == 3 ? .nan : Double($1 % 3) },
      observation: { Double($0 + $1 % 2) })
    let found = sums(fields, rows: 0..<2)
    #expect((found.n, found.missingRows) == (1, 1))
    let none = sums(fields, rows: 0..<1)
    #expect(none.forecastPower.isEmpty && none.coherence.isEmpty && none.effectiveWavenumber() == nil)
  }

  @Test func withoutPowerThereIsNoCoherence() {
    let fields = FractionsSkillTests.field(rows: 1, columns: 4, forecast: { _, _ in 2 }, observation: { _, _ in 3 })
    #expect(
      sums(fields, rows: 0..<1).coherence == [
        .value(1), .undefined("no power at wavenumber 1"), .undefined("no power at wavenumber 2"),
      ])
  }

  @Test func bandsOfRowsMergeToTheWhole() throws {
    let fields = FractionsSkillTests.fields
    var parts = sums(fields, rows: 0..<4)
    parts.merge(sums(fields, rows: 4..<9))
    #expect(near(parts.numbers, sums(fields, rows: 0..<9).numbers))
    var identity = SpectralSums()
    identity.merge(parts)
    #expect(identity == parts)
    #expect(SpectralSums(numbers: parts.numbers) == parts)
    #expect(try JSONDecoder().decode(SpectralSums.self, from: JSONEncoder().encode(parts)) == parts)
    #expect(SpectralSums(numbers: parts.numbers.dropLast()) == nil)
    #expect(ZonalSpectra(rows: 2..<6).key == "zonal_spectra(2..<6)")
  }
}
