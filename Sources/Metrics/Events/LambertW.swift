import Foundation

/// The principal branch of Lambert's function: the w >= -1 with w e^w = x, for x > 0.
///
/// By Halley's iteration (Corless et al. 1996, doi:10.1007/BF02124750).
func lambertW(_ x: Double) -> Double {
  // Above the root from the start: log(1 + x) for small x, and closer for large x.
  var w = x < 3 ? log1p(x) : log(x) - log(log(x)) + log(log(x)) / log(x)
  for _ in 0..<40 {
    let e = exp(w)
    let excess = w * e - x
    let step = excess / (e * (w + 1) - (w + 2) * excess / (2 * w + 2))
    w -= step
    if abs(step) <= 1e-16 * abs(w) { break }
  }
  return w
}
