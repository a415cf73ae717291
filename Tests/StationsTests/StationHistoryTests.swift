import Fields
import Testing

@testable import Stations

@Suite struct StationHistoryTests {
  private func station(_ latitude: Double, _ elevation: Double? = 100, name: String? = nil) -> Station {
    Station(id: "s", name: name, coordinate: Coordinate(latitude: latitude, longitude: 10), elevation: elevation)
  }

  @Test func aMoveIsANewPlaceFromItsFirstReportOn() {
    var history = StationHistory()
    #expect(history.place(of: station(60), from: 0, through: 10) == (0, true))
    #expect(history.place(of: station(60), from: 5, through: 10) == (0, false))
    #expect(history.place(of: station(60), from: 11, through: 20) == (0, true))
    #expect(history.place(of: station(61), from: 21, through: 30) == (1, true))
    #expect(history.places.map(\.station.coordinate.latitude) == [60, 61])
    #expect(history.places.map(\.validFrom) == [0, 21])
    #expect(history.places.map(\.validThrough) == [20, 30])
  }

  @Test func listsThatTakeTurnsAreTwoPlacesHoweverOften() {
    var history = StationHistory()
    for hour in 0..<100 {
      let number = history.place(of: station(60, hour % 6 == 0 ? 12 : 36), from: Int64(hour), through: Int64(hour))
        .number
      #expect(number == (hour % 6 == 0 ? 0 : 1))
    }
    #expect(history.places.count == 2)
  }

  @Test func jitterBelowTheToleranceIsOnePlace() {
    var history = StationHistory()
    _ = history.place(of: station(60), from: 0, through: 10)
    #expect(history.place(of: station(60.009, 104), from: 20, through: 20).number == 0)
    #expect(history.places.map(\.station.coordinate.latitude) == [60])
    #expect(history.place(of: station(60, 106), from: 30, through: 30).number == 1)
    #expect(history.place(of: station(60.02), from: 30, through: 30).number == 2)
  }

  @Test func whatOneReportLeavesOutAnotherCompletes() {
    var history = StationHistory()
    _ = history.place(of: station(60, nil), from: 0, through: 10)
    #expect(history.place(of: station(60, 100, name: "Oslo"), from: 5, through: 8) == (0, true))
    #expect(history.places.count == 1)
    #expect(history.places[0].station.elevation == 100)
    #expect(history.places[0].station.name == "Oslo")
  }

  @Test func placesOnEitherSideOfTheDateLineAreNear() {
    let west = Station(id: "s", coordinate: Coordinate(latitude: 0, longitude: -179.998))
    let east = Station(id: "s", coordinate: Coordinate(latitude: 0, longitude: 179.999))
    #expect(StationHistory.isSame(west, east))
  }
}
