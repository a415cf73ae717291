public import Fields
public import Foundation

/// An analysis that forecasts are scored against field by field, and how the two are brought onto one grid.
public struct PlannedAnalysis: Sendable, Hashable {
  /// Which grid forecasts and analyses are compared on.
  public enum Target: Sendable, Hashable {
    /// Whichever has the larger cells; of equal ones the analysis's.
    case coarser
    /// That of the first system that holds the variable.
    case forecast
    case analysis
    /// A global grid in words, such as 0.25 or F320.
    case spelled(GridSpelling)
  }

  /// What the cells weigh in means.
  public enum Weights: String, Sendable, CaseIterable {
    /// The area between the edges of the cell.
    case area
    /// The cosine of the latitude of the cell's centre, and never less than 0.
    case cosLatitude = "cos-latitude"
    case none
  }

  /// Maps of errors over all initial times.
  public struct Maps: Sendable, Hashable {
    public var leadTimes: [TimeSpan]
    /// Cells a side of the squares that make a cell of the map; nil takes the fewest that make 720 columns or less.
    public var block: Int?

    public init(leadTimes: [TimeSpan], block: Int? = nil) {
      self.leadTimes = leadTimes
      self.block = block
    }
  }

  public var files: [URL]
  /// How fields are taken to the verification grid.
  public var regrid: Regridding.Method
  public var target: Target
  public var weights: Weights
  public var maps: Maps?

  public init(
    files: [URL], regrid: Regridding.Method = .conservative, target: Target = .coarser, weights: Weights = .area,
    maps: Maps? = nil
  ) {
    self.maps = maps
    self.files = files
    self.regrid = regrid
    self.target = target
    self.weights = weights
  }
}

extension PlannedAnalysis.Target: LosslessStringConvertible {
  /// `coarser`, `forecast`, `analysis` or a grid: `0.25`, `721x1440`, `F320`
  public var description: String {
    switch self {
    case .coarser: "coarser"
    case .forecast: "forecast"
    case .analysis: "analysis"
    case .spelled(let grid): "\(grid)"
    }
  }

  /// Nil where it is no such word and no grid.
  public init?(_ text: String) {
    switch text {
    case "coarser": self = .coarser
    case "forecast": self = .forecast
    case "analysis": self = .analysis
    default:
      guard let grid = GridSpelling(text) else { return nil }
      self = .spelled(grid)
    }
  }
}
