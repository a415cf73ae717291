/// Two values at a time, in Float64: what fits a register of every processor, so that the sums of a kernel stay in them.
typealias LanePair = SIMD2<Double>

extension UnsafePointer<Float> {
  /// Four values from a position on, widened.
  @inline(__always)
  func lanes(_ i: Int) -> (LanePair, LanePair) {
    let bytes = UnsafeRawPointer(self + i)
    let a = bytes.loadUnaligned(as: SIMD2<Float>.self)
    let b = bytes.loadUnaligned(fromByteOffset: 8, as: SIMD2<Float>.self)
    // Written out, it becomes one instruction; the conversion of the whole vector goes lane by lane.
    return (LanePair(Double(a[0]), Double(a[1])), LanePair(Double(b[0]), Double(b[1])))
  }

  /// One value twice, for a cell that is left over.
  @inline(__always)
  func twice(_ i: Int) -> LanePair { LanePair(repeating: Double(self[i])) }
}

extension LanePair {
  @inline(__always)
  var magnitudes: LanePair {
    let bits = unsafeBitCast(self, to: SIMD2<UInt64>.self) & SIMD2<UInt64>(repeating: 0x7FFF_FFFF_FFFF_FFFF)
    return unsafeBitCast(bits, to: LanePair.self)
  }

  /// The lesser of each two; the other one's where this one is missing.
  @inline(__always)
  func lesser(_ b: LanePair) -> LanePair {
    LanePair(self[0] < b[0] ? self[0] : b[0], self[1] < b[1] ? self[1] : b[1])
  }

  @inline(__always)
  func greater(_ b: LanePair) -> LanePair {
    LanePair(self[0] > b[0] ? self[0] : b[0], self[1] > b[1] ? self[1] : b[1])
  }
}

/// What the cells of a block weigh.
protocol BlockWeights {
  /// Whether all cells weigh 1, so that weights need not be summed.
  static var areEven: Bool { get }
  func lanes(_ i: Int) -> (LanePair, LanePair)
  /// For a cell that is taken twice.
  func once(_ i: Int) -> LanePair
}

/// The same for all of them, which sums are multiplied with in the end.
struct EvenWeights: BlockWeights {
  @inline(__always) static var areEven: Bool { true }
  @inline(__always) func lanes(_ i: Int) -> (LanePair, LanePair) { (LanePair(repeating: 1), LanePair(repeating: 1)) }
  @inline(__always) func once(_ i: Int) -> LanePair { LanePair(1, 0) }
}

/// A weight for each.
struct OwnWeights: BlockWeights {
  @inline(__always) static var areEven: Bool { false }
  let weights: UnsafePointer<Double>
  @inline(__always) func lanes(_ i: Int) -> (LanePair, LanePair) {
    (
      UnsafeRawPointer(weights + i).loadUnaligned(as: LanePair.self),
      UnsafeRawPointer(weights + i + 2).loadUnaligned(as: LanePair.self)
    )
  }
  @inline(__always) func once(_ i: Int) -> LanePair { LanePair(weights[i], 0) }
}
