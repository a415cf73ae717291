import CNetCDF
public import Fields
public import Foundation

/// A CF NetCDF-4 file of one forecast that grows state by state, as a model makes them.
///
/// Values are Float32, deflated, in chunks of one field. The file has another name, ending in `.part`, until `close`
/// has written all of it: a program that is killed leaves nothing that looks like a forecast.
public struct NetCDFForecastFile: ~Copyable {
  private var file: NetCDFOutput
  private let arrays: [Variable: Int32]
  private let leadTimes: [TimeSpan]
  private let shape: [Int]
  private let url: URL

  /// - Parameters:
  ///   - grid: a latitude-longitude grid.
  ///   - leadTimes: all that will be written, in order.
  /// - Throws: where the file can't be created or the grid has no rows and columns of latitudes and longitudes.
  public init(
    creating url: URL, title: String, source: String? = nil, _ variables: [Variable], on grid: any Grid,
    from initTime: UTCTime,
    at leadTimes: [TimeSpan]
  ) throws(FormatError) {
    var file = try NetCDFOutput(creating: url)
    let dimensions = try NetCDFWriter.define(
      &file, title: title, source: source, grid: grid, from: initTime, at: leadTimes, url)
    var arrays: [Variable: Int32] = [:]
    let shape = [1] + grid.shape
    for variable in variables {
      arrays[variable] = try file.array(
        ForecastFileLayout.name(of: variable), dimensions, chunk: shape, .single,
        ForecastFileLayout.attributes(of: variable))
    }
    self.url = url
    self.leadTimes = leadTimes
    self.shape = shape
    self.arrays = arrays
    self.file = file
  }

  /// Writes one field; NaN is missing. Traps where it has another number of cells than the grid.
  public func put(_ field: Field, of variable: Variable, at leadTime: TimeSpan) throws(FormatError) {
    guard let array = arrays[variable], let position = leadTimes.firstIndex(of: leadTime) else {
      throw FormatError(url, place: "\(variable)", "has no place for \(leadTime)")
    }
    try file.put(field.values, into: array, start: [position, 0, 0], count: shape)
  }

  /// Finishes the file and gives it its name.
  public mutating func close() throws(FormatError) { try file.close() }
}

extension NetCDFOutput {
  /// Puts values into a part of an array, in row-major order.
  func put(_ values: [Float], into array: Int32, start: [Int], count: [Int]) throws(FormatError) {
    precondition(values.count == count.reduce(1, *), "\(values.count) values for a part of \(count)")
    try check("array \(array)") { nc_put_vara_float(id, array, start, count, values) }
  }
}
