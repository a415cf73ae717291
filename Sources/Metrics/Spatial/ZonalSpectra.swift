/// The spectra along circles of latitude of the forecast and the analysis, and how well they go together.
///
/// The power at wavenumber k is |X_k|²/n², twice that for the wavenumbers that have a mirror image, so that the powers
/// of all k sum to the mean square of the row. Rows weigh what their cells weigh. A row that misses a value on either
/// side is left out and counted. A stratum has spectra where it is a band of latitudes: where it takes rows as a whole.
public struct ZonalSpectra: FieldStatistic {
  public typealias Result = SpectralSums

  public static let name = "zonal_spectra"

  public init() {}

  public static func objection(to layout: FieldLayout) -> String? {
    layout.hasCircles ? nil : "does not go round the globe in even steps of longitude"
  }

  public func sums(of whole: WholeFields, rows: Range<Int>) -> [SpectralSums] {
    let layout = whole.layout
    let strata = whole.cells.parts.strata.map(Set.init)
    var sums = [SpectralSums](repeating: SpectralSums(), count: strata.count)
    let transform = FourierTransform(length: layout.distinctColumns)
    for row in rows {
      let weight = whole.weight(row: row, column: 0)
      guard weight != 0 else { continue }
      let parts = Set(whole.runs(ofRow: row).map(\.part))
      var spectrum: SpectralSums?
      for (stratum, members) in strata.enumerated() where !parts.isDisjoint(with: members) {
        guard parts.isSubset(of: members) else {
          sums[stratum].cutRows += 1
          continue
        }
        let own = spectrum ?? self.spectrum(ofRow: row, whole, weight, transform)
        spectrum = own
        sums[stratum].merge(own)
      }
    }
    return sums
  }

  private func spectrum(
    ofRow row: Int, _ whole: WholeFields, _ weight: Double, _ transform: FourierTransform
  ) -> SpectralSums {
    let n = transform.length
    let cells = row * whole.layout.columns..<row * whole.layout.columns + n
    // Two real rows in one transform: the forecast as the real part and the analysis as the imaginary.
    var (re, im) = (whole.fields.forecasts[cells].map(Double.init), whole.fields.observations[cells].map(Double.init))
    var sums = SpectralSums()
    guard zip(re, im).allSatisfy({ !($0 + $1).isNaN }) else {
      sums.missingRows = 1
      return sums
    }
    transform.transform(real: &re, imaginary: &im)
    sums.reserve(WavenumberBins.bin(of: n / 2) + 1)
    (sums.n, sums.weight, sums.shortest) = (n, weight, n / 2)
    for k in 0...n / 2 {
      let (mirror, bin) = ((n - k) % n, WavenumberBins.bin(of: k))
      let f = ((re[k] + re[mirror]) / 2, (im[k] - im[mirror]) / 2)
      let o = ((im[k] + im[mirror]) / 2, (re[mirror] - re[k]) / 2)
      let scale = weight * (k == mirror ? 1 : 2) / (Double(n) * Double(n))
      sums.forecast[bin] += scale * (f.0 * f.0 + f.1 * f.1)
      sums.observed[bin] += scale * (o.0 * o.0 + o.1 * o.1)
      sums.crossReal[bin] += scale * (f.0 * o.0 + f.1 * o.1)
      sums.crossImaginary[bin] += scale * (f.1 * o.0 - f.0 * o.1)
    }
    return sums
  }
}
