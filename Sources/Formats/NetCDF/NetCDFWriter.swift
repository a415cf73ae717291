import CNetCDF
public import Fields
public import Foundation

/// Writes forecasts as NetCDF-4 files after the CF conventions, which this package and others read.
///
/// Values are packed into 16 bits and deflated. A file holds one initial time: dimensions `time`,
/// `latitude` and `longitude`, the valid time with `forecast_period` beside it, and
/// `forecast_reference_time`.
public enum NetCDFWriter {
  /// Writes one file, replacing any that is there.
  ///
  /// - forecasts: deterministic, of one initial time, on one rectilinear grid; a variable need not
  ///   have every lead time, and what it lacks is missing in the file. Not empty.
  /// - title: the file's `title` attribute.
  ///
  /// Throws where the forecasts don't fit together or the file can't be written.
  public static func write(_ forecasts: [Forecast], to url: URL, title: String) throws(FormatError) {
    let layout = try Layout(forecasts, url)
    var file = try NetCDFOutput(creating: url)
    let dimensions = try define(
      &file, title: title, grid: layout.grid, from: layout.initTime, at: layout.leadTimes, url)
    for variable in layout.variables {
      let fields = layout.leadTimes.map { layout.fields[variable]?[$0] }
      try file.packed(
        variable.description, dimensions, fields, cellCount: layout.grid.count,
        attributes(of: variable))
    }
    try file.close()
  }

  /// Writes a field that does not change in time, such as the height of the ground.
  public static func write(invariant quantity: Quantity, _ field: Field, to url: URL) throws(FormatError) {
    guard let axes = Axes(field.grid) else { throw NetCDFWriter.noAxes(field.grid, url) }
    var file = try NetCDFOutput(creating: url)
    try file.attribute("Conventions", "CF-1.8")
    let latitude = try file.dimension("latitude", axes.latitudes.count)
    let longitude = try file.dimension("longitude", axes.longitudes.count)
    try file.coordinate(
      "latitude", latitude, axes.latitudes, ["standard_name": "latitude", "units": "degrees_north"])
    try file.coordinate(
      "longitude", longitude, axes.longitudes, ["standard_name": "longitude", "units": "degrees_east"])
    try file.packed(
      quantity.symbol, [latitude, longitude], [field.values], cellCount: field.grid.count,
      ["standard_name": quantity.standardName, "units": quantity.unit.symbol])
    try file.close()
  }

  /// Defines what every file of one forecast has; the dimensions of its arrays: time, latitude, longitude.
  static func define(
    _ file: inout NetCDFOutput, title: String, grid: any Grid, from initTime: UTCTime, at leadTimes: [TimeSpan],
    _ url: URL
  ) throws(FormatError) -> [Int32] {
    guard let axes = Axes(grid) else { throw noAxes(grid, url) }
    try file.attribute("Conventions", "CF-1.8")
    try file.attribute("title", title)
    let time = try file.dimension("time", leadTimes.count)
    let latitude = try file.dimension("latitude", axes.latitudes.count)
    let longitude = try file.dimension("longitude", axes.longitudes.count)
    let origin = "hours since \(initTime.description.replacing("T", with: " ").dropLast())"
    let hours = leadTimes.map(\.hours)
    try file.coordinate("time", time, hours, ["standard_name": "time", "units": origin])
    try file.coordinate(
      "forecast_period", time, hours, ["standard_name": "forecast_period", "units": "hours"])
    try file.coordinate(
      "forecast_reference_time", nil, [0], ["standard_name": "forecast_reference_time", "units": origin])
    try file.coordinate(
      "latitude", latitude, axes.latitudes, ["standard_name": "latitude", "units": "degrees_north"])
    try file.coordinate(
      "longitude", longitude, axes.longitudes, ["standard_name": "longitude", "units": "degrees_east"])
    return [time, latitude, longitude]
  }

  static func attributes(of variable: Variable) -> KeyValuePairs<String, String> {
    let hours = "\(Int(variable.processing.period.hours)) hours"
    switch variable.processing {
    case .instantaneous:
      return [
        "standard_name": variable.quantity.standardName, "long_name": variable.title, "units": variable.unit.symbol,
      ]
    case .accumulation, .maximum, .minimum, .mean:
      let method =
        switch variable.processing {
        case .accumulation, .instantaneous: "sum"
        case .maximum: "maximum"
        case .minimum: "minimum"
        case .mean: "mean"
        }
      return [
        "standard_name": variable.quantity.standardName, "long_name": variable.title, "units": variable.unit.symbol,
        "cell_methods": "time: \(method) (interval: \(hours))",
      ]
    }
  }

  fileprivate static func noAxes(_ grid: any Grid, _ url: URL) -> FormatError {
    FormatError(url, "can't be written: expected a latitude-longitude grid, found \(grid.summary)")
  }

  /// The rows and columns of a rectilinear grid.
  private struct Axes {
    let latitudes: [Double]
    let longitudes: [Double]

    init?(_ grid: any Grid) {
      guard let grid = grid as? RectilinearGrid else { return nil }
      latitudes = (0..<grid.rows).map { grid.coordinate(of: $0 * grid.columns).latitude }
      longitudes = (0..<grid.columns).map { grid.coordinate(of: $0).longitude }
    }
  }

  /// The forecasts in the order of the file.
  private struct Layout {
    let initTime: UTCTime
    let grid: any Grid
    let leadTimes: [TimeSpan]
    let variables: [Variable]
    private(set) var fields: [Variable: [TimeSpan: [Float]]] = [:]

    init(_ forecasts: [Forecast], _ url: URL) throws(FormatError) {
      guard let first = forecasts.first, case .fields(let members) = first.values else {
        throw FormatError(url, "can't be written: expected forecasts of fields, found none")
      }
      initTime = first.initTime
      grid = members[0].grid
      for forecast in forecasts {
        guard case .fields(let members) = forecast.values, members.count == 1 else {
          throw FormatError(url, place: "\(forecast.variable)", "can't be written: expected one field a lead time")
        }
        guard forecast.initTime == initTime, members[0].grid.isEqual(to: grid) else {
          throw FormatError(
            url, place: "\(forecast.variable)", "can't be written: initial time or grid differs from the first's")
        }
        fields[forecast.variable, default: [:]][forecast.leadTime] = members[0].values
      }
      leadTimes = Set(forecasts.map(\.leadTime)).sorted()
      variables = fields.keys.sorted { $0.description < $1.description }
    }
  }
}
