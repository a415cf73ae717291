/// Numbers in a chunk's bytes.
enum ZarrNumbers {
  /// A block of one chunk that goes into a block of an array, all in elements.
  struct Block {
    var count: [Int]
    var sourceStart: Int
    var sourceStrides: [Int]
    var targetStart: Int
    var targetStrides: [Int]

    /// Calls once for each run along the last axis: the places of its first element and its length.
    func forEachRun(_ body: (_ source: Int, _ target: Int) -> Void) {
      guard count.allSatisfy({ $0 > 0 }) else { return }
      var index = [Int](repeating: 0, count: max(count.count - 1, 0))
      var (source, target) = (sourceStart, targetStart)
      while true {
        body(source, target)
        var axis = index.count - 1
        while axis >= 0 {
          index[axis] += 1
          source += sourceStrides[axis]
          target += targetStrides[axis]
          if index[axis] < count[axis] { break }
          source -= index[axis] * sourceStrides[axis]
          target -= index[axis] * targetStrides[axis]
          index[axis] = 0
          axis -= 1
        }
        if axis < 0 { return }
      }
    }

    var runLength: Int { count.last ?? 1 }
    var sourceStep: Int { sourceStrides.last ?? 1 }
  }

  /// Copies half or single precision. The last axis of the target is contiguous.
  static func copy(_ bytes: [UInt8], _ type: ZarrDataType, _ block: Block, to target: UnsafeMutableBufferPointer<Float>)
  {
    bytes.withUnsafeBytes { raw in
      if type.byteCount == 2 {
        run(raw, UInt16.self, type.isBigEndian, block) { target[$0] = single(half: $1) }
      } else {
        run(raw, UInt32.self, type.isBigEndian, block) { target[$0] = Float(bitPattern: $1) }
      }
    }
  }

  /// Copies double precision, integers and booleans.
  static func copy(
    _ bytes: [UInt8], _ type: ZarrDataType, _ block: Block, to target: UnsafeMutableBufferPointer<Double>
  ) {
    let swap = type.isBigEndian
    bytes.withUnsafeBytes { raw in
      switch type.element {
      case .float: run(raw, UInt64.self, swap, block) { target[$0] = Double(bitPattern: $1) }
      case .signed(bits: 8): run(raw, Int8.self, swap, block) { target[$0] = Double($1) }
      case .signed(bits: 16): run(raw, Int16.self, swap, block) { target[$0] = Double($1) }
      case .signed(bits: 32): run(raw, Int32.self, swap, block) { target[$0] = Double($1) }
      case .signed: run(raw, Int64.self, swap, block) { target[$0] = Double($1) }
      case .unsigned(bits: 16): run(raw, UInt16.self, swap, block) { target[$0] = Double($1) }
      case .unsigned(bits: 32): run(raw, UInt32.self, swap, block) { target[$0] = Double($1) }
      case .unsigned(bits: 64): run(raw, UInt64.self, swap, block) { target[$0] = Double($1) }
      case .unsigned, .boolean, .other: run(raw, UInt8.self, swap, block) { target[$0] = Double($1) }
      }
    }
  }

  @inline(__always)
  private static func run<T: FixedWidthInteger>(
    _ raw: UnsafeRawBufferPointer, _ type: T.Type, _ isBigEndian: Bool, _ block: Block, _ store: (Int, T) -> Void
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
