import Foundation
import Testing

@testable import Metrics

@Suite("The Fourier transform")
struct FourierTransformTests {
  @Test(
    "Every length gives what its definition does",
    arguments: Array(1...36) + [48, 49, 60, 75, 97, 100, 121, 128, 125, 243, 360, 1000, 1440])
  func definition(length n: Int) {
    // Numbers without a pattern, from the fractional parts of multiples of irrational numbers.
    let x = (0..<n).map { (0.1 + Double($0) * 2.0.squareRoot()).truncatingRemainder(dividingBy: 1) - 0.5 }
    let y = (0..<n).map { (0.7 + Double($0) * 3.0.squareRoot()).truncatingRemainder(dividingBy: 1) - 0.5 }
    var (re, im) = (x, y)
    FourierTransform(length: n).transform(real: &re, imaginary: &im)
    let tolerance = 1e-14 * Double(n).squareRoot() * 10
    for k in 0..<n {
      var sum = (0.0, 0.0)
      for j in 0..<n {
        let angle = -2 * Double.pi * Double(j * k % n) / Double(n)
        sum.0 += x[j] * cos(angle) - y[j] * sin(angle)
        sum.1 += x[j] * sin(angle) + y[j] * cos(angle)
      }
      #expect(abs(re[k] - sum.0) < tolerance * 10 && abs(im[k] - sum.1) < tolerance * 10, "n \(n), k \(k)")
    }
  }
}
