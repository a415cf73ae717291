import Fields
import Foundation
import Testing

/// A vortex that moves on a great circle, in fields on a grid: its track is known.
private struct MovingVortex: ForecastSource {
  let name = "vortex"
  let initTime = UTCTime(secondsSince1970: 0)
  let grid: RectilinearGrid
  var start: Coordinate
  var bearing: Double
  /// Metres in 6 hours.
  var step: Double
  var leads = (0...8).map { TimeSpan.hours(6 * $0) }
  /// Pa below the surroundings at a lead time.
  var depth: @Sendable (TimeSpan) -> Double = { _ in 4000 }
  var hasWind = true
  /// 1 for cyclonic rotation in the northern hemisphere.
  var rotation = 1.0
  private let size = 250_000.0

  init(_ grid: RectilinearGrid, start: Coordinate, bearing: Double, step: Double = 150_000) {
    self.grid = grid
    self.start = start
    self.bearing = bearing
    self.step = step
  }

  func center(at lead: TimeSpan) -> Coordinate { start.moved(bearing: bearing, distance: step * lead.hours / 6) }

  func contents() async throws -> [ForecastKey] {
    leads.map { ForecastKey(.seaLevelPressure, initTime: initTime, leadTime: $0) }
  }

  func forecast(_ variable: Variable, from initTime: UTCTime, at leadTime: TimeSpan) async throws -> Forecast? {
    guard leads.contains(leadTime), initTime == self.initTime else { return nil }
    let isWind = variable != .seaLevelPressure
    guard !isWind || hasWind else { return nil }
    let center = center(at: leadTime)
    let depth = depth(leadTime)
    let values = (0..<grid.count).map { cell -> Float in
      let place = grid.coordinate(of: cell)
      let r = place.distance(to: center)
      let bell = exp(-(r / size) * (r / size) / 2)
      if !isWind { return Float(101_000 - depth * bell) }
      // Speed grows to a maximum at one size from the centre: x e^(1/2 - x²/2).
      let speed = rotation * 40 * (r / size) * bell * exp(0.5)
      if variable == .windSpeed10m { return Float(abs(speed)) }
      guard let towards = place.bearing(to: center) else { return 0 }
      // Anticlockwise round the centre: to the right of the way to it.
      let direction = (towards + 90) * .pi / 180
      switch variable {
      case Variable(.eastwardWind, .pressure(850)): return Float(speed * sin(direction))
      case Variable(.northwardWind, .pressure(850)): return Float(speed * cos(direction))
      default: return .nan
      }
    }
    return Forecast(
      variable, initTime: initTime, leadTime: leadTime, values: .fields([Field(values: values, grid: grid)]), origin: ""
    )
  }
}

@Suite struct VortexTrackerTests {
  /// One degree, from 120°E to 120°W.
  private static func grid(from south: Double = -5, to north: Double = 45, step: Double = 1) throws -> RectilinearGrid {
    try RectilinearGrid(
      latitudes: Array(stride(from: north, through: south, by: -step)),
      longitudes: Array(stride(from: 120, through: 240, by: step)))
  }

  private let storm = Track(storm: "test", points: [])

  private func track(_ vortex: MovingVortex, _ tracker: VortexTracker = VortexTracker()) async throws -> TrackForecast {
    try #require(await tracker.track(storm, in: vortex, from: vortex.initTime, at: vortex.start))
  }

  @Test func aVortexIsFollowedAcrossTheDateLineToAFractionOfTheGridStep() async throws {
    let vortex = MovingVortex(
      try Self.grid(), start: Coordinate(latitude: 15.3, longitude: 174.6), bearing: 60)
    let found = try await track(vortex)
    let member = try #require(found.members.first)
    #expect(member.end == nil)
    #expect(member.track.points.count == 9)
    #expect(member.track.points.contains { $0.position.longitude < 0 })
    for point in member.track.points {
      let error = point.position.distance(to: vortex.center(at: point.time - vortex.initTime))
      // A twentieth of a step of 111 km.
      #expect(error < 5600, "\(error) m at \(point.time)")
      #expect(abs((point.minimumPressure ?? 0) - 97_000) < 40)
      // The cells know the maximum of 40 m/s to a few per cent.
      #expect((38...40.01).contains(point.maximumWind ?? 0))
    }
    #expect(found.leadTimes == vortex.leads)
  }

  @Test func aGlobalGridWithARepeatedColumnIsRoundAtTheSeam() async throws {
    let grid = try RectilinearGrid(
      latitudes: Array(stride(from: -40.0, through: 40, by: 1)),
      longitudes: Array(stride(from: 0.0, through: 360, by: 1)))
    let vortex = MovingVortex(grid, start: Coordinate(latitude: 12, longitude: 357.4), bearing: 80)
    let points = try await track(vortex).members[0].track.points
    #expect(points.count == 9)
    for point in points {
      #expect(point.position.distance(to: vortex.center(at: point.time - vortex.initTime)) < 5600)
    }
  }

  @Test func rotationIsCyclonicTheOtherWayRoundInTheSouth() async throws {
    let grid = try Self.grid(from: -40, to: 10)
    var vortex = MovingVortex(grid, start: Coordinate(latitude: -15, longitude: 160), bearing: 240)
    #expect(try await track(vortex).members[0].track.points.isEmpty)
    vortex.rotation = -1
    #expect(try await track(vortex).members[0].track.points.count == 9)
  }

  @Test func withoutWindTheMinimumAloneIsFollowed() async throws {
    var vortex = MovingVortex(try Self.grid(), start: Coordinate(latitude: 20, longitude: 150), bearing: 300)
    vortex.hasWind = false
    let points = try await track(vortex).members[0].track.points
    #expect(points.count == 9)
    #expect(points.allSatisfy { $0.maximumWind == nil })
  }

  @Test func aTrackEndsForGoodWhereTheStormHasFilled() async throws {
    var vortex = MovingVortex(try Self.grid(), start: Coordinate(latitude: 20, longitude: 150), bearing: 300)
    vortex.depth = { $0 == .hours(18) ? 150 : 4000 }
    let member = try await track(vortex).members[0]
    #expect(member.track.points.count == 3)
    #expect(member.end == "the minimum is less than 200 Pa deep")
  }

  @Test func aTrackEndsAtTheEdgeOfTheGrid() async throws {
    let vortex = MovingVortex(
      try Self.grid(), start: Coordinate(latitude: 40, longitude: 150), bearing: 0, step: 200_000)
    let member = try await track(vortex).members[0]
    let last = try #require(member.track.points.last)
    #expect(last.position.latitude < 45)
    #expect(member.end?.contains("grid") == true)
  }

  @Test func aTrackDoesNotJumpToAStormThatIsTooFar() async throws {
    let vortex = MovingVortex(try Self.grid(), start: Coordinate(latitude: 20, longitude: 150), bearing: 300)
    let found = try #require(
      await VortexTracker().track(
        storm, in: vortex, from: vortex.initTime, at: Coordinate(latitude: 20, longitude: 156)))
    #expect(found.members[0].track.points.isEmpty)
    #expect(found.members[0].end == "no minimum of pressure within 445 km")
  }

  @Test func aTrackEndsWhereFieldsAreTooFarApart() async throws {
    var vortex = MovingVortex(try Self.grid(), start: Coordinate(latitude: 20, longitude: 150), bearing: 300)
    vortex.leads = [.hours(0), .hours(6), .hours(30)]
    let member = try await track(vortex).members[0]
    #expect(member.track.points.count == 2)
    #expect(member.end?.hasPrefix("no field for 24h") == true)
  }

  @Test func aSourceWithoutPressureHasNoTrack() async throws {
    let vortex = MovingVortex(try Self.grid(), start: Coordinate(latitude: 20, longitude: 150), bearing: 300)
    #expect(
      try await VortexTracker().track(storm, in: vortex, from: vortex.initTime + .hours(12), at: vortex.start) == nil)
  }
}
