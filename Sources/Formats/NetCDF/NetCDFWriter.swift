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
        ForecastFileLayout.name(of: variable), dimensions, fields, cellCount: layout.grid.count,
        ForecastFileLayout.attributes(of: variable))
    }
    try file.close()
  }

  /// Writes a field that does not change in time, such as the height of the ground.
  public static func write(invariant quantity: Quantity, _ field: Field, to url: URL) throws(FormatError) {
    let places = try ForecastFileLayout.places(of: field.grid, url)
    var file = try NetCDFOutput(creating: url)
    try file.attribute("Conventions", ForecastFileLayout.conventions)
    var dimensions: [Int32] = []
    for place in places { dimensions.append(try file.dimension(place.name, place.values.count)) }
    for (place, dimension) in zip(places, dimensions) {
      try file.coordinate(place.name, dimension, place.values, place.attributes)
    }
    try file.packed(
      quantity.symbol, dimensions, [field.values], cellCount: field.grid.count,
      ["standard_name": quantity.standardName, "units": quantity.unit.symbol])
    try file.close()
  }

  /// Defines what every file of one forecast has; the dimensions of its arrays: time, latitude, longitude.
  static func define(
    _ file: inout NetCDFOutput, title: String, source: String? = nil, grid: any Grid, from initTime: UTCTime,
    at leadTimes: [TimeSpan],
    _ url: URL
  ) throws(FormatError) -> [Int32] {
    let layout = try ForecastFileLayout(title: title, source: source, grid: grid, from: initTime, at: leadTimes, url)
    for (name, text) in layout.attributes { try file.attribute(name, text) }
    var dimensions: [String: Int32] = [:]
    for dimension in layout.dimensions {
      dimensions[dimension.name] = try file.dimension(dimension.name, dimension.length)
    }
    for coordinate in layout.coordinates {
      try file.coordinate(
        coordinate.name, coordinate.dimension.flatMap { dimensions[$0] }, coordinate.values, coordinate.attributes)
    }
    return layout.dimensions.compactMap { dimensions[$0.name] }
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
