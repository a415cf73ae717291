import Foundation

/// The latitudes of Gaussian grids.
public enum GaussianLatitudes {
  /// Degrees north of the rows, from north to south: the roots of the Legendre polynomial of that
  /// degree, by Newton's method from Tricomi's approximation. Traps where there is no row.
  ///
  /// Compared with: `numpy.polynomial.legendre.leggauss` and ecCodes.
  public static func latitudes(rows: Int) -> [Double] {
    precondition(rows > 0, "a Gaussian grid of \(rows) rows")
    let n = Double(rows)
    let northern = (0..<(rows + 1) / 2).map { index -> Double in
      // The colatitude is the unknown, since the sine of latitude has few digits left near the pole.
      var angle = .pi * (Double(index) + 0.75) / (n + 0.5)
      for _ in 0..<20 {
        let step = newtonStep(at: angle, degree: rows)
        angle -= step
        if abs(step) < 1e-15 { break }
      }
      return 90 - angle * 180 / .pi
    }
    let isOdd = rows % 2 == 1
    let half = isOdd ? Array(northern.dropLast()) : northern
    return half + (isOdd ? [0] : []) + half.reversed().map { -$0 }
  }

  /// P / (dP/dθ) of the Legendre polynomial at a colatitude, by its recurrence.
  private static func newtonStep(at angle: Double, degree: Int) -> Double {
    let x = cos(angle)
    var (before, here) = (1.0, x)
    for k in stride(from: 2, through: degree, by: 1) {
      let k = Double(k)
      (before, here) = (here, ((2 * k - 1) * x * here - (k - 1) * before) / k)
    }
    // (1 - x²) P' = n (P before - x P), and dP/dθ = -sin θ P'.
    let slope = Double(degree) * (before - x * here) / sin(angle)
    return -here / slope
  }
}
