import Foundation

/// A number made of the four cells of a contingency table, with its derivatives by each of them.
///
/// Arithmetic carries the derivatives along, so that the standard error of any score follows from its formula.
struct CellGradient {
  let value: Double
  /// By hits, false alarms, misses and correct negatives.
  let gradient: SIMD4<Double>

  /// The four cells.
  static func cells(of sums: ContingencySums) -> (a: CellGradient, b: CellGradient, c: CellGradient, d: CellGradient) {
    (
      CellGradient(value: sums.hits, gradient: [1, 0, 0, 0]),
      CellGradient(value: sums.falseAlarms, gradient: [0, 1, 0, 0]),
      CellGradient(value: sums.misses, gradient: [0, 0, 1, 0]),
      CellGradient(value: sums.correctNegatives, gradient: [0, 0, 0, 1])
    )
  }

  static func + (x: CellGradient, y: CellGradient) -> CellGradient {
    CellGradient(value: x.value + y.value, gradient: x.gradient + y.gradient)
  }

  static func - (x: CellGradient, y: CellGradient) -> CellGradient {
    CellGradient(value: x.value - y.value, gradient: x.gradient - y.gradient)
  }

  static func * (x: CellGradient, y: CellGradient) -> CellGradient {
    CellGradient(value: x.value * y.value, gradient: x.value * y.gradient + y.value * x.gradient)
  }

  static func / (x: CellGradient, y: CellGradient) -> CellGradient {
    CellGradient(
      value: x.value / y.value, gradient: (x.gradient - x.value / y.value * y.gradient) / y.value)
  }

  static func log(_ x: CellGradient) -> CellGradient {
    CellGradient(value: Foundation.log(x.value), gradient: x.gradient / x.value)
  }

  /// By the delta method, for cells that are counts of independent pairs, of any share of each.
  ///
  /// A score is the same for twice the counts, so Σ n_i g_i = 0, and the variance of multinomial counts leaves
  /// √(Σ n_i g_i²) (Agresti 2013, Categorical Data Analysis, 3rd edition, section 16.1).
  func standardError(of sums: ContingencySums) -> Double {
    let counts = SIMD4(sums.hits, sums.falseAlarms, sums.misses, sums.correctNegatives)
    return (counts * gradient * gradient).sum().squareRoot()
  }
}
