/// Gerrity score.
///
/// The part correct, rewarding rare categories more and near misses less than full.
///
///     gerrity = Σ_ij n_ij s_ij / n, s_ij = (Σ_{r<min(i,j)} 1/D_r - |i-j| + Σ_{r>=max(i,j)} D_r) / (K-1), D_r = (1 - Q_r) / Q_r, Q_r = Σ_{k<=r} q(k)
///
/// - Range -1 to 1, perfect 1, larger is better; no unit
/// - Undefined when the lowest or the highest category was never observed, or both sides of an edge are not
/// - No skill 0, for random and for constant forecasts; equitable. With two categories it is `pss`
/// - The reward of a category is taken from the observations that are scored
/// - Aggregation: from the summed table of all pairs; the mean over initial times is a different quantity
/// - Compared with: NumPy; `Contingency` of xskillscore
///
/// Gerrity (1992), doi:10.1175/1520-0493(1992)120<2709:ANOGAM>2.0.CO;2
public struct GerrityScore: ParametricMetric {
  public static let definition = MetricDefinition(
    id: "gerrity",
    name: "Gerrity score",
    symbol: "GS",
    synonyms: ["Gandin-Murphy-Gerrity score"],
    formula: "Σ_ij n_ij s_ij / n, s_ij = (Σ_{r<min(i,j)} 1/D_r - |i-j| + Σ_{r>=max(i,j)} D_r) / (K-1), D_r = "
      + "(1 - Q_r) / Q_r, Q_r = Σ_{k<=r} q(k)",
    range: "-1 to 1",
    perfect: 1,
    orientation: .positive,
    units: .none,
    summary: "The part correct, rewarding rare categories more and near misses less than full.",
    undefinedWhen: "the lowest or the highest category was never observed, or both sides of an edge are not",
    aggregation: "from the summed table of all pairs; the mean over initial times is a different quantity",
    reference: "Gerrity (1992), doi:10.1175/1520-0493(1992)120<2709:ANOGAM>2.0.CO;2")

  public static let example = Categories([1, 2, 5])

  public let parameter: Categories

  public init(_ parameter: Categories) {
    self.parameter = parameter
  }

  public var statistic: CategoryTable { CategoryTable(parameter) }

  public func value(of sums: CategorySums) -> Outcome {
    guard sums.n > 0 else { return .noPairs }
    let count = sums.categoryCount
    var (odds, below): ([Double], Double) = ([], 0)
    for part in sums.observed.dropLast() {
      below += part
      guard below > 0 else { return .undefined("the lowest category was never observed") }
      guard below < 1 else { return .undefined("the highest category was never observed") }
      odds.append((1 - below) / below)
    }
    var sum = 0.0
    for i in 0..<count {
      for j in 0..<count where sums.cells[i * count + j] != 0 {
        let (low, high) = (min(i, j), max(i, j))
        let reward = odds[..<low].reduce(0) { $0 + 1 / $1 } + odds[high...].reduce(0, +) - Double(high - low)
        sum += sums.cells[i * count + j] * reward / Double(count - 1)
      }
    }
    return Outcome(sum / sums.total)
  }
}
