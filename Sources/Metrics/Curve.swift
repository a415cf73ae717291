public import Fields

/// A curve that scores stand for, as sums hold it: a reliability diagram, a curve of relative operating characteristic,
/// a rank histogram, the distributions of errors and values, a spectrum.
public struct Curve: Hashable, Sendable, Codable {
  public enum Kind: String, Sendable, Codable {
    /// How often the event was observed over the probability that was forecast; the weight is that of the pairs.
    case reliability
    /// The part of the events that was forecast over the part of the non-events, each time from a probability on.
    case roc
    /// How often as many members were below the observation, as a part of all pairs.
    case rankHistogram = "rank_histogram"
    /// The part of the pairs a unit over the error, at the middles of intervals of equal width, without the thousandth
    /// at either end.
    case errorDensity = "error_density"
    /// A quantile of the forecasts over that of the observations; `limit` is its level.
    case quantiles
    /// One point: the correlation of forecast and observation over the ratio of their standard deviations.
    case taylor
    /// The power of the forecast over the zonal wavenumber, a wavenumber, in the square of the variable's unit.
    case forecastPower = "power_forecast"
    /// The same of the analysis.
    case analysedPower = "power_analysed"
    /// How well forecast and analysis go together, from 0 to 1, over the zonal wavenumber.
    case coherence
  }

  public struct Point: Hashable, Sendable, Codable {
    public var x: Double
    public var y: Double
    /// Of a reliability diagram, Σw of the pairs.
    public var weight: Double?
    /// Of a relative operating characteristic, the probability from which on the event is called; nil for never. Of
    /// quantiles, the level.
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
  /// Whether the sums of a statistic hold curves.
  public static func areHeld(by statistic: any Statistic) -> Bool {
    statistic is ProbabilityTable || statistic is RankHistogram || statistic is ErrorMoments
      || (statistic as? ErrorHistogram)?.isAbsolute == false || statistic is ForecastAndObservedHistograms
      || statistic is ZonalSpectra
  }

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
    case let moments as ErrorMoments: return try moments.result(in: sums).taylorPoint.map { [(.taylor, [$0])] } ?? []
    case let histogram as ErrorHistogram where !histogram.isAbsolute:
      let density = try histogram.result(in: sums).density
      return density.isEmpty ? [] : [(.errorDensity, density)]
    case let histograms as ForecastAndObservedHistograms:
      let quantiles = try histograms.result(in: sums).quantilePoints
      return quantiles.isEmpty ? [] : [(.quantiles, quantiles)]
    case let spectra as ZonalSpectra: return try spectra.result(in: sums).curves
    default: return []
    }
  }
}
