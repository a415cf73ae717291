import CEccodes
import Fields
import Foundation
import TestSupport
import Testing

@testable import Formats

struct GRIBScannerTests {
  private let small = GRIBSample.regular(columns: 4, rows: 3, first: (52, 8), last: (50, 11), step: (1, 1))

  private func index(_ bytes: [UInt8]) throws -> GRIBIndex {
    var grids = GRIBGrids()
    return try GRIBIndex(.temporary(bytes), grids: &grids)
  }

  private func problem(_ bytes: [UInt8]) throws -> String {
    let error = #expect(throws: FormatError.self) { _ = try index(bytes) }
    return error?.description ?? ""
  }

  @Test func `messages of both editions are found in one file, past headings and padding`() throws {
    let first = GRIBSample(sample: "regular_ll_pl_grib1")
    let heading = Array("\r\r\nHTXA50 ECMF 010000\r\r\n".utf8)
    let bytes = heading + (try first.bytes) + [UInt8](repeating: 0, count: 37) + (try small.bytes) + heading
    let found = try index(bytes)
    #expect(found.fields.map(\.sections.edition) == [1, 2])
    #expect(found.messageCount == 2)
    // The padding is no junk.
    #expect(found.junk.map(\.count) == [heading.count, heading.count])
  }

  @Test func `a message of edition 1 over 8 MB has the length that ecCodes gave it`() throws {
    // 24-bit lengths end at 8 388 607 bytes; 2500 x 1800 points of 16 bits are 9 MB.
    let (columns, rows) = (2500, 1800)
    let big = GRIBSample(
      sample: "regular_ll_sfc_grib1",
      keys: [
        ("Ni", .integer(columns)), ("Nj", .integer(rows)), ("bitsPerValue", .integer(16)),
        ("latitudeOfFirstGridPointInDegrees", .real(80)), ("latitudeOfLastGridPointInDegrees", .real(-9.95)),
        ("longitudeOfFirstGridPointInDegrees", .real(0)), ("longitudeOfLastGridPointInDegrees", .real(124.95)),
      ],
      values: (0..<columns * rows).map { Double($0 % 65_536) })
    let (large, other) = (try big.bytes, try GRIBSample(sample: "regular_ll_pl_grib1").bytes)
    #expect(large.count > 1 << 23)
    let found = try index(large + other)
    #expect(found.fields.map(\.sections.message) == [0..<large.count, large.count..<large.count + other.count])
    #expect(found.junk.isEmpty)
  }

  /// Two fields in one message: the second repeats sections 4 to 7 of another message.
  @Test func `a message of two fields gives two entries, each with its own values`() throws {
    let warm = GRIBSample.regular(
      columns: 4, rows: 3, first: (52, 8), last: (50, 11), step: (1, 1), values: [Double](repeating: 290, count: 12))
    let dew = GRIBSample.regular(
      columns: 4, rows: 3, first: (52, 8), last: (50, 11), step: (1, 1), keys: [("shortName", .text("2d"))],
      values: [Double](repeating: 280, count: 12))
    let both = joined(try warm.bytes, try dew.bytes)
    let found = try index(both)
    #expect(found.fields.map(\.place) == ["message 1 field 1", "message 1 field 2"])
    #expect(found.fields.map { $0.meaning?.variable } == [.temperature2m, .dewPoint2m])
    #expect(found.fields[0].grid == found.fields[1].grid)
    let file = try ByteFile(found.url)
    for (field, value) in zip(found.fields, [290.0, 280]) {
      let values = try ECCodes.withHandle(of: try field.sections.bytes(in: file)) { (h: borrowing ECCodesHandle) in
        try h.doubles("values")
      }
      #expect(values == [Double](repeating: value, count: 12))
    }
  }

  private func joined(_ a: [UInt8], _ b: [UInt8]) -> [UInt8] {
    func section(_ number: UInt8, of message: [UInt8]) -> Int {
      var offset = 16
      while message[offset + 4] != number {
        offset += message[offset..<offset + 4].reduce(0) { $0 << 8 | Int($1) }
      }
      return offset
    }
    var bytes = Array(a.dropLast(4)) + b[section(4, of: b)...]
    for i in 0..<8 { bytes[8 + i] = UInt8(truncatingIfNeeded: bytes.count >> (56 - 8 * i)) }
    return bytes
  }

  // MARK: - Bad input

  @Test func `a cut last message is named with its number and byte`() throws {
    let message = try small.bytes
    let text = try problem(message + message.dropLast(20))
    #expect(text.contains("message 2 at byte \(message.count): cut short"))
    #expect(text.contains("Whole messages: 1"))
  }

  @Test(arguments: ["regular_ll_pl_grib1", "regular_ll_sfc_grib2", "reduced_gg_pl_32_grib1", "reduced_gg_pl_32_grib2"])
  func `every truncation is an error`(sample: String) throws {
    let message = try GRIBSample(sample: sample).bytes
    for length in stride(from: 1, to: message.count, by: max(1, message.count / 150)) {
      #expect(throws: FormatError.self) { _ = try index(Array(message.prefix(length))) }
    }
  }

  @Test func `a damaged message in the middle is named, and does not hide behind the others`() throws {
    let message = try small.bytes
    var bytes = message + message + message
    bytes[2 * message.count - 1] = 0  // the second one's end mark
    #expect(try problem(bytes).contains("message 2 at byte \(message.count): damaged"))
    bytes = message + message + message
    bytes[message.count + 16 + 3] = 200  // the length of its first section
    #expect(try problem(bytes).contains("message 2 at byte \(message.count): damaged"))
  }

  @Test func `no file, an empty one, a text and noise are errors`() throws {
    #expect(try problem([]).contains("empty"))
    #expect(try problem(Array("GRIB is a format, and this is a text about it".utf8)).contains("no GRIB message"))
    #expect(try problem((0..<5000).map { UInt8(truncatingIfNeeded: $0 &* 7919 >> 3) }).contains("no GRIB message"))
    var grids = GRIBGrids()
    let error = #expect(throws: FormatError.self) {
      _ = try GRIBIndex(URL(filePath: "/nowhere/x.grib"), grids: &grids)
    }
    #expect(error?.description.contains("/nowhere/x.grib") == true)
  }

  /// Whatever a byte becomes, the answer is an index, an error, or an entry with its reason.
  @Test(arguments: ["regular_ll_pl_grib1", "regular_ll_sfc_grib2"])
  func `noise in a message is never a crash`(sample: String) async throws {
    let message = try GRIBSample(sample: sample, values: (0..<496).map { 250 + Double($0 * 7919 % 101) }).bytes
    var state: UInt64 = 2018
    for _ in 0..<40 {
      var bytes = message
      for _ in 0..<4 {
        state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
        bytes[8 + Int(state >> 33) % min(bytes.count - 12, 200)] = UInt8(truncatingIfNeeded: state >> 20)
      }
      let url = try URL.temporary(bytes)
      guard let source = try? GRIBFormat.open([url], options: SourceOptions(name: "noise")) else { continue }
      _ = try GRIBFormat.inspect(url)
      for key in try await source.contents() {
        _ = try? await source.forecast(key.variable, from: key.initTime, at: key.leadTime)
      }
    }
  }

  @Test func `the format is found by content`() throws {
    func probe(_ bytes: [UInt8]) throws -> PathProbe { try PathProbe(.temporary(bytes, named: "x.nc")) }
    #expect(GRIBFormat.recognises(try probe(try small.bytes)))
    #expect(GRIBFormat.recognises(try probe(Array("TTAA00 EGRR\r\r\n".utf8) + (try small.bytes))))
    #expect(!GRIBFormat.recognises(try probe(Array("CDF\u{1}GRIB_edition".utf8))))
    #expect(!GRIBFormat.recognises(try probe(Array("GRIB".utf8))))
  }
}
