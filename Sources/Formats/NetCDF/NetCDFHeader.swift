import CNetCDF

/// The dimensions, variables and attributes of an open file's root group.
struct NetCDFHeader: Sendable {
  var format = "NetCDF"
  /// Whether HDF5 can open it too.
  var isHDF5 = false
  var attributes = CFAttributes()
  var arrays: [CFArray] = []
  var notes: [String] = []

  init(file: Int32) throws(NetCDFLibrary.Failure) {
    var kind: Int32 = 0
    try NetCDFLibrary.check(nc_inq_format(file, &kind))
    format =
      switch kind {
      case NC_FORMAT_CLASSIC: "NetCDF-3 classic"
      case NC_FORMAT_64BIT_OFFSET: "NetCDF-3 64-bit offset"
      case NC_FORMAT_CDF5: "NetCDF CDF-5"
      case NC_FORMAT_NETCDF4: "NetCDF-4 (HDF5)"
      case NC_FORMAT_NETCDF4_CLASSIC: "NetCDF-4 classic model (HDF5)"
      default: "NetCDF"
      }
    isHDF5 = [NC_FORMAT_NETCDF4, NC_FORMAT_NETCDF4_CLASSIC].contains(kind)
    var (dimensionCount, variableCount, attributeCount, unlimited) = (Int32(0), Int32(0), Int32(0), Int32(0))
    try NetCDFLibrary.check(nc_inq(file, &dimensionCount, &variableCount, &attributeCount, &unlimited))
    attributes = try NetCDFHeader.attributes(of: NC_GLOBAL, count: attributeCount, file: file)
    for variable in 0..<variableCount { arrays.append(try NetCDFHeader.array(variable, file: file)) }
    if let groups = NetCDFHeader.groups(file: file), !groups.isEmpty {
      notes.append("only the root group is read; not read: \(groups.joined(separator: ", "))")
    }
  }

  private static func array(_ variable: Int32, file: Int32) throws(NetCDFLibrary.Failure) -> CFArray {
    var name = [CChar](repeating: 0, count: Int(NC_MAX_NAME) + 1)
    var (type, rank, attributeCount) = (nc_type(0), Int32(0), Int32(0))
    var identifiers = [Int32](repeating: 0, count: Int(NC_MAX_VAR_DIMS))
    try NetCDFLibrary.check(nc_inq_var(file, variable, &name, &type, &rank, &identifiers, &attributeCount))
    var dimensions: [CFDimension] = []
    for identifier in identifiers.prefix(Int(rank)) {
      var dimensionName = [CChar](repeating: 0, count: Int(NC_MAX_NAME) + 1)
      var length = 0
      try NetCDFLibrary.check(nc_inq_dim(file, identifier, &dimensionName, &length))
      dimensions.append(CFDimension(name: text(dimensionName), length: length))
    }
    let element = element(of: type)
    var attributes = try attributes(of: variable, count: attributeCount, file: file)
    if attributes.values["_FillValue"] == nil, let fill = defaultFill(of: type) {
      attributes.values["_FillValue"] = .numbers([fill])
    }
    return CFArray(
      name: text(name), element: element, dimensions: dimensions, attributes: attributes,
      storage: storage(of: variable, element, file: file))
  }

  private static func element(of type: nc_type) -> CFElement {
    switch type {
    case NC_FLOAT: .float(bits: 32)
    case NC_DOUBLE: .float(bits: 64)
    case NC_BYTE: .signed(bits: 8)
    case NC_SHORT: .signed(bits: 16)
    case NC_INT: .signed(bits: 32)
    case NC_INT64: .signed(bits: 64)
    case NC_UBYTE: .unsigned(bits: 8)
    case NC_USHORT: .unsigned(bits: 16)
    case NC_UINT: .unsigned(bits: 32)
    case NC_UINT64: .unsigned(bits: 64)
    default: .other
    }
  }

  /// What the library leaves where nothing was written. A byte has no value to spare for it.
  private static func defaultFill(of type: nc_type) -> Double? {
    switch type {
    case NC_FLOAT, NC_DOUBLE: 9.9692099683868690e+36
    case NC_SHORT: -32_767
    case NC_INT: -2_147_483_647
    // -2⁶³ + 2, which double precision has not.
    case NC_INT64: -0x1p63
    default: nil
    }
  }

  private static func storage(of variable: Int32, _ element: CFElement, file: Int32) -> String {
    let filters = NetCDFFilter.all(of: variable, file: file).map(\.name)
    return ([element.description] + filters).joined(separator: ", ")
  }

  private static func attributes(
    of variable: Int32, count: Int32, file: Int32
  ) throws(NetCDFLibrary.Failure) -> CFAttributes {
    var found = CFAttributes()
    for i in 0..<count {
      var name = [CChar](repeating: 0, count: Int(NC_MAX_NAME) + 1)
      try NetCDFLibrary.check(nc_inq_attname(file, variable, i, &name))
      var (type, length) = (nc_type(0), 0)
      try NetCDFLibrary.check(nc_inq_att(file, variable, name, &type, &length))
      if let value = try value(of: name, type, length, variable: variable, file: file) {
        found.values[text(name)] = value
      }
    }
    return found
  }

  private static func value(
    of name: [CChar], _ type: nc_type, _ length: Int, variable: Int32, file: Int32
  ) throws(NetCDFLibrary.Failure) -> CFAttributes.Value? {
    switch type {
    case NC_CHAR:
      var characters = [CChar](repeating: 0, count: length + 1)
      try NetCDFLibrary.check(nc_get_att_text(file, variable, name, &characters))
      return .text(text(characters))
    case NC_STRING:
      var strings = [UnsafeMutablePointer<CChar>?](repeating: nil, count: length)
      try NetCDFLibrary.check(nc_get_att_string(file, variable, name, &strings))
      defer { nc_free_string(length, &strings) }
      return .text(strings.map { $0.map { String(cString: $0) } ?? "" }.joined(separator: " "))
    case NC_BYTE, NC_UBYTE, NC_SHORT, NC_USHORT, NC_INT, NC_UINT, NC_INT64, NC_UINT64, NC_FLOAT, NC_DOUBLE:
      var numbers = [Double](repeating: 0, count: length)
      try NetCDFLibrary.check(nc_get_att_double(file, variable, name, &numbers))
      return .numbers(numbers)
    default: return nil
    }
  }

  private static func groups(file: Int32) -> [String]? {
    var count: Int32 = 0
    guard nc_inq_grps(file, &count, nil) == NC_NOERR, count > 0 else { return nil }
    var identifiers = [Int32](repeating: 0, count: Int(count))
    guard nc_inq_grps(file, &count, &identifiers) == NC_NOERR else { return nil }
    return identifiers.map { group in
      var name = [CChar](repeating: 0, count: Int(NC_MAX_NAME) + 1)
      return nc_inq_grpname(group, &name) == NC_NOERR ? text(name) : "?"
    }
  }

  /// The characters up to the first zero.
  private static func text(_ characters: [CChar]) -> String {
    String(decoding: characters.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
  }
}

extension CFElement: CustomStringConvertible {
  var description: String {
    switch self {
    case .float(let bits): "float\(bits)"
    case .signed(let bits): "int\(bits)"
    case .unsigned(let bits): "uint\(bits)"
    case .boolean: "bool"
    case .other: "text"
    }
  }
}
