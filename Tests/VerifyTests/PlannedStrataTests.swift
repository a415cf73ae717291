import Fields
import Foundation
import Metrics
import TestSupport
import Testing

@testable import Verify

@Suite("Strata of evaluation files")
struct PlannedStrataTests {
  let folder: URL

  init() throws {
    folder = try Fixture.temporaryFolder()
    for name in ["a.grib", "obs.bufr", "lsm.grib"] { try Data("x".utf8).write(to: folder.appending(path: name)) }
    try Data("BOX\n50 0\n50 10\n60 10\n60 0\n".utf8).write(to: folder.appending(path: "box.poly"))
    let two = """
      {"type": "FeatureCollection", "features": [
      {"type": "Feature", "properties": {"NAME": "Aland"}, "geometry":
      {"type": "Polygon", "coordinates": [[[0,0],[1,0],[1,1],[0,0]]]}},
      {"type": "Feature", "properties": {"NAME": "Bland"}, "geometry":
      {"type": "Polygon", "coordinates": [[[5,5],[6,5],[6,6],[5,5]]]}}]}
      """
    try Data(two.utf8).write(to: folder.appending(path: "two.geojson"))
  }

  private func plan(_ strata: String, _ more: String = "") throws -> EvaluationPlan {
    let text = """
      forecasts: [{name: a, files: a.grib}]
      observations: {files: obs.bufr}
      variables: [t2m, ws10m]
      strata:
      """
    let indented = strata.split(separator: "\n").map { "  \($0)" }.joined(separator: "\n")
    return try EvaluationPlan(
      yaml: text + "\n" + indented + "\n" + more, file: folder.appending(path: "evaluation.yaml"))
  }

  private func names(_ strata: String) throws -> [String] { try plan(strata).strata.map(\.name) }

  @Test func regionsAreKnownOrNamedOrOfFiles() throws {
    #expect(try names("regions: [tropics, wmo-europe]") == ["tropics", "wmo-europe"])
    #expect(try names("regions: {europe: wb2-europe, box: box.poly}") == ["europe", "box"])
    #expect(try names("regions: two.geojson") == ["Aland", "Bland"])
    #expect(try names("regions: {file: two.geojson, only: Bland}") == ["Bland"])
    #expect(try names("regions: [{file: two.geojson, property: NAME}, box.poly]") == ["Aland", "Bland", "BOX"])
    let both = try plan("regions: {both: {file: two.geojson}}").strata
    #expect(both.map(\.name) == ["both"])
    #expect(both[0].contains(Place(coordinate: Coordinate(latitude: 0.2, longitude: 0.5))))
    #expect(both[0].contains(Place(coordinate: Coordinate(latitude: 5.2, longitude: 5.5))))
    #expect(!both[0].contains(Place(coordinate: Coordinate(latitude: 3, longitude: 3))))
  }

  @Test func heightsAreBandsWithOpenEnds() throws {
    let bands = try plan("height: [0, 200.5]").strata
    #expect(bands.map(\.name) == ["height below 0 m", "height 0..200.5 m", "height from 200.5 m"])
    func held(_ elevation: Double?) -> [Bool] {
      bands.map { $0.contains(Place(coordinate: Coordinate(latitude: 0, longitude: 0), elevation: elevation)) }
    }
    #expect(held(-1) == [true, false, false])
    #expect(held(0) == [false, true, false])
    #expect(held(200.5) == [false, false, true])
    #expect(held(nil) == [false, false, false])
  }

  @Test func timesAreOfTheValidAndTheInitialTimeAndTheLeadTime() throws {
    let strata = try plan(
      "seasons: true\nmonths: [1, 12]\nvalid-hours: [6]\ninitial-hours: [0, 12]\nlead-bands: [0h..24h, 30h..2d]"
    ).strata
    #expect(
      strata.map(\.name) == [
        "DJF", "MAM", "JJA", "SON", "Jan", "Dec", "valid 06 UTC", "initial 00 UTC", "initial 12 UTC", "lead 0h..24h",
        "lead 30h..48h",
      ])
    let newYear = try time("2019-12-31T12")
    func held(_ hours: Int) -> [String] {
      strata.filter { $0.contains(from: newYear, at: .hours(hours)) }.map(\.name)
    }
    #expect(held(0) == ["DJF", "Dec", "initial 12 UTC", "lead 0h..24h"])
    #expect(held(18) == ["DJF", "Jan", "valid 06 UTC", "initial 12 UTC", "lead 0h..24h"])
    #expect(held(27) == ["DJF", "Jan", "initial 12 UTC"])
    #expect(try names("months: true").count == 12)
    #expect(try names("seasons: false") == [])
  }

  @Test func observationsAreChosenInTheirUnit() throws {
    let strata = try plan("observed: {ws10m: {above: 36 km/h}, t2m: {bands: [-10 degC, 0 degC], at-most: 250 K}}")
      .strata
    #expect(
      strata.map(\.name) == [
        "observed ws10m > 36 km h-1", "observed t2m <= 250 K", "observed t2m below -10 degC",
        "observed t2m -10..0 degC", "observed t2m from 0 degC",
      ])
    #expect(strata[0].observed[0].thresholds == [Threshold(.above, 10)])
    #expect(strata[3].observed[0].thresholds == [Threshold(.atLeast, 263.15), Threshold(.below, 273.15)])
    #expect(StoredStratum(strata[0]).note?.contains("forecaster's dilemma") == true)
    #expect(StoredStratum(.all).note == nil)
  }

  @Test func quantilesAreOfTheClimatology() throws {
    let strata = try plan("observed: {t2m: {quantiles: [0.1, 0.9]}}", "climatology: a.grib").strata
    #expect(strata.map(\.name) == ["observed t2m below q0.1", "observed t2m q0.1..q0.9", "observed t2m from q0.9"])
    #expect(strata[2].observed[0].thresholds == [Threshold(.atLeast, .quantile(QuantileLevel(0.9)))])
    let limit = PairColumn.limit(Threshold(.atLeast, .quantile(QuantileLevel(0.9))))
    #expect(strata[2].observed[0].columns == [limit])
    let pairs = MatchedPairs(
      variable: .temperature2m, initTime: UTCTime(secondsSince1970: 0), leadTime: .zero, stations: [0, 1, 2],
      forecasts: [1, 1, 1], observations: [5, 5, 5], columns: [limit: [5, 5.1, .nan]])
    #expect(strata[2].observed[0].holds(of: pairs.observations, pairs.columns) == [true, false, false])
  }

  @Test func landAndSeaComeFromAMaskOrAList() throws {
    #expect(try plan("land-sea: {mask: lsm.grib}").landMask?.lastPathComponent == "lsm.grib")
    let listed = try plan("land-sea: {sea-stations: [63110]}")
    #expect(listed.landMask == nil)
    #expect(listed.strata.map(\.name) == ["land", "sea"])
    let rig = Place(coordinate: Coordinate(latitude: 60, longitude: 2), station: "63110")
    #expect(listed.strata.map { $0.contains(rig) } == [false, true])
  }

  @Test func productsAreOfKindsAndOfSingleStrata() throws {
    let both = try plan("regions: [tropics, arctic]\nseasons: true\nproducts: [regions, seasons]").strata
    #expect(both.count == 2 + 4 + 8)
    #expect(both.last?.name == "arctic x SON")
    #expect(Strata(both).kept.map(\.name) == ["all", "tropics", "arctic"])
    let one = try plan("height: [100]\nlead-bands: 0h..6h\nproducts: [[height from 100 m, lead-bands]]").strata
    #expect(one.last?.name == "height from 100 m x lead 0h..6h")
    #expect(one.last?.timelessName == "height from 100 m")
    let place = try #require(both.last)
    #expect(place.contains(Place(coordinate: Coordinate(latitude: 80, longitude: 0))))
    #expect(!place.contains(Place(coordinate: Coordinate(latitude: 0, longitude: 0))))
  }

  @Test(arguments: [
    ("regions: [europe]", "no region is known as 'europe'. Write wmo-europe or wb2-europe: their boxes differ."),
    ("regions: [tropic]", "Did you mean 'tropics'?"),
    ("regions: {x: {south: 10, north: 20, west: 0}}", "the region 'x' has no 'east'"),
    ("regions: {x: {file: two.geojson, south: 1}}", "has both 'file' and 'south'"),
    ("regions: {x: {file: two.geojson, only: Cland}}", "no feature named 'Cland'. Did you mean 'Aland'?"),
    ("regions: {x: {file: two.geojson, property: NUTS}}", "no property 'NUTS'. It has NAME."),
    ("regions: nowhere.geojson", "nowhere.geojson"),
    ("regions: obs.bufr", "obs.bufr"),
    ("height: [200, 100]", "'strata: height' has '100' after a value that is not below it"),
    ("valid-hours: [24]", "expected whole numbers from 0 to 23"),
    ("months: [13]", "expected whole numbers from 1 to 12"),
    ("lead-bands: [24h..0h]", "expected lead times from one to another such as 0h..24h"),
    ("land-sea: true", "nothing says what is land. Write {mask: FILE}"),
    ("land-sea: {mask: lsm.grib, sea-stations: [1]}", "has both 'mask' and 'sea-stations'"),
    ("observed: {ws10m: {above: 10}}", "expected a number with its unit. Write it like 10 m/s."),
    ("observed: {ws10m: {above: 10 K}}", "is in 'K', which is no unit of wind speed"),
    ("observed: {msl: {above: 1000 hPa}}", "names msl, which is not among the variables"),
    ("observed: {t2m: {quantiles: [0.1]}}", "names none"),
    ("products: [[regions, seasons]]", "names 'regions', which is no kind and no stratum"),
    ("seasons: true\nproducts: [[seasons]]", "a product of 'seasons' alone"),
    ("regions: {DJF: tropics}\nseasons: true", "a stratum is named 'DJF' already"),
    ("season: true", "Did you mean 'seasons'?"),
  ])
  func whatIsWrongIsNamedWithItsLine(_ strata: String, _ expected: String) throws {
    let error = #expect(throws: VerifyError.self) { try plan(strata) }
    let message = error?.description ?? ""
    #expect(message.contains(expected) && (error?.line ?? 0) >= 5, "\(message)")
  }
}
