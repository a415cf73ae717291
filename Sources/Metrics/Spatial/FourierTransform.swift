import CLanes

#if canImport(Darwin)
  import Darwin
#elseif canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// The discrete Fourier transform of one length: X_k = Σ_j x_j exp(-2πi jk/n).
///
/// Lengths made of twos, threes and fives by Cooley and Tukey (1965, doi:10.1090/S0025-5718-1965-0178586-1) in
/// Stockham's order; any other length through one of those, as a convolution, by Bluestein (1970,
/// doi:10.1109/TAU.1970.1162132). O(n log n) in either case.
struct FourierTransform {
  private struct Step {
    let radix: Int
    /// How many roots of unity there are, and how many groups of values of each.
    let roots: Int
    let groups: Int
    /// The powers of each root from 1 to radix - 1: real part, imaginary part.
    let powers: [Double]
  }

  let length: Int
  private let steps: [Step]
  private let chirp: Chirp?

  /// Traps where the length is not positive.
  init(length: Int) {
    precondition(length > 0, "a transform of length \(length)")
    self.length = length
    (steps, chirp) = FourierTransform.steps(of: length).map { ($0, nil) } ?? ([], Chirp(length: length))
  }

  /// Nil where a prime above 5 divides the length.
  private static func steps(of length: Int) -> [Step]? {
    var (steps, rest, groups): ([Step], Int, Int) = ([], length, 1)
    for radix in [4, 2, 3, 5] {
      while rest % radix == 0 {
        let roots = rest / radix
        let powers = (0..<roots).flatMap { p in
          (1..<radix).flatMap { k -> [Double] in
            let angle = -2 * Double.pi * Double(p * k % rest) / Double(rest)
            return [cos(angle), sin(angle)]
          }
        }
        steps.append(Step(radix: radix, roots: roots, groups: groups, powers: powers))
        (rest, groups) = (roots, groups * radix)
      }
    }
    return rest == 1 ? steps : nil
  }

  /// Transforms in place. Traps where the arrays are not of the transform's length.
  func transform(real: inout [Double], imaginary: inout [Double]) {
    precondition(real.count == length && imaginary.count == length, "a transform of another length")
    if let chirp { return chirp.transform(real: &real, imaginary: &imaginary) }
    var (otherReal, otherImaginary) = (real, imaginary)
    for step in steps {
      cl_fourier_step(
        step.radix, step.roots, step.groups, step.powers, real, imaginary, &otherReal, &otherImaginary)
      swap(&real, &otherReal)
      swap(&imaginary, &otherImaginary)
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
