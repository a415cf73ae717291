/// The strata of an evaluation, and those of them that sums are kept of.
///
/// Sums are kept by initial and lead time, so a condition on the time is not met while pairs are added but when scores
/// are made: `DJF` is made of the sums of `all`, and `europe x DJF` of those of `europe`.
public struct Strata: Sendable {
  /// Every pair first, then as planned.
  public let shown: [Stratum]
  /// Without conditions on the time, each once; every pair first. Sums are stored under their names.
  public let kept: [Stratum]

  public init(_ planned: [Stratum]) {
    shown = [.all] + planned
    var kept: [Stratum] = []
    for stratum in shown.map(\.timeless) where !kept.contains(where: { $0.name == stratum.name }) {
      kept.append(stratum)
    }
    self.kept = kept
  }
}
