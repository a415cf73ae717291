import CEccodes
import Foundation
import Synchronization

/// The ecCodes library, used by one caller at a time: the system packages build it without thread
/// safety.
enum ECCodes {
  private static let lock = NSLock()
  /// The first thing the library said of the message it is working on.
  private static let lastError = Mutex<String?>(nil)

  /// Silences the library, whose default is to print to standard error and, where it contradicts
  /// itself, to abort.
  private static let prepared: Void = {
    codes_context_set_logging_proc(codes_context_get_default()) { _, level, message in
      // 1 and 4 are information and debugging; 2 and 3 are errors and the end.
      guard level == 2 || level == 3, let message else { return }
      ECCodes.lastError.withLock { if $0 == nil { $0 = String(cString: message) } }
    }
    codes_set_codes_assertion_failed_proc { message in
      guard let message else { return }
      ECCodes.lastError.withLock { if $0 == nil { $0 = String(cString: message) } }
    }
  }()

  /// Gives `body` the handle of one whole GRIB or BUFR message. Throws `ECCodesError` where the
  /// library can make nothing of it, and what `body` throws.
  static func withHandle<R>(
    of message: [UInt8], _ body: (borrowing ECCodesHandle) throws -> R
  ) throws -> R {
    try lock.withLock {
      _ = prepared
      lastError.withLock { $0 = nil }
      return try message.withUnsafeBytes { bytes in
        guard let pointer = codes_handle_new_from_message(nil, bytes.baseAddress, bytes.count) else {
          throw ECCodesError(said ?? "not a message that ecCodes understands")
        }
        let handle = ECCodesHandle(pointer)
        return try body(handle)
      }
    }
  }

  /// Gives `body` the handle of a new message, a copy of one of the library's samples (`GRIB2`). Throws
  /// `ECCodesError` where the library has no such sample, and what `body` throws.
  static func withSample<R>(_ name: String, _ body: (borrowing ECCodesHandle) throws -> R) throws -> R {
    try lock.withLock {
      _ = prepared
      lastError.withLock { $0 = nil }
      guard let pointer = codes_grib_handle_new_from_samples(nil, name) else {
        throw ECCodesError(said ?? "ecCodes has no sample named '\(name)'")
      }
      let handle = ECCodesHandle(pointer)
      return try body(handle)
    }
  }

  /// The Gaussian latitudes of `n` rows between a pole and the equator, from north to south,
  /// 2 × `n` of them; nil where the library has none, or `n` is over 8192.
  static func gaussianLatitudes(_ n: Int) -> [Double]? {
    guard n > 0, n <= 8192 else { return nil }
    var latitudes = [Double](repeating: 0, count: 2 * n)
    let status = lock.withLock {
      _ = prepared
      return codes_get_gaussian_latitudes(n, &latitudes)
    }
    return status == 0 ? latitudes : nil
  }

  /// The version of the library: `2.28.0`.
  static var version: String {
    let v = codes_get_api_version()
    return "\(v / 10_000).\(v / 100 % 100).\(v % 100)"
  }

  /// What the library said of the message at hand, without its own prefix.
  static var said: String? {
    lastError.withLock { $0 }
  }
}

/// Why ecCodes could not do what it was asked, in its own words.
struct ECCodesError: Error, Hashable, CustomStringConvertible {
  let description: String

  init(_ description: String) { self.description = description }

  init(status: Int32, key: String) {
    let meaning = codes_get_error_message(status).map { String(cString: $0) } ?? "error \(status)"
    description = "ecCodes can't read '\(key)': \(ECCodes.said ?? meaning)"
  }
}

/// One message in ecCodes; lives inside `ECCodes.withHandle` alone.
struct ECCodesHandle: ~Copyable {
  let pointer: OpaquePointer

  fileprivate init(_ pointer: OpaquePointer) { self.pointer = pointer }

  deinit { codes_handle_delete(pointer) }

  /// A whole number; nil where the key is absent or its value is missing.
  func integer(_ key: String) -> Int? {
    var value = 0
    guard codes_get_long(pointer, key, &value) == 0, !isMissing(key) else { return nil }
    return value
  }

  func double(_ key: String) -> Double? {
    var value = 0.0
    guard codes_get_double(pointer, key, &value) == 0, !isMissing(key) else { return nil }
    return value
  }

  func string(_ key: String) -> String? {
    var buffer = [CChar](repeating: 0, count: 512)
    var length = buffer.count
    guard codes_get_string(pointer, key, &buffer, &length) == 0 else { return nil }
    let bytes = buffer.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }
    return String(decoding: bytes, as: UTF8.self)
  }

  func isMissing(_ key: String) -> Bool {
    var status: Int32 = 0
    return codes_is_missing(pointer, key, &status) == 1 && status == 0
  }

  /// Whether the key was set.
  @discardableResult
  func set(_ key: String, to value: Int) -> Bool { codes_set_long(pointer, key, value) == 0 }

  @discardableResult
  func set(_ key: String, to value: Double) -> Bool { codes_set_double(pointer, key, value) == 0 }

  /// The number of values under a key; nil where it is absent.
  func count(_ key: String) -> Int? {
    var size = 0
    return codes_get_size(pointer, key, &size) == 0 ? size : nil
  }

  func integers(_ key: String) throws(ECCodesError) -> [Int] {
    var size = 0
    var status = codes_get_size(pointer, key, &size)
    guard status == 0 else { throw ECCodesError(status: status, key: key) }
    var values = [Int](repeating: 0, count: size)
    status = codes_get_long_array(pointer, key, &values, &size)
    guard status == 0 else { throw ECCodesError(status: status, key: key) }
    return Array(values.prefix(size))
  }

  func doubles(_ key: String) throws(ECCodesError) -> [Double] {
    var size = 0
    var status = codes_get_size(pointer, key, &size)
    guard status == 0 else { throw ECCodesError(status: status, key: key) }
    let values = [Double](unsafeUninitializedCapacity: size) { buffer, filled in
      status = codes_get_double_array(pointer, key, buffer.baseAddress, &size)
      filled = status == 0 ? min(size, buffer.count) : 0
    }
    guard status == 0 else { throw ECCodesError(status: status, key: key) }
    return values
  }
}
