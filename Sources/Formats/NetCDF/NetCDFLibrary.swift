import CNetCDF
import Foundation
import Synchronization

/// The C library, and HDF5 below it, behind one lock, since neither is thread-safe, with the files they hold
/// open.
///
/// A file is opened when it is needed and stays open until too many are; thousands of files may make
/// one source.
enum NetCDFLibrary {
  private struct OpenFile {
    let path: String
    let id: Int32
  }

  private struct OpenFiles {
    /// The most recently used one is the last.
    var netCDF: [OpenFile] = []
    var hdf5: [HDF5File] = []
    /// Of files that have no name by which they could be opened again.
    var kept: Set<String> = []
  }

  private static let openFiles = Mutex(OpenFiles())
  private static let limit = 48

  /// What a C function answered, other than success.
  struct Failure: Error {
    let code: Int32
    var text: String { String(cString: nc_strerror(code)) }
  }

  /// Runs calls on a file, alone.
  static func with<Result: Sendable>(
    _ url: URL, _ body: (Int32) throws(Failure) -> Result
  ) throws(Failure) -> Result {
    let answer = openFiles.withLock { files -> Swift.Result<Result, Failure> in
      silence()
      do throws(Failure) {
        return .success(try body(try identifier(of: url.path, in: &files)))
      } catch {
        return .failure(error)
      }
    }
    return try answer.get()
  }

  /// Runs calls of HDF5 on a file, alone; nil where it can't open the file, or `body` answers nil.
  static func withHDF5<Result>(_ url: URL, _ body: (inout HDF5File) -> sending Result?) -> sending Result? {
    openFiles.withLock { files in
      silence()
      let path = url.path
      if let i = files.hdf5.firstIndex(where: { $0.path == path }) {
        files.hdf5.append(files.hdf5.remove(at: i))
      } else {
        if files.hdf5.count >= limit, let i = files.hdf5.firstIndex(where: { !files.kept.contains($0.path) }) {
          files.hdf5[i].close()
          files.hdf5.remove(at: i)
        }
        guard let file = open(path, in: &files) else { return nil }
        files.hdf5.append(file)
      }
      return body(&files.hdf5[files.hdf5.count - 1])
    }
  }

  /// The two may have to agree on how a file is closed, and then can't both have it open.
  private static func open(_ path: String, in files: inout OpenFiles) -> HDF5File? {
    if let file = HDF5File(path) { return file }
    guard !files.kept.contains(path), let i = files.netCDF.firstIndex(where: { $0.path == path }) else { return nil }
    nc_close(files.netCDF.remove(at: i).id)
    return HDF5File(path)
  }

  /// Opens a file that loses its name before it is read, and keeps it open until `close`.
  static func keep(_ url: URL) throws(Failure) {
    let answer = openFiles.withLock { files -> Swift.Result<Void, Failure> in
      silence()
      do throws(Failure) {
        _ = try identifier(of: url.path, in: &files)
      } catch {
        return .failure(error)
      }
      // Before HDF5 is asked: where it can't have the file too, netCDF keeps it and reads alone.
      files.kept.insert(url.path)
      if let file = open(url.path, in: &files) { files.hdf5.append(file) }
      return .success(())
    }
    try answer.get()
  }

  /// Closes a file that nobody reads any more.
  static func close(_ url: URL) {
    openFiles.withLock { close(url.path, in: &$0) }
  }

  private static func close(_ path: String, in files: inout OpenFiles) {
    for file in files.netCDF where file.path == path { nc_close(file.id) }
    files.netCDF.removeAll { $0.path == path }
    files.kept.remove(path)
    closeHDF5(path, in: &files)
  }

  private static func closeHDF5(_ path: String, in files: inout OpenFiles) {
    for i in files.hdf5.indices where files.hdf5[i].path == path { files.hdf5[i].close() }
    files.hdf5.removeAll { $0.path == path }
  }

  private static func identifier(of path: String, in files: inout OpenFiles) throws(Failure) -> Int32 {
    if let i = files.netCDF.firstIndex(where: { $0.path == path }) {
      let file = files.netCDF.remove(at: i)
      files.netCDF.append(file)
      return file.id
    }
    if files.netCDF.count >= limit, let i = files.netCDF.firstIndex(where: { !files.kept.contains($0.path) }) {
      nc_close(files.netCDF.remove(at: i).id)
    }
    var id: Int32 = 0
    var status = nc_open(path, NC_NOWRITE, &id)
    if status != NC_NOERR, files.hdf5.contains(where: { $0.path == path }) {
      closeHDF5(path, in: &files)
      status = nc_open(path, NC_NOWRITE, &id)
    }
    try check(status)
    files.netCDF.append(OpenFile(path: path, id: id))
    return id
  }

  /// Runs one call on a file that is not in this list, such as one that is being written, alone.
  static func alone(_ call: () -> Int32) -> Int32 {
    openFiles.withLock { _ in
      silence()
      return call()
    }
  }

  /// Keeps HDF5 from printing what netCDF asks and does not find, such as attributes. It remembers
  /// that for each thread, and netCDF tells it on the first thread alone.
  private static func silence() {
    _ = withoutLocks
    _ = setErrorPrinter?(0, nil, nil)
  }

  /// Keeps HDF5 from locking files, unless the environment says otherwise. A program that is started while a file is
  /// written may hold its lock for longer than we do, and some file systems of clusters have no locks: either way HDF5
  /// would not open the file. What is written here has another name until it is whole.
  private static let withoutLocks: Void = {
    setenv("HDF5_USE_FILE_LOCKING", "FALSE", 0)
  }()

  /// `H5Eset_auto2`, found by name, since netCDF may be built without HDF5.
  private static let setErrorPrinter: (@convention(c) (Int64, OpaquePointer?, OpaquePointer?) -> Int32)? = {
    guard let program = dlopen(nil, RTLD_LAZY), let symbol = dlsym(program, "H5Eset_auto2") else { return nil }
    return unsafeBitCast(symbol, to: (@convention(c) (Int64, OpaquePointer?, OpaquePointer?) -> Int32).self)
  }()

  static func check(_ code: Int32) throws(Failure) {
    if code != NC_NOERR { throw Failure(code: code) }
  }
}
