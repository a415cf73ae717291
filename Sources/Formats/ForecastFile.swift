public import Fields
public import Foundation

/// A CF file of one forecast that grows state by state, in the format that its name asks for.
///
/// It has its name when it is whole; a program that is killed leaves nothing that looks like a forecast.
public enum ForecastFile: ~Copyable {
  case netCDF(NetCDFForecastFile)
  case zarr(ZarrForecastFile)

  /// - Parameters:
  ///   - url: a Zarr store where it ends in `.zarr`, else NetCDF.
  ///   - source: what made the numbers, as the file says it.
  ///   - grid: a latitude-longitude grid.
  ///   - leadTimes: all that will be written, in order.
  /// - Throws: where it can't be created or the grid has no rows and columns of latitudes and longitudes.
  public init(
    creating url: URL, title: String, source: String? = nil, _ variables: [Variable], on grid: any Grid,
    from initTime: UTCTime,
    at leadTimes: [TimeSpan]
  ) throws(FormatError) {
    if url.pathExtension == "zarr" {
      self = .zarr(
        try ZarrForecastFile(
          creating: url, title: title, source: source, variables, on: grid, from: initTime, at: leadTimes))
    } else {
      self = .netCDF(
        try NetCDFForecastFile(
          creating: url, title: title, source: source, variables, on: grid, from: initTime, at: leadTimes))
    }
  }

  /// Writes one field; NaN is missing. Traps where it has another number of cells than the grid.
  public func put(_ field: Field, of variable: Variable, at leadTime: TimeSpan) throws(FormatError) {
    switch self {
    case .netCDF(let file): try file.put(field, of: variable, at: leadTime)
    case .zarr(let file): try file.put(field, of: variable, at: leadTime)
    }
  }

  /// Finishes it and gives it its name.
  public consuming func close() throws(FormatError) {
    switch consume self {
    case .netCDF(var file): try file.close()
    case .zarr(var file): try file.close()
    }
  }
}
