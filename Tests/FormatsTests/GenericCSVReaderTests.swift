import Fields
import Foundation
import Stations
import TestSupport
import Testing

@testable import Formats

@Suite struct GenericCSVReaderTests {
  /// What a reader finds in a text, and how it counts it.
  private struct Found {
    var values: [String] = []
    var stations: [Station] = []
    var collector: ObservationCollector
  }

  private func read(_ text: String, _ options: ReaderOptions = ReaderOptions()) throws -> Found {
    let folder = try Fixture.temporaryFolder()
    defer { try? FileManager.default.removeItem(at: folder) }
    let url = folder.appending(path: "table.csv")
    try Data(text.utf8).write(to: url)
    let reader = try GenericCSVReader(options: options)
    final class Sink { var values: [String] = [] }
    let sink = Sink()
    var collector = ObservationCollector { batch, stations, variables in
      for i in 0..<batch.count {
        let time = UTCTime(secondsSince1970: batch.validTimes[i])
        sink.values.append(
          "\(stations[Int(batch.stations[i])].id) \(variables[Int(batch.variables[i])]) \(time) \(batch.values[i])")
      }
    }
    try reader.read(url, into: &collector)
    try collector.finish()
    #expect(collector.read == collector.kept + collector.rejected.values.reduce(0, +))
    return Found(values: sink.values, stations: collector.stations, collector: collector)
  }

  @Test func aHeaderInOurWordsNeedsNoMap() throws {
    let found = try read(
      """
      # from a test
      station,lat,lon,elev,name,time,t2m [degC],ws10m
      1492,59.94,10.72,94,"Oslo, Blindern",2019-02-17T06:00Z,-1.5,3
      1492,59.94,10.72,94,"Oslo, Blindern",2019-02-17 07:00,NA,4.5
      """)
    #expect(
      found.values == [
        "01492 t2m 2019-02-17T06:00:00Z 271.65", "01492 ws10m 2019-02-17T06:00:00Z 3.0",
        "01492 ws10m 2019-02-17T07:00:00Z 4.5",
      ])
    #expect(found.collector.missing == 1)
    #expect(found.stations.map(\.name) == ["Oslo, Blindern"])
    #expect(found.stations.map(\.elevation) == [94])
  }

  @Test(arguments: ["1e30,10", "60,1e300"])
  func aPositionFarBeyondTheEarthIsRejectedWithoutAnIdentifierToo(_ position: String) throws {
    let found = try read("lat,lon,time,t2m\n\(position),2019-02-17T06,280\n")
    #expect(found.values.isEmpty)
    #expect(found.collector.rejected == [.invalidPosition: 1])
  }

  @Test func aMapNamesTheColumnsOfAnyTable() throws {
    let found = try read(
      "STN;day;hour;B;L;rain;gust\nA;17.02.2019;06;60;10;1,2;x\nB;17.02.2019;18;61;11;0.5;x\n",
      ReaderOptions(
        columns: "station=STN,time=day+hour,latitude=B,longitude=L,tp24h=rain:cm", timeFormat: "dd.MM.yyyy HH"))
    #expect(found.values == ["B tp24h 2019-02-17T18:00:00Z 5.0"])
    #expect(found.collector.rejected == [.notANumber: 1])
    #expect(found.collector.examples == [.notANumber: ["line 2: rain is '1,2'"]])
  }

  @Test func aLongTableHasItsVariablesAndUnitsInColumns() throws {
    let found = try read(
      """
      station,latitude,longitude,time,variable,value,unit
      ENGM,60.2,11.1,2019021706,t2m,10,degC
      ENGM,60.2,11.1,2019021706,msl,1013,hPa
      ENGM,60.2,11.1,2019021706,t2m,10,furlong
      ENGM,60.2,11.1,2019021706,colour,10,K
      """)
    #expect(
      found.values == ["ENGM t2m 2019-02-17T06:00:00Z 283.15", "ENGM msl 2019-02-17T06:00:00Z 101300.0"])
    #expect(found.collector.rejected == [.unknownUnit: 1, .unknownVariable: 1])
    #expect(found.collector.examples[.unknownUnit] == ["line 4: 'furlong' of t2m; expected one like K"])
  }

  @Test func secondsSince1970AreTimesOnRequest() throws {
    let found = try read(
      "station,lat,lon,time,t2m\nA,60,10,1550383200,280\n", ReaderOptions(timeFormat: "epoch"))
    #expect(found.values == ["A t2m 2019-02-17T06:00:00Z 280.0"])
  }

  @Test func reportsWithoutAStationAreKeptByPosition() throws {
    let found = try read("lat,lon,time,t2m\n60.1234,-10.5,2019-02-17T06,280\n")
    #expect(found.stations.map(\.id) == ["@60.123,-10.500"])
  }

  @Test func positionsComeFromAListWhereTheTableHasNone() throws {
    let folder = try Fixture.temporaryFolder()
    defer { try? FileManager.default.removeItem(at: folder) }
    let list = folder.appending(path: "list.csv")
    try Data("id,lat,lon,elevation\n1492,59.94,10.72,94\n".utf8).write(to: list)
    let table = "station,time,t2m\n01492,2019-02-17T06,280\n01317,2019-02-17T06,281\n"
    let found = try read(table, ReaderOptions(stationList: list))
    #expect(found.values == ["01492 t2m 2019-02-17T06:00:00Z 280.0"])
    #expect(found.collector.rejected == [.unknownStation: 1])
    #expect(throws: FormatError.self) { try read(table) }
  }

  @Test(arguments: [
    ("A,95,10,2019-02-17T06,280", ImportRejection.invalidPosition, "line 2: A at 95°N 10°E"),
    ("A,north,10,2019-02-17T06,280", .invalidPosition, "line 2: 'north', '10' is no position"),
    ("A,,10,2019-02-17T06,280", .missingPosition, "line 2: A has no position"),
    ("A,60,10,yesterday,280", .invalidTime, "line 2: 'yesterday'"),
    ("A,60,10,2019-02-30T06:00,280", .invalidTime, "line 2: '2019-02-30T06:00'"),
    ("A,60,10,2019-02-17T06,warm", .notANumber, "line 2: t2m is 'warm'"),
    ("A,60,10,2019-02-17T06,12", .implausible, "A, 2019-02-17T06:00:00Z: t2m = 12.0 K"),
    ("A,60,10,2019-02-17T06", .malformed, "line 2: expected 5 columns, found 4"),
  ])
  func badRowsAreRejectedByLine(row: String, reason: ImportRejection, example: String) throws {
    let found = try read("station,lat,lon,time,t2m\n\(row)\nB,60,10,2019-02-17T06,280\n")
    #expect(found.collector.rejected == [reason: 1])
    #expect(found.collector.examples == [reason: [example]])
    #expect(found.values.count == 1)
  }

  @Test(arguments: [
    ("t2m=temp:degX", "the unit 'degX' of t2m is unknown"), ("t2m=temp:hPa", "which 'hPa' does not convert to"),
    ("colour=c", "'colour' is neither a variable"), ("t2m", "expected parts like"),
  ])
  func aWrongMapIsAnErrorThatNamesIt(map: String, message: String) throws {
    let error = try #require(throws: StationsError.self) {
      try GenericCSVReader(options: ReaderOptions(columns: map))
    }
    #expect(error.description.contains(message))
  }

  @Test(arguments: [
    ("", "the file is empty"), ("# nothing\n", "no header line"), ("a,b\n1,2\n", "no column of times in the header"),
  ])
  func aTableWithoutWhatIsNeededIsAnError(text: String, message: String) throws {
    let error = try #require(throws: FormatError.self) { try read(text) }
    #expect(error.description.contains(message))
  }

  @Test func aColumnThatIsNotThereIsNamed() throws {
    let error = try #require(throws: FormatError.self) {
      try read("a,b\n1,2\n", ReaderOptions(columns: "station=a,time=b,t2m=temp"))
    }
    #expect(error.description.contains("no column is called 'temp'"))
  }

  @Test func recognisesItsHeadersOnly() {
    func isRecognised(_ text: String) -> Bool { GenericCSVReader.recognises(head: Array(text.utf8), fileName: "x") }
    #expect(isRecognised("station,time,lat,lon,t2m\n"))
    #expect(isRecognised(ObservationText.csvHeader + "\n"))
    #expect(!isRecognised("STATION,DATE,SOURCE,TMP\n"))
    #expect(!isRecognised("\u{7f}ELF,time"))
  }
}
