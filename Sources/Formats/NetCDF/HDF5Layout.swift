import CHDF5

/// How HDF5 stores a variable, where it is one of the ways that are read here without the library.
struct HDF5Layout: Sendable, Hashable {
  enum Storage: Sendable, Hashable {
    /// All numbers in a row from a byte of the file on.
    case contiguous(offset: Int)
    case chunked
  }

  let element: StoredElement
  let storage: Storage
  /// Of the chunks; where it is contiguous, of the pieces in which it is read, whose last one is shorter.
  let grid: ChunkGrid
  /// In the order in which they were applied.
  let filters: [ChunkCodec]
  /// The bytes of one number where no chunk was written; nil where that is left open.
  let fill: [UInt8]?

  var byteCount: Int { element.byteCount }

  /// nil where the type, the way of storing or a filter is another; the library reads it then.
  init?(_ dataset: hid_t) {
    let type = H5Dget_type(dataset)
    defer { H5Tclose(type) }
    let space = H5Dget_space(dataset)
    defer { H5Sclose(space) }
    let creation = H5Dget_create_plist(dataset)
    defer { H5Pclose(creation) }
    guard type >= 0, space >= 0, creation >= 0, let element = HDF5Layout.element(type),
      let shape = HDF5Layout.shape(space), H5Pget_external_count(creation) == 0
    else { return nil }
    self.element = element
    switch H5Pget_layout(creation) {
    case H5D_CONTIGUOUS:
      guard let offset = Int(exactly: H5Dget_offset(dataset)) else { return nil }
      storage = .contiguous(offset: offset)
      grid = ChunkGrid(shape: shape, chunkShape: HDF5Layout.pieces(of: shape, elementSize: element.byteCount))
      filters = []
    case H5D_CHUNKED:
      var lengths = [hsize_t](repeating: 0, count: shape.count)
      var options: UInt32 = 0
      guard H5Pget_chunk(creation, Int32(shape.count), &lengths) == Int32(shape.count),
        H5Pget_chunk_opts(creation, &options) >= 0, options == 0,
        let filters = HDF5Layout.filters(creation, elementSize: element.byteCount)
      else { return nil }
      let chunkShape = lengths.compactMap { Int(exactly: $0) }
      guard chunkShape.count == shape.count, chunkShape.allSatisfy({ $0 > 0 }),
        chunkShape.reduce(1.0, { $0 * Double($1) }) < 0x1p31
      else { return nil }
      storage = .chunked
      grid = ChunkGrid(shape: shape, chunkShape: chunkShape)
      self.filters = filters
    default: return nil
    }
    fill = HDF5Layout.fill(creation, type, element)
  }

  private static func shape(_ space: hid_t) -> [Int]? {
    let rank = H5Sget_simple_extent_ndims(space)
    guard rank > 0 else { return nil }
    var lengths = [hsize_t](repeating: 0, count: Int(rank))
    guard H5Sget_simple_extent_dims(space, &lengths, nil) == rank else { return nil }
    let shape = lengths.compactMap { Int(exactly: $0) }
    // The number of bytes is counted in whole numbers.
    guard shape.count == lengths.count, shape.reduce(1.0, { $0 * Double($1) }) < 0x1p56 else { return nil }
    return shape
  }

  /// Whole numbers of two's complement and IEEE numbers that fill their bytes.
  private static func element(_ type: hid_t) -> StoredElement? {
    let size = H5Tget_size(type)
    let order = H5Tget_order(type)
    guard [1, 2, 4, 8].contains(size), H5Tget_precision(type) == 8 * size, H5Tget_offset(type) == 0,
      order == H5T_ORDER_LE || order == H5T_ORDER_BE
    else { return nil }
    let element: CFElement
    switch H5Tget_class(type) {
    case H5T_INTEGER:
      let sign = H5Tget_sign(type)
      guard sign == H5T_SGN_2 || sign == H5T_SGN_NONE else { return nil }
      element = sign == H5T_SGN_2 ? .signed(bits: 8 * size) : .unsigned(bits: 8 * size)
    case H5T_FLOAT:
      var (sign, exponent, exponentSize, mantissa, mantissaSize) = (0, 0, 0, 0, 0)
      guard size >= 4, H5Tget_fields(type, &sign, &exponent, &exponentSize, &mantissa, &mantissaSize) >= 0,
        [sign, exponent, exponentSize, mantissa, mantissaSize]
          == (size == 4 ? [31, 23, 8, 0, 23] : [63, 52, 11, 0, 52]),
        H5Tget_ebias(type) == (size == 4 ? 127 : 1023), H5Tget_norm(type) == H5T_NORM_IMPLIED
      else { return nil }
      element = .float(bits: 8 * size)
    default: return nil
    }
    return StoredElement(element: element, byteCount: size, isBigEndian: order == H5T_ORDER_BE)
  }

  private static func filters(_ creation: hid_t, elementSize: Int) -> [ChunkCodec]? {
    let count = H5Pget_nfilters(creation)
    guard (0...16).contains(count) else { return nil }
    var filters: [ChunkCodec] = []
    for number in 0..<UInt32(count) {
      var (flags, configuration) = (UInt32(0), UInt32(0))
      var parameters = [UInt32](repeating: 0, count: 16)
      var parameterCount = parameters.count
      var name = [CChar](repeating: 0, count: 1)
      switch H5Pget_filter2(creation, number, &flags, &parameterCount, &parameters, 0, &name, &configuration) {
      case 1: filters.append(.zlib)
      case 2:
        guard parameterCount > 0, let size = Int(exactly: parameters[0]), (1...1024).contains(size) else { return nil }
        filters.append(.shuffle(elementSize: size))
      case 3: filters.append(.fletcher32)
      case 32001: filters.append(.blosc)
      case 32004: filters.append(.lz4Frames)
      case 32015: filters.append(.zstd)
      default: return nil
      }
    }
    return filters
  }

  /// Where the writer chose that nothing be filled in, the library leaves whatever its memory held; a number
  /// that was never written is missing, if there is a number for that.
  private static func fill(_ creation: hid_t, _ type: hid_t, _ element: StoredElement) -> [UInt8]? {
    var (status, time) = (H5D_FILL_VALUE_UNDEFINED, H5D_FILL_TIME_ERROR)
    guard H5Pfill_value_defined(creation, &status) >= 0, H5Pget_fill_time(creation, &time) >= 0 else { return nil }
    if time == H5D_FILL_TIME_NEVER || status == H5D_FILL_VALUE_UNDEFINED {
      guard element.element.isFloat else { return nil }
      // All bits set are NaN in either order of the bytes.
      return [UInt8](repeating: 0xFF, count: element.byteCount)
    }
    var fill = [UInt8](repeating: 0, count: element.byteCount)
    return H5Pget_fill_value(creation, type, &fill) >= 0 ? fill : nil
  }

  /// Of about two megabytes, each a row of numbers in the file.
  private static func pieces(of shape: [Int], elementSize: Int) -> [Int] {
    var pieces = [Int](repeating: 1, count: shape.count)
    var room = (2 << 20) / elementSize
    for axis in shape.indices.reversed() {
      pieces[axis] = max(1, min(shape[axis], room))
      if pieces[axis] < shape[axis] { break }
      room /= max(1, shape[axis])
    }
    return pieces
  }
}
