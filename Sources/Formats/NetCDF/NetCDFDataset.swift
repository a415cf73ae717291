import CNetCDF
import Foundation

/// A NetCDF file of any kind: classic, 64-bit offset, CDF-5, or NetCDF-4 on HDF5.
final class NetCDFDataset: CFDataset {
  let url: URL
  /// Under which name the library has it open.
  private let location: URL
  let format: String
  let byteCount: Int
  let attributes: CFAttributes
  let arrays: [CFArray]
  let notes: [String]
  private let isHDF5: Bool
  private let cache = ChunkCache.newDataset()

  /// Reads dimensions, variables and attributes, and no values.
  ///
  /// Throws where the library refuses the file or a classic file is shorter than its header says.
  convenience init(_ url: URL) throws(FormatError) {
    let byteCount = NetCDFDataset.size(of: url)
    try ClassicHeader.checkLength(of: url, byteCount: byteCount)
    try self.init(url, at: url, byteCount: byteCount)
  }

  /// A file that may lose its name once this is made, since it stays open as long as this lives; `url` names it in
  /// messages. It must be whole.
  convenience init(_ url: URL, keeping location: URL, byteCount: Int) throws(FormatError) {
    do throws(NetCDFLibrary.Failure) {
      try NetCDFLibrary.keep(location)
    } catch {
      throw NetCDFDataset.unreadable(url, error)
    }
    do throws(FormatError) {
      try self.init(url, at: location, byteCount: byteCount)
    } catch {
      NetCDFLibrary.close(location)
      throw error
    }
  }

  private init(_ url: URL, at location: URL, byteCount: Int) throws(FormatError) {
    self.url = url
    self.location = location
    self.byteCount = byteCount
    do throws(NetCDFLibrary.Failure) {
      let header = try NetCDFLibrary.with(location) { (id: Int32) throws(NetCDFLibrary.Failure) in
        try NetCDFHeader(file: id)
      }
      format = header.format
      attributes = header.attributes
      arrays = header.arrays
      notes = header.notes
      isHDF5 = header.isHDF5
    } catch {
      throw NetCDFDataset.unreadable(url, error)
    }
  }

  private static func unreadable(_ url: URL, _ failure: NetCDFLibrary.Failure) -> FormatError {
    FormatError(
      url, "the netCDF library can't open it: \(failure.text); the file is truncated, corrupt or no NetCDF file")
  }

  deinit {
    ChunkCache.shared.forget(cache)
    NetCDFLibrary.close(location)
  }

  func read(_ array: CFArray, _ slab: Hyperslab) throws(FormatError) -> StoredValues {
    try check(slab, of: array)
    guard slab.elementCount > 0 else { return .double([]) }
    // A coordinate is read sooner than its chunks are found.
    if array.dimensions.count < 2 {
      do throws(FormatError) { return try readByLibrary(array, slab) } catch {
        // A filter that the library has not may be known here.
        guard let values = try readByChunks(array, slab) else { throw error }
        return values
      }
    }
    if let values = try readByChunks(array, slab) { return values }
    return try readByLibrary(array, slab)
  }

  /// The same without the library; nil where the array is stored in a way that the library alone reads.
  func readByChunks(_ array: CFArray, _ slab: Hyperslab) throws(FormatError) -> StoredValues? {
    guard isHDF5, array.element.isNumeric, let chunks = HDF5Chunks(location, array, slab) else { return nil }
    do throws(HDF5Chunks.Failure) {
      return try chunks.values(cache: cache)
    } catch {
      switch error {
      case .unreadable(let problem): throw problem
      case .undecodable(let problem):
        // The library may know better; where it does not, it says less.
        if let values = try? readByLibrary(array, slab) { return values }
        throw problem
      }
    }
  }

  /// The same by the library alone.
  func readByLibrary(_ array: CFArray, _ slab: Hyperslab) throws(FormatError) -> StoredValues {
    do throws(NetCDFLibrary.Failure) {
      return try NetCDFLibrary.with(location) { (id: Int32) throws(NetCDFLibrary.Failure) in
        var variable: Int32 = 0
        try NetCDFLibrary.check(nc_inq_varid(id, array.name, &variable))
        return try stored(array, slab, file: id, variable: variable)
      }
    } catch {
      throw self.error(array, explanation(of: error, array))
    }
  }

  private func stored(
    _ array: CFArray, _ slab: Hyperslab, file: Int32, variable: Int32
  ) throws(NetCDFLibrary.Failure) -> StoredValues {
    // A scalar has no dimensions; the C functions then ignore start and count but not a null pointer.
    let start = slab.start.isEmpty ? [0] : slab.start
    let count = slab.count.isEmpty ? [1] : slab.count
    var code: Int32 = 0
    let values: StoredValues
    switch array.element {
    case .float(let bits) where bits <= 32:
      values = .single(
        [Float](unsafeUninitializedCapacity: slab.elementCount) { buffer, filled in
          guard let place = buffer.baseAddress else { return }
          code = nc_get_vara_float(file, variable, start, count, place)
          filled = code == NC_NOERR ? slab.elementCount : 0
        })
    default:
      values = .double(
        [Double](unsafeUninitializedCapacity: slab.elementCount) { buffer, filled in
          guard let place = buffer.baseAddress else { return }
          code = nc_get_vara_double(file, variable, start, count, place)
          filled = code == NC_NOERR ? slab.elementCount : 0
        })
    }
    try NetCDFLibrary.check(code)
    return values
  }

  /// An HDF5 error says little by itself; whether a filter is missing says what to install.
  private func explanation(of failure: NetCDFLibrary.Failure, _ array: CFArray) -> String {
    let missing = try? NetCDFLibrary.with(location) { (id: Int32) throws(NetCDFLibrary.Failure) in
      try NetCDFFilter.missing(array.name, file: id)
    }
    if let filters = missing, !filters.isEmpty {
      return """
        its values are compressed with \(filters.map(\.description).joined(separator: " and ")), which this \
        machine's HDF5 has not; install the Debian packages hdf5-filter-plugin and \
        hdf5-filter-plugin-blosc-serial, or set HDF5_PLUGIN_PATH to a folder that has the filter
        """
    }
    return "its values can't be read: \(failure.text); the file is truncated or corrupt there"
  }

  private static func size(of url: URL) -> Int {
    let values = try? FileManager.default.attributesOfItem(atPath: url.resolvingSymlinksInPath().path)
    return (values?[.size] as? NSNumber)?.intValue ?? 0
  }
}
