/// Follows a cyclone through the fields of a forecast.
///
/// From lead time to lead time, and for each member:
/// 1. The first guess is the last position, moved on as from the one before it to the last; at the beginning it is
///    the position that is given.
/// 2. Candidates are the cells within `searchRadius` of the guess whose mean sea level pressure is below that of all
///    eight neighbours, nearest first. Position and pressure are those of the parabolas through the neighbours on
///    the row and on the column.
/// 3. A candidate is the storm if its pressure is `depth` below the mean on a circle of `ringRadius`, and, where the
///    forecast has wind at 850 hPa, if its relative vorticity has a cyclonic maximum of `vorticity` within
///    `vorticityRadius`.
/// 4. The greatest 10 m wind within `windRadius` is its intensity, where the forecast has wind.
///
/// The track of a member ends where there is no such candidate, where the minimum is on the edge of the grid, where
/// most of the circle is outside it, or where fields are more than `longestStep` apart. It never begins again, and
/// nothing is extrapolated. No warm core is asked for, so that a track goes on when the storm becomes extratropical.
///
/// After Vitart, Anderson and Stern (1997), doi:10.1175/1520-0442(1997)010<0745:SOIVOT>2.0.CO;2, and, for the first
/// guess, van der Grijn (2002), ECMWF Technical Memorandum 386. Limits are this program's own where they differ.
public struct VortexTracker: Hashable, Sendable {
  /// Metres.
  public var searchRadius = 445_000.0
  /// Pa.
  public var depth = 200.0
  public var ringRadius = 500_000.0
  /// s-1, positive for cyclonic rotation in both hemispheres.
  public var vorticity = 3.5e-5
  public var vorticityRadius = 278_000.0
  public var windRadius = 300_000.0
  public var longestStep = TimeSpan.hours(12)

  public init() {}

  static let eastwardWind850 = Variable(.eastwardWind, .pressure(850))
  static let northwardWind850 = Variable(.northwardWind, .pressure(850))

  /// The storm in every member of the forecast from an initial time, or nil where the source has no mean sea level
  /// pressure from then.
  ///
  /// `first` is where the storm was at the initial time. Members are numbered from 1; of a source of one member it
  /// is the control. Throws what the source throws, and `FieldError` where the fields are on no grid of rows and
  /// columns.
  public func track(
    _ storm: Track, in source: any ForecastSource, from initTime: UTCTime, at first: Coordinate
  ) async throws -> TrackForecast? {
    let leads = try await source.contents().filter { $0.variable == .seaLevelPressure && $0.initTime == initTime }
      .map(\.leadTime)
    guard !leads.isEmpty else { return nil }
    var paths: [Path] = []
    for lead in leads.sorted() {
      let wanted: [Variable] = [
        .seaLevelPressure, VortexTracker.eastwardWind850, VortexTracker.northwardWind850, .windSpeed10m,
      ]
      let found = try await source.forecasts(wanted, from: initTime, at: lead)
      let pressure = try fields(.seaLevelPressure, in: found)
      if paths.isEmpty { paths = pressure.map { _ in Path(first, at: initTime) } }
      guard pressure.count == paths.count else {
        throw FieldError.mismatch(
          .seaLevelPressure, reason: "\(pressure.count) members at \(lead), \(paths.count) before")
      }
      let eastward = try fields(VortexTracker.eastwardWind850, in: found)
      let northward = try fields(VortexTracker.northwardWind850, in: found)
      let wind = try fields(.windSpeed10m, in: found)
      for member in paths.indices {
        step(
          &paths[member], to: initTime + lead, in: pressure[member],
          rotation: eastward.count > member && northward.count > member ? (eastward[member], northward[member]) : nil,
          wind: wind.count > member ? wind[member] : nil)
      }
    }
    let members = paths.enumerated().map { number, path in
      TrackForecast.Member(
        number: number + 1, kind: paths.count == 1 ? .control : .perturbed,
        track: Track(storm: storm.storm, name: storm.name, basin: storm.basin, points: path.points), end: path.end)
    }
    return TrackForecast(
      storm: storm.storm, name: storm.name, initTime: initTime, members: members, reported: first, leadTimes: leads)
  }

  /// The fields of a variable with their grid; none where the variable was not found.
  private func fields(_ variable: Variable, in found: [Forecast]) throws(FieldError) -> [GriddedVortexField] {
    guard case .fields(let members)? = found.first(where: { $0.variable == variable })?.values else { return [] }
    var result: [GriddedVortexField] = []
    for field in members { result.append(try GriddedVortexField(field, of: variable)) }
    return result
  }

  /// A track on its way.
  private struct Path {
    var points: [TrackPoint] = []
    var end: String?
    private let first: Coordinate
    private let start: UTCTime

    init(_ first: Coordinate, at start: UTCTime) {
      self.first = first
      self.start = start
    }

    var lastTime: UTCTime { points.last?.time ?? start }

    /// Where the storm should be if it goes on as before.
    func guess(at time: UTCTime) -> Coordinate {
      guard let last = points.last, points.count > 1 else { return points.last?.position ?? first }
      let before = points[points.count - 2]
      guard let bearing = before.position.bearing(to: last.position) else { return last.position }
      // The motion arrives in the direction opposite to the way back.
      let arriving = last.position.bearing(to: before.position).map { $0 + 180 } ?? bearing
      let speed = before.position.distance(to: last.position) / Double((last.time - before.time).seconds)
      return last.position.moved(bearing: arriving, distance: speed * Double((time - last.time).seconds))
    }
  }

  private func step(
    _ path: inout Path, to time: UTCTime, in pressure: GriddedVortexField,
    rotation: (eastward: GriddedVortexField, northward: GriddedVortexField)?, wind: GriddedVortexField?
  ) {
    guard path.end == nil else { return }
    guard time - path.lastTime <= longestStep else {
      path.end = "no field for \((time - path.lastTime).description) before \(time.shortDescription)"
      return
    }
    let guess = path.guess(at: time)
    let search = pressure.minima(near: guess, radius: searchRadius)
    var reason =
      search.touchesEdge
      ? "the minimum is on the edge of the grid" : "no minimum of pressure within \(Int(searchRadius / 1000)) km"
    for minimum in search.minima {
      guard let around = pressure.meanOnCircle(around: minimum.position, radius: ringRadius) else {
        reason = "most of the circle of \(Int(ringRadius / 1000)) km is outside the grid"
        continue
      }
      guard around - minimum.value >= depth else {
        reason = "the minimum is less than \(Int(depth)) Pa deep"
        continue
      }
      if let rotation {
        let most = GriddedVortexField.vorticity(
          of: rotation.eastward, rotation.northward, around: minimum.position, radius: vorticityRadius)
        guard let most, most >= vorticity else {
          reason = "vorticity at 850 hPa is below \(vorticity) s-1"
          continue
        }
      }
      path.points.append(
        TrackPoint(
          time: time, position: minimum.position, minimumPressure: minimum.value,
          maximumWind: wind?.maximum(around: minimum.position, radius: windRadius), averaging: .model))
      return
    }
    path.end = reason
  }
}
