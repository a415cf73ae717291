/// Four values at a time, in Float64.
typealias Lanes = SIMD4<Double>

extension UnsafePointer<Float> {
  /// Four values from a position on, widened.
  @inline(__always)
  func lanes(_ i: Int) -> Lanes {
    let narrow = UnsafeRawPointer(self + i).loadUnaligned(as: SIMD4<Float>.self)
    // Written out, it becomes two instructions; the conversion of the whole vector goes lane by lane.
    return Lanes(Double(narrow[0]), Double(narrow[1]), Double(narrow[2]), Double(narrow[3]))
  }
}

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

/// What the cells of a block weigh.
protocol BlockWeights {
  /// Whether all cells weigh `factor`, so that weights need not be summed.
  static var areEven: Bool { get }
  /// What every sum is to be multiplied with in the end.
  var factor: Double { get }
  func lanes(_ i: Int) -> Lanes
  func one(_ i: Int) -> Double
}

/// One weight for all of them, which is taken last.
struct EvenWeights: BlockWeights {
  @inline(__always) static var areEven: Bool { true }
  let factor: Double
  @inline(__always) func lanes(_ i: Int) -> Lanes { Lanes(repeating: 1) }
  @inline(__always) func one(_ i: Int) -> Double { 1 }
}

/// A weight for each.
struct OwnWeights: BlockWeights {
  @inline(__always) static var areEven: Bool { false }
  let weights: UnsafePointer<Double>
  var factor: Double { 1 }
  @inline(__always) func lanes(_ i: Int) -> Lanes {
    UnsafeRawPointer(weights + i).loadUnaligned(as: Lanes.self)
  }
  @inline(__always) func one(_ i: Int) -> Double { weights[i] }
}
