/// How one number of an array is stored.
struct StoredElement: Sendable, Hashable {
  let element: CFElement
  let byteCount: Int
  let isBigEndian: Bool

  /// One of the functions below.
  typealias Copy<Number> =
    @Sendable (
      StoredElement, UnsafeRawBufferPointer, ChunkBlock, UnsafeMutablePointer<Number>
    ) -> Void

  /// Whether a chunk's bytes are the numbers in memory of this machine.
  var isNativeSingle: Bool { element == .float(bits: 32) && isBigEndian == (1.bigEndian == 1) }

  /// Copies half or single precision.
  func copy(_ raw: UnsafeRawBufferPointer, _ block: ChunkBlock, to target: UnsafeMutablePointer<Float>) {
    if isNativeSingle, block.sourceStep == 1, let source = raw.baseAddress {
      block.forEachRun { from, to in
        UnsafeMutableRawPointer(target + to).copyMemory(from: source + 4 * from, byteCount: 4 * block.runLength)
      }
    } else if byteCount == 2 {
      run(raw, UInt16.self, block) { target[$0] = StoredElement.single(half: $1) }
    } else {
      run(raw, UInt32.self, block) { target[$0] = Float(bitPattern: $1) }
    }
  }

  /// Copies double precision, integers and booleans.
  func copy(_ raw: UnsafeRawBufferPointer, _ block: ChunkBlock, to target: UnsafeMutablePointer<Double>) {
    switch element {
    case .float: run(raw, UInt64.self, block) { target[$0] = Double(bitPattern: $1) }
    case .signed(bits: 8): run(raw, Int8.self, block) { target[$0] = Double($1) }
    case .signed(bits: 16): run(raw, Int16.self, block) { target[$0] = Double($1) }
    case .signed(bits: 32): run(raw, Int32.self, block) { target[$0] = Double($1) }
    case .signed: run(raw, Int64.self, block) { target[$0] = Double($1) }
    case .unsigned(bits: 16): run(raw, UInt16.self, block) { target[$0] = Double($1) }
    case .unsigned(bits: 32): run(raw, UInt32.self, block) { target[$0] = Double($1) }
    case .unsigned(bits: 64): run(raw, UInt64.self, block) { target[$0] = Double($1) }
    case .unsigned, .boolean, .other: run(raw, UInt8.self, block) { target[$0] = Double($1) }
    }
  }

  @inline(__always)
  private func run<T: FixedWidthInteger>(
    _ raw: UnsafeRawBufferPointer, _ type: T.Type, _ block: ChunkBlock, _ store: (Int, T) -> Void
  ) {
    let (length, step, width) = (block.runLength, block.sourceStep, MemoryLayout<T>.size)
    block.forEachRun { source, target in
      for i in 0..<length {
        let number = raw.loadUnaligned(fromByteOffset: (source + i * step) * width, as: T.self)
        store(target + i, isBigEndian ? T(bigEndian: number) : T(littleEndian: number))
      }
    }
  }

  /// IEEE half precision, which not every machine's compiler has a type for.
  static func single(half bits: UInt16) -> Float {
    let sign: Float = bits & 0x8000 == 0 ? 1 : -1
    let exponent = Int(bits >> 10 & 0x1F)
    let fraction = Float(bits & 0x3FF)
    switch exponent {
    case 0: return sign * fraction * 0x1p-24
    case 31: return fraction == 0 ? sign * .infinity : .nan
    default: return sign * Float(sign: .plus, exponent: exponent - 15, significand: 1 + fraction / 1024)
    }
  }
}
