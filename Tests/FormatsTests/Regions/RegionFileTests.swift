import Fields
import Formats
import Foundation
import TestSupport
import Testing

@Suite("Region files")
struct RegionFileTests {
  private func file(_ text: String, _ name: String = "region.geojson") throws -> URL {
    let url = try Fixture.temporaryFolder().appending(path: name)
    try Data(text.utf8).write(to: url)
    return url
  }

  private func problem(_ text: String, property: String? = nil) throws -> String {
    let url = try file(text)
    let error = #expect(throws: FormatError.self) { try RegionFile(url, property: property) }
    return error?.description ?? ""
  }

  private let square = "[[0,0],[10,0],[10,10],[0,10],[0,0]]"

  /// `fixtures/regions` is written by Scripts/make_fixtures_regions.py with shapely 2.2.0.
  @Test func pointsAreInTheSamePolygonsAsForShapely() throws {
    let file = try RegionFile(Fixture.url("regions/polygons.geojson"))
    #expect(file.features.map(\.name) == ["star", "twins", "pacific", "comb"])
    let lines = try String(contentsOf: Fixture.url("regions/points.csv"), encoding: .utf8).split(separator: "\n")
    var inside = [0, 0, 0, 0]
    for line in lines.dropFirst(2) {
      let numbers = line.split(separator: ",").compactMap { Double($0) }
      let point = Coordinate(latitude: numbers[1], longitude: numbers[0])
      for (i, feature) in file.features.enumerated() {
        let found = Region.polygons(feature.polygons).contains(point)
        #expect(found == (numbers[2 + i] == 1), "\(feature.name ?? "") \(point)")
        inside[i] += found ? 1 : 0
      }
    }
    #expect(inside == [69, 194, 151, 113])
  }

  @Test func aGeometryAFeatureAndACollectionAreRead() throws {
    let geometry = #"{"type": "Polygon", "coordinates": [\#(square)]}"#
    for text in [
      geometry, #"{"type": "Feature", "geometry": \#(geometry), "properties": null}"#,
      #"{"type": "FeatureCollection", "features": [{"type": "Feature", "id": 7, "geometry": \#(geometry)}]}"#,
      #"{"type": "GeometryCollection", "geometries": [\#(geometry)]}"#,
      #"{"type": "MultiPolygon", "coordinates": [[\#(square)]]}"#,
    ] {
      let features = try RegionFile(try file(text)).features
      #expect(features.count == 1)
      #expect(features[0].polygons[0].contains(Coordinate(latitude: 5, longitude: 5)))
    }
  }

  @Test func featuresAreNamedByTheChosenProperty() throws {
    let text = #"""
      {"type": "FeatureCollection", "features": [{"type": "Feature", "properties": {"name": "a", "code": 3},
      "geometry": {"type": "Polygon", "coordinates": [\#(square)]}}]}
      """#
    #expect(try RegionFile(try file(text)).features[0].name == "a")
    #expect(try RegionFile(try file(text), property: "code").features[0].name == "3")
    #expect(try problem(text, property: "NUTS").contains("feature 1 has no property 'NUTS'. It has code, name."))
  }

  @Test(arguments: [
    ("{", "this is no JSON"),
    (#"{"a": 1}"#, "has no 'type'"),
    (#"{"type": "Point", "coordinates": [1, 2]}"#, "is a Point. A region is a Polygon"),
    (#"{"type": "FeatureCollection", "features": []}"#, "holds no feature"),
    (#"{"type": "Polygon", "coordinates": [[[0,0],[10,0],[10,10],[0,10]]]}"#, "is not closed: it begins at 0°N 0°E"),
    (#"{"type": "Polygon", "coordinates": [[[0,0],[10,0],[0,0]]]}"#, "has 3 positions"),
    (#"{"type": "Polygon", "coordinates": [[[59,100],[60,100],[60,101],[59,100]]]}"#, "may be exchanged"),
    (#"{"type": "Polygon", "coordinates": [[[0,"a"],[10,0],[10,10],[0,0]]]}"#, "position 1 of the outer ring"),
    (#"{"type": "Polygon", "coordinates": [[[170,0],[-170,0],[-170,9],[170,0]]]}"#, "more than half around the Earth"),
    (
      #"{"type": "Polygon", "crs": {"type": "name", "properties": {"name": "EPSG:3857"}}, "coordinates": []}"#,
      "coordinates are in 'EPSG:3857'"
    ),
    (#"{"type": "Polygon", "coordinates": [[[0,0],[1e9,0],[10,10],[0,0]]]}"#, "is no number of degrees"),
  ])
  func whatIsWrongIsNamed(_ text: String, _ expected: String) throws {
    let message = try problem(text)
    #expect(message.contains(expected), "\(message)")
  }

  @Test func aPolylineOfMETIsARegion() throws {
    let features = try RegionFile(try file("BOX\n10 20\n10 30\n\n20.5 30\n20.5 20\n", "box.poly")).features
    #expect(features.map(\.name) == ["BOX"])
    #expect(features[0].polygons[0].contains(Coordinate(latitude: 20.5, longitude: -335)))
    #expect(try problem("BOX\n10 20\n10 a\n").contains("line 3: '10 a' is no corner of a polyline"))
    #expect(try problem("BOX\n10 20\n95 20\n").contains("line 3: the latitude 95.0 is beyond the poles"))
  }

  /// Whole degrees that shapely 2.2.0 finds in MET's polylines.
  @Test(
    .enabled(if: Fixture.hasSharedData, "shared data absent"),
    arguments: [("CONUS", 878), ("EAST", 417), ("WEST", 461)])
  func thePolylinesOfMETHaveThePointsOfShapely(_ name: String, _ expected: Int) throws {
    let features = try RegionFile(try #require(Fixture.shared("met/data/poly/\(name).poly"))).features
    #expect(features.map(\.name) == [name])
    var count = 0
    for latitude in 20..<56 {
      for longitude in -130..<(-59) {
        let point = Coordinate(latitude: Double(latitude), longitude: Double(longitude))
        count += features[0].polygons[0].contains(point) ? 1 : 0
      }
    }
    #expect(count == expected)
  }
}
