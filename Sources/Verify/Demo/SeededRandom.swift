import Foundation

/// Random numbers that are the same on every machine: the SplitMix64 generator.
///
/// Steele, Lea, Flood (2014), doi:10.1145/2660193.2660195.
struct SeededRandom: RandomNumberGenerator {
  private var state: UInt64

  init(seed: UInt64) { state = seed }

  /// A generator of its own for a purpose, so that drawing more numbers for one changes no other.
  init(seed: UInt64, purpose: String) {
    // FNV-1a, since the hash of the standard library differs from run to run.
    var hash: UInt64 = 0xcbf2_9ce4_8422_2325 ^ seed
    for byte in purpose.utf8 { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01b3 }
    state = hash
  }

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var z = state
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return z ^ (z >> 31)
  }

  /// Uniform in 0..<1.
  mutating func uniform() -> Double { Double(next() >> 11) * 0x1p-53 }

  mutating func uniform(_ range: ClosedRange<Double>) -> Double {
    range.lowerBound + uniform() * (range.upperBound - range.lowerBound)
  }

  /// Of the standard normal distribution (Box and Muller 1958).
  mutating func gaussian() -> Double {
    (-2 * log(1 - uniform())).squareRoot() * cos(2 * .pi * uniform())
  }
}
