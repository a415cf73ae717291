/// What can be wrong with sums that are read, merged or scored.
public enum MetricsError: Error, Hashable, Sendable {
  /// Sums of one statistic were given where those of another belong.
  case otherStatistic(expected: String, found: String)
  /// Stored sums that cannot be those of the statistic.
  case unreadable(statistic: String, found: String)
  /// No statistic has this name.
  case unknownStatistic(String)
  /// Strata that cut a grid into more parts than can be told apart.
  case tooManyParts
}

extension MetricsError: CustomStringConvertible {
  public var description: String {
    switch self {
    case .otherStatistic(let expected, let found):
      "sums of '\(found)' where those of '\(expected)' belong: they count different things and cannot be combined"
    case .unreadable(let statistic, let found):
      "stored sums of '\(statistic)' cannot be read: found \(found); they are damaged or of another version, "
        + "so remove the results and run the evaluation again"
    case .unknownStatistic(let name):
      "no statistic is called '\(name)'; this version keeps "
        + Catalogue.statistics.map { "'\($0.name)'" }.joined(separator: ", ")
    case .tooManyParts:
      "the strata cut the grid into more than \(CellParts.mostParts) different parts; give fewer of them"
    }
  }
}
