import CWave
import Foundation
import Testing

@testable import Inference

@Suite struct ActivationTests {
  /// From -12 to 12, more than whole lanes, with signed zeros.
  static let numbers: [Float] = (0...1205).map { Float($0 - 602) / 50 } + [-0.0, 1e-30]

  @Test func geluIsThatOfTheErrorFunction() {
    var made = ActivationTests.numbers
    wave_gelu(&made, made.count)
    var largest = 0.0
    for (x, y) in zip(ActivationTests.numbers, made) {
      // The C library's complementary error function in Float64.
      let exact = Double(x) * 0.5 * erfc(-Double(x) / 2.0.squareRoot())
      largest = max(largest, abs(Double(y) - exact) / max(1, abs(Double(x))))
    }
    #expect(largest < 3e-7, "\(largest)")
  }

  @Test func siluIsThatOfTheExponential() {
    var made = ActivationTests.numbers
    wave_silu(&made, made.count, 1.5, -0.25)
    for (x, y) in zip(ActivationTests.numbers, made) {
      let z = Double(x) * 1.5 - 0.25
      #expect(abs(Double(y) - z / (1 + exp(-z))) < 4e-7 * max(1, abs(z)))
    }
  }

  @Test func whatIsNoNumberStaysNone() {
    var made: [Float] = Array(repeating: .nan, count: 11)
    wave_gelu(&made, made.count)
    #expect(made.allSatisfy { $0.isNaN })
    made = Array(repeating: .nan, count: 11)
    wave_silu(&made, made.count, 1, 0)
    #expect(made.allSatisfy { $0.isNaN })
  }
}
