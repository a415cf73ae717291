import Fields
import Foundation
import TestSupport
import Testing

@testable import Formats

@Suite("Values of GRIB messages, unpacked without ecCodes")
struct GRIBUnpackingTests {
  /// More points than a piece has, and a number of them that no byte divides.
  private static let (columns, rows) = (331, 251)

  private static func numbers(missing: Bool) -> [Double] {
    (0..<columns * rows).map { i -> Double in
      if missing && (i / 7) % 5 == 2 { return 9999 }
      let wave: Double = 40 * sin(Double(i) * 0.01)
      return 250 + wave + Double(i % 13) * 0.1
    }
  }

  private static func sample(
    edition: Int, packing: String, bits: Int, decimal: Int?, missing: Bool
  ) -> GRIBSample {
    var sample = GRIBSample.regular(
      columns: columns, rows: rows, first: (62.5, 0), last: (0, 82.5), step: (0.25, 0.25),
      keys: [
        ("packingType", .text(packing)), ("bitsPerValue", .integer(bits)),
        ("bitmapPresent", .integer(missing ? 1 : 0)), ("missingValue", .real(9999)),
      ] + (decimal.map { [("decimalPrecision", .integer($0))] } ?? []),
      values: numbers(missing: missing))
    if edition == 1 {
      sample.sample = "regular_ll_sfc_grib1"
      sample.keys.removeAll { $0.0 == "alternativeRowScanning" }
    }
    return sample
  }

  private static func geometry() throws -> GRIBGeometry {
    let grid = try RectilinearGrid(
      latitudes: (0..<rows).map { 62.5 - 0.25 * Double($0) }, longitudes: (0..<columns).map { 0.25 * Double($0) })
    return GRIBGeometry(grid, .identity)
  }

  private struct Case: CustomTestStringConvertible {
    var edition: Int
    var packing: String
    var bits: Int
    var decimal: Int?
    var missing: Bool
    var testDescription: String { "edition \(edition), \(packing), \(bits) bits, \(missing ? "gaps" : "whole")" }
  }

  private static let cases: [Case] = {
    var cases: [Case] = []
    for (edition, packing) in [(1, "grid_simple"), (2, "grid_simple"), (2, "grid_ccsds")] {
      for bits in [1, 3, 8, 11, 12, 16, 20, 24, 25] {
        for missing in [false, true] {
          cases.append(Case(edition: edition, packing: packing, bits: bits, decimal: nil, missing: missing))
        }
      }
      for decimal in [1, 3] {
        cases.append(Case(edition: edition, packing: packing, bits: 0, decimal: decimal, missing: true))
      }
    }
    return cases
  }()

  @Test("Values are those of ecCodes, bit for bit", arguments: cases)
  private func agrees(_ item: Case) throws {
    let message = try Self.sample(
      edition: item.edition, packing: item.packing, bits: item.bits, decimal: item.decimal, missing: item.missing
    ).bytes
    let geometry = try Self.geometry()
    let ours = try #require(try GRIBValues.unpacked(message, on: geometry))
    let theirs = try GRIBValues.decodeByLibrary(message, on: geometry)
    #expect(ours.map(\.bitPattern) == theirs.map(\.bitPattern))
    #expect(ours.contains { $0.isNaN } == item.missing)
    let single = try GRIBValues.decode(message, on: geometry, scale: 2, offset: -273.15)
    #expect(single.map(\.bitPattern) == theirs.map { Float($0 * 2 - 273.15).bitPattern })
  }

  @Test("What is packed in other ways is left to ecCodes", arguments: ["grid_ieee", "grid_complex", "grid_png"])
  func others(_ packing: String) throws {
    let sample = Self.sample(edition: 2, packing: packing, bits: 16, decimal: nil, missing: false)
    guard let message = try? sample.bytes else { return }
    #expect(try GRIBValues.unpacked(message, on: try Self.geometry()) == nil)
  }

  @Test("A constant field and one of another size are left to ecCodes") func left() throws {
    var sample = Self.sample(edition: 2, packing: "grid_simple", bits: 16, decimal: nil, missing: false)
    let whole = try sample.bytes
    sample.values = Self.numbers(missing: false).map { _ in 273.15 }
    let geometry = try Self.geometry()
    #expect(try GRIBValues.unpacked(try sample.bytes, on: geometry) == nil)
    #expect(try GRIBPacking(whole, pointCount: Self.columns * Self.rows - 1) == nil)
    #expect(try GRIBPacking(whole, pointCount: Self.columns * Self.rows) != nil)
  }

  @Test("Damaged messages give values or an error, and never a crash", arguments: ["grid_simple", "grid_ccsds"])
  func damaged(_ packing: String) throws {
    var random = SystemRandomNumberGenerator()
    let geometry = try Self.geometry()
    for edition in packing == "grid_simple" ? [1, 2] : [2] {
      let whole = try Self.sample(edition: edition, packing: packing, bits: 12, decimal: nil, missing: true).bytes
      for trial in 0..<40 {
        var message = whole
        if trial % 4 == 0 { message.removeLast(Int.random(in: 1..<message.count, using: &random)) }
        for _ in 0..<3 where !message.isEmpty {
          // Half of the damage in the headers.
          let range = Bool.random(using: &random) ? 0..<min(300, message.count) : 0..<message.count
          message[Int.random(in: range, using: &random)] ^= UInt8.random(in: 1...255, using: &random)
        }
        let values = try? GRIBValues.unpacked(message, on: geometry)
        #expect(values == nil || values?.count == geometry.grid.count)
      }
    }
  }

  @Test("Sizes of blocks that the CCSDS decoder would write out of bounds for are an error, for ecCodes too")
  func blocks() throws {
    let whole = try Self.sample(edition: 2, packing: "grid_ccsds", bits: 12, decimal: nil, missing: false).bytes
    var packing = 16
    while whole[packing + 4] != 5 { packing += whole[packing..<packing + 4].reduce(0) { $0 << 8 | Int($1) } }
    let geometry = try Self.geometry()
    #expect(try GRIBValues.decode(whole, on: geometry).count == geometry.grid.count)
    for (place, bytes) in [(22, [0]), (22, [1]), (22, [255]), (23, [0, 0]), (23, [0xFF, 0xFF])] {
      var message = whole
      for (i, byte) in bytes.enumerated() { message[packing + place + i] = UInt8(byte) }
      #expect(throws: ECCodesError.self) { try GRIBValues.decode(message, on: geometry) }
      #expect(throws: ECCodesError.self) { try GRIBValues.decode(message, on: geometry, scale: 1, offset: 0) }
    }
  }

  @Test("Many threads read what one reads") func threads() async throws {
    var bytes: [UInt8] = []
    for number in 0..<12 {
      var sample = Self.sample(
        edition: 2, packing: ["grid_simple", "grid_ccsds", "grid_jpeg"][number % 3], bits: 12, decimal: nil,
        missing: number % 2 == 1)
      sample.keys.append(("endStep", .integer(number)))
      bytes += try sample.bytes
    }
    let source = try GRIBFormat.open([try .temporary(bytes)], options: SourceOptions(name: "model"))
    let keys = try await source.contents()
    #expect(keys.count == 12)
    func values(_ key: ForecastKey) async throws -> [UInt32] {
      let forecast = try await source.forecast(key.variable, from: key.initTime, at: key.leadTime)
      guard case .fields(let fields)? = forecast?.values else { return [] }
      return fields[0].values.map(\.bitPattern)
    }
    var expected: [ForecastKey: [UInt32]] = [:]
    for key in keys { expected[key] = try await values(key) }
    let serial = expected
    try await withThrowingTaskGroup(of: Bool.self) { group in
      for key in keys + keys.reversed() {
        group.addTask { try await values(key) == serial[key] }
      }
      for try await isEqual in group { #expect(isEqual) }
    }
  }
}
