/// How fields are taken from one grid to another.
public struct Regridding: Hashable, Codable, Sendable {
  public enum Method: String, Hashable, Codable, Sendable, CaseIterable {
    /// The mean over each target cell, weighted by the area that it shares with the source cells (first
    /// order): integrals are kept, and there are no new extremes.
    case conservative
    /// Between the centres of the source cells, as `Interpolation.bilinear`.
    case bilinear
    /// The value of the source cell whose centre is closest to the centre of the target cell.
    case nearest
  }

  public let method: Method
  /// The least part of a target cell's weights that must lie on values that are not missing, 0...1.
  ///
  /// A cell with less is missing; one with more is the mean of what there is. A part of a cell that is
  /// outside the source grid counts as missing.
  public let minimumValidFraction: Double

  /// The minimum is 0.5 for conservative regridding unless given, and 1 for the others: a cell is
  /// missing where any cell that it needs is missing. Traps where it is outside 0...1.
  public init(_ method: Method, minimumValidFraction: Double? = nil) {
    let minimum = minimumValidFraction ?? (method == .conservative ? 0.5 : 1)
    precondition((0...1).contains(minimum), "a valid fraction of \(minimum)")
    self.method = method
    self.minimumValidFraction = minimum
  }

  /// What counts as enough, with room for the rounding of sums of weights; never nothing at all.
  var threshold: Double { max(minimumValidFraction - 1e-9, 1e-9) }
}

/// What became of the cells of a target grid.
public struct RegriddingCounts: Hashable, Codable, Sendable {
  /// Cells with a value.
  public var valid = 0
  /// Of these, cells that are the mean of a part of themselves, since the rest is missing.
  public var partial = 0
  /// Cells that are missing because too much of the source values is.
  public var missing = 0
  /// Cells that are missing because too much of them is outside the source grid.
  public var outside = 0

  public init() {}

  public static func + (a: RegriddingCounts, b: RegriddingCounts) -> RegriddingCounts {
    var sum = a
    sum.valid += b.valid
    sum.partial += b.partial
    sum.missing += b.missing
    sum.outside += b.outside
    return sum
  }
}
