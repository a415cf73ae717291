import Fields

/// The grid of a field, and how its values are laid out on it.
struct GRIBGeometry: Sendable {
  let grid: any Grid
  let scanning: GRIBScanning
  /// The map that a vector's components may be relative to; nil where up is north everywhere.
  var projection: (any Projection)?
  /// What looks wrong in its definition.
  var warnings: [String] = []

  /// Builds the grid of a message. Throws why it is none that this package reads.
  init(_ definition: GRIBGridDefinition, pointCount: Int) throws(GRIBUnmapped) {
    let type = definition.type
    // Before anything is built of a size that a damaged message may have made up.
    try definition.check(pointCount: pointCount)
    do {
      switch type {
      case "regular_ll", "regular_gg":
        let axes = try type == "regular_ll" ? definition.regularAxes() : definition.gaussianAxes()
        self.init(try RectilinearGrid(latitudes: axes.latitudes, longitudes: axes.longitudes), definition.scanning)
        warnings = axes.warnings
      case "reduced_gg", "reduced_ll":
        self.init(try definition.reduced(isGaussian: type == "reduced_gg", pointCount: pointCount).grid(), .identity)
      case "rotated_ll":
        self = try definition.rotated()
      case "rotated_gg", "reduced_rotated_gg":
        self = try definition.rotatedGaussian(isReduced: type == "reduced_rotated_gg", pointCount: pointCount)
      case "lambert", "polar_stereographic", "mercator":
        self = try definition.projected(type)
      case "ncep_32769":
        self = try definition.rotatedAboutCentre()
      case "unstructured_grid":
        throw GRIBUnmapped(
          "the coordinates of its unstructured grid (number \(definition.gridNumber ?? 0)) are not in the file")
      case "sh": throw GRIBUnmapped("spectral coefficients are not a grid this package reads")
      case "healpix": throw GRIBUnmapped("HEALPix is not a grid this package reads")
      case "space_view": throw GRIBUnmapped("a satellite's view is not a grid this package reads")
      case "unknown":
        switch definition.template {
        case 150: throw GRIBUnmapped("ecCodes \(ECCodes.version) does not know its HEALPix grid (template 3.150)")
        case let template?:
          throw GRIBUnmapped("ecCodes \(ECCodes.version) does not know its grid (template 3.\(template))")
        case nil: throw GRIBUnmapped("ecCodes \(ECCodes.version) does not know its grid")
        }
      default: throw GRIBUnmapped("'\(type)' is not a grid this package reads")
      }
    } catch let unmapped as GRIBUnmapped {
      throw unmapped
    } catch {
      throw GRIBUnmapped("its \(type) grid is not sound: \(error)")
    }
    guard grid.count == pointCount else {
      throw GRIBUnmapped("its \(type) grid has \(grid.count) points and the message \(pointCount)")
    }
  }

  init(_ grid: any Grid, _ scanning: GRIBScanning, projection: (any Projection)? = nil) {
    self.grid = grid
    self.scanning = scanning
    self.projection = projection
  }
}

/// The order of values in a message on a grid of rows and columns.
struct GRIBScanning: Sendable, Hashable {
  var columns: Int
  var rows: Int
  /// Values run along columns.
  var isColumnMajor: Bool
  /// Every second line runs backwards.
  var alternates: Bool

  /// Values are in the grid's order.
  static let identity = GRIBScanning(columns: 0, rows: 0, isColumnMajor: false, alternates: false)

  /// Whether values are in the grid's order as they come.
  var isRowMajor: Bool { !isColumnMajor && !alternates }

  /// Values row by row, each in one direction.
  func rowMajor(_ values: [Double]) -> [Double] {
    if isRowMajor { return values }
    precondition(values.count == columns * rows)
    var result = values
    for row in 0..<rows {
      for column in 0..<columns {
        let (line, place, length) = isColumnMajor ? (column, row, rows) : (row, column, columns)
        let forward = alternates && line % 2 == 1 ? length - 1 - place : place
        result[row * columns + column] = values[line * length + forward]
      }
    }
    return result
  }
}
