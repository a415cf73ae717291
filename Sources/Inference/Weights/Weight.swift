import Foundation

/// A tensor of a network's weights as Float32: in the file where it is stored so, else converted.
struct Weight: Sendable {
  private enum Storage: Sendable {
    case mapped(MappedFile, offset: Int)
    case converted([Float])
  }

  let shape: [Int]
  private let storage: Storage

  var count: Int { shape.reduce(1, *) }

  init(shape: [Int], values: [Float]) {
    precondition(values.count == shape.reduce(1, *), "\(values.count) values of shape \(shape)")
    self.shape = shape
    storage = .converted(values)
  }

  init(_ entry: SafetensorsFile.Entry, in file: SafetensorsFile) {
    shape = entry.shape
    let start = entry.bytes.lowerBound
    let count = entry.shape.reduce(1, *)
    let source = file.content.bytes
    switch entry.number {
    case .float32 where start % 4 == 0 && UInt32(1).littleEndian == 1:
      storage = .mapped(file.content, offset: start)
    case .float32:
      storage = .converted(
        (0..<count).map { i in
          Float(bitPattern: UInt32(littleEndian: source.loadUnaligned(fromByteOffset: start + 4 * i, as: UInt32.self)))
        })
    case .float16:
      storage = .converted(
        Weight.converted(source, start, count) { Weight.float(half: $0) })
    case .bfloat16:
      storage = .converted(
        Weight.converted(source, start, count) { Float(bitPattern: UInt32($0) << 16) })
    }
  }

  /// The values, row by row.
  func withValues<R>(_ body: (UnsafePointer<Float>) throws -> R) rethrows -> R {
    switch storage {
    case .mapped(let file, let offset):
      return try body(file.base.advanced(by: offset).assumingMemoryBound(to: Float.self))
    case .converted(let values): return try values.withUnsafeBufferPointer { try body($0.start) }
    }
  }

  @inline(__always)
  private static func converted(
    _ source: UnsafeRawBufferPointer, _ start: Int, _ count: Int, _ convert: (UInt16) -> Float
  ) -> [Float] {
    [Float](unsafeUninitializedCapacity: count) { values, initialised in
      for i in 0..<count {
        values[i] = convert(UInt16(littleEndian: source.loadUnaligned(fromByteOffset: start + 2 * i, as: UInt16.self)))
      }
      initialised = count
    }
  }

  /// A half-precision number, without the type that macOS on Intel lacks.
  static func float(half bits: UInt16) -> Float {
    let sign = UInt32(bits & 0x8000) << 16
    let (exponent, fraction) = (UInt32(bits >> 10) & 0x1F, UInt32(bits) & 0x3FF)
    switch exponent {
    case 0:
      // Subnormal: fraction times 2^-24.
      let size = Float(fraction) * 5.960_464_477_539_063e-8
      return Float(bitPattern: size.bitPattern | sign)
    case 31: return Float(bitPattern: sign | 0x7F80_0000 | fraction << 13)
    default: return Float(bitPattern: sign | (exponent + 112) << 23 | fraction << 13)
    }
  }
}
