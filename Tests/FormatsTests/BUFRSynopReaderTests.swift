import Fields
import Foundation
import Stations
import TestSupport
import Testing

@testable import Formats

/// What a reader hands over, as plain rows.
struct Imported {
  var rows: [(station: Station, variable: Variable, time: UTCTime, value: Double)] = []
  var read = 0
  var kept = 0
  var missing = 0
  var rejected: [ImportRejection: Int] = [:]
  var examples: [ImportRejection: [String]] = [:]
  var stations: [Station] = []

  init(_ url: URL) throws {
    final class Box { var rows: [(Station, Variable, UTCTime, Double)] = [] }
    let box = Box()
    var collector = ObservationCollector { batch, stations, variables in
      for i in 0..<batch.count {
        box.rows.append(
          (
            stations[Int(batch.stations[i])], variables[Int(batch.variables[i])],
            UTCTime(secondsSince1970: batch.validTimes[i]), batch.values[i]
          ))
      }
    }
    try BUFRSynopReader(options: ReaderOptions()).read(url, into: &collector)
    try collector.finish()
    rows = box.rows.map { (station: $0.0, variable: $0.1, time: $0.2, value: $0.3) }
    (read, kept, missing, rejected) = (collector.read, collector.kept, collector.missing, collector.rejected)
    (examples, stations) = (collector.examples, collector.stations)
  }

  func value(_ variable: Variable, at station: String) -> Double? {
    rows.first { $0.station.id == station && $0.variable == variable }?.value
  }
}

/// Expected values are those of pdbufr 0.15.1 with ecCodes 2.50.0, unless said otherwise.
@Suite(.enabled(if: Fixture.hasSharedData, "shared data absent"))
struct BUFRSynopReaderTests {
  private func imported(_ path: String) throws -> Imported { try Imported(try #require(Fixture.shared(path))) }

  @Test func `1507 European reports give as many values as pdbufr finds`() throws {
    let found = try imported("metview/obs_3day.bufr")
    let counts = Dictionary(grouping: found.rows, by: \.variable).mapValues(\.count)
    #expect(counts[.temperature2m] == 1471)
    #expect(counts[.dewPoint2m] == 1460)
    #expect(counts[.seaLevelPressure] == 1201)
    #expect(counts[.windSpeed10m] == 1471)
    #expect(counts[.cloudCover] == 1409)
    #expect(counts[.precipitation(.hours(6))] == 1054)
    #expect(counts[.visibility] == 1446)
    #expect(counts[Variable(.snowDepth, .surface)] == 83)
    // pdbufr has 1348; one of them is 156 hPa.
    #expect(counts[.surfacePressure] == 1347 && found.rejected == [.implausible: 1])
    #expect(found.read == found.kept + 1)
    let temperatures = found.rows.filter { $0.variable == .temperature2m }.map(\.value)
    #expect(abs(temperatures.reduce(0, +) / 1471 - 279.9386131883073) < 1e-9)
    #expect(abs((temperatures.min() ?? 0) - 257.9) < 1e-9 && temperatures.max() == 304.7)
    #expect(found.rows.allSatisfy { $0.time == UTCTime("2018-11-20T12:00:00Z") })
  }

  @Test func `subsets that are not compressed keep their order of heights and periods`() throws {
    let found = try imported("pdbufr/sample_data/synop_multi_subset_uncompressed.bufr")
    #expect(found.stations.count == 12)
    #expect(found.value(.temperature2m, at: "01027") == 276.45)
    #expect(found.value(.relativeHumidity2m, at: "01084") == 86)
    #expect(found.value(.precipitation(.hours(1)), at: "01308") == 2.5)
    #expect(found.value(.precipitation(.hours(1)), at: "01272") == nil)
    #expect(found.value(Variable(.windGust, .height(10), .maximum(.hours(1))), at: "01413") == 4.4)
    // 01413 measures its wind at 2 m.
    #expect(found.value(.windSpeed10m, at: "01413") == nil)
    #expect(found.rejected == [.unknownVariable: 4])
    let tromso = try #require(found.stations.first { $0.id == "01027" })
    #expect(tromso.elevation == 20)
    #expect(tromso.coordinate == Coordinate(latitude: 69.6523, longitude: 18.9057))
  }

  @Test func `compressed subsets each get their own values`() throws {
    let found = try imported("wis2box/observations/algeria/A_ISIN21DAMM210900_C_EDZW_20220321091203_12391691.bufr4")
    #expect(found.value(.temperature2m, at: "60690") == 302.45)
    #expect(found.value(.seaLevelPressure, at: "60351") == 102_450)
    #expect(found.value(.windDirection10m, at: "60355") == 320)
    // Direction 0 is a calm at 60468, a variable wind at 60351.
    #expect(found.value(.windDirection10m, at: "60468") == nil && found.value(.windSpeed10m, at: "60468") == 0)
    #expect(found.value(.windDirection10m, at: "60351") == nil && found.value(.windSpeed10m, at: "60351") == 1)
    // Subset 18 has values and no position.
    #expect(found.rejected == [.missingPosition: 8])
  }

  @Test func `a mountain station keeps its pressure and loses its wind at 63 m`() throws {
    let found = try imported("wis2box/observations/italy/A_ISMD02LIIB201200_C_EDZW_20220320120604_11413047.bin")
    #expect(found.value(.surfacePressure, at: "16052") == 66_750)
    #expect(found.value(.cloudCover, at: "16021") == 0.38)
    #expect(found.value(.dewPoint2m, at: "16052") == 249.68)
    #expect(found.value(.windSpeed10m, at: "16564") == nil)
  }

  @Test func `a WIGOS identifier names a station without WMO numbers, and its position one without either`() throws {
    let wigos = try imported("pdbufr/sample_data/synop_wigos.bufr")
    #expect(wigos.stations.map(\.id) == ["0-705-0-1931", "0-705-0-1932", "0-705-0-1933"])
    #expect(wigos.value(.temperature2m, at: "0-705-0-1932") == 273.55)
    let nameless = try imported("pdbufr/sample_data/synop_invalid_wigos_id.bufr")
    #expect(nameless.stations.map(\.id) == ["@44.697,10.093"])
  }

  @Test(
    arguments: [
      ("pdbufr/sample_data/temp_small.bufr", 7), ("pdbufr/sample_data/tropical_cyclone.bufr", 141),
      ("pdbufr/sample_data/wave_uncompressed.bufr", 36),
    ])
  func `what is no SYNOP is rejected and counted by report`(path: String, reports: Int) throws {
    let found = try imported(path)
    #expect(found.rejected == [.unsupportedReport: reports] && found.read == reports && found.kept == 0)
  }

  // MARK: - Bad input

  private func bytes(_ path: String = "pdbufr/sample_data/obs_3day.bufr") throws -> [UInt8] {
    Array(try Data(contentsOf: try #require(Fixture.shared(path))))
  }

  @Test func `a file cut in a message keeps the reports before it and counts the cut one`() throws {
    let whole = try bytes()
    let found = try Imported(.temporary(Array(whole.dropLast(50)), named: "cut.bufr"))
    #expect(found.kept > 390 && found.rejected == [.malformed: 1])
    #expect(found.examples[.malformed]?.first?.contains("cut short") == true)
  }

  @Test func `every truncation is an error or a counted rejection`() throws {
    let whole = try bytes()
    for length in stride(from: 1, to: 900, by: 13) {
      let url = try URL.temporary(Array(whole.prefix(length)), named: "cut.bufr")
      do {
        let found = try Imported(url)
        #expect(found.read == found.kept + found.rejected.values.reduce(0, +))
      } catch let error as FormatError {
        #expect(error.description.contains("no BUFR message"))
      }
    }
  }

  @Test func `a damaged message does not take the next with it`() throws {
    var bytes = try bytes()
    // The end mark of the first message.
    let length = Int(bytes[4]) << 16 | Int(bytes[5]) << 8 | Int(bytes[6])
    bytes[length - 1] = 0
    let damaged = try Imported(.temporary(bytes, named: "damaged.bufr"))
    #expect(damaged.rejected[.malformed] == 1 && damaged.kept > 390)
  }

  @Test func `a descriptor that no table has makes its message malformed`() throws {
    var bytes = try bytes("magics-test/bufr-synop-south-west-winds.bufr")
    // In the eighth message 031031 becomes 031063, at which ecCodes 2.28 itself crashes.
    bytes[1584] = 63
    let found = try Imported(.temporary(bytes, named: "descriptor.bufr"))
    #expect(found.kept == 1104 && found.rejected == [.malformed: 1])
  }

  @Test func `an operator without its bitmap makes its message malformed`() throws {
    let whole = try bytes()
    let intact = try Imported(.temporary(whole, named: "intact.bufr"))
    var bytes = whole
    // In the thirtieth message 031031 becomes 000031, at which ecCodes 2.28 itself crashes.
    #expect(bytes[6476] == 31)
    bytes[6476] = 0
    let found = try Imported(.temporary(bytes, named: "bitmap.bufr"))
    #expect(found.rejected[.malformed] == 1 && found.kept < intact.kept && found.kept > intact.kept - 20)
  }

  @Test func `noise in the data section is never a crash`() throws {
    let whole = try bytes("pdbufr/sample_data/synop_multi_subset_uncompressed.bufr")
    var state: UInt64 = 42
    for _ in 0..<60 {
      var bytes = whole
      for _ in 0..<20 {
        state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
        let place = 8 + Int(state >> 33) % (bytes.count - 12)
        bytes[place] = UInt8(truncatingIfNeeded: state >> 20)
      }
      let url = try URL.temporary(bytes, named: "noise.bufr")
      if let found = try? Imported(url) {
        #expect(found.read == found.kept + found.rejected.values.reduce(0, +))
      }
    }
  }

  @Test func `an empty file and a text are errors that name the file`() throws {
    for (bytes, words) in [([UInt8](), "empty"), (Array("no weather here".utf8), "holds no BUFR message")] {
      let url = try URL.temporary(bytes, named: "not.bufr")
      let error = #expect(throws: FormatError.self) { try Imported(url) }
      #expect(error?.description.contains(words) == true && error?.file.hasSuffix("not.bufr") == true)
    }
  }

  @Test func `the format is found by content`() throws {
    #expect(BUFRSynopReader.recognises(head: Array(try bytes().prefix(4096)), fileName: "x.grib"))
    #expect(!BUFRSynopReader.recognises(head: Array("station,time,BUFR value".utf8), fileName: "x.bufr"))
    let bulletin = Array("\r\r\nISMD02 LIIB 201200\r\r\n".utf8) + (try bytes().prefix(100))
    #expect(BUFRSynopReader.recognises(head: bulletin, fileName: "x"))
  }
}
