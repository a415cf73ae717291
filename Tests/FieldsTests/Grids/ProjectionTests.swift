import Fields
import Foundation
import Testing

/// Literals: pyproj 3.7.2 with PROJ 9.5.1, from the definition in each comment.
@Suite struct ProjectionTests {
  struct Case: CustomTestStringConvertible, Sendable {
    let name: String
    let projection: any Projection
    let latitude: Double
    let longitude: Double
    let x: Double
    let y: Double
    var testDescription: String { "\(name) at \(latitude), \(longitude)" }

    init(_ name: String, _ projection: any Projection, _ values: (Double, Double, Double, Double)) {
      self.name = name
      self.projection = projection
      (latitude, longitude, x, y) = values
    }
  }

  static let sphere = EarthShape.sphere6371229

  static func cases(
    _ name: String, _ projection: any Projection, _ values: [(Double, Double, Double, Double)]
  ) -> [Case] {
    values.map { Case(name, projection, $0) }
  }

  static func conformal() throws -> [Case] {
    // +proj=lcc +lat_1=63.3 +lat_2=63.3 +lat_0=63.3 +lon_0=15 +R=6371229
    try cases(
      "tangent Lambert on a sphere",
      LambertConformal(firstParallel: 63.3, latitudeOfOrigin: 63.3, centralMeridian: 15, shape: sphere),
      [
        (59.94, 10.72, -238615.785314, -365871.908733), (71.0, 31.0, 579062.505619, 931637.704827),
        (49.8, 0.3, -1072029.959295, -1390549.926665),
      ])
      // +proj=lcc +lat_1=30 +lat_2=60 +lat_0=40 +lon_0=-97 +a=6378137 +b=6356752.314245179
      + cases(
        "secant Lambert on an ellipsoid",
        LambertConformal(
          firstParallel: 30, secondParallel: 60, latitudeOfOrigin: 40, centralMeridian: -97, shape: .wgs84),
        [
          (35, -80, 1512240.036107, -380195.308840), (55.5, -130.25, -2002618.243290, 2092710.484954),
          (20, -97, 0, -2227454.273942),
        ])
      // +proj=lcc +lat_1=-30 +lat_2=-60 +lat_0=-45 +lon_0=140 +R=6371229
      + cases(
        "southern Lambert",
        LambertConformal(
          firstParallel: -30, secondParallel: -60, latitudeOfOrigin: -45, centralMeridian: 140, shape: sphere),
        [(-35, 150, 891923.951577, 1024444.674462), (-65, -170, 2272744.346899, -2926313.844629)])
      // +proj=merc +lat_ts=20 +lon_0=0 +R=6371229
      + cases(
        "Mercator on a sphere", Mercator(trueLatitude: 20, shape: sphere),
        [(18, -110, -11494208.858433, 1912595.601728), (-30, 45.5, 4754422.755079, -3288694.170446)])
      // +proj=merc +lat_ts=5 +lon_0=120 +a=6378137 +b=6356752.314245179
      + cases(
        "Mercator on an ellipsoid", Mercator(trueLatitude: 5, centralMeridian: 120, shape: .wgs84),
        [(50, 100, -2217974.124643, 6389281.650610), (-60, 179, 6543023.667696, -8331087.781926)])
  }

  static func azimuthal() throws -> [Case] {
    // +proj=stere +lat_0=90 +lat_ts=60 +lon_0=-105 +R=6371229
    try cases(
      "polar stereographic on a sphere",
      PolarStereographic(pole: .north, trueLatitude: 60, centralMeridian: -105, shape: sphere),
      [
        (45, -100, 429201.360556, -4905793.999569), (80, 170, -1036183.745643, -90654.331074),
        (20, 75, 0, 8324680.012997),
      ])
      // +proj=stere +lat_0=90 +lat_ts=70 +lon_0=-45 +a=6378137 +b=6356752.314245179
      + cases(
        "polar stereographic on an ellipsoid",
        PolarStereographic(pole: .north, trueLatitude: 70, centralMeridian: -45, shape: .wgs84),
        [(75, -40, 142401.981162, -1627662.092701), (60, 140, -289632.501657, 3310514.642522)])
      // +proj=stere +lat_0=-90 +lat_ts=-71 +lon_0=0 +a=6378137 +b=6356752.314245179
      + cases(
        "southern polar stereographic",
        PolarStereographic(pole: .south, trueLatitude: -71, centralMeridian: 0, shape: .wgs84),
        [(-75, 40, 1053389.560610, 1255380.793258), (-60, -140, -2142497.254385, -2553328.800037)])
      // +proj=stere +lat_0=90 +lat_ts=90 +lon_0=0 +a=6378137 +b=6356752.314245179
      + cases(
        "polar stereographic, true at the pole",
        PolarStereographic(pole: .north, trueLatitude: 90, centralMeridian: 0, shape: .wgs84),
        [(75, -40, -1082877.380601, -1290523.008670), (60, 140, 2202472.761767, 2624804.826427)])
      // +proj=laea +lat_0=52 +lon_0=10 +a=6378137 +b=6356752.314140356
      + cases(
        "equal-area on an ellipsoid",
        AzimuthalEqualArea(centre: Coordinate(latitude: 52, longitude: 10), shape: .grs80),
        [(60, 25, 831827.253890, 978383.611105), (36, -9, -1709806.177494, -1559855.889209), (52, 10, 0, 0)])
      // +proj=laea +lat_0=52 +lon_0=10 +R=6371229
      + cases(
        "equal-area on a sphere", AzimuthalEqualArea(centre: Coordinate(latitude: 52, longitude: 10), shape: sphere),
        [(60, 25, 828697.621322, 977192.548208), (36, -9, -1706457.370671, -1560777.941044)])
      // +proj=laea +lat_0=90 +lon_0=0 and +lat_0=-90, +a=6378137 +b=6356752.314245179
      + cases(
        "equal-area about the north pole",
        AzimuthalEqualArea(centre: Coordinate(latitude: 90, longitude: 0), shape: .wgs84),
        [(60, 25, 1398790.185328, -2999715.232776), (85, -170, -96944.028097, 549796.904067)])
      + cases(
        "equal-area about the south pole",
        AzimuthalEqualArea(centre: Coordinate(latitude: -90, longitude: 0), shape: .wgs84),
        [(-60, 25, 1398790.185328, 2999715.232776), (-85, -170, -96944.028097, -549796.904067)])
  }

  static func rotated() throws -> [Case] {
    // +proj=ob_tran +o_proj=longlat +o_lon_p=0 +o_lat_p=30 +lon_0=10
    try cases(
      "rotated", RotatedPole(southPole: Coordinate(latitude: -30, longitude: 10)),
      [
        (59.94, 10.72, 0.36064584482697204, -0.05803756948731868),
        (-40, 100, 126.00521481878653, -18.747237251037504), (85, -170, 0, 35),
      ])
      // +proj=ob_tran +o_proj=longlat +o_lon_p=0 +o_lat_p=22 +lon_0=-40
      + cases(
        "rotated to the west", RotatedPole(southPole: Coordinate(latitude: -22, longitude: -40)),
        [
          (59.94, 10.72, 22.824464448418386, 1.7297525340270063),
          (-40, 100, 148.88581361978424, 17.655997837404964), (85, -170, -4.230131742305123, 25.158536621227285),
        ])
      // +proj=ob_tran +o_proj=longlat +o_lon_p=-25 +o_lat_p=30 +lon_0=10
      + cases(
        "rotated and turned", RotatedPole(southPole: Coordinate(latitude: -30, longitude: 10), angle: 25),
        [
          (59.94, 10.72, -24.63935415517303, -0.05803756948731868),
          (-40, 100, 101.00521481878654, -18.747237251037504), (85, -170, -25, 35),
        ])
      // CRS.from_cf, grid_north_pole_latitude 60, grid_north_pole_longitude -170, north_pole_grid_longitude 25
      + cases(
        "rotated as CF has it",
        RotatedPole(northPole: Coordinate(latitude: 60, longitude: -170), northPoleGridLongitude: 25),
        [
          (59.94, 10.72, 25.416192721694237, 29.941307505111922),
          (-40, 100, 137.76047627461662, -33.825844970569705),
        ])
  }

  static let all = Result { try conformal() + azimuthal() + rotated() }

  @Test func everyProjectionCanBeMade() throws {
    #expect(try ProjectionTests.all.get().count == 41)
  }

  @Test(arguments: (try? all.get()) ?? [])
  func agreesWithPROJ(example: Case) throws {
    let point = Coordinate(latitude: example.latitude, longitude: example.longitude)
    let place = try #require(example.projection.project(point))
    // Half a unit of the last printed digit: micrometres.
    let tolerance = example.projection.period == 360 ? 1e-12 : 1e-6
    #expect(abs(place.x - example.x) < tolerance)
    #expect(abs(place.y - example.y) < tolerance)
    let back = try #require(example.projection.coordinate(at: ProjectedPoint(x: example.x, y: example.y)))
    #expect(abs(back.latitude - point.latitude) < 1e-9)
    #expect(abs((back.longitude - point.longitude).remainder(dividingBy: 360)) < 1e-9)
  }

  @Test(arguments: (try? all.get()) ?? [])
  func everyPointComesBack(example: Case) throws {
    var random = RandomPoints(seed: 6)
    for _ in 0..<50 {
      let point = random.point()
      guard abs(point.latitude) < 89.9, let place = example.projection.project(point) else { continue }
      let back = try #require(example.projection.coordinate(at: place))
      #expect(back.distance(to: point) < 1e-3, "\(point)")
    }
  }

  /// `get_factors(...).meridian_convergence` of pyproj, which counts counter-clockwise.
  @Test func northIsWhereMeridiansRun() throws {
    let lambert = try LambertConformal(
      firstParallel: 63.3, latitudeOfOrigin: 63.3, centralMeridian: 15, shape: ProjectionTests.sphere)
    let angle = try #require(lambert.northAngle(at: Coordinate(latitude: 71, longitude: 31)))
    // East of the central meridian the meridians lean to the left: north is counter-clockwise of up.
    #expect(abs(angle + 14.293942213248334) < 1e-6)
    let polar = try PolarStereographic(
      pole: .north, trueLatitude: 60, centralMeridian: -105, shape: ProjectionTests.sphere)
    let acrossThePole = try #require(polar.northAngle(at: Coordinate(latitude: 80, longitude: 170)))
    #expect(abs(acrossThePole - 85) < 1e-6)
    let mercator = try Mercator(trueLatitude: 20, shape: ProjectionTests.sphere)
    #expect(abs(try #require(mercator.northAngle(at: Coordinate(latitude: 50, longitude: 77)))) < 1e-6)
  }

  /// Turning the rotated system's own east and north vectors by hand, in 3-D.
  @Test func rotatedComponentsBecomeEastwardAndNorthward() throws {
    let projection = try RotatedPole(southPole: Coordinate(latitude: -30, longitude: 10))
    let grid = try ProjectedGrid(
      projection: projection, firstX: -30, firstY: -30, spacingX: 1, spacingY: 1, columns: 61, rows: 61)
    func vector(_ point: Coordinate) -> SIMD3<Double> {
      let (phi, lambda) = (point.latitude * .pi / 180, point.longitude * .pi / 180)
      return [cos(phi) * cos(lambda), cos(phi) * sin(lambda), sin(phi)]
    }
    for (x, y) in [(-25.0, 20.0), (17, -23), (3, 28)] {
      let point = try #require(projection.coordinate(at: ProjectedPoint(x: x, y: y)))
      // A step along the rotated parallel, as a displacement on the globe.
      let ahead = try #require(projection.coordinate(at: ProjectedPoint(x: x + 1e-4, y: y)))
      let step = vector(ahead) - vector(point)
      let (phi, lambda) = (point.latitude * .pi / 180, point.longitude * .pi / 180)
      let east = SIMD3<Double>(-sin(lambda), cos(lambda), 0)
      let north = SIMD3<Double>(-sin(phi) * cos(lambda), -sin(phi) * sin(lambda), cos(phi))
      let length = (step * step).sum().squareRoot()
      let wind = try #require(grid.earthRelative(u: 10, v: 0, at: point))
      #expect(abs(wind.eastward - 10 * (step * east).sum() / length) < 1e-4)
      #expect(abs(wind.northward - 10 * (step * north).sum() / length) < 1e-4)
    }
  }

  @Test func windOnAPolarMapTurnsWithTheMeridians() throws {
    let grid = try ProjectedGrid(
      projection: try PolarStereographic(pole: .north, trueLatitude: 60, centralMeridian: 0, shape: .wgs84),
      firstX: -100_000, firstY: -100_000, spacingX: 100_000, spacingY: 100_000, columns: 3, rows: 3)
    // At 90°E, to the right of the pole, up on the map is eastward.
    let wind = try #require(grid.earthRelative(u: 0, v: 5, at: Coordinate(latitude: 80, longitude: 90)))
    #expect(abs(wind.eastward - 5) < 1e-6 && abs(wind.northward) < 1e-6)
    let turned = grid.earthRelative(u: [Float](repeating: 0, count: 9), v: [Float](repeating: 5, count: 9))
    #expect(abs(turned.eastward[5] - 5) < 1e-5 && abs(turned.northward[5]) < 1e-5)
    #expect(abs(turned.northward[1] - 5) < 1e-5)
  }

  @Test func placesOffTheMapAreNil() throws {
    let mercator = try Mercator(trueLatitude: 0, shape: .wgs84)
    #expect(mercator.project(Coordinate(latitude: 90, longitude: 0)) == nil)
    let polar = try PolarStereographic(pole: .north, trueLatitude: 60, centralMeridian: 0, shape: .wgs84)
    #expect(polar.project(Coordinate(latitude: -90, longitude: 0)) == nil)
    let area = try AzimuthalEqualArea(centre: Coordinate(latitude: 52, longitude: 10), shape: .grs80)
    #expect(area.coordinate(at: ProjectedPoint(x: 2e7, y: 0)) == nil)
    let lambert = try LambertConformal(firstParallel: 50, latitudeOfOrigin: 50, centralMeridian: 0, shape: .wgs84)
    #expect(lambert.project(Coordinate(latitude: -90, longitude: 0)) == nil)
    #expect(abs(try #require(lambert.project(Coordinate(latitude: 90, longitude: 0))).x) < 1e-6)
  }

  @Test func parametersThatCannotBeAreErrors() {
    #expect(throws: FieldError.self) { try EarthShape(semiMajorAxis: 0, semiMinorAxis: 0) }
    #expect(throws: FieldError.self) { try EarthShape(semiMajorAxis: 6_000_000, semiMinorAxis: 6_100_000) }
    #expect(throws: FieldError.self) {
      try LambertConformal(
        firstParallel: 30, secondParallel: -30, latitudeOfOrigin: 0, centralMeridian: 0, shape: .wgs84)
    }
    #expect(throws: FieldError.self) {
      try LambertConformal(firstParallel: 90, latitudeOfOrigin: 0, centralMeridian: 0, shape: .wgs84)
    }
    #expect(throws: FieldError.self) { try Mercator(trueLatitude: .nan, shape: .wgs84) }
    #expect(throws: FieldError.self) {
      try PolarStereographic(pole: .north, trueLatitude: 0, centralMeridian: 0, shape: .wgs84)
    }
    #expect(throws: FieldError.self) { try RotatedPole(southPole: Coordinate(latitude: -95, longitude: 0)) }
    #expect(throws: FieldError.self) {
      try AzimuthalEqualArea(centre: Coordinate(latitude: 52, longitude: .infinity), shape: .wgs84)
    }
  }
}
