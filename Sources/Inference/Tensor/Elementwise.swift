#if canImport(Darwin)
  import Darwin
#elseif canImport(Glibc)
  import Glibc
#endif

typealias Lanes = SIMD8<Float>

/// e to the power of each, to 2e-7 relative; below -87 it is that of -87.
///
/// Split as n ln 2 + r with |r| <= ln 2 / 2, and a polynomial in r.
@inline(__always)
func exponential(_ x: Lanes) -> Lanes {
  let x = x.clamped(lowerBound: Lanes(repeating: -87), upperBound: Lanes(repeating: 88))
  // Adding it rounds to a whole number, whose bits are then the lowest of the sum.
  let magic = Lanes(repeating: 12_582_912)
  let shifted = x * 1.442_695_04 + magic
  let n = shifted - magic
  let r = x - n * 0.693_359_375 + n * 2.121_944_40e-4
  var p = r * 1.987_569_15e-4 + 1.398_199_95e-3
  p = p * r + 8.333_451_9e-3
  p = p * r + 4.166_579_6e-2
  p = p * r + 1.666_666_5e-1
  p = p * r + 0.5
  p = p * r * r + r + 1
  let exponent = unsafeBitCast(shifted, to: SIMD8<Int32>.self) &<< 23
  return unsafeBitCast(unsafeBitCast(p, to: SIMD8<Int32>.self) &+ exponent, to: Lanes.self)
}

/// The sum of some values, in lanes and then across them.
@inline(__always)
func sum(_ values: UnsafePointer<Float>, count: Int) -> Float {
  var total = Lanes()
  var i = 0
  while i + 8 <= count {
    total += UnsafeRawPointer(values + i).loadUnaligned(as: Lanes.self)
    i += 8
  }
  var result = total.sum()
  while i < count {
    result += values[i]
    i += 1
  }
  return result
}
