import CNetCDF

/// An HDF5 filter, by the number under which it is registered with the HDF Group.
struct NetCDFFilter: Hashable, Sendable, CustomStringConvertible {
  let id: UInt32

  private static let names: [UInt32: String] = [
    1: "deflate", 2: "shuffle", 3: "fletcher32", 4: "szip", 5: "nbit", 6: "scale-offset", 307: "bzip2",
    32000: "lzf", 32001: "blosc", 32004: "lz4", 32008: "bitshuffle", 32013: "zfp", 32015: "zstd", 32017: "sz",
    32018: "fcidecomp", 32019: "jpeg", 32026: "blosc2",
  ]

  var name: String { NetCDFFilter.names[id] ?? "filter" }
  var description: String { "the HDF5 filter \(id)" + (NetCDFFilter.names[id].map { " (\($0))" } ?? "") }

  /// The filters of a variable in the order in which they were applied.
  static func all(of variable: Int32, file: Int32) -> [NetCDFFilter] {
    var count = 0
    guard nc_inq_var_filter_ids(file, variable, &count, nil) == NC_NOERR, count > 0 else { return [] }
    var ids = [UInt32](repeating: 0, count: count)
    guard nc_inq_var_filter_ids(file, variable, &count, &ids) == NC_NOERR else { return [] }
    return ids.map(NetCDFFilter.init)
  }

  /// Those that this machine's HDF5 can't undo.
  static func missing(_ name: String, file: Int32) throws(NetCDFLibrary.Failure) -> [NetCDFFilter] {
    var variable: Int32 = 0
    try NetCDFLibrary.check(nc_inq_varid(file, name, &variable))
    return all(of: variable, file: file).filter { nc_inq_filter_avail(file, $0.id) != NC_NOERR }
  }
}
