import Foundation

/// Arrays with named dimensions and attributes, as NetCDF and Zarr both hold them: all that the
/// CF layer knows of a file.
protocol CFDataset: Sendable {
  var url: URL { get }
  /// `NetCDF-4 (HDF5)`, `Zarr v2`.
  var format: String { get }
  var byteCount: Int { get }
  var attributes: CFAttributes { get }
  /// In the file's order.
  var arrays: [CFArray] { get }
  /// What the file holds that is not read, for people: groups inside groups.
  var notes: [String] { get }

  /// The stored numbers of a part of an array, in row-major order, before any unpacking.
  func read(_ array: CFArray, _ slab: Hyperslab) throws(FormatError) -> StoredValues
}

extension CFDataset {
  func array(named name: String) -> CFArray? { arrays.first { $0.name == name } }

  /// A part of an array with packing undone and NaN for missing.
  func values(_ array: CFArray, _ slab: Hyperslab) throws(FormatError) -> [Double] {
    CFPacking(array).unpack(try read(array, slab))
  }

  /// A whole array with packing undone and NaN for missing.
  func values(_ array: CFArray) throws(FormatError) -> [Double] {
    try values(array, Hyperslab(whole: array))
  }

  /// Throws where a block is larger than any field or list of coordinates can be, as corrupt metadata
  /// make it, rather than run out of memory.
  func check(_ slab: Hyperslab, of array: CFArray) throws(FormatError) {
    var count = 1
    for length in slab.count {
      let (product, overflow) = count.multipliedReportingOverflow(by: length)
      guard !overflow, product <= 1 << 29 else {
        throw error(array, "a block of \(slab.count) of it is too large to be read; its metadata may be corrupt")
      }
      count = product
    }
  }

  func error(_ array: CFArray, _ problem: String) -> FormatError {
    FormatError(url, place: "variable \(array.name)", problem)
  }
}

/// One array: its shape, its attributes and how it is stored.
struct CFArray: Sendable, Hashable {
  let name: String
  let element: CFElement
  let dimensions: [CFDimension]
  let attributes: CFAttributes
  /// For people: `int16, deflate 4, shuffle`.
  let storage: String

  var dimensionNames: [String] { dimensions.map(\.name) }
  var count: Int { dimensions.reduce(1) { $0 * $1.length } }
}

struct CFDimension: Sendable, Hashable {
  let name: String
  let length: Int
}

/// The type of an array's elements.
enum CFElement: Sendable, Hashable {
  case float(bits: Int)
  case signed(bits: Int)
  case unsigned(bits: Int)
  case boolean
  /// Characters, strings and compounds: never read as numbers.
  case other

  var isNumeric: Bool { self != .other }
  var isFloat: Bool { if case .float = self { true } else { false } }
}

/// The stored numbers of a hyperslab; half and single precision as `Float`, all else as `Double`.
enum StoredValues: Sendable, Equatable {
  case single([Float])
  case double([Double])

  var count: Int {
    switch self {
    case .single(let values): values.count
    case .double(let values): values.count
    }
  }
}

/// A block of an array: a start and a length in each dimension.
struct Hyperslab: Sendable, Hashable {
  var start: [Int]
  var count: [Int]

  init(start: [Int], count: [Int]) {
    self.start = start
    self.count = count
  }

  init(whole array: CFArray) {
    start = array.dimensions.map { _ in 0 }
    count = array.dimensions.map(\.length)
  }

  var elementCount: Int { count.reduce(1, *) }
}

/// Attributes by name.
struct CFAttributes: Sendable, Hashable {
  enum Value: Sendable, Hashable {
    case text(String)
    case numbers([Double])
  }

  var values: [String: Value] = [:]

  /// The text of an attribute, trimmed; nil where it is absent, empty or no text.
  func text(_ name: String) -> String? {
    guard case .text(let text)? = values[name] else { return nil }
    let trimmed = text.trimmingCharacters(in: .whitespacesAndNewlines.union(.init(charactersIn: "\0")))
    return trimmed.isEmpty ? nil : trimmed
  }

  func numbers(_ name: String) -> [Double]? {
    guard case .numbers(let numbers)? = values[name], !numbers.isEmpty else { return nil }
    return numbers
  }

  func number(_ name: String) -> Double? { numbers(name)?.first }
}
