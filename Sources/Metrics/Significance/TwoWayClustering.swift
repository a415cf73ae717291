public import Fields

/// A mean over pairs that depend on each other within an initial time and within a station.
///
/// Cameron, Gelbach and Miller (2011, doi:10.1198/jbes.2010.07136): the variance with pairs clustered by initial
/// time, plus that with pairs clustered by station, less that with pairs clustered by both; each with G/(G - 1)
/// for its G clusters.
///
///     V = [Σ_t u_t² T/(T-1) + Σ_s u_s² S/(S-1) - Σ_ts u_ts² C/(C-1)] / W²,  u = Σ w (d - d̄)
/// Student's t with the smaller number of clusters less 1. It does not see that consecutive initial times are
/// alike: for that, see `SignificanceMethod`.
public struct TwoWayClustering: Sendable {
  /// What the pairs of a station at an initial time add up to: Σ w d, and Σ w.
  public struct Cell: Sendable {
    public var time: UTCTime
    public var station: Int32
    public var sum: Double
    public var weight: Double

    public init(time: UTCTime, station: Int32, sum: Double, weight: Double = 1) {
      self.time = time
      self.station = station
      self.sum = sum
      self.weight = weight
    }
  }

  /// nil where there is no weight; of `init(of:_:minus:)` the score or the difference itself.
  public let mean: Double?
  public let times: Int
  public let stations: Int
  public let confidence: Confidence
  /// Two-sided, of a mean of 0; nil where there are no limits.
  public let pValue: Double?

  /// - Parameter cells: Each station and initial time once.
  public init(_ cells: [Cell], level: Double = 0.95) {
    let cells = cells.filter { $0.weight > 0 }
    let total = cells.reduce(0) { $0 + $1.weight }
    times = Set(cells.map(\.time)).count
    stations = Set(cells.map(\.station)).count
    guard total > 0 else {
      (mean, confidence, pValue) = (nil, .none("no pairs"), nil)
      return
    }
    let mean = cells.reduce(0) { $0 + $1.sum } / total
    self.mean = mean
    guard times > 1, stations > 1 else {
      confidence = .none("only one \(times > 1 ? "station" : "initial time")")
      pValue = nil
      return
    }
    let rest = cells.map { $0.sum - mean * $0.weight }
    let each = rest.reduce(0) { $0 + $1 * $1 }
    let variance =
      TwoWayClustering.spread(rest, by: cells.map(\.time)) + TwoWayClustering.spread(rest, by: cells.map(\.station))
      - each * Double(cells.count) / Double(cells.count - 1)
    guard variance > 0 else {
      confidence = .none(
        each > 0
          ? "the estimated variance is not positive" : "no variance: every station and initial time says the same")
      pValue = nil
      return
    }
    let error = variance.squareRoot() / total
    let t = StudentT(degreesOfFreedom: Double(min(times, stations) - 1))
    let reach = t.quantile((1 + level) / 2) * error
    confidence = .limits(lower: mean - reach, upper: mean + reach, standardError: error)
    pValue = t.twoSided(mean / error)
  }

  /// Σ u² of the clusters, times G/(G - 1).
  private static func spread<Key: Hashable>(_ rest: [Double], by keys: [Key]) -> Double {
    var positions: [Key: Int] = [:]
    var sums: [Double] = []
    for (key, u) in zip(keys, rest) {
      if let position = positions[key] {
        sums[position] += u
      } else {
        positions[key] = sums.count
        sums.append(u)
      }
    }
    let clusters = Double(sums.count)
    return sums.reduce(0) { $0 + $1 * $1 } * clusters / (clusters - 1)
  }
}
