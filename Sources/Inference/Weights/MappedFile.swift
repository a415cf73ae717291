import Foundation
import Synchronization

/// A file's bytes in memory, read by the system as they are used.
///
/// Never written to; freed with the last reference. Unchecked, since the compiler can't tell that the memory behind its
/// pointer is read alone from the mapping to `deinit`.
final class MappedFile: @unchecked Sendable {
  let path: String
  let base: UnsafeRawPointer
  let bytes: UnsafeRawBufferPointer

  /// Throws where the file can't be read or is empty.
  init(_ file: URL) throws {
    path = file.path
    let descriptor = open(file.path, O_RDONLY)
    guard descriptor >= 0 else {
      throw InferenceError(file: file.path, "can't be opened: \(String(cString: strerror(errno)))")
    }
    defer { close(descriptor) }
    var status = stat()
    guard fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFREG else {
      throw InferenceError(file: file.path, "is no file", suggestion: "Put the weights there, or remove it.")
    }
    guard status.st_size > 0 else {
      throw InferenceError(file: file.path, "is empty", suggestion: "Copy it again.")
    }
    let size = Int(status.st_size)
    guard let base = mmap(nil, size, PROT_READ, MAP_PRIVATE, descriptor, 0), base != MAP_FAILED else {
      throw InferenceError(file: file.path, "can't be mapped: \(String(cString: strerror(errno)))")
    }
    self.base = UnsafeRawPointer(base)
    bytes = UnsafeRawBufferPointer(start: base, count: size)
  }

  deinit {
    munmap(UnsafeMutableRawPointer(mutating: base), bytes.count)
  }

  enum Advice {
    /// Begin to read.
    case needed
    /// Read, and return when all is there.
    case readNow
    /// Let go of what is held.
    case unneeded
  }

  /// Tells the system what becomes of a part of the file; whole pages inside it.
  func advise(_ range: Range<Int>, _ advice: Advice) {
    let page = Int(getpagesize())
    let (start, end) = ((range.lowerBound + page - 1) / page * page, range.upperBound / page * page)
    guard start < end else { return }
    let pages = UnsafeMutableRawPointer(mutating: base + start)
    guard advice != .unneeded else {
      // posix_madvise does nothing here. The pages are of a file that is never written to, so that none is lost.
      madvise(pages, end - start, MADV_DONTNEED)
      return
    }
    posix_madvise(pages, end - start, POSIX_MADV_WILLNEED)
    guard advice == .readNow else { return }
    var sum: UInt8 = 0
    for offset in stride(from: start, to: end, by: page) { sum &+= bytes[offset] }
    MappedFile.touched.wrappingAdd(sum, ordering: .relaxed)
  }

  /// Of no use but that the compiler can't leave out the reading of what is added to it.
  private static let touched = Atomic<UInt8>(0)
}
