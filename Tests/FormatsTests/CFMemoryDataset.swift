import Foundation

@testable import Formats

/// A dataset whose arrays are in the test.
struct CFMemoryDataset: CFDataset {
  let url = URL(filePath: "/memory.nc")
  let format = "memory"
  let byteCount = 0
  var attributes = CFAttributes()
  var arrays: [CFArray] = []
  let notes: [String] = []
  private var stored: [String: [Double]] = [:]

  /// An array with its dimensions in order and text attributes.
  mutating func add(
    _ name: String, _ dimensions: [(String, Int)], _ values: [Double], _ texts: [String: String] = [:],
    numbers: [String: [Double]] = [:], element: CFElement = .float(bits: 64)
  ) {
    var attributes = CFAttributes(values: texts.mapValues { .text($0) })
    for (key, value) in numbers { attributes.values[key] = .numbers(value) }
    arrays.append(
      CFArray(
        name: name, element: element, dimensions: dimensions.map { CFDimension(name: $0.0, length: $0.1) },
        attributes: attributes, storage: ""))
    stored[name] = values
  }

  /// Two rows and two columns.
  static func withGrid() -> CFMemoryDataset {
    var dataset = CFMemoryDataset()
    dataset.add("lat", [("lat", 2)], [0, 1], ["units": "degrees_north"])
    dataset.add("lon", [("lon", 2)], [0, 1], ["units": "degrees_east"])
    return dataset
  }

  func read(_ array: CFArray, _ slab: Hyperslab) throws(FormatError) -> StoredValues {
    let values = stored[array.name] ?? []
    var places = [0]
    for (axis, dimension) in array.dimensions.enumerated() {
      let range = slab.start[axis]..<slab.start[axis] + slab.count[axis]
      places = places.flatMap { place in range.map { place * dimension.length + $0 } }
    }
    return .double(places.map { values[$0] })
  }
}
