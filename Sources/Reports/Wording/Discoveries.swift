import Metrics

/// Which of several differences are significant together, since of many tests one in twenty succeeds by chance.
///
/// Single lead times are not judged from fewer than 10 initial times. Of the others, the p-values are held to a
/// false discovery rate of 5 %: Benjamini and Hochberg (1995), doi:10.1111/j.2517-6161.1995.tb02031.x, as Wilks
/// (2016), doi:10.1175/BAMS-D-15-00267.1, advises for fields of tests.
enum Discoveries {
  /// Fewer initial times than this say nothing of a single lead time.
  static let fewestCases = 10
  static let rate = 0.05

  /// For each p-value whether it is a discovery; a test without p-value is none and is not counted.
  static func areDiscoveries(_ pValues: [Double?]) -> [Bool] {
    let sorted = pValues.compactMap { $0 }.filter(\.isFinite).sorted()
    let limit = sorted.enumerated().last { rank, p in
      p <= rate * Double(rank + 1) / Double(sorted.count)
    }?.element
    return pValues.map { p in
      guard let p, let limit else { return false }
      return p <= limit
    }
  }

  /// For each comparison whether it holds among the others: it is significant by itself, it is a discovery, and
  /// there are enough initial times.
  static func hold(_ comparisons: [Comparison]) -> [Bool] {
    zip(comparisons, areDiscoveries(comparisons.map(\.difference.pValue))).map { comparison, isDiscovery in
      isDiscovery && comparison.isSignificant && comparison.difference.cases >= fewestCases
    }
  }
}
