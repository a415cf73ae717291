import CNetCDF
import Foundation

/// A NetCDF-4 file that is being written.
///
/// It is written beside its final name and moved there by `close`, so that a reader finds a whole file
/// or none.
struct NetCDFOutput: ~Copyable {
  private let url: URL
  /// The same with symbolic links resolved: what a link names is written, and not the link.
  private let target: URL
  private let partial: URL
  let id: Int32
  private var isOpen = true

  /// Throws where there is a folder or a device of that name, which is never replaced, or the file can't be created.
  init(creating url: URL) throws(FormatError) {
    self.url = url
    target = url.resolvingSymlinksInPath()
    partial = target.appendingPathExtension("part")
    let (target, path) = (target.path, partial.path)
    let kind = try? FileManager.default.attributesOfItem(atPath: target)[.type] as? FileAttributeType
    guard kind == nil || kind == .typeRegular else {
      throw FormatError(
        url, "can't be written: \(kind == .typeDirectory ? "it is a folder" : "it is no file"); give the name of a file"
      )
    }
    var id: Int32 = 0
    let status = NetCDFLibrary.alone { nc_create(path, NC_NETCDF4 | NC_CLOBBER, &id) }
    guard status == NC_NOERR else {
      throw FormatError(url, "can't be created: \(String(cString: nc_strerror(status)))")
    }
    self.id = id
  }

  deinit {
    guard isOpen else { return }
    _ = NetCDFLibrary.alone { nc_close(id) }
    try? FileManager.default.removeItem(at: partial)
  }

  func check(_ place: String, _ call: () -> Int32) throws(FormatError) {
    let status = NetCDFLibrary.alone(call)
    guard status == NC_NOERR else {
      throw FormatError(url, place: place, "can't be written: \(String(cString: nc_strerror(status)))")
    }
  }

  /// An attribute of the whole file, or of one array.
  func attribute(_ name: String, _ text: String, of array: Int32 = NC_GLOBAL) throws(FormatError) {
    try check("attribute \(name)") { nc_put_att_text(id, array, name, text.utf8.count, text) }
  }

  func dimension(_ name: String, _ length: Int) throws(FormatError) -> Int32 {
    var dimension: Int32 = 0
    try check("dimension \(name)") { nc_def_dim(id, name, length, &dimension) }
    return dimension
  }

  /// A dimension that was defined before.
  func dimension(named name: String) throws(FormatError) -> Int32 {
    var dimension: Int32 = 0
    try check("dimension \(name)") { nc_inq_dimid(id, name, &dimension) }
    return dimension
  }

  /// An array of doubles along one dimension, or a single value where `dimension` is nil.
  func coordinate(
    _ name: String, _ dimension: Int32?, _ values: [Double], _ attributes: KeyValuePairs<String, String>
  ) throws(FormatError) {
    var array: Int32 = 0
    let dimensions = [dimension].compactMap { $0 }
    try check("variable \(name)") {
      nc_def_var(id, name, NC_DOUBLE, Int32(dimensions.count), dimensions, &array)
    }
    for (key, text) in attributes { try attribute(key, text, of: array) }
    try check("variable \(name)") { nc_put_var_double(id, array, values) }
  }

  /// An array of 16-bit integers with scale and offset. The first dimension runs over `fields` where
  /// there are as many dimensions as that takes; a field that is nil, and NaN, is the fill value.
  func packed(
    _ name: String, _ dimensions: [Int32], _ fields: [[Float]?], cellCount: Int,
    _ attributes: KeyValuePairs<String, String>
  ) throws(FormatError) {
    let packing = Packing(fields)
    let place = "variable \(name)"
    var array: Int32 = 0
    try check(place) { nc_def_var(id, name, NC_SHORT, Int32(dimensions.count), dimensions, &array) }
    try check(place) { nc_def_var_deflate(id, array, 1, 1, 1) }
    var fill = Packing.fill
    try check(place) { nc_put_att_short(id, array, "_FillValue", NC_SHORT, 1, &fill) }
    for (key, value) in [("scale_factor", packing.scale), ("add_offset", packing.offset)] {
      try check(place) { nc_put_att_double(id, array, key, NC_DOUBLE, 1, [value]) }
    }
    for (key, text) in attributes { try attribute(key, text, of: array) }
    let lengths = try dimensions.map { dimension throws(FormatError) in
      var length = 0
      try check(place) { nc_inq_dimlen(id, dimension, &length) }
      return length
    }
    var chunk = lengths
    if chunk.count > 2 { chunk[0] = 1 }
    try check(place) { nc_def_var_chunking(id, array, NC_CHUNKED, chunk) }
    for (position, field) in fields.enumerated() {
      guard let field else { continue }
      let values = packing.pack(field)
      var start = [Int](repeating: 0, count: lengths.count)
      if lengths.count > 2 { start[0] = position }
      try check(place) { nc_put_vara_short(id, array, start, chunk, values) }
    }
  }

  /// Finishes the file and gives it its name.
  mutating func close() throws(FormatError) {
    isOpen = false
    try check("closing") { nc_close(id) }
    NetCDFLibrary.close(url)
    // In one step, and never in place of a folder.
    guard rename(partial.path, target.path) == 0 else {
      let problem = String(cString: strerror(errno))
      try? FileManager.default.removeItem(at: partial)
      throw FormatError(url, "can't be written: \(problem)")
    }
  }

  /// The line between values and 16-bit integers.
  private struct Packing {
    static let fill = Int16.min
    let scale: Double
    let offset: Double

    /// Spreads the values of all fields over the integers.
    init(_ fields: [[Float]?]) {
      var (low, high) = (Float.infinity, -Float.infinity)
      for field in fields {
        for value in field ?? [] where value.isFinite { (low, high) = (min(low, value), max(high, value)) }
      }
      guard low < high else {
        (scale, offset) = (1, low.isFinite ? Double(low) : 0)
        return
      }
      scale = (Double(high) - Double(low)) / 65_000
      offset = (Double(high) + Double(low)) / 2
    }

    func pack(_ field: [Float]) -> [Int16] {
      field.map { value in
        value.isFinite ? Int16(((Double(value) - offset) / scale).rounded()) : Packing.fill
      }
    }
  }
}
