import Foundation

/// What is done about many tests at once, of which some come out by chance.
public enum Multiplicity: String, Hashable, Sendable, Codable, CaseIterable {
  /// Each test for itself.
  case none
  /// So that one or more false findings in all the tests have the probability of one test: 1 - (1 - p)^m
  /// (Šidák 1967, doi:10.1080/01621459.1967.10482935).
  case sidak
  /// So that of all findings no more than the level are false on average (Benjamini and Hochberg 1995,
  /// doi:10.1111/j.2517-6161.1995.tb02031.x; for fields of scores Wilks 2016, doi:10.1175/BAMS-D-15-00267.1).
  case benjaminiHochberg = "benjamini_hochberg"

  /// The p-values of all tests at once, adjusted: one below 1 - level is a finding at that level.
  ///
  /// The same order as given. Tests that have no p-value are to be left out before.
  public func adjusted(_ p: [Double]) -> [Double] {
    let m = Double(p.count)
    switch self {
    case .none: return p
    case .sidak: return p.map { $0 < 1 ? -expm1(m * log1p(-$0)) : 1 }
    case .benjaminiHochberg:
      var adjusted = p
      var least = 1.0
      for (rank, i) in p.indices.sorted(by: { p[$0] < p[$1] }).enumerated().reversed() {
        least = min(least, p[i] * m / Double(rank + 1))
        adjusted[i] = least
      }
      return adjusted
    }
  }
}
