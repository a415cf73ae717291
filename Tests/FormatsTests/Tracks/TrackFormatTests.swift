import Fields
import Formats
import Foundation
import TestSupport
import Testing

@Suite struct TrackFormatTests {
  private func written(_ text: String) throws -> URL {
    let url = try Fixture.temporaryFolder().appending(path: "tracks")
    try Data(text.utf8).write(to: url)
    return url
  }

  private func problem(_ text: String) throws -> String {
    let url = try written(text)
    do throws(FormatError) {
      _ = try Catalogue.readTracks(url)
      return "no error"
    } catch {
      return error.description
    }
  }

  @Test func theBestTrackOfJapanIsReadByItsColumns() throws {
    let file = try Catalogue.readTracks(Fixture.url("tracks/jma.txt"))
    #expect(file.format == "JMA best track")
    #expect(file.tracks.map(\.storm) == ["3001", "9902"])
    let track = file.tracks[0]
    #expect(track.name == "ALPHA")
    #expect(track.points.count == 4)
    let third = track.points[2]
    #expect(third.time == UTCTime("2030-08-01T12"))
    #expect(third.position == Coordinate(latitude: 10.5, longitude: 138.8))
    #expect(third.minimumPressure == 97_000)
    #expect(abs((third.maximumWind ?? 0) - 36.0111) < 1e-4)
    #expect(third.averaging == .tenMinutes)
    #expect(third.stage == .tropical)
    // 000 is no calm, but a wind that was not analysed.
    #expect(track.points[0].maximumWind == nil)
    #expect(track.points[3].stage == .extratropical)
    #expect(file.tracks[1].points.map(\.time) == [UTCTime("1999-12-31T18"), UTCTime("2000-01-01T00")])
  }

  @Test func hurdat2IsReadAcrossTheDateLine() throws {
    let file = try Catalogue.readTracks(Fixture.url("tracks/hurdat2.txt"))
    #expect(file.format == "HURDAT2")
    #expect(file.tracks.map(\.basin) == ["AL", "CP"])
    let points = file.tracks[0].points
    #expect(points.map(\.position.longitude) == [-50, -51.2, -52.5])
    #expect(points[2].time == UTCTime("2030-08-01T11:30"))
    #expect(points[2].minimumPressure == nil)
    #expect(points.allSatisfy { $0.averaging == .oneMinute })
    let other = file.tracks[1].points
    #expect(other.map(\.position.longitude) == [-179.8, 179.6])
    #expect(other[0].maximumWind == nil)
    #expect(other.map(\.stage) == [.extratropical, .other])
  }

  @Test func ibtracsKeepsTheAveragingOfTheAgency() throws {
    let file = try Catalogue.readTracks(Fixture.url("tracks/ibtracs.csv"))
    #expect(file.format == "IBTrACS CSV")
    #expect(file.tracks.map(\.name) == ["ALPHA", ""])
    #expect(file.tracks[0].points.map(\.averaging) == [.tenMinutes, nil, .tenMinutes])
    #expect(file.tracks[0].points.map(\.stage) == [.tropical, .tropical, .extratropical])
    #expect(file.tracks[1].points.map(\.averaging) == [.oneMinute, .oneMinute])
    #expect(file.tracks[1].points[1].minimumPressure == nil)
    #expect(file.rejected == ["fix of a spur track": 1])
  }

  @Test func errorsNameTheLine() throws {
    let header = "66666 3001  002 0001 3001 0 6                ALPHA              20300101\n"
    #expect(
      try problem(header + "30080100 002 2 100 1400 1004     000\n").contains(
        "line 1: storm 3001 is to have 2 fixes and has 1"))
    #expect(
      try problem(header + "30130100 002 2 100 1400 1004     000\n").contains(
        "line 2: expected a time YYMMDDHH, found '30130100'"))
    #expect(
      try problem(header + "30080100 002 2 1x0 1400 1004     000\n").contains("line 2: expected a position in tenths"))
    #expect(
      try problem("AL012030,   ALPHA,      1,\n20300801, 0000,  , TD, 12.0X,  50.0W,  30, 1005,\n").contains(
        "line 2: expected a position such as 28.0N"))
    #expect(try problem("AL012030,   ALPHA,      1,\n20300801, 0000\n").contains("line 2: a fix is DATE"))
    #expect(try problem("SID,SEASON,NAME\n").contains("no column 'BASIN'"))
    #expect(
      try problem("what is this").contains("no format of cyclone tracks begins like this; known are JMA best track"))
  }

  @Test func anEmptyFileIsAnError() throws {
    #expect(try problem("").contains("the file is empty"))
  }

  // MARK: - Real data

  @Test(.enabled(if: Fixture.hasSharedData, "shared data absent"))
  func theWholeBestTrackOfJapanIsRead() throws {
    let file = try Catalogue.readTracks(try #require(Fixture.shared("jma-besttrack/bst_all.txt")))
    // 169 headers and 6154 other lines, by grep.
    #expect(file.tracks.count == 169)
    #expect(file.tracks.map(\.points.count).reduce(0, +) == 6154)
    #expect(file.rejected.isEmpty)
    #expect(file.tracks.filter { $0.name == "IN-FA" }.map(\.storm) == ["1526", "2106"])
  }

  @Test(.enabled(if: Fixture.hasSharedData, "shared data absent"))
  func realHURDAT2IsRead() throws {
    let file = try Catalogue.readTracks(try #require(Fixture.shared("hurdat/tests_no_errors.txt")))
    // By grep.
    #expect(file.tracks.count == 6)
    #expect(file.tracks[0].storm == "AL011851")
    #expect(file.tracks[0].points.count == 14)
    // A record at 21 UTC between those at 18 and 00 UTC: landfall.
    #expect(file.tracks[0].points[4].time == UTCTime("1851-06-25T21"))
  }

  @Test(.enabled(if: Fixture.hasSharedData, "shared data absent"))
  func forecastTracksInBUFRAreRead() throws {
    let file = try Catalogue.readTracks(try #require(Fixture.shared("pdbufr/sample_data/tropical_cyclone.bufr")))
    #expect(file.forecasts.map(\.storm) == ["27W", "70E", "71W"])
    let forecast = file.forecasts[0]
    #expect(forecast.name == "IN-FA")
    #expect(forecast.initTime == UTCTime("2015-11-18T00"))
    #expect(forecast.members.count == 52)
    #expect(forecast.ensemble.count == 51)
    #expect(forecast.members.map(\.kind).suffix(3) == [.perturbed, .control, .highResolution])
    #expect(forecast.leadTimes.count == 41)
    #expect(forecast.leadTimes.last == .hours(240))
    #expect(forecast.reported == Coordinate(latitude: 5.5, longitude: 157.2))
    // ecCodes 2.28 through Python: of member 1, #2#latitude, #1#pressure... and #1#windSpeedAt10M, then those at 6 h.
    let first = forecast.members[0].track.points
    #expect(first[0].position == Coordinate(latitude: 5.4, longitude: 156.9))
    #expect(first[0].minimumPressure == 100_000)
    #expect(first[0].maximumWind == 19)
    #expect(first[1].position == Coordinate(latitude: 6, longitude: 156))
    #expect(first[1].minimumPressure == 99_800)
    #expect(first[1].maximumWind == 20.1)
    #expect(first[1].averaging == .model)
    // A storm that is still to form: its control and high resolution have no fix at the initial time.
    #expect(file.forecasts[2].members.count == 37)
    #expect(file.forecasts[2].members.suffix(2).allSatisfy { $0.track.point(at: forecast.initTime) == nil })
  }

  @Test(.enabled(if: Fixture.hasSharedData, "shared data absent"))
  func bulletinsOfOtherKindsHoldNoTrack() throws {
    let url = try #require(Fixture.shared("pdbufr/sample_data/temp_small.bufr"))
    #expect(throws: FormatError.self) { try Catalogue.readTracks(url) }
  }
}
