import Fields
import Foundation
import Stations
import TestSupport
import Testing

@testable import Formats

@Suite("Observations in files of verif")
struct VerifReaderTests {
  private let text =
    "# variable: T\n# units: $^oC$\ndate leadtime location lat lon altitude obs fcst\n20120101 24 3 50 10 12 3 6\n20120102 0 3 50 10 12 3 7\n20120102 6 3 50 10 12 -999 7\n"

  @Test("an observation is taken once, however many forecasts it stands beside")
  func observations() throws {
    let all = try Collected(try Collected.file(text, name: "raw.txt"))
    #expect(all.stations == [Station(id: "00003", coordinate: Coordinate(latitude: 50, longitude: 10), elevation: 12)])
    #expect(all.observations.count == 1)
    #expect(all.value(.temperature2m, at: "2012-01-02T00:00:00Z") == 276.15)
    #expect(all.rejected == [.duplicateInFile: 1] && all.missing == 1 && all.read == 2)
  }

  @Test("a variable and a unit given by the user, and locations without a position")
  func options() throws {
    let file = try Collected.file("date obs\n20120101 3\n", name: "x.txt")
    #expect(throws: FormatError.self) { try Collected(file) }
    let all = try Collected(file, options: ReaderOptions(columns: "ws10m=obs:kt"))
    #expect(all.rejected == [.missingPosition: 1])
    #expect(throws: FormatError.self) { try Collected(file, options: ReaderOptions(columns: "ws10m=obs:furlong")) }
    #expect(throws: FormatError.self) { try Collected(file, options: ReaderOptions(columns: "speed")) }
    #expect(throws: FormatError.self) { try Collected(try Collected.file("date fcst\n20120101 3\n", name: "x.txt")) }
  }

  @Test("raw.txt and kf.txt hold the same observations", .enabled(if: Fixture.hasSharedData, "shared data absent"))
  func realFiles() throws {
    let raw = try Collected(try #require(Fixture.shared("verif/examples/raw.txt")))
    let kf = try Collected(try #require(Fixture.shared("verif/examples/kf.txt")))
    #expect(raw.observations == kf.observations)
    #expect(raw.stations.map(\.id) == ["00415"])
    #expect(raw.kept + (raw.rejected[.duplicateInFile] ?? 0) + raw.missing == 1525)
  }
}
