import Fields

/// The values of one field in the order of its grid, as the message has them: no unit is converted,
/// and missing points are NaN.
enum GRIBValues {
  /// Decodes a message of one field. Throws `ECCodesError` where it can't be, and where the number of
  /// values is not the grid's.
  static func decode(_ message: [UInt8], on geometry: GRIBGeometry) throws -> [Double] {
    let values = try ECCodes.withHandle(of: message) { (handle: borrowing ECCodesHandle) -> [Double] in
      handle.set("missingValue", to: missingMark)
      var values = try handle.doubles("values")
      values.withUnsafeMutableBufferPointer { values in
        for i in values.indices where values[i] == missingMark { values[i] = .nan }
      }
      return values
    }
    guard values.count == geometry.grid.count else {
      throw ECCodesError("\(values.count) values on a grid of \(geometry.grid.count) points")
    }
    return geometry.scanning.rowMajor(values)
  }

  /// Stands for a missing point between ecCodes and here; no packed value reaches it.
  private static let missingMark = -1.23456789e300
}
