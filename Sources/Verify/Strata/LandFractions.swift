import Fields
import Formats
import Foundation

/// How much of the surface is land, from a file that says it.
struct LandFractions: Sendable {
  private let field: Field

  init(_ field: Field) { self.field = field }

  /// Throws where the file can't be read or holds no fraction of land.
  init(contentsOf url: URL) async throws {
    let source = try Formats.Catalogue.open([url], options: SourceOptions(name: "land mask of strata"))
    guard let field = try await source.invariant(.landFraction) else {
      throw VerifyError(
        file: url.path, "no \(Quantity.landFraction.title) (\(Quantity.landFraction.standardName)) is in it",
        suggestion: "See what it holds with `verify inspect \(url.lastPathComponent)`.")
    }
    self.field = field
  }

  /// That of the closest cell; nil outside of the grid, or where it is missing.
  func fraction(at point: Coordinate) -> Double? {
    guard let cell = field.grid.stencil(at: point, .nearest)?.parts.first?.cell, !field.values[cell].isNaN else {
      return nil
    }
    return Double(field.values[cell])
  }

  /// Those of all cells of a grid; NaN where unknown.
  func fractions(of grid: any Grid) -> [Float] {
    if grid.isEqual(to: field.grid) { return field.values }
    return (0..<grid.count).map { Float(fraction(at: grid.coordinate(of: $0)) ?? .nan) }
  }
}
