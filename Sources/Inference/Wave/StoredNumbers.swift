import CWave

/// Numbers as a store keeps them, and back.
extension ClusterLayout.Element {
  /// Writes numbers in this form; half precision takes the nearest, even where two are.
  ///
  /// - Throws: `InferenceError` where half precision can't hold one, which is one of 65520 or more, or none at all.
  func store(_ numbers: UnsafePointer<Float>, count: Int, into target: UnsafeMutableRawPointer) throws {
    switch self {
    case .float32:
      wave_copy(numbers, count, target.assumingMemoryBound(to: Float.self))
    case .float16:
      let halves = target.assumingMemoryBound(to: UInt16.self)
      guard wave_to_half(numbers, count, halves) else {
        let worst = (0..<count).first { !(abs(numbers[$0]) < 65_520) }.map { numbers[$0] } ?? .nan
        throw InferenceError(
          "a key or value of attention is \(worst), which half precision can't hold",
          suggestion: "Store them in float32.")
      }
    }
  }

  /// Reads numbers that are stored in this form.
  func load(_ source: UnsafeRawPointer, count: Int, into numbers: UnsafeMutablePointer<Float>) {
    switch self {
    case .float32:
      wave_copy(source.assumingMemoryBound(to: Float.self), count, numbers)
    case .float16:
      wave_from_half(source.assumingMemoryBound(to: UInt16.self), count, numbers)
    }
  }

  /// The numbers that are left of some when they are stored.
  func rounded(_ numbers: Matrix) throws -> Matrix {
    guard self == .float16 else { return numbers }
    var rounded = numbers
    let halves = UnsafeMutableRawPointer.allocate(byteCount: max(2, 2 * numbers.values.count), alignment: 64)
    defer { halves.deallocate() }
    try rounded.values.withUnsafeMutableBufferPointer { values in
      try store(values.start, count: values.count, into: halves)
      load(halves, count: values.count, into: values.start)
    }
    return rounded
  }
}
