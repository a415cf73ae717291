import Fields
import Foundation

/// What the stations of the demo world report: the truth at their place and height, with noise, gaps
/// and mistakes.
///
/// Every station reports at every valid time, but for one in thirty reports. A few values are wrong
/// beyond doubt (99.9 °C), one station is listed at 95° north, and some
/// lines stand twice.
struct DemoObservations {
  /// The standard deviation of a report about the truth at the station, in canonical units;
  /// precipitation's is of its logarithm.
  static let temperatureNoise = 0.5
  static let windNoise = 0.5
  static let pressureNoise = 40.0
  static let precipitationNoise = 0.3

  let stations: DemoStations
  private var random: SeededRandom
  private var lines: [String] = [header]

  /// In a forecaster's units.
  static let header = "station,latitude,longitude,elevation,time,t2m [degC],ws10m [m s-1],msl [hPa],tp6h [mm]"

  init(stations: DemoStations, seed: UInt64) {
    self.stations = stations
    random = SeededRandom(seed: seed, purpose: "observations")
    lines.append("D0095,95,10,,2025-01-10T00:00:00Z,-12.5,3.1,1009.1,0.0")
  }

  /// Adds the reports of all stations at one time.
  ///
  /// - truth: what `DemoWorld.truth(at:)` gives.
  mutating func add(_ truth: [[Float]], in world: DemoWorld, at time: UTCTime) {
    let altitude = Field(values: world.altitude, grid: world.grid)
    let fields = truth.map { Field(values: $0, grid: world.grid) }
    for site in stations.sites {
      let place = site.station.coordinate
      // The numbers are drawn for gaps too, so that a gap changes no other report.
      let noise = (0..<4).map { _ in random.gaussian() }
      let (isMissing, isWrong) = (random.uniform() < 1.0 / 30, random.uniform() < 0.0005)
      guard !isMissing else { continue }
      let values = fields.map { $0.value(at: place, .bilinear) ?? .nan }
      let rise = site.altitude - (altitude.value(at: place, .bilinear) ?? 0)
      let temperature =
        values[0] - 0.0065 * rise + site.temperatureOffset + DemoObservations.temperatureNoise * noise[0] - 273.15
      let speed = (values[1] * values[1] + values[2] * values[2]).squareRoot() * site.windFactor
      let amount = Double(DemoWorld.precipitation(ofWetness: Float(values[4])))
      let report = [
        isWrong ? "99.9" : fixed(temperature, 1), fixed(max(0, speed + DemoObservations.windNoise * noise[1]), 1),
        fixed((values[3] + DemoObservations.pressureNoise * noise[2]) / 100, 1),
        fixed(amount * exp(DemoObservations.precipitationNoise * noise[3]), 1),
      ]
      let elevation = site.station.elevation.map { String(Int($0)) } ?? ""
      lines.append(
        "\(site.station.id),\(place.latitude),\(place.longitude),\(elevation),\(time),"
          + report.joined(separator: ","))
      if random.uniform() < 0.002, let last = lines.last { lines.append(last) }
    }
  }

  /// The file of all reports.
  var text: String { lines.joined(separator: "\n") + "\n" }

  private func fixed(_ x: Double, _ decimals: Int) -> String { String(format: "%.\(decimals)f", x) }
}
