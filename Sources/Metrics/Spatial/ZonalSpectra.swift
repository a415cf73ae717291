/// The spectra along rows of the forecast and the analysis, and how well they go together at each wavenumber.
///
/// For a band of rows around whole circles of latitude, whose values are regular in longitude. The power at
/// wavenumber k is |X_k|²/n², twice that for the wavenumbers that have a mirror image, so that the powers of all k
/// sum to the mean square of the row; the coherence is |S_fo|²/(S_f S_o) with the cross spectrum summed over rows
/// and fields before it is squared. Rows that miss a value on either side are left out and counted.
///
/// Compared with: `numpy.fft.rfft` of NumPy.
public struct ZonalSpectra: Hashable, Sendable, Codable {
  /// The rows of the band.
  public let rows: Range<Int>

  /// Traps where the band has no row.
  public init(rows: Range<Int>) {
    precondition(!rows.isEmpty && rows.lowerBound >= 0, "a band of rows \(rows)")
    self.rows = rows
  }

  public var key: String { "zonal_spectra(\(rows.lowerBound)..<\(rows.upperBound))" }

  /// Adds a field, its rows by the weight of their first cell. Traps where the band is not within the field.
  public func accumulate(_ fields: FieldPairs, into sums: inout SpectralSums) {
    precondition(rows.upperBound <= fields.rows, "a band of rows \(rows) in a field of \(fields.rows)")
    let n = fields.columns
    guard n > 0 else { return }
    sums.prepare(wavenumbers: n / 2 + 1)
    let transform = FourierTransform(length: n)
    for row in rows {
      let cells = row * n..<(row + 1) * n
      guard cells.allSatisfy(fields.isPresent) else {
        sums.missingRows += 1
        continue
      }
      // Two real rows in one transform: the forecast as the real part and the analysis as the imaginary.
      var (re, im) = (Array(fields.forecasts[cells]), Array(fields.observations[cells]))
      transform.transform(real: &re, imaginary: &im)
      let weight = fields.weights[cells.lowerBound]
      sums.n += 1
      sums.weight += weight
      for k in 0...n / 2 {
        let mirror = (n - k) % n
        let f = ((re[k] + re[mirror]) / 2, (im[k] - im[mirror]) / 2)
        let o = ((im[k] + im[mirror]) / 2, (re[mirror] - re[k]) / 2)
        let scale = weight * (k == mirror ? 1 : 2) / (Double(n) * Double(n))
        sums.forecast[k] += scale * (f.0 * f.0 + f.1 * f.1)
        sums.observed[k] += scale * (o.0 * o.0 + o.1 * o.1)
        sums.crossReal[k] += scale * (f.0 * o.0 + f.1 * o.1)
        sums.crossImaginary[k] += scale * (f.1 * o.0 - f.0 * o.1)
      }
    }
  }
}

/// Sums of `ZonalSpectra`.
///
/// Stored as: rows, Σw, rows with a missing value, number of wavenumbers, then for each wavenumber Σw of the power
/// of the forecast, all of them, those of the analysis, and the real and the imaginary part of the cross spectrum.
public struct SpectralSums: Sums {
  /// Rows that were added.
  public internal(set) var n = 0
  public internal(set) var weight = 0.0
  public internal(set) var missingRows = 0
  var forecast: [Double] = []
  var observed: [Double] = []
  var crossReal: [Double] = []
  var crossImaginary: [Double] = []

  public init() {}

  mutating func prepare(wavenumbers: Int) {
    guard forecast.isEmpty else { return precondition(forecast.count == wavenumbers, "spectra of another length") }
    forecast = [Double](repeating: 0, count: wavenumbers)
    (observed, crossReal, crossImaginary) = (forecast, forecast, forecast)
  }

  /// Traps where the other's rows have another length.
  public mutating func merge(_ other: SpectralSums) {
    guard !other.forecast.isEmpty else { return }
    prepare(wavenumbers: other.forecast.count)
    n += other.n
    weight += other.weight
    missingRows += other.missingRows
    for k in forecast.indices {
      forecast[k] += other.forecast[k]
      observed[k] += other.observed[k]
      crossReal[k] += other.crossReal[k]
      crossImaginary[k] += other.crossImaginary[k]
    }
  }

  public var numbers: [Double] {
    [Double(n), weight, Double(missingRows), Double(forecast.count)] + forecast + observed + crossReal
      + crossImaginary
  }

  public init?(numbers x: [Double]) {
    guard x.count >= 4, let n = Int(count: x[0]), let missing = Int(count: x[2]), let count = Int(count: x[3]),
      count <= x.count, x.count == 4 + 4 * count
    else { return nil }
    (self.n, weight, missingRows) = (n, x[1], missing)
    let parts = (0..<4).map { Array(x[4 + $0 * count..<4 + ($0 + 1) * count]) }
    (forecast, observed, crossReal, crossImaginary) = (parts[0], parts[1], parts[2], parts[3])
  }
}

extension SpectralSums {
  /// The mean power of the forecast at wavenumbers 0, 1, ..., in the square of the variable's unit; empty without
  /// rows.
  public var forecastPower: [Double] { n > 0 ? forecast.map { $0 / weight } : [] }

  /// The same of the analysis.
  public var observedPower: [Double] { n > 0 ? observed.map { $0 / weight } : [] }

  /// How well forecast and analysis go together at each wavenumber, 0 to 1; undefined where one has no power.
  public var coherence: [Outcome] {
    guard n > 0 else { return [] }
    return forecast.indices.map { k in
      let power = forecast[k] * observed[k]
      guard power > 0 else { return .undefined("no power at wavenumber \(k)") }
      return Outcome(min(1, (crossReal[k] * crossReal[k] + crossImaginary[k] * crossImaginary[k]) / power))
    }
  }

  /// The largest wavenumber up to which the forecast has at least a part of the power of the analysis, from 1 on:
  /// its effective resolution. Half is usual.
  ///
  /// Nil without rows, and where even wavenumber 1 has less.
  public func effectiveWavenumber(powerRatio: Double = 0.5) -> Int? {
    guard n > 0, forecast.count > 1 else { return nil }
    let firstWithout = (1..<forecast.count).first { forecast[$0] < powerRatio * observed[$0] } ?? forecast.count
    return firstWithout > 1 ? firstWithout - 1 : nil
  }
}
