import Fields
import Foundation

/// The numbers of a grid definition section, from which grids are built.
struct GRIBGridDefinition {
  var type: String
  /// The grid definition template of edition 2.
  var template: Int?
  /// The number that a centre has given to an unstructured grid.
  var gridNumber: Int?
  var columns: Int?
  var rows: Int?
  var first: Coordinate
  var last: Coordinate
  /// Degrees; nil where they are not given.
  var stepX: Double?
  var stepY: Double?
  var iScansNegatively = false
  var jScansPositively = false
  /// Rows between a pole and the equator of a Gaussian grid.
  var gaussianNumber: Int?
  /// Points in each row of a reduced grid.
  var pointsPerRow: [Int] = []
  var southPole: Coordinate?
  var angle = 0.0
  private var isColumnMajor = false
  private var alternates = false
  /// Metres along x and y at the true latitude.
  var spacing: (x: Double?, y: Double?) = (nil, nil)
  var firstParallel: Double?
  var secondParallel: Double?
  var trueLatitude: Double?
  var centralMeridian: Double?
  var isSouthern = false
  var edition = 0
  private var isOblate = false
  private var radius: Double?
  private var axes: (major: Double?, minor: Double?) = (nil, nil)
  /// NCEP's rotated grids give their centre where others give their last point.
  var centre: Coordinate?

  /// Nothing but a type; the rest is filled in.
  init(type: String) {
    self.type = type
    let nowhere = Coordinate(latitude: .nan, longitude: .nan)
    (first, last) = (nowhere, nowhere)
  }

  init(_ handle: borrowing ECCodesHandle) {
    func point(_ latitude: String, _ longitude: String) -> Coordinate? {
      guard let latitude = handle.double(latitude), let longitude = handle.double(longitude) else { return nil }
      return Coordinate(latitude: latitude, longitude: longitude)
    }
    let nowhere = Coordinate(latitude: .nan, longitude: .nan)
    type = handle.string("gridType") ?? "unknown"
    edition = handle.integer("edition") ?? 0
    template = edition == 2 ? handle.integer("gridDefinitionTemplateNumber") : nil
    gridNumber = handle.integer("numberOfGridUsed")
    columns = handle.integer("Ni") ?? handle.integer("Nx")
    rows = handle.integer("Nj") ?? handle.integer("Ny")
    first = point("latitudeOfFirstGridPointInDegrees", "longitudeOfFirstGridPointInDegrees") ?? nowhere
    last = point("latitudeOfLastGridPointInDegrees", "longitudeOfLastGridPointInDegrees") ?? nowhere
    stepX = handle.double("iDirectionIncrementInDegrees")
    stepY = handle.double("jDirectionIncrementInDegrees")
    iScansNegatively = handle.integer("iScansNegatively") == 1
    jScansPositively = handle.integer("jScansPositively") == 1
    isColumnMajor = handle.integer("jPointsAreConsecutive") == 1
    alternates = handle.integer("alternativeRowScanning") == 1
    gaussianNumber = handle.integer("N")
    pointsPerRow = (try? handle.integers("pl")) ?? []
    southPole = point("latitudeOfSouthernPoleInDegrees", "longitudeOfSouthernPoleInDegrees")
    angle = handle.double("angleOfRotationInDegrees") ?? 0
    spacing = (
      handle.double("DxInMetres") ?? handle.double("DiInMetres"),
      handle.double("DyInMetres") ?? handle.double("DjInMetres")
    )
    firstParallel = handle.double("Latin1InDegrees")
    secondParallel = handle.double("Latin2InDegrees")
    trueLatitude = handle.double("LaDInDegrees")
    centralMeridian = handle.double("LoVInDegrees") ?? handle.double("orientationOfTheGridInDegrees")
    isSouthern = (handle.integer("projectionCentreFlag") ?? 0) & 128 != 0
    isOblate = handle.integer("earthIsOblate") == 1
    radius = handle.double("radius")
    axes = (handle.double("earthMajorAxisInMetres"), handle.double("earthMinorAxisInMetres"))
    if type == "ncep_32769" {
      // The file's last point is the centre; the true last point follows in two more numbers.
      centre = last
      if let latitude = handle.integer("latitudeOfGridPoints"), let longitude = handle.integer("longitudeOfGridPoints")
      {
        last = Coordinate(latitude: Double(latitude) / 1e6, longitude: Double(longitude) / 1e6)
      }
    }
  }

  /// The order of values on a grid of whole rows. Throws where the message gives no size.
  var scanning: GRIBScanning {
    GRIBScanning(columns: columns ?? 0, rows: rows ?? 0, isColumnMajor: isColumnMajor, alternates: alternates)
  }

  /// More points than any forecast model's grid has.
  static let largestCount = 1 << 27

  /// Throws where the rows and columns do not make the message's number of points.
  func check(pointCount: Int) throws(GRIBUnmapped) {
    guard pointCount <= Self.largestCount else { throw GRIBUnmapped("its \(type) grid has \(pointCount) points") }
    guard let columns, let rows, pointsPerRow.isEmpty else { return }
    let (product, overflow) = columns.multipliedReportingOverflow(by: rows)
    guard !overflow, product == pointCount else {
      throw GRIBUnmapped("its \(type) grid has \(rows) rows of \(columns), and the message \(pointCount) points")
    }
  }

  func size() throws(GRIBUnmapped) -> (columns: Int, rows: Int) {
    guard let columns, let rows, columns > 0, rows > 0, columns < 1 << 24, rows < 1 << 24 else {
      throw GRIBUnmapped("its \(type) grid has no number of rows or columns")
    }
    return (columns, rows)
  }

  func earth() throws -> EarthShape {
    if isOblate, let major = axes.major, let minor = axes.minor {
      return try EarthShape(semiMajorAxis: major, semiMinorAxis: minor)
    }
    guard let radius else { throw GRIBUnmapped("its grid gives no radius of the Earth") }
    return try EarthShape.sphere(radius: radius)
  }

  // MARK: - Rows and columns

  struct Axes {
    var latitudes: [Double]
    var longitudes: [Double]
    var warnings: [String] = []
  }

  /// Regular latitudes and longitudes: from the first to the last point, whatever the increments say,
  /// since those are rounded more often, and wrong more often.
  func regularAxes() throws(GRIBUnmapped) -> Axes {
    let (columns, rows) = try size()
    var axes = try longitudes(columns)
    var step = rows > 1 ? (last.latitude - first.latitude) / Double(rows - 1) : 0
    let given = (jScansPositively ? 1 : -1) * (stepY ?? 0)
    if rows > 1, step == 0 || !step.isFinite {
      step = given
      axes.warnings.append("its first and last latitude are the same; the increment \(given)° was used")
    } else if rows > 1, stepY != nil, disagrees(given, step, over: rows) {
      axes.warnings.append("its latitude increment \(given)° disagrees with its first and last row; those were used")
    }
    axes.latitudes = (0..<rows).map { first.latitude + Double($0) * step }
    return axes
  }

  func gaussianAxes() throws(GRIBUnmapped) -> Axes {
    let (columns, rows) = try size()
    var axes = try longitudes(columns)
    axes.latitudes = try gaussianLatitudes(rows)
    return axes
  }

  private func longitudes(_ columns: Int) throws(GRIBUnmapped) -> Axes {
    let sign: Double = iScansNegatively ? -1 : 1
    guard columns > 1 else { return Axes(latitudes: [], longitudes: [first.longitude]) }
    var span = (sign * (last.longitude - first.longitude)).truncatingRemainder(dividingBy: 360)
    if span < 0 { span += 360 }
    var axes = Axes(latitudes: [], longitudes: [])
    var step = span / Double(columns - 1)
    if span < 1e-9 {
      // Once round and back to the first column, or a last point that says nothing.
      step = stepX.map { abs($0 * Double(columns - 1) - 360) < 0.01 ? 360 / Double(columns - 1) : $0 } ?? 0
      guard step > 0 else { throw GRIBUnmapped("its first and last longitude are the same") }
    } else if abs(span + step - 360) < 2e-3 {
      step = 360 / Double(columns)  // a whole circle, whose last longitude was rounded
    } else if let stepX, disagrees(stepX, step, over: columns) {
      axes.warnings.append(
        "its longitude increment \(stepX)° disagrees with its first and last column; those were used")
    }
    axes.longitudes = (0..<columns).map { first.longitude + sign * Double($0) * step }
    return axes
  }

  /// Whether an increment leads elsewhere by more than rounding in thousandths of a degree explains.
  private func disagrees(_ a: Double, _ b: Double, over count: Int) -> Bool {
    abs(a - b) > 1.1e-3 && abs(a - b) * Double(count - 1) > 0.1 * abs(b)
  }

  /// The Gaussian latitudes of the message's rows, from its first one on.
  func gaussianLatitudes(_ rows: Int) throws(GRIBUnmapped) -> [Double] {
    guard let n = gaussianNumber, let all = ECCodes.gaussianLatitudes(n) else {
      throw GRIBUnmapped("its Gaussian grid gives no number of rows")
    }
    let ordered = jScansPositively ? all.reversed() : all
    guard
      let start = ordered.indices.min(by: { abs(ordered[$0] - first.latitude) < abs(ordered[$1] - first.latitude) }),
      abs(ordered[start] - first.latitude) < 0.1 * 90 / Double(n), start + rows <= ordered.count
    else {
      throw GRIBUnmapped("its first latitude \(first.latitude)° with \(rows) rows is no part of Gaussian grid N\(n)")
    }
    return Array(ordered[start..<start + rows])
  }
}
