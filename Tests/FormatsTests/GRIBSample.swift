import CEccodes
import Foundation
import TestSupport

@testable import Formats

/// Builds GRIB messages from the samples that come with ecCodes.
struct GRIBSample {
  enum Value {
    case integer(Int)
    case real(Double)
    case text(String)
  }

  /// `GRIB1`, `GRIB2`, `regular_ll_sfc_grib2`, `reduced_gg_pl_32_grib1` ...
  var sample: String
  /// Set in order.
  var keys: [(String, Value)] = []
  var values: [Double]?

  struct Failure: Error { var description: String }

  var bytes: [UInt8] {
    get throws {
      // Under the lock of the readers, whose tests run at the same time.
      try ECCodes.withSample(sample) { try message(from: $0.pointer) }
    }
  }

  private func message(from handle: OpaquePointer) throws -> [UInt8] {
    for (key, value) in keys {
      let status: Int32
      switch value {
      case .integer(let n): status = codes_set_long(handle, key, n)
      case .real(let x): status = codes_set_double(handle, key, x)
      case .text(let text):
        var length = text.utf8.count
        status = codes_set_string(handle, key, text, &length)
      }
      guard status == 0 else {
        throw Failure(description: "\(key): \(String(cString: codes_get_error_message(status)))")
      }
    }
    if let values {
      let status = codes_set_double_array(handle, "values", values, values.count)
      guard status == 0 else { throw Failure(description: "values: \(status)") }
    }
    var pointer: UnsafeRawPointer?
    var length = 0
    guard codes_get_message(handle, &pointer, &length) == 0, let pointer else {
      throw Failure(description: "no message")
    }
    return Array(UnsafeRawBufferPointer(start: pointer, count: length))
  }

  /// A global or regional latitude-longitude grid in edition 2, temperature at 2 m unless the keys say
  /// otherwise.
  static func regular(
    columns: Int, rows: Int, first: (Double, Double), last: (Double, Double), step: (Double, Double),
    scanning: [String: Int] = [:], keys: [(String, Value)] = [], values: [Double]? = nil
  ) -> GRIBSample {
    var all: [(String, Value)] = [
      ("Ni", .integer(columns)), ("Nj", .integer(rows)),
      ("iScansNegatively", .integer(scanning["i"] ?? 0)), ("jScansPositively", .integer(scanning["j"] ?? 0)),
      ("jPointsAreConsecutive", .integer(scanning["columns"] ?? 0)),
      ("alternativeRowScanning", .integer(scanning["alternating"] ?? 0)),
      ("latitudeOfFirstGridPointInDegrees", .real(first.0)), ("longitudeOfFirstGridPointInDegrees", .real(first.1)),
      ("latitudeOfLastGridPointInDegrees", .real(last.0)), ("longitudeOfLastGridPointInDegrees", .real(last.1)),
      ("iDirectionIncrementInDegrees", .real(step.0)), ("jDirectionIncrementInDegrees", .real(step.1)),
      ("shortName", .text("2t")),
    ]
    all += keys
    return GRIBSample(
      sample: "regular_ll_sfc_grib2", keys: all, values: values ?? (0..<columns * rows).map { 273 + Double($0) })
  }
}

extension URL {
  /// Writes bytes to a new file in a new folder.
  static func temporary(_ bytes: [UInt8], named name: String = "sample.grib") throws -> URL {
    let url = try Fixture.temporaryFolder().appending(path: name)
    try Data(bytes).write(to: url)
    return url
  }
}
