import CHDF5
import Foundation

/// A file that HDF5 has open, beside netCDF or alone, to tell where its chunks are.
///
/// Used under the lock of `NetCDFLibrary` alone.
struct HDF5File {
  let path: String
  private let id: hid_t
  /// Datasets that are open, by the names of their variables.
  private var datasets: [String: hid_t] = [:]

  /// nil where HDF5 can't open it, as where it is no HDF5 file, or would not read it as one plain file.
  init?(_ path: String) {
    id = H5Fopen(path, 0, 0)
    guard id >= 0 else {
      // What is left of an error keeps HDF5 from its end, of which it complains on standard error.
      H5Eclear2(0)
      return nil
    }
    self.path = path
    guard isPlain else {
      H5Fclose(id)
      return nil
    }
  }

  mutating func close() {
    for dataset in datasets.values { H5Dclose(dataset) }
    datasets = [:]
    H5Fclose(id)
  }

  /// Whether it is read through a descriptor, and places in it count from its first byte.
  private var isPlain: Bool {
    let access = H5Fget_access_plist(id)
    defer { H5Pclose(access) }
    let creation = H5Fget_create_plist(id)
    defer { H5Pclose(creation) }
    var userBlock: hsize_t = 1
    return H5Pget_driver(access) == H5FD_sec2_init() && H5Pget_userblock(creation, &userBlock) >= 0 && userBlock == 0
  }

  /// The descriptor under which HDF5 reads the file.
  var descriptor: Int32? {
    var pointer: UnsafeMutableRawPointer?
    guard H5Fget_vfd_handle(id, 0, &pointer) >= 0, let pointer else { return nil }
    return pointer.loadUnaligned(as: Int32.self)
  }

  /// The dataset of a netCDF variable of the root group; nil where it is not in this file.
  ///
  /// A variable that is called like a dimension but is not its coordinate has another name in the file,
  /// where its own is that of the dimension.
  mutating func dataset(of variable: String) -> hid_t? {
    if let known = datasets[variable] { return known }
    for name in ["_nc4_non_coord_\(variable)", variable] where H5Lexists(id, name, 0) > 0 {
      let dataset = H5Dopen2(id, name, 0)
      guard dataset >= 0 else { return nil }
      guard HDF5File.name(dataset) == HDF5File.name(id) else {
        H5Dclose(dataset)
        return nil
      }
      datasets[variable] = dataset
      return dataset
    }
    return nil
  }

  /// Of the file that an object lies in, which links can lead out of.
  private static func name(_ object: hid_t) -> [CChar] {
    var name = [CChar](repeating: 0, count: 4096)
    return H5Fget_name(object, &name, name.count) > 0 ? Array(name.prefix { $0 != 0 }) : []
  }
}
