import Fields
import Foundation
import Stations
import TestSupport
import Testing

@testable import Formats

@Suite("GHCN-hourly")
struct GHCNHourlyTests {
  private let header =
    "Station_ID|Station_name|Year|Month|Day|Hour|Minute|Latitude|Longitude|Elevation|temperature|temperature_Measurement_Code|temperature_Quality_Code|wind_direction|wind_direction_Quality_Code|visibility|precipitation_6_hour|remarks\n"

  private func read(_ rows: String) throws -> Collected {
    try Collected(try Collected.file(header + rows, name: "GHCNh_X_por.psv"))
  }

  @Test("units, quality and the identifier of a WMO station")
  func decodes() throws {
    let all = try read(
      "NOM00001001|JAN MAYEN|2016|01|01|06|00|70.93|-8.67|9.0|-2.2||1|220|w|16.093|9.1|METAR|with a bar\n")
    #expect(
      all.stations == [
        Station(id: "01001", name: "JAN MAYEN", coordinate: Coordinate(latitude: 70.93, longitude: -8.67), elevation: 9)
      ])
    #expect(abs(try #require(all.value(.temperature2m, at: "2016-01-01T06:00:00Z")) - 270.95) < 1e-9)
    #expect(all.first(.temperature2m)?.quality == .good)
    #expect(all.first(.windDirection10m)?.quality == .suspect)
    #expect(abs(try #require(all.value(.visibility)) - 16_093) < 1e-9)
    #expect(all.value(.precipitation(.hours(6))) == 9.1)
    #expect(all.kept == 4)
  }

  @Test("what can't be used is counted by reason")
  func rejected() throws {
    let row = "USW00013967|X|2016|01|01|06|00|70.93|-8.67|9.0|-2.2||7|VRB|5|||\n"
    let all = try read(
      row + row.replacing("-2.2", with: "cold") + row.replacing("70.93", with: "95") + row.replacing("70.93", with: "")
        + row.replacing("2016|01", with: "2016|13") + row.replacing("-2.2", with: "900") + "USW00013967|X\n")
    #expect(
      all.rejected == [
        .notANumber: 1, .invalidPosition: 1, .missingPosition: 1, .invalidTime: 1, .implausible: 1, .malformed: 1,
      ])
    #expect(all.kept == 1 && all.observations[0].quality == .bad)
    #expect(all.missing == 9)
    #expect(throws: FormatError.self) {
      try Collected(try Collected.file(header.replacing("Latitude", with: "Lat"), name: "x.psv"))
    }
  }

  /// Values as pandas reads them from the same columns.
  @Test("real reports", .enabled(if: Fixture.hasSharedData, "shared data absent"))
  func realReports() throws {
    let oklahoma = try Collected(try #require(Fixture.shared("pyIEM/GHCNh/GHCNh_USW00013967_por.psv")))
    #expect(oklahoma.stations.map(\.id) == ["USW00013967"])
    let time = "2023-01-03T11:52:00Z"
    #expect(abs(try #require(oklahoma.value(.temperature2m, at: time)) - 278.15) < 1e-9)
    #expect(abs(try #require(oklahoma.value(.seaLevelPressure, at: time)) - 100_650) < 1e-6)
    #expect(oklahoma.value(.precipitation(.hours(24)), at: time) == 1.7)
    #expect(abs(try #require(oklahoma.value(Variable(.windGust, .height(10)), at: "2023-01-12T08:50:00Z")) - 18) < 1e-9)
    #expect(oklahoma.first(.temperature2m, at: "2025-02-03T15:52:00Z")?.quality == .bad)

    // 20000 in a column of kilometres can't be.
    let tubuai = try Collected(try #require(Fixture.shared("pyIEM/GHCNh/GHCNh_FPI0000NTAT_por.psv")))
    #expect(tubuai.rejected == [.implausible: 1])
    #expect(tubuai.value(.precipitation(.hours(3))) == 0.2)
    let valdez = try Collected(try #require(Fixture.shared("pyIEM/GHCNh/GHCNh_USW00026442_por.psv")))
    #expect(valdez.value(.windDirection10m) == nil && valdez.value(.windSpeed10m) == 1)
  }
}
