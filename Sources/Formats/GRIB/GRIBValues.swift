import Fields

/// The values of one field in the order of its grid. Missing points are NaN.
///
/// Common packings are undone here, since ecCodes decodes one message at a time; it decodes the others, and
/// those that are not sound.
enum GRIBValues {
  /// Decodes a message of one field, without converting any unit. Throws `ECCodesError` where it can't be,
  /// and where the number of values is not the grid's.
  static func decode(_ message: [UInt8], on geometry: GRIBGeometry) throws -> [Double] {
    if let values = try unpacked(message, on: geometry) { return geometry.scanning.rowMajor(values) }
    return try decodeByLibrary(message, on: geometry)
  }

  /// The same in another unit, computed in double precision and rounded once.
  static func decode(_ message: [UInt8], on geometry: GRIBGeometry, scale: Double, offset: Double) throws -> [Float] {
    if geometry.scanning.isRowMajor, let packing = try GRIBPacking(message, pointCount: geometry.grid.count) {
      let unpacking = GRIBUnpacking<Float>(packing: packing, message: message, scale: scale, offset: offset)
      if let values = unpacking.values() { return values }
    }
    return try decode(message, on: geometry).map { Float($0, scale: scale, offset: offset) }
  }

  /// The values in the message's order; nil where ecCodes has to decode them.
  static func unpacked(_ message: [UInt8], on geometry: GRIBGeometry) throws(ECCodesError) -> [Double]? {
    guard let packing = try GRIBPacking(message, pointCount: geometry.grid.count) else { return nil }
    return GRIBUnpacking<Double>(packing: packing, message: message).values()
  }

  /// The same by ecCodes alone.
  static func decodeByLibrary(_ message: [UInt8], on geometry: GRIBGeometry) throws -> [Double] {
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
