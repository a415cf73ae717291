/// Four values at a time, in Float64.
typealias Lanes = SIMD4<Double>

extension Lanes {
  @inline(__always)
  var magnitudes: Lanes {
    let bits = unsafeBitCast(self, to: SIMD4<UInt64>.self) & SIMD4<UInt64>(repeating: 0x7FFF_FFFF_FFFF_FFFF)
    return unsafeBitCast(bits, to: Lanes.self)
  }

  @inline(__always)
  func lesser(_ b: Lanes) -> Lanes {
    Lanes(
      self[0] < b[0] ? self[0] : b[0], self[1] < b[1] ? self[1] : b[1], self[2] < b[2] ? self[2] : b[2],
      self[3] < b[3] ? self[3] : b[3])
  }

  @inline(__always)
  func greater(_ b: Lanes) -> Lanes {
    Lanes(
      self[0] > b[0] ? self[0] : b[0], self[1] > b[1] ? self[1] : b[1], self[2] > b[2] ? self[2] : b[2],
      self[3] > b[3] ? self[3] : b[3])
  }
}
