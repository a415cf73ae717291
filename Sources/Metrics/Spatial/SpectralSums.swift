/// Sums of `ZonalSpectra`.
///
/// Wavenumbers are kept each for itself up to 100, then in tens up to 1000, then in hundreds. Stored as: cells, Σw of
/// rows, rows with a missing value, rows that the stratum has in part, the shortest wavenumber, how many bins there are,
/// then of each Σw of the power of the forecast, all of them, those of the analysis, and the real and the imaginary part
/// of the cross spectrum.
public struct SpectralSums: Sums {
  /// Cells of the rows that were added.
  public internal(set) var n = 0
  public internal(set) var weight = 0.0
  public internal(set) var missingRows = 0
  public internal(set) var cutRows = 0
  /// The wavenumber of the shortest waves of the grid.
  var shortest = 0
  var forecast: [Double] = []
  var observed: [Double] = []
  var crossReal: [Double] = []
  var crossImaginary: [Double] = []

  public init() {}

  /// Makes room for so many bins.
  mutating func reserve(_ bins: Int) {
    func longer(_ values: [Double]) -> [Double] { values + [Double](repeating: 0, count: bins - values.count) }
    guard forecast.count < bins else { return }
    (forecast, observed) = (longer(forecast), longer(observed))
    (crossReal, crossImaginary) = (longer(crossReal), longer(crossImaginary))
  }

  public mutating func merge(_ other: SpectralSums) {
    n += other.n
    weight += other.weight
    missingRows += other.missingRows
    cutRows += other.cutRows
    shortest = max(shortest, other.shortest)
    reserve(other.forecast.count)
    for k in other.forecast.indices {
      forecast[k] += other.forecast[k]
      observed[k] += other.observed[k]
      crossReal[k] += other.crossReal[k]
      crossImaginary[k] += other.crossImaginary[k]
    }
  }

  public var numbers: [Double] {
    [Double(n), weight, Double(missingRows), Double(cutRows), Double(shortest), Double(forecast.count)] + forecast
      + observed + crossReal + crossImaginary
  }

  public init?(numbers x: [Double]) {
    guard x.count >= 6, let n = Int(count: x[0]), let missing = Int(count: x[2]), let cut = Int(count: x[3]),
      let shortest = Int(count: x[4]), let count = Int(count: x[5]), count <= x.count, x.count == 6 + 4 * count
    else { return nil }
    (self.n, weight, missingRows, cutRows, self.shortest) = (n, x[1], missing, cut, shortest)
    let parts = (0..<4).map { Array(x[6 + $0 * count..<6 + ($0 + 1) * count]) }
    (forecast, observed, crossReal, crossImaginary) = (parts[0], parts[1], parts[2], parts[3])
  }
}

extension SpectralSums {
  /// Why there are no spectra; nil where there are.
  var absent: Outcome? {
    if cutRows > 0 { return .undefined("spectra are of whole circles of latitude, and the stratum is no band of them") }
    if n == 0, missingRows > 0 { return .undefined("every circle of latitude misses a value") }
    return n > 0 ? nil : .noPairs
  }

  /// That a value is infinite, which takes part in every wave; nil where all are finite.
  private var infinite: Outcome? {
    let total = forecast.reduce(0, +) + observed.reduce(0, +)
    return total.isFinite ? nil : Outcome(total)
  }

  /// The sum over a range of wavenumbers of what two of them have; or why there is none.
  private func over(_ range: WavenumberRange, _ body: (Range<Int>) -> Outcome) -> Outcome {
    if let absent { return absent }
    guard let bins = range.bins(among: forecast.count), range.upper ?? 0 <= shortest, range.lower <= shortest else {
      return .undefined("the shortest waves of the grid have wavenumber \(shortest)")
    }
    return infinite ?? body(bins)
  }

  func powerRatio(_ range: WavenumberRange) -> Outcome {
    over(range) { bins in
      let (f, o) = (forecast[bins].reduce(0, +), observed[bins].reduce(0, +))
      return o > 0 ? Outcome(f / o) : .undefined("the analysis has no power at wavenumbers \(range)")
    }
  }

  func correlation(_ range: WavenumberRange) -> Outcome {
    over(range) { bins in
      let (f, o) = (forecast[bins].reduce(0, +), observed[bins].reduce(0, +))
      guard f > 0, o > 0 else { return .undefined("one side has no power at wavenumbers \(range)") }
      return Outcome(max(-1, min(1, crossReal[bins].reduce(0, +) / (f * o).squareRoot())))
    }
  }

  /// The largest wavenumber up to which the forecast has at least a part of the power of the analysis, from 1 on.
  func effectiveWavenumber(powerRatio: Double) -> Outcome {
    if let none = absent ?? infinite { return none }
    let bins = 1..<max(1, forecast.count)
    guard observed[bins].contains(where: { $0 > 0 }) else { return .undefined("the analysis has no waves") }
    let first = bins.first { forecast[$0] < powerRatio * observed[$0] } ?? forecast.count
    guard first > 1 else { return .undefined("even the longest waves have less power than that") }
    return Outcome(Double(min(shortest, WavenumberBins.wavenumbers(of: first - 1).upperBound)))
  }

  /// Power a wavenumber, and coherence, of each bin from wavenumber 1 on; none where there are no spectra.
  public var curves: [(kind: Curve.Kind, points: [Curve.Point])] {
    guard absent == nil, infinite == nil else { return [] }
    var (f, o, coherence): ([Curve.Point], [Curve.Point], [Curve.Point]) = ([], [], [])
    for bin in forecast.indices.dropFirst() {
      let all = WavenumberBins.wavenumbers(of: bin)
      let own = all.lowerBound...min(all.upperBound, shortest)
      let (x, width) = (Double(own.lowerBound + own.upperBound) / 2, weight * Double(own.count))
      f.append(Curve.Point(x: x, y: forecast[bin] / width))
      o.append(Curve.Point(x: x, y: observed[bin] / width))
      let power = forecast[bin] * observed[bin]
      guard power > 0 else { continue }
      let cross = crossReal[bin] * crossReal[bin] + crossImaginary[bin] * crossImaginary[bin]
      coherence.append(Curve.Point(x: x, y: min(1, cross / power)))
    }
    return [(kind: Curve.Kind.forecastPower, points: f), (.analysedPower, o), (.coherence, coherence)].filter {
      !$0.points.isEmpty
    }
  }
}
