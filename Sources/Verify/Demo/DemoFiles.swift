public import Fields
import Formats
public import Foundation

/// The files of the demo world, as a centre would have them: the candidate's forecasts in NetCDF, the
/// baseline's in GRIB, observations in a table, the height of the model's ground, and the evaluation
/// file that names them.
public struct DemoFiles: Sendable {
  /// The size of the world.
  public struct Options: Sendable {
    public var seed: UInt64
    public var stations: Int
    /// Degrees between the points of the grid; divides 180.
    public var spacing: Double
    /// Forecasts start at 00 UTC of so many days.
    public var initTimes: Int
    /// Up to 120 h.
    public var leadStep: TimeSpan

    public init(
      seed: UInt64 = 1, stations: Int = 300, spacing: Double = 1, initTimes: Int = 12, leadStep: TimeSpan = .hours(12)
    ) {
      self.seed = seed
      self.stations = stations
      self.spacing = spacing
      self.initTimes = initTimes
      self.leadStep = leadStep
    }
  }

  public let folder: URL
  public let options: Options

  public init(in folder: URL, _ options: Options = Options()) {
    self.folder = folder
    self.options = options
  }

  public var evaluation: URL { folder.appending(path: "evaluation.yaml") }
  public var observations: URL { folder.appending(path: "observations.csv") }
  public var database: URL { folder.appending(path: "stations.sqlite") }
  public var orography: URL { folder.appending(path: "orography.nc") }

  /// The time of the first forecast.
  static let start = UTCTime(secondsSince1970: 1_736_467_200)  // 2025-01-10T00:00:00Z

  var initTimes: [UTCTime] { (0..<options.initTimes).map { DemoFiles.start + .days($0) } }

  var leadTimes: [TimeSpan] {
    stride(from: 0, through: 120 * 3600, by: Int(options.leadStep.seconds)).map { TimeSpan.seconds(Int64($0)) }
  }

  /// Simulates the world and writes its files; 110 MB at one degree. Files of the same names are
  /// replaced.
  ///
  /// - progress: called with the part that is done, 0 to 1.
  public func write(progress: (Double) -> Void = { _ in }) throws {
    let world = try DemoWorld(
      seed: options.seed, spacing: options.spacing, start: DemoFiles.start, days: options.initTimes + 5)
    let stations = DemoStations(seed: options.seed, count: options.stations, world: world)
    let truths = writeTruth(of: world)
    for system in [DemoSystem.candidate, .baseline] {
      try FileManager.default.createDirectory(
        at: folder.appending(path: system.name), withIntermediateDirectories: true)
    }
    try NetCDFWriter.write(
      invariant: .surfaceAltitude, Field(values: world.altitude, grid: world.grid), to: orography)
    try writeObservations(stations, truths, world)
    for (done, initTime) in initTimes.enumerated() {
      progress(Double(done) / Double(initTimes.count))
      try write(initTime, truths, world)
    }
    try Data(evaluationText.utf8).write(to: evaluation)
    progress(1)
  }

  private func writeTruth(of world: DemoWorld) -> [UTCTime: [[Float]]] {
    let validTimes = Set(initTimes.flatMap { time in leadTimes.map { time + $0 } })
    return Dictionary(uniqueKeysWithValues: validTimes.map { ($0, world.truth(at: $0)) })
  }

  private func writeObservations(
    _ stations: DemoStations, _ truths: [UTCTime: [[Float]]], _ world: DemoWorld
  ) throws {
    var reports = DemoObservations(stations: stations, seed: options.seed)
    for (time, truth) in truths.sorted(by: { $0.key < $1.key }) { reports.add(truth, in: world, at: time) }
    try Data(reports.text.utf8).write(to: observations)
  }

  /// The forecasts of both systems from one initial time, a file each.
  private func write(_ initTime: UTCTime, _ truths: [UTCTime: [[Float]]], _ world: DemoWorld) throws {
    let c = initTime.components
    let name = String(format: "%04d%02d%02d%02d", c.year, c.month, c.day, c.hour)
    let candidate = try forecasts(.candidate, initTime, truths, world, on: WesternGrid(world))
    try NetCDFWriter.write(
      candidate, to: folder.appending(path: "\(DemoSystem.candidate.name)/\(name).nc"),
      title: "Forecasts of the demo world by \(DemoSystem.candidate.name)")
    let baseline = try forecasts(.baseline, initTime, truths, world, on: nil)
    try GRIBWriter.write(
      baseline, to: folder.appending(path: "\(DemoSystem.baseline.name)/\(name).grib"), bitsPerValue: 12)
  }

  private func forecasts(
    _ system: DemoSystem, _ initTime: UTCTime, _ truths: [UTCTime: [[Float]]], _ world: DemoWorld,
    on grid: WesternGrid?
  ) throws -> [Forecast] {
    leadTimes.flatMap { lead -> [Forecast] in
      guard let truth = truths[initTime + lead] else { return [] }
      return system.forecast(truth, in: world, seed: options.seed, from: initTime, at: lead).map { variable, values in
        let field = grid?.field(values) ?? Field(values: values, grid: world.grid)
        return Forecast(
          variable, initTime: initTime, leadTime: lead, values: .fields([field]), origin: "demo world")
      }
    }
  }

  private var evaluationText: String {
    """
    # A simulated world: a candidate against a baseline, at stations.
    title: \(DemoSystem.candidate.name) against \(DemoSystem.baseline.name) in a simulated world
    forecasts:
      - name: \(DemoSystem.candidate.name)
        files: \(DemoSystem.candidate.name)/*.nc
        orography: \(orography.lastPathComponent)
      - name: \(DemoSystem.baseline.name)
        files: \(DemoSystem.baseline.name)/*.grib
        orography: \(orography.lastPathComponent)
        baseline: true
    observations:
      database: \(database.lastPathComponent)
    variables: [t2m, ws10m, msl, tp6h]
    lead-times: all
    matching:
      interpolation: bilinear
      height-correction:
        lapse-rate: 0.0065
        scored: corrected
    strata:
      regions:
        northern: {south: 20, north: 90, west: -180, east: 180}
        tropics: {south: -20, north: 20, west: -180, east: 180}
        southern: {south: -90, north: -20, west: -180, east: 180}
    thresholds:
      ws10m: [">= 8 m/s", ">= 12 m/s"]
      tp6h: [">= 1 mm", ">= 5 mm"]
    scores: [default, distributions]

    """
  }
}

/// The world's grid from south to north and from the antimeridian eastwards, so that the two systems
/// don't lay out their fields alike.
struct WesternGrid {
  private let grid: RectilinearGrid
  private let order: [Int]

  init(_ world: DemoWorld) throws {
    let columns = world.columns
    let rows = world.latitudes.count
    let spacing = 360 / Double(columns)
    grid = try RectilinearGrid(
      latitudes: world.latitudes.reversed(), longitudes: (0..<columns).map { Double($0) * spacing - 180 })
    order = (0..<rows).reversed().flatMap { row in
      (0..<columns).map { row * columns + ($0 + columns / 2) % columns }
    }
  }

  func field(_ values: [Float]) -> Field {
    Field(values: order.map { values[$0] }, grid: grid)
  }
}
