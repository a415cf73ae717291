import CNetCDF
import Fields
import Foundation

@testable import Formats

/// A NetCDF file of one state, written by the C library: temperature in K as short integers of 1 K, and wind of 3 and 4 m/s.
struct NetCDFSample {
  var initTime: UTCTime? = nil
  var validTimes: [UTCTime]
  /// `NC_64BIT_OFFSET`, `NC_NETCDF4`; 0 is classic.
  var mode: Int32 = NC_NETCDF4
  /// As many as there are along a dimension; nil without one.
  var members: Int? = nil
  /// Whether time is the record dimension.
  var hasRecords = false
  var variables: [Variable] = [.temperature2m, .eastwardWind10m, .northwardWind10m]
  /// What every temperature is, other than the number of its cell.
  var offset = 270
  /// An odd number, so that short integers leave half a word.
  var columns = 5

  func write(to url: URL) throws {
    let status = NetCDFLibrary.alone { () -> Int32 in
      var id: Int32 = 0
      var status = nc_create(url.path, mode | NC_CLOBBER, &id)
      guard status == NC_NOERR else { return status }
      status = define(id)
      let closed = nc_close(id)
      return status == NC_NOERR ? closed : status
    }
    guard status == NC_NOERR else { throw FormatError(url, String(cString: nc_strerror(status))) }
  }

  private func define(_ id: Int32) -> Int32 {
    var codes: [Int32] = []
    func dimension(_ name: String, _ length: Int) -> Int32 {
      var dimension: Int32 = 0
      codes.append(nc_def_dim(id, name, length, &dimension))
      return dimension
    }
    func array(_ name: String, _ type: nc_type, _ dimensions: [Int32], _ attributes: [String: String]) -> Int32 {
      var array: Int32 = 0
      codes.append(nc_def_var(id, name, type, Int32(dimensions.count), dimensions, &array))
      for (key, text) in attributes.sorted(by: { $0.key < $1.key }) {
        codes.append(nc_put_att_text(id, array, key, text.utf8.count, text))
      }
      return array
    }
    let time = dimension("time", hasRecords ? 0 : validTimes.count)
    let member = members.map { dimension("number", $0) }
    let (rows, columns) = (dimension("latitude", 3), dimension("longitude", columns))
    let hours = ["units": "hours since 2000-01-01 00:00:00"]
    var numbers: [(Int32, [Double], [Int])] = []
    func coordinate(_ name: String, _ dimensions: [Int32], _ values: [Double], _ attributes: [String: String]) {
      numbers.append(
        (array(name, NC_DOUBLE, dimensions, attributes), values, dimensions.isEmpty ? [1] : [values.count]))
    }
    let origin = UTCTime(secondsSince1970: 946_684_800)
    coordinate(
      "time", [time], validTimes.map { ($0 - origin).hours }, hours.merging(["standard_name": "time"]) { $1 })
    if let initTime {
      coordinate(
        "forecast_reference_time", [], [(initTime - origin).hours],
        hours.merging(["standard_name": "forecast_reference_time"]) { $1 })
    }
    coordinate("latitude", [rows], [62, 61, 60], ["units": "degrees_north"])
    coordinate("longitude", [columns], (0..<self.columns).map { 10 + Double($0) }, ["units": "degrees_east"])
    let shape = [time] + [member].compactMap { $0 } + [rows, columns]
    let count = [validTimes.count] + [members].compactMap { $0 } + [3, self.columns]
    for variable in variables {
      let values = (0..<count.reduce(1, *)).map { cell -> Double in
        switch variable {
        case .temperature2m: Double(offset + cell)
        case .eastwardWind10m: 3
        default: 4.0
        }
      }
      numbers.append(
        (
          array(
            variable.description, NC_SHORT, shape,
            ["units": variable.unit.symbol, "standard_name": variable.quantity.standardName]), values, count
        ))
    }
    codes.append(nc_enddef(id))
    for (array, values, count) in numbers {
      codes.append(nc_put_vara_double(id, array, count.map { _ in 0 }, count, values))
    }
    return codes.first { $0 != NC_NOERR } ?? NC_NOERR
  }
}
