#if canImport(Darwin)
  import Darwin
#elseif canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// The discrete Fourier transform of one length: X_k = Σ_j x_j exp(-2πi jk/n).
///
/// Powers of two by Cooley and Tukey (1965, doi:10.1090/S0025-5718-1965-0178586-1); any other length through one
/// of those, as a convolution, by Bluestein (1970, doi:10.1109/TAU.1970.1162132). O(n log n) in either case.
struct FourierTransform {
  let length: Int
  private let cosines: [Double]
  private let sines: [Double]
  private let chirp: Chirp?

  /// Traps where the length is not positive.
  init(length: Int) {
    precondition(length > 0, "a transform of length \(length)")
    self.length = length
    let isPowerOfTwo = length & (length - 1) == 0
    cosines = isPowerOfTwo ? (0..<length / 2).map { cos(2 * Double.pi * Double($0) / Double(length)) } : []
    sines = isPowerOfTwo ? (0..<length / 2).map { -sin(2 * Double.pi * Double($0) / Double(length)) } : []
    chirp = isPowerOfTwo ? nil : Chirp(length: length)
  }

  /// Transforms in place. Traps where the arrays are not of the transform's length.
  func transform(real: inout [Double], imaginary: inout [Double]) {
    precondition(real.count == length && imaginary.count == length, "a transform of another length")
    if let chirp {
      chirp.transform(real: &real, imaginary: &imaginary)
    } else {
      inPowersOfTwo(&real, &imaginary)
    }
  }

  private func inPowersOfTwo(_ re: inout [Double], _ im: inout [Double]) {
    // Into the order of the reversed bits of the positions.
    var j = 0
    for i in 1..<max(1, length) {
      var bit = length >> 1
      while j & bit != 0 {
        j ^= bit
        bit >>= 1
      }
      j |= bit
      if i < j {
        re.swapAt(i, j)
        im.swapAt(i, j)
      }
    }
    var half = 1
    while half < length {
      let stride = length / (2 * half)
      for start in Swift.stride(from: 0, to: length, by: 2 * half) {
        for k in 0..<half {
          let (c, s) = (cosines[k * stride], sines[k * stride])
          let (a, b) = (start + k, start + k + half)
          let (x, y) = (re[b] * c - im[b] * s, re[b] * s + im[b] * c)
          (re[b], im[b]) = (re[a] - x, im[a] - y)
          (re[a], im[a]) = (re[a] + x, im[a] + y)
        }
      }
      half *= 2
    }
  }

  /// Bluestein's: jk = (j² + k² - (k - j)²)/2 makes the transform a convolution with exp(iπ j²/n).
  private final class Chirp: Sendable {
    private let length: Int
    private let inner: FourierTransform
    private let cosines: [Double]
    private let sines: [Double]
    private let filterReal: [Double]
    private let filterImaginary: [Double]

    init(length: Int) {
      self.length = length
      var size = 1
      while size < 2 * length - 1 { size *= 2 }
      inner = FourierTransform(length: size)
      // j² modulo 2n first, so that the angle keeps its digits.
      let angles = (0..<length).map { Double.pi * Double($0 * $0 % (2 * length)) / Double(length) }
      cosines = angles.map { cos($0) }
      sines = angles.map { sin($0) }
      var (re, im) = ([Double](repeating: 0, count: size), [Double](repeating: 0, count: size))
      for j in 0..<length {
        (re[j], im[j]) = (cosines[j], sines[j])
        if j > 0 { (re[size - j], im[size - j]) = (cosines[j], sines[j]) }
      }
      inner.transform(real: &re, imaginary: &im)
      filterReal = re
      filterImaginary = im
    }

    func transform(real: inout [Double], imaginary: inout [Double]) {
      let size = inner.length
      var (re, im) = ([Double](repeating: 0, count: size), [Double](repeating: 0, count: size))
      for j in 0..<length {
        re[j] = real[j] * cosines[j] + imaginary[j] * sines[j]
        im[j] = imaginary[j] * cosines[j] - real[j] * sines[j]
      }
      inner.transform(real: &re, imaginary: &im)
      for k in 0..<size {
        let (x, y) = (re[k], im[k])
        re[k] = x * filterReal[k] - y * filterImaginary[k]
        // The conjugate, so that the same transform inverts it.
        im[k] = -(x * filterImaginary[k] + y * filterReal[k])
      }
      inner.transform(real: &re, imaginary: &im)
      let scale = 1 / Double(size)
      for k in 0..<length {
        let (x, y) = (re[k] * scale, -im[k] * scale)
        real[k] = x * cosines[k] + y * sines[k]
        imaginary[k] = y * cosines[k] - x * sines[k]
      }
    }
  }
}
