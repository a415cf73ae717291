import CNetCDF
import Foundation
import Synchronization

/// The C library behind one lock, since it is not thread-safe, with the files it holds open.
///
/// A file is opened when it is needed and stays open until too many are; thousands of files may make
/// one source.
enum NetCDFLibrary {
  private struct OpenFile {
    let path: String
    let id: Int32
  }

  private static let openFiles = Mutex<[OpenFile]>([])
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

  /// Closes a file that nobody reads any more.
  static func close(_ url: URL) {
    openFiles.withLock { files in
      for file in files where file.path == url.path { nc_close(file.id) }
      files.removeAll { $0.path == url.path }
    }
  }

  /// The most recently used file is the last one.
  private static func identifier(of path: String, in files: inout [OpenFile]) throws(Failure) -> Int32 {
    if let i = files.firstIndex(where: { $0.path == path }) {
      let file = files.remove(at: i)
      files.append(file)
      return file.id
    }
    if files.count >= limit { nc_close(files.removeFirst().id) }
    var id: Int32 = 0
    try check(nc_open(path, NC_NOWRITE, &id))
    files.append(OpenFile(path: path, id: id))
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
    _ = setErrorPrinter?(0, nil, nil)
  }

  /// `H5Eset_auto2`, found by name, since netCDF may be built without HDF5.
  private static let setErrorPrinter: (@convention(c) (Int64, OpaquePointer?, OpaquePointer?) -> Int32)? = {
    guard let program = dlopen(nil, RTLD_LAZY), let symbol = dlsym(program, "H5Eset_auto2") else { return nil }
    return unsafeBitCast(symbol, to: (@convention(c) (Int64, OpaquePointer?, OpaquePointer?) -> Int32).self)
  }()

  static func check(_ code: Int32) throws(Failure) {
    if code != NC_NOERR { throw Failure(code: code) }
  }
}
