public import Fields

/// A curve that scores stand for, as sums hold it: a reliability diagram, a curve of relative operating characteristic,
/// a rank histogram.
public struct Curve: Hashable, Sendable, Codable {
  public enum Kind: String, Sendable, Codable {
    /// How often the event was observed over the probability that was forecast; the weight is that of the pairs.
    case reliability
    /// The part of the events that was forecast over the part of the non-events, each time from a probability on.
    case roc
    /// How often as many members were below the observation, as a part of all pairs.
    case rankHistogram = "rank_histogram"
  }

  public struct Point: Hashable, Sendable, Codable {
    public var x: Double
    public var y: Double
    /// Of a reliability diagram, Σw of the pairs.
    public var weight: Double?
    /// Of a relative operating characteristic, the probability from which on the event is called; nil for never.
    public var limit: Double?

    public init(x: Double, y: Double, weight: Double? = nil, limit: Double? = nil) {
      self.x = x
      self.y = y
      self.weight = weight
      self.limit = limit
    }
  }

  public var kind: Kind
  public var system: String
  public var variable: Variable
  public var stratum: String
  /// nil is all lead times together.
  public var leadTime: TimeSpan?
  public var threshold: String?
  public var n: Int
  public var points: [Point]

  public init(
    kind: Kind, system: String, variable: Variable, stratum: String, leadTime: TimeSpan?, threshold: String?, n: Int,
    points: [Point]
  ) {
    self.kind = kind
    self.system = system
    self.variable = variable
    self.stratum = stratum
    self.leadTime = leadTime
    self.threshold = threshold
    self.n = n
    self.points = points
  }
}

extension Curve {
  /// The curves that the sums of a statistic hold, with their points alone; none for one that holds none, or where no
  /// pair has two members.
  ///
  /// Throws where the sums are of another statistic.
  public static func points(of statistic: any Statistic, _ sums: AnySums) throws(MetricsError) -> [(Kind, [Point])] {
    switch statistic {
    case let table as ProbabilityTable:
      let sums = try table.result(in: sums)
      guard sums.rows.contains(where: { $0.size > 1 }) else { return [] }
      let reliability = sums.reliability.points.map { Point(x: $0.probability, y: $0.frequency, weight: $0.weight) }
      let roc = (sums.roc?.points ?? []).map {
        Point(x: $0.falseDetection, y: $0.detection, limit: $0.limit.isFinite ? $0.limit : nil)
      }
      return [(Kind.reliability, reliability), (.roc, roc)].filter { !$0.1.isEmpty }
    case let histogram as RankHistogram:
      return try histogram.result(in: sums).rows.filter { $0.size > 1 }.map { row in
        let total = row.counts.reduce(0, +)
        return (.rankHistogram, row.counts.enumerated().map { Point(x: Double($0), y: $1 / total) })
      }
    default: return []
    }
  }
}
