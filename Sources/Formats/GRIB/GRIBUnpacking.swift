import CAEC

/// What values of a message become: as they are, or single precision in another unit.
protocol GRIBNumber: Sendable {
  static var missing: Self { get }
  init(_ value: Double, scale: Double, offset: Double)
}

extension Float: GRIBNumber {
  static var missing: Float { .nan }
  @inline(__always)
  init(_ value: Double, scale: Double, offset: Double) { self = Float(value * scale + offset) }
}

extension Double: GRIBNumber {
  static var missing: Double { .nan }
  @inline(__always)
  init(_ value: Double, scale: Double, offset: Double) { self = value }
}

/// Undoes a packing, on as many threads as there are, in pieces of the field.
///
/// The arithmetic is that of ecCodes step by step, so that values are the same bits.
struct GRIBUnpacking<Number: GRIBNumber>: Sendable {
  let packing: GRIBPacking
  let message: [UInt8]
  /// The straight line to the wanted unit.
  var scale = 1.0
  var offset = 0.0

  private static var pieceCount: Int { 1 << 16 }

  /// The values in the message's order, missing where the bitmap says so; nil where the packed values are
  /// damaged, so that ecCodes may say how.
  func values() -> [Number]? {
    var isSound = true
    let values = [Number](unsafeUninitializedCapacity: packing.pointCount) { buffer, filled in
      guard let start = buffer.baseAddress else { return }
      switch packing.method {
      case .simple: unpackSimple(to: SharedMemory(start: start))
      case .ccsds(let flags, let blockSize, let interval):
        isSound = unpackCCSDS(flags, blockSize, interval, to: start)
      }
      filled = isSound ? packing.pointCount : 0
    }
    return isSound ? values : nil
  }

  @inline(__always)
  private func number(_ x: Double) -> Number {
    Number((x * packing.binaryScale + packing.reference) * packing.decimalScale, scale: scale, offset: offset)
  }

  // MARK: - Simple packing

  private func unpackSimple(to memory: SharedMemory<Number>) {
    let pieces = (packing.pointCount + Self.pieceCount - 1) / Self.pieceCount
    let firsts = packing.bitmap.map { firstValues($0, pieces) }
    ParallelPieces.run(pieces, scratch: {}) { piece, _ in
      let points = piece * Self.pieceCount..<min((piece + 1) * Self.pieceCount, packing.pointCount)
      message.withUnsafeBytes { raw in
        guard let bitmap = packing.bitmap, let firsts else {
          return unpack(points, of: raw, to: memory.start)
        }
        var next = firsts[piece]
        for i in points {
          if raw[bitmap.lowerBound + i / 8] & (0x80 >> (i % 8)) != 0 {
            memory.start[i] = number(Double(packed(raw, next)))
            next += 1
          } else {
            memory.start[i] = .missing
          }
        }
      }
    }
  }

  /// The number of values before each piece. A piece is a whole number of the bitmap's bytes.
  private func firstValues(_ bitmap: Range<Int>, _ pieces: Int) -> [Int] {
    var (firsts, total) = ([0], 0)
    for piece in 1..<max(pieces, 1) {
      let bytes =
        bitmap.lowerBound + (piece - 1) * Self.pieceCount / 8..<bitmap.lowerBound + piece * Self.pieceCount / 8
      for byte in message[bytes] { total += byte.nonzeroBitCount }
      firsts.append(total)
    }
    return firsts
  }

  /// Points without a bitmap. Numbers of whole bytes need no shifts, and compilers then do several at a time.
  private func unpack(_ points: Range<Int>, of raw: UnsafeRawBufferPointer, to target: UnsafeMutablePointer<Number>) {
    guard let start = raw.baseAddress.map({ $0 + packing.data.lowerBound }) else { return }
    switch packing.bitsPerValue {
    case 8: return unpack(points, UInt8.self, at: start, to: target)
    case 16: return unpack(points, UInt16.self, at: start, to: target)
    default: break
    }
    let width = packing.bitsPerValue
    // Up to here eight bytes from where a number begins are in the message.
    let end = (raw.count - packing.data.lowerBound - 8) * 8 / width
    let middle = max(points.lowerBound, min(points.upperBound, end))
    var bit = points.lowerBound * width
    for i in points.lowerBound..<middle {
      let word = UInt64(bigEndian: start.loadUnaligned(fromByteOffset: bit &>> 3, as: UInt64.self))
      let packed = Int64(truncatingIfNeeded: (word &<< UInt64(bit & 7)) &>> UInt64(64 - width))
      target[i] = number(Double(packed))
      bit &+= width
    }
    for i in middle..<points.upperBound { target[i] = number(Double(packed(raw, i))) }
  }

  @inline(__always)
  private func unpack<Sample: FixedWidthInteger & UnsignedInteger>(
    _ points: Range<Int>, _ type: Sample.Type, at start: UnsafeRawPointer, to target: UnsafeMutablePointer<Number>
  ) {
    for i in points {
      let sample = start.loadUnaligned(fromByteOffset: i * MemoryLayout<Sample>.size, as: Sample.self)
      target[i] = number(Self.double(Sample(bigEndian: sample)))
    }
  }

  /// Through 32 bits where they hold it, which processors convert several at a time.
  @inline(__always)
  private static func double<Sample: FixedWidthInteger & UnsignedInteger>(_ sample: Sample) -> Double {
    MemoryLayout<Sample>.size < 4
      ? Double(Int32(truncatingIfNeeded: sample)) : Double(Int64(truncatingIfNeeded: sample))
  }

  /// A packed number. Eight bytes hold it wherever it begins in the first of them.
  @inline(__always)
  private func packed(_ raw: UnsafeRawBufferPointer, _ i: Int) -> Int64 {
    let bit = i * packing.bitsPerValue
    let place = packing.data.lowerBound + bit >> 3
    var word: UInt64
    if place + 8 <= raw.count {
      word = UInt64(bigEndian: raw.loadUnaligned(fromByteOffset: place, as: UInt64.self))
    } else {
      word = 0
      for k in 0..<raw.count - place { word |= UInt64(raw[place + k]) << UInt64(56 - 8 * k) }
    }
    return Int64(truncatingIfNeeded: (word << UInt64(bit & 7)) >> UInt64(64 - packing.bitsPerValue))
  }

  // MARK: - CCSDS

  /// Whether the packed values are sound. They can only be decoded from the first to the last.
  private func unpackCCSDS(
    _ flags: UInt32, _ blockSize: UInt32, _ interval: UInt32, to target: UnsafeMutablePointer<Number>
  ) -> Bool {
    guard flags & UInt32(AEC_DATA_SIGNED) == 0 else { return false }
    return message.withUnsafeBytes { raw -> Bool in
      guard let bytes = raw.baseAddress?.assumingMemoryBound(to: UInt8.self) else { return false }
      var stream = aec_stream()
      stream.bits_per_sample = UInt32(packing.bitsPerValue)
      stream.block_size = blockSize
      stream.rsi = interval
      // Samples of one, two or four bytes in the order of this machine.
      let order = 1.bigEndian == 1 ? UInt32(AEC_DATA_MSB) : 0
      stream.flags = flags & ~UInt32(AEC_DATA_3BYTE | AEC_DATA_MSB) | order
      stream.next_in = bytes + packing.data.lowerBound
      stream.avail_in = packing.data.count
      guard aec_decode_init(&stream) == AEC_OK else { return false }
      defer { aec_decode_end(&stream) }
      switch packing.bitsPerValue {
      case ...8: return unpack(&stream, UInt8.self, raw, to: target)
      case ...16: return unpack(&stream, UInt16.self, raw, to: target)
      default: return unpack(&stream, UInt32.self, raw, to: target)
      }
    }
  }

  /// Decodes samples a piece at a time, which stays in the processor's cache, to their points.
  private func unpack<Sample: FixedWidthInteger & UnsignedInteger>(
    _ stream: inout aec_stream, _ type: Sample.Type, _ raw: UnsafeRawBufferPointer,
    to target: UnsafeMutablePointer<Number>
  ) -> Bool {
    withUnsafeTemporaryAllocation(of: Sample.self, capacity: Self.pieceCount) { samples in
      guard let start = samples.baseAddress else { return false }
      var (point, decoded) = (0, 0)
      while decoded < packing.valueCount {
        let count = min(Self.pieceCount, packing.valueCount - decoded)
        stream.next_out = UnsafeMutableRawPointer(start).assumingMemoryBound(to: UInt8.self)
        stream.avail_out = count * MemoryLayout<Sample>.size
        guard aec_decode(&stream, AEC_FLUSH) == AEC_OK, stream.avail_out == 0 else { return false }
        decoded += count
        guard let bitmap = packing.bitmap else {
          for i in 0..<count { target[point + i] = number(Self.double(start[i])) }
          point += count
          continue
        }
        var next = 0
        while next < count {
          if raw[bitmap.lowerBound + point / 8] & (0x80 >> (point % 8)) != 0 {
            target[point] = number(Self.double(start[next]))
            next += 1
          } else {
            target[point] = .missing
          }
          point += 1
        }
      }
      while point < packing.pointCount {
        target[point] = .missing
        point += 1
      }
      return true
    }
  }
}
