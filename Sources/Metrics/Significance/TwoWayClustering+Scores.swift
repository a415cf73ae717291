public import Fields

extension TwoWayClustering {
  /// Why a score has no limits of this kind where its stations' sums are not at hand.
  static let elsewhere = "two-way limits are of me, mae, mse, rmse and stde over all lead times and all stations"

  /// Whether a score is a mean over pairs, or a root of one, of sums that are kept for each station.
  public static func serves(_ metric: any Metric) -> Bool {
    metric is MeanError || metric is MeanAbsoluteError || metric is MeanSquaredError
      || metric is RootMeanSquaredError || metric is ErrorStandardDeviation
  }

  /// Limits of a score of one system, or of the difference of two, from each station's sums at each initial time.
  ///
  /// A root of a mean q is taken as linear around its value: a pair counts with (q_i + q) / (2 √q), whose mean is √q and
  /// whose spread that of √q. Of two systems only the stations and initial times count that both have with one weight, as
  /// all have on common pairs.
  ///
  /// - Parameters:
  ///   - metric: One that `serves` is true of; nil comes back for any other.
  ///   - first: By initial time, the sums of `ErrorMoments` of each station of one list.
  ///   - second: The same of the system that it is compared with.
  public init?(
    of metric: any Metric, _ first: [UTCTime: [ErrorSums]], minus second: [UTCTime: [ErrorSums]]? = nil,
    level: Double = 0.95
  ) {
    guard TwoWayClustering.serves(metric) else { return nil }
    var (a, b): ([(UTCTime, Int32, ErrorSums)], [ErrorSums]) = ([], [])
    for (time, stations) in first.sorted(by: { $0.key < $1.key }) {
      let others = second.map { $0[time] ?? [] }
      for (station, sums) in stations.enumerated() where sums.n > 0 {
        guard let others else {
          a.append((time, Int32(station), sums))
          continue
        }
        guard station < others.count, others[station].n == sums.n, others[station].sumW == sums.sumW else { continue }
        a.append((time, Int32(station), sums))
        b.append(others[station])
      }
    }
    let own = TwoWayClustering.parts(of: metric, a.map(\.2))
    let reference = second == nil ? own.map { _ in 0 } : TwoWayClustering.parts(of: metric, b)
    self.init(
      zip(a, zip(own, reference)).map { cell, parts in
        Cell(time: cell.0, station: cell.1, sum: parts.0 - parts.1, weight: cell.2.sumW)
      }, level: level)
  }

  /// What each station and initial time adds to the score times all the weight.
  private static func parts(of metric: any Metric, _ sums: [ErrorSums]) -> [Double] {
    switch metric {
    case is MeanError: return sums.map(\.sumError)
    case is MeanAbsoluteError: return sums.map(\.sumAbsolute)
    case is MeanSquaredError: return sums.map(\.sumSquare)
    case is RootMeanSquaredError: return roots(sums.map(\.sumSquare), sums)
    default:
      var whole = ErrorSums()
      for part in sums { whole.merge(part) }
      let mean = whole.sumW > 0 ? whole.sumError / whole.sumW : 0
      return roots(sums.map { $0.m2E + $0.sumW * ($0.meanE - mean) * ($0.meanE - mean) }, sums)
    }
  }

  private static func roots(_ squares: [Double], _ sums: [ErrorSums]) -> [Double] {
    let weight = sums.reduce(0) { $0 + $1.sumW }
    let square = squares.reduce(0, +) / weight
    guard square > 0 else { return squares.map { _ in 0 } }
    return zip(squares, sums).map { ($0 + $1.sumW * square) / (2 * square.squareRoot()) }
  }
}
