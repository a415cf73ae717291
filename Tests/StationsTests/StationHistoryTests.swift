import Fields
import Testing

@testable import Stations

@Suite struct StationHistoryTests {
  private func station(_ latitude: Double, _ elevation: Double? = 100, name: String? = nil) -> Station {
    Station(
      id: "s", name: name, coordinate: Coordinate(latitude: latitude, longitude: 10), elevation: elevation)
  }

  private func latitudes(_ history: StationHistory) -> [Double] { history.places.map(\.station.coordinate.latitude) }

  @Test func aMoveStartsANewPlace() {
    var history = StationHistory()
    #expect(history.see(station(60), from: 0, through: 10) == .rewritten)
    #expect(history.see(station(60), from: 11, through: 20) == .extended(0))
    #expect(history.see(station(61), from: 21, through: 30) == .rewritten)
    #expect(latitudes(history) == [60, 61])
    #expect(history.index(at: 15) == 0)
    #expect(history.index(at: 21) == 1)
    #expect(history.index(at: 1000) == 1)
    // Before it was first seen it is where it was first seen.
    #expect(history.index(at: -5) == 0)
  }

  @Test func jitterBelowTheToleranceIsOnePlace() {
    var history = StationHistory()
    _ = history.see(station(60), from: 0, through: 10)
    #expect(history.see(station(60.009, 104), from: 20, through: 20) == .extended(0))
    #expect(latitudes(history) == [60])
    _ = history.see(station(60, 106), from: 30, through: 30)
    #expect(history.places.map(\.station.elevation) == [100, 106])
  }

  @Test func whatOneReportLeavesOutAnotherCompletes() {
    var history = StationHistory()
    _ = history.see(station(60, nil), from: 0, through: 10)
    _ = history.see(station(60, 100, name: "Oslo"), from: 5, through: 8)
    #expect(history.places.count == 1)
    #expect(history.places[0].station.elevation == 100)
    #expect(history.places[0].station.name == "Oslo")
    #expect(history.places[0].validThrough == 10)
  }

  @Test func theOrderInWhichPlacesAreLearntDoesNotMatterAtTheTimesOfReports() {
    let sightings: [(Double, Int64, Int64)] = [(60, 0, 10), (60, 11, 20), (61, 30, 40), (60, 50, 60)]
    for order in [[0, 1, 2, 3], [3, 2, 1, 0], [3, 0, 2, 1], [1, 3, 0, 2]] {
      var history = StationHistory()
      for i in order { _ = history.see(station(sightings[i].0), from: sightings[i].1, through: sightings[i].2) }
      #expect(latitudes(history) == [60, 61, 60])
      for (latitude, first, last) in sightings {
        for time in [first, last] {
          #expect(history.index(at: time).map { history.places[$0].station.coordinate.latitude } == latitude)
        }
      }
    }
  }

  @Test func theLatestWordOfATimeCounts() {
    var history = StationHistory()
    _ = history.see(station(60), from: 0, through: 100)
    _ = history.see(station(61), from: 40, through: 50)
    #expect(latitudes(history) == [60, 61, 60])
    #expect(history.places.map(\.validFrom) == [0, 40, 51])
    #expect(history.places.map(\.validThrough) == [39, 50, 100])
  }

  @Test func placesOnEitherSideOfTheDateLineAreNear() {
    let west = Station(id: "s", coordinate: Coordinate(latitude: 0, longitude: -179.998))
    let east = Station(id: "s", coordinate: Coordinate(latitude: 0, longitude: 179.999))
    #expect(StationHistory.isSame(west, east))
  }
}
