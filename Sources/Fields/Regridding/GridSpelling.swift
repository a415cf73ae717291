/// A global grid in words: a step in degrees, rows and columns, or a Gaussian grid.
///
/// | text | grid |
/// | --- | --- |
/// | `0.25` | every 0.25° from 90°N and 0°E, with rows on both poles |
/// | `721x1440` | as many rows and columns; an odd number of rows has rows on both poles, an even number half a step inside |
/// | `F320`, `N320` | the regular Gaussian grid of 320 rows a hemisphere and 1280 columns |
public enum GridSpelling: Hashable, Sendable {
  case degrees(Double)
  case size(rows: Int, columns: Int)
  case gaussian(Int)

  /// The greatest number of cells that can be asked for: 0.05° around the globe.
  private static let mostCells = 3601 * 7200

  /// The grid. Throws `FieldError` never for a spelling that was read from text.
  public func grid() throws(FieldError) -> RectilinearGrid {
    switch self {
    case .degrees(let step):
      // The step may be rounded, as a third of a degree is.
      let rows = Int((180 / step).rounded())
      return try GridSpelling.evenGrid(rows: rows + 1, columns: 2 * rows)
    case .size(let rows, let columns): return try GridSpelling.evenGrid(rows: rows, columns: columns)
    case .gaussian(let number):
      return try RectilinearGrid(
        latitudes: GaussianLatitudes.latitudes(rows: 2 * number),
        longitudes: (0..<4 * number).map { Double($0) * 360 / Double(4 * number) })
    }
  }

  private static func evenGrid(rows: Int, columns: Int) throws(FieldError) -> RectilinearGrid {
    let steps = rows % 2 == 1 ? rows - 1 : rows
    let offset = rows % 2 == 1 ? 0 : 0.5
    return try RectilinearGrid(
      latitudes: (0..<rows).map { 90 - (Double($0) + offset) * 180 / Double(steps) },
      longitudes: (0..<columns).map { Double($0) * 360 / Double(columns) })
  }
}

extension GridSpelling: LosslessStringConvertible {
  public var description: String {
    switch self {
    case .degrees(let step): "\(step)"
    case .size(let rows, let columns): "\(rows)x\(columns)"
    case .gaussian(let number): "F\(number)"
    }
  }

  /// Nil where the text is no such grid, the step does not divide 180°, or there would be fewer than 2
  /// rows, 4 columns, or more cells than at 0.05°.
  public init?(_ text: String) {
    if let first = text.first, "FN".contains(first.uppercased()) {
      guard let number = Int(text.dropFirst()), (2...1800).contains(number) else { return nil }
      self = .gaussian(number)
    } else if let step = Double(text) {
      guard step >= 0.05, step <= 45, abs((180 / step).rounded() * step - 180) < 0.1 * step else { return nil }
      self = .degrees(step)
    } else {
      let parts = text.lowercased().split(separator: "x", omittingEmptySubsequences: false).map { Int($0) }
      guard parts.count == 2, let rows = parts[0], let columns = parts[1], rows >= 2, columns >= 4,
        rows <= GridSpelling.mostCells / columns
      else { return nil }
      self = .size(rows: rows, columns: columns)
    }
  }
}
