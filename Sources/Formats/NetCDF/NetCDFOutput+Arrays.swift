import CNetCDF

/// Arrays that are written part by part.
extension NetCDFOutput {
  /// How the numbers of an array are kept.
  enum Precision {
    case single, double, integer

    fileprivate var type: nc_type {
      switch self {
      case .single: NC_FLOAT
      case .double: NC_DOUBLE
      case .integer: NC_INT
      }
    }
  }

  /// An array of nothing but missing values, whose parts are put later: NaN, or -1 for integers.
  ///
  /// - chunk: how many values along each dimension are deflated together; nil for an array that is stored as it is.
  func array(
    _ name: String, _ dimensions: [Int32], chunk: [Int]?, _ precision: Precision,
    _ attributes: KeyValuePairs<String, String>
  ) throws(FormatError) -> Int32 {
    let place = "variable \(name)"
    var array: Int32 = 0
    try check(place) { nc_def_var(id, name, precision.type, Int32(dimensions.count), dimensions, &array) }
    if let chunk {
      try check(place) { nc_def_var_chunking(id, array, NC_CHUNKED, chunk) }
      try check(place) { nc_def_var_deflate(id, array, 1, 1, 1) }
    }
    switch precision {
    case .single:
      var fill = Float.nan
      try check(place) { nc_def_var_fill(id, array, NC_FILL, &fill) }
    case .double:
      var fill = Double.nan
      try check(place) { nc_def_var_fill(id, array, NC_FILL, &fill) }
    case .integer:
      var fill: Int32 = -1
      try check(place) { nc_def_var_fill(id, array, NC_FILL, &fill) }
    }
    for (key, text) in attributes { try attribute(key, text, of: array) }
    return array
  }

  /// Puts values into a part of an array, in row-major order.
  func put(_ values: [Double], into array: Int32, start: [Int], count: [Int]) throws(FormatError) {
    precondition(values.count == count.reduce(1, *), "\(values.count) values for a part of \(count)")
    try check("array \(array)") { nc_put_vara_double(id, array, start, count, values) }
  }

  /// An array of texts along one dimension.
  func texts(
    _ name: String, _ dimension: Int32, _ texts: [String], _ attributes: KeyValuePairs<String, String>
  ) throws(FormatError) {
    let place = "variable \(name)"
    var array: Int32 = 0
    try check(place) { nc_def_var(id, name, NC_STRING, 1, [dimension], &array) }
    for (key, text) in attributes { try attribute(key, text, of: array) }
    for (position, text) in texts.enumerated() {
      try check(place) {
        text.withCString { characters in
          var pointer: UnsafePointer<CChar>? = characters
          return nc_put_var1_string(id, array, [position], &pointer)
        }
      }
    }
  }

  /// An attribute of the whole file that is a list of numbers.
  func attribute(_ name: String, _ numbers: [Double]) throws(FormatError) {
    try check("attribute \(name)") {
      nc_put_att_double(id, NC_GLOBAL, name, NC_DOUBLE, numbers.count, numbers)
    }
  }
}

extension NetCDFDataset {
  /// The texts of an array of one dimension of strings.
  func texts(_ array: CFArray) throws(FormatError) -> [String] {
    do throws(NetCDFLibrary.Failure) {
      return try NetCDFLibrary.with(url) { (id: Int32) throws(NetCDFLibrary.Failure) in
        var (variable, type) = (Int32(0), nc_type(0))
        try NetCDFLibrary.check(nc_inq_varid(id, array.name, &variable))
        try NetCDFLibrary.check(nc_inq_vartype(id, variable, &type))
        guard type == NC_STRING else { throw NetCDFLibrary.Failure(code: NC_EBADTYPE) }
        var pointers = [UnsafeMutablePointer<CChar>?](repeating: nil, count: array.count)
        try NetCDFLibrary.check(nc_get_var_string(id, variable, &pointers))
        defer { nc_free_string(pointers.count, &pointers) }
        return pointers.map { $0.map { String(cString: $0) } ?? "" }
      }
    } catch {
      throw self.error(array, "its texts can't be read: \(error.text)")
    }
  }
}
