import Testing

@testable import Inference

@Suite struct HalfPrecisionTests {
  @Test func everyHalfIsItself() {
    for bits in UInt16.min...UInt16.max {
      let value = Weight.float(half: bits)
      if value.isNaN {
        #expect(HalfPrecision.bits(of: value) & 0x7FFF == 0x7E00)
      } else if HalfPrecision.bits(of: value) != bits {
        Issue.record("\(bits) became \(HalfPrecision.bits(of: value))")
      }
    }
  }

  @Test func betweenTwoHalvesTheNearestAndOfTwoAsNearTheEvenOne() {
    for bits in UInt16(0)..<0x7BFF {
      let (low, high) = (Weight.float(half: bits), Weight.float(half: bits + 1))
      let middle = (low + high) / 2
      let even = bits % 2 == 0 ? bits : bits + 1
      guard HalfPrecision.bits(of: middle) == even, HalfPrecision.bits(of: middle.nextDown) == bits,
        HalfPrecision.bits(of: middle.nextUp) == bits + 1, HalfPrecision.bits(of: -middle) == even | 0x8000
      else {
        Issue.record("between \(low) and \(high)")
        return
      }
    }
  }

  /// numpy 2.4.6: np.float32(x).astype(np.float16).view(np.uint16)
  @Test func theSameBitsAsNumpy() {
    let expected: [(Float, UInt16)] = [
      (0.1, 0x2E66), (-3.14159, 0xC248), (1e-7, 0x0002), (6.1e-5, 0x03FF), (65519, 0x7BFF), (65520, 0x7C00),
      (1e9, 0x7C00), (-1e-9, 0x8000), (.infinity, 0x7C00),
    ]
    for (value, bits) in expected { #expect(HalfPrecision.bits(of: value) == bits, "\(value)") }
  }
}
