import Fields
import Metrics
import Testing

@Suite struct EnsembleTrackTests {
  private let start = UTCTime(secondsSince1970: 0)
  private let degree = Coordinate.earthRadius * .pi / 180

  private func track(_ positions: [(Double, Double)?], pressure: Double? = nil) -> Track {
    Track(
      storm: "1",
      points: positions.enumerated().compactMap { i, place in
        place.map {
          TrackPoint(
            time: start + .hours(6 * i), position: Coordinate(latitude: $0.0, longitude: $0.1),
            minimumPressure: pressure)
        }
      })
  }

  private func forecast(_ tracks: [Track], leads: [TimeSpan]? = nil) -> TrackForecast {
    TrackForecast(
      storm: "1", initTime: start,
      members: tracks.enumerated().map { TrackForecast.Member(number: $0 + 1, kind: .perturbed, track: $1) },
      leadTimes: leads)
  }

  @Test func theMeanIsOfTheMembersThatHaveTheStorm() throws {
    let ensemble = EnsembleTrack(
      of: forecast([
        track([(10, 178), (10, 178)], pressure: 99_000), track([(10, -178), nil], pressure: 98_000),
        track([nil, nil]), track([nil, nil]),
      ]))
    #expect(ensemble.memberCount == 4)
    #expect(ensemble.fixes.map(\.count) == [2, 1])
    let mean = try #require(ensemble.fixes[0].mean)
    #expect(abs(abs(mean.position.longitude) - 180) < 1e-9)
    #expect(mean.minimumPressure == 98_500)
    // One of four is less than half.
    #expect(ensemble.fixes[1].mean == nil)
    #expect(ensemble.fixes[1].spread == nil)
  }

  @Test func spreadIsOfTheMembersAboutTheirMean() throws {
    // Two degrees apart on the equator: each is one degree off, √(2/(2 − 1)).
    let ensemble = EnsembleTrack(of: forecast([track([(0, 10)]), track([(0, 12)])]))
    #expect(abs((ensemble.fixes[0].spread ?? 0) - 2.0.squareRoot() * degree) < 1)
    let alone = EnsembleTrack(of: forecast([track([(0, 10)])]))
    #expect(alone.fixes[0].spread == nil)
  }

  @Test func theForecastOfHigherResolutionIsNoMember() {
    var tracks = forecast([track([(0, 10)]), track([(0, 12)])])
    tracks.members.append(TrackForecast.Member(number: 3, kind: .highResolution, track: track([(0, 90)])))
    #expect(EnsembleTrack(of: tracks).memberCount == 2)
    #expect(EnsembleTrack(of: tracks).fixes[0].count == 2)
  }

  // MARK: - Strike probability

  @Test func aStrikeIsATrackThatPassesWithinTheRadius() throws {
    // One member goes the observed way along 10°N, one stays away, two have no storm.
    let observed = track([(10, 140), (10, 138), (10, 136)])
    let members = [
      observed, track([(20, 140), (20, 138), (20, 136)]), track([nil, nil, nil]), track([nil, nil, nil]),
    ]
    let strike = try #require(
      StrikeProbability(of: forecast(members, leads: [.zero, .hours(6), .hours(12)]), against: observed, step: 1))
    func cell(_ latitude: Double, _ longitude: Double) throws -> Int {
      let row = try #require(strike.latitudes.firstIndex { abs($0 - latitude) < 1e-9 })
      let column = try #require(strike.longitudes.firstIndex { abs($0 - longitude) < 1e-9 })
      return row * strike.longitudes.count + column
    }
    #expect(try strike.probabilities[cell(10, 137)] == 0.25)
    #expect(try strike.probabilities[cell(11, 139)] == 0.25)
    #expect(try strike.probabilities[cell(20, 137)] == 0.25)
    #expect(try strike.probabilities[cell(12, 137)] == 0)
    #expect(try strike.probabilities[cell(15, 138)] == 0)
    #expect(try strike.observed[cell(11, 137)])
    #expect(try !strike.observed[cell(20, 137)])
    // Observed cells count (1 − 1/4)², the other member's 1/4², by area.
    let brier = try #require(strike.brier)
    let part = try #require(strike.observedPart)
    #expect(brier > part * 0.5625)
    #expect(brier < part * (0.5625 + 0.0626))
  }

  @Test func strikesEndWithThePeriod() throws {
    let observed = track([(10, 140), (10, 138), (10, 136)])
    let strike = try #require(
      StrikeProbability(of: forecast([observed, observed]), against: observed, period: .hours(6), step: 1))
    let row = try #require(strike.latitudes.firstIndex { abs($0 - 10) < 1e-9 })
    let last = strike.longitudes.firstIndex { abs($0 - 136) < 1e-9 }
    #expect(last.map { strike.probabilities[row * strike.longitudes.count + $0] } ?? 0 == 0)
    #expect(strike.brier == 0)
  }

  @Test func withoutAnyStormThereIsNoMap() {
    #expect(StrikeProbability(of: forecast([track([nil])], leads: [.zero]), against: track([(0, 0)])) == nil)
  }
}
