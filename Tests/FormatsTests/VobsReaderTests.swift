import Fields
import Foundation
import Stations
import TestSupport
import Testing

@testable import Formats

@Suite struct VobsReaderTests {
  private func summary(
    _ text: String, name: String = "vobs2019021706", _ store: ObservationStore
  ) throws -> ImportSummary {
    let folder = try Fixture.temporaryFolder()
    defer { try? FileManager.default.removeItem(at: folder) }
    let url = folder.appending(path: name)
    try Data(text.utf8).write(to: url)
    let reader = try Catalogue.observationReader(of: url)
    #expect(reader is VobsReader)
    let summary = try store.importFile(url, reader: VobsReader(options: ReaderOptions()))
    #expect(summary.read == summary.kept + summary.rejectedCount)
    return summary
  }

  private func values(_ store: ObservationStore) throws -> [String: Double] {
    var values: [String: Double] = [:]
    try store.forEachObservation { observation, _ in
      values["\(observation.station) \(observation.variable)"] = observation.value
      return true
    }
    return values
  }

  private static let version4 = """
       2     1     4
              8
     NN               0
     DD               0
     TT               0
     PSS              0
     PS               0
     PE              12
     PE3              3
     N75              0
    0001001 70.939 -8.669 9.0 8.0000E+00 202.0000E+00 269.6000E+00 1.0074E+03 1.0086E+03 -99.0000E+00 100.0000E-03 4
    01013 78.063 13.619 -99 -99 -99 ******* -99 -99 0.00 -99 -99
              1
              2
     PP               0
     TT               0
     01001   70.940   -8.668     9.0
     1000. 268.8

    """

  @Test func version4NamesItsColumns() throws {
    let store = try ObservationStore.inMemory()
    let summary = try summary(Self.version4, store)
    #expect(
      try values(store) == [
        "01001 tcc": 1, "01001 wd10m": 202, "01001 t2m": 269.6, "01001 sp": 100_740, "01001 msl": 100_860,
        "01001 tp3h": 0.1, "01013 tp12h": 0,
      ])
    #expect(summary.missing == 7)
    #expect(summary.rejected == [.notANumber: 1, .unknownVariable: 1, .unsupportedReport: 1])
    #expect(summary.examples[.notANumber] == ["line 12: TT is '*******'"])
    #expect(try store.stations().map(\.station.elevation) == [9, nil])
    #expect(try store.timeSpan() == UTCTime("2019-02-17T06").map { $0...$0 })
  }

  @Test func onlyTheVariablesThatAreWantedAreKeptAndTheOthersCounted() throws {
    let store = try ObservationStore.inMemory()
    let url = try Fixture.temporaryFolder().appending(path: "vobs2019021706")
    try Data(Self.version4.utf8).write(to: url)
    let reader = VobsReader(options: ReaderOptions())
    let summary = try store.importFile(url, reader: reader, keeping: [.temperature2m])
    #expect(try values(store) == ["01001 t2m": 269.6])
    #expect(summary.new == 1 && summary.passedOver == 6 && summary.read == 10)
    #expect(summary.rejected == [.notANumber: 1, .unknownVariable: 1, .unsupportedReport: 1])
    // The same file for all variables is another import.
    let whole = try store.importFile(url, reader: reader)
    #expect(whole.new == 6 && whole.unchanged == 1 && whole.passedOver == nil && !whole.alreadyImported)
  }

  @Test func version2HasFifteenColumnsOfItsOwn() throws {
    let store = try ObservationStore.inMemory()
    let summary = try summary(
      """
      1 0 2
      11
      1492 59.94 10.72 94 4 180 5 275 80 1010 1.5 0.004 20000 272 -99 -99 -99 12 -99

      """, store)
    #expect(
      try values(store) == [
        "01492 tcc": 0.5, "01492 wd10m": 180, "01492 ws10m": 5, "01492 t2m": 275, "01492 rh2m": 80,
        "01492 msl": 101_000, "01492 tp12h": 1.5, "01492 q2m": 0.004, "01492 vis": 20_000, "01492 td2m": 272,
      ])
    #expect(summary.rejected == [.unknownVariable: 1])
  }

  @Test(arguments: [
    ("vobs2019021706", "3 0 4\n1\nTT 0\n1492 59.94 10.72 94 275\n", "announces 3 SYNOP reports and ends after 1"),
    ("vobs2019021706", "3 0 4\n5\nTT 0\n", "ends within its header"),
    ("vobs2019021706", "3 0 9\n5\nTT 0\n", "expected vobs version 2, 3 or 4, found 9"),
    ("vobs2019021706", "", "the file is empty"),
    ("observations.txt", "0 0 4\n1\nTT 0\n", "rename the file"),
    ("vobs2019023006", "0 0 4\n1\nTT 0\n", "rename the file"),
  ])
  func aFileThatCannotBeReadSaysWhy(name: String, text: String, message: String) throws {
    let folder = try Fixture.temporaryFolder()
    defer { try? FileManager.default.removeItem(at: folder) }
    let url = folder.appending(path: name)
    try Data(text.utf8).write(to: url)
    let store = try ObservationStore.inMemory()
    let error = try #require(throws: FormatError.self) {
      try store.importFile(url, reader: VobsReader(options: ReaderOptions()))
    }
    #expect(error.description.contains(message))
    #expect(try store.summary().observations == 0)
  }

  @Test func badLinesAreCounted() throws {
    let store = try ObservationStore.inMemory()
    let summary = try summary(
      "4 0 4\n2\nTT 0\nFF 0\n1 95 10 5 275 3\n2 -99 -99 5 275 -99\n3 60 10 5 275\n4 60 10 5 275 3\n", store)
    #expect(summary.rejected == [.invalidPosition: 2, .missingPosition: 1, .malformed: 1])
    #expect(summary.new == 2)
  }

  /// The counts are those of a separate program in Python 3.11 that shares no code with this one.
  @Test(.enabled(if: Fixture.hasSharedData, "shared data absent"))
  func aRealHourIsCountedAsByAnIndependentProgram() throws {
    let url = try #require(Fixture.shared("harp/vobs/vobs2019021712"))
    let store = try ObservationStore.inMemory()
    let summary = try store.importFile(url, reader: VobsReader(options: ReaderOptions()))
    #expect(summary.new == 56_138)
    #expect(summary.missing == 50_224)
    #expect(summary.rejected == [.unknownVariable: 1040, .implausible: 40, .unsupportedReport: 241])
    let temperatures = try store.reports(of: .temperature2m, from: .distantPast, through: .distantFuture)
    #expect(temperatures.count == 5841)
    let mean = temperatures.values.reduce(0, +) / 5841
    #expect(abs(mean - 278.7248587570603) < 1e-9)
  }
}
