import Fields
import Foundation

/// What a file of one forecast holds beside the numbers of its fields, after the CF conventions and the same in every
/// format.
struct ForecastFileLayout {
  /// Doubles along a dimension, or a single one where it has none.
  struct Coordinate {
    let name: String
    let dimension: String?
    let values: [Double]
    let attributes: KeyValuePairs<String, String>
  }

  static let conventions = "CF-1.8"

  /// Of the file.
  let attributes: KeyValuePairs<String, String>
  /// Of each field's array: time, latitude, longitude.
  let dimensions: [CFDimension]
  let coordinates: [Coordinate]

  /// - Parameter source: what made the numbers.
  /// - Throws: where the grid has no rows and columns of latitudes and longitudes.
  init(
    title: String, source: String? = nil, grid: any Grid, from initTime: UTCTime, at leadTimes: [TimeSpan], _ url: URL
  ) throws(FormatError) {
    let place = try ForecastFileLayout.places(of: grid, url)
    attributes =
      if let source {
        ["Conventions": ForecastFileLayout.conventions, "title": title, "source": source]
      } else {
        ["Conventions": ForecastFileLayout.conventions, "title": title]
      }
    dimensions =
      [CFDimension(name: "time", length: leadTimes.count)]
      + place.map { CFDimension(name: $0.name, length: $0.values.count) }
    let origin = "hours since \(initTime.description.replacing("T", with: " ").dropLast())"
    let hours = leadTimes.map(\.hours)
    coordinates =
      [
        Coordinate(
          name: "time", dimension: "time", values: hours, attributes: ["standard_name": "time", "units": origin]),
        Coordinate(
          name: "forecast_period", dimension: "time", values: hours,
          attributes: ["standard_name": "forecast_period", "units": "hours"]),
        Coordinate(
          name: "forecast_reference_time", dimension: nil, values: [0],
          attributes: ["standard_name": "forecast_reference_time", "units": origin]),
      ] + place
  }

  /// The latitudes of a grid's rows and the longitudes of its columns.
  ///
  /// - Throws: where it has none.
  static func places(of grid: any Grid, _ url: URL) throws(FormatError) -> [Coordinate] {
    guard let grid = grid as? RectilinearGrid else {
      throw FormatError(url, "can't be written: expected a latitude-longitude grid, found \(grid.summary)")
    }
    return [
      Coordinate(
        name: "latitude", dimension: "latitude",
        values: (0..<grid.rows).map { grid.coordinate(of: $0 * grid.columns).latitude },
        attributes: ["standard_name": "latitude", "units": "degrees_north"]),
      Coordinate(
        name: "longitude", dimension: "longitude",
        values: (0..<grid.columns).map { grid.coordinate(of: $0).longitude },
        attributes: ["standard_name": "longitude", "units": "degrees_east"]),
    ]
  }

  /// The name of a variable's array: its short name, and the unit of its level behind it where that alone would be read
  /// as of another, as `u100`, which in files is the wind at 100 m.
  static func name(of variable: Variable) -> String {
    let name = variable.description
    guard case .pressure = variable.level, variable.processing == .instantaneous,
      CFLexicon.level(named: name) != variable.level
    else { return name }
    return name + "hPa"
  }

  static func attributes(of variable: Variable) -> KeyValuePairs<String, String> {
    let hours = "\(Int(variable.processing.period.hours)) hours"
    let method: String
    switch variable.processing {
    case .instantaneous:
      return [
        "standard_name": variable.quantity.standardName, "long_name": variable.title, "units": variable.unit.symbol,
      ]
    case .accumulation: method = "sum"
    case .maximum: method = "maximum"
    case .minimum: method = "minimum"
    case .mean: method = "mean"
    }
    return [
      "standard_name": variable.quantity.standardName, "long_name": variable.title, "units": variable.unit.symbol,
      "cell_methods": "time: \(method) (interval: \(hours))",
    ]
  }
}
