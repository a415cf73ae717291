/// A box that has a name in the field.
///
/// - WMO: the areas of the standardised verification of the Manual on the WMO Integrated Processing and Prediction
///   System (WMO-No. 485, formerly of CBS), points on their edges included.
/// - WeatherBench 2 (Rasp et al. 2024, doi:10.1029/2023MS004019): the regions of its evaluation.
///
/// Where the two have different boxes of like names, both are there and their identities say whose they are; an
/// identity without `wmo-` and `wb2-` is the same box in both.
public struct NamedRegion: Hashable, Sendable {
  /// As evaluation files write it: `northern-extratropics`.
  public let id: String
  public let title: String
  public let box: Region.Box

  /// The region of an identity, or nil.
  public init?(id: String) {
    guard let known = NamedRegion.all.first(where: { $0.id == id }) else { return nil }
    self = known
  }

  private init(_ id: String, _ title: String, _ latitudes: ClosedRange<Double>, west: Double = -180, east: Double = 180)
  {
    self.id = id
    self.title = title
    box = Region.Box(south: latitudes.lowerBound, north: latitudes.upperBound, west: west, east: east)
  }

  public static let all = [
    NamedRegion("northern-extratropics", "northern extratropics", 20...90),
    NamedRegion("tropics", "tropics", -20...20),
    NamedRegion("southern-extratropics", "southern extratropics", -90 ... -20),
    NamedRegion("arctic", "northern polar region", 60...90),
    NamedRegion("antarctic", "southern polar region", -90 ... -60),
    NamedRegion("wmo-europe", "Europe and North Africa", 25...70, west: -10, east: 28),
    NamedRegion("wmo-north-america", "North America", 25...60, west: -145, east: -50),
    NamedRegion("wmo-asia", "Asia", 25...65, west: 60, east: 145),
    NamedRegion("wmo-australia", "Australia and New Zealand", -55 ... -10, west: 90, east: 180),
    NamedRegion("wb2-europe", "Europe", 35...75, west: -12.5, east: 42.5),
    NamedRegion("wb2-north-america", "North America", 25...60, west: -120, east: -75),
    NamedRegion("wb2-north-atlantic", "North Atlantic", 25...65, west: -70, east: -10),
    NamedRegion("wb2-north-pacific", "North Pacific", 25...60, west: 145, east: -130),
    NamedRegion("wb2-east-asia", "East Asia", 25...60, west: 102.5, east: 150),
    NamedRegion("wb2-australia", "Australia and New Zealand", -45 ... -12.5, west: 120, east: 175),
  ]
}
