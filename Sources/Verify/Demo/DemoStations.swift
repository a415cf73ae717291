import Fields
import Foundation
import Stations

/// The stations of the demo world: most of them on land and in the northern middle latitudes, as on
/// Earth, with the awkward ones that every real list has.
struct DemoStations {
  /// The departure of a station from the square of the grid it stands in, the same at all times.
  struct Site {
    let station: Station
    /// Height above sea level in metres, which the list may not tell.
    let altitude: Double
    let temperatureOffset: Double
    let windFactor: Double
  }

  let sites: [Site]

  init(seed: UInt64, count: Int, world: DemoWorld) {
    var random = SeededRandom(seed: seed, purpose: "stations")
    let field = Field(values: world.altitude, grid: world.grid)
    var places = DemoStations.awkwardPlaces
    while places.count < count {
      // Two thirds between 30 and 70 degrees north.
      let latitude =
        random.uniform() < 0.66 ? random.uniform(30...70) : asin(random.uniform(-0.95...0.95)) * 180 / .pi
      let place = Coordinate(
        latitude: DemoStations.rounded(latitude), longitude: DemoStations.rounded(random.uniform(-180...179.99)))
      if DemoEarth.isLand(place) || random.uniform() < 0.03 { places.append(place) }
    }
    sites = places.prefix(count).enumerated().map { number, place in
      let ground = field.value(at: place, .bilinear) ?? 0
      // Where mountains are, stations stand in valleys and on tops.
      let spread = (20 + 0.15 * ground) * random.gaussian()
      let altitude = max(0, ground + (ground > 1 ? spread : 3)).rounded()
      let isKnown = number % 60 != 59
      return Site(
        station: Station(
          id: "D\(String(1000 + number).suffix(4))", coordinate: place, elevation: isKnown ? altitude : nil),
        altitude: altitude, temperatureOffset: 0.4 * random.gaussian(),
        windFactor: exp(0.1 * random.gaussian()))
    }
  }

  /// On the Greenwich meridian's western side, on the antimeridian, close to one pole and at the other.
  private static let awkwardPlaces = [
    Coordinate(latitude: 51.478, longitude: -0.4), Coordinate(latitude: -16.8, longitude: 179.95),
    Coordinate(latitude: 89.3, longitude: 35.5), Coordinate(latitude: -90, longitude: 0),
  ]

  private static func rounded(_ degrees: Double) -> Double { (degrees * 1000).rounded() / 1000 }
}
