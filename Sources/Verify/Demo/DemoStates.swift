public import Fields
import Formats
public import Foundation

/// States of the demo world, for models that are to learn its weather: many days to learn from, later ones to be verified
/// on, and what stations report of those.
///
/// The states are the truth, every six hours, in GRIB files of one day each.
public struct DemoStates: Sendable {
  /// The size of the world.
  public struct Options: Sendable {
    public var seed: UInt64
    public var stations: Int
    /// Degrees between the points of the grid; divides 180.
    public var spacing: Double
    /// Days to learn from.
    public var days: Int
    /// Days after them that forecasts may begin at; states go on for five days more, and begin five days after the last
    /// day to learn from.
    public var heldOut: Int

    public init(seed: UInt64 = 1, stations: Int = 300, spacing: Double = 2, days: Int = 365, heldOut: Int = 30) {
      self.seed = seed
      self.stations = stations
      self.spacing = spacing
      self.days = days
      self.heldOut = heldOut
    }
  }

  public let folder: URL
  public let options: Options

  public init(in folder: URL, _ options: Options = Options()) {
    self.folder = folder
    self.options = options
  }

  /// The states to learn from.
  public var learning: URL { folder.appending(path: "learning") }
  /// The later ones, which forecasts begin from and are verified on.
  public var analyses: URL { folder.appending(path: "analysis") }
  public var observations: URL { folder.appending(path: "observations.csv") }
  public var orography: URL { folder.appending(path: "orography.nc") }

  /// Days between those to learn from and those held out, so that no noise is common to both.
  private static let gap = 5
  /// The longest forecast in days.
  private static let reach = 5

  /// The first time that forecasts may begin at.
  public var firstHeldOut: UTCTime { DemoFiles.start + .days(options.days + DemoStates.gap) }

  /// Writes all files; those of the same names are replaced. 205 MB as it is by default.
  ///
  /// - progress: called with the part that is done, 0 to 1.
  public func write(progress: (Double) -> Void = { _ in }) throws {
    for folder in [learning, analyses] {
      try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    }
    let total = options.days + DemoStates.gap + options.heldOut + DemoStates.reach
    let world = try DemoWorld(seed: options.seed, spacing: options.spacing, start: DemoFiles.start, days: total)
    let stations = DemoStations(seed: options.seed, count: options.stations, world: world)
    var reports = DemoObservations(stations: stations, seed: options.seed)
    try NetCDFWriter.write(
      invariant: .surfaceAltitude, Field(values: world.altitude, grid: world.grid), to: orography)
    for day in 0..<total {
      progress(Double(day) / Double(total))
      let start = DemoFiles.start + .days(day)
      let truths = stride(from: 0, to: 24, by: 6).map { hour in
        (time: start + .hours(hour), truth: world.truth(at: start + .hours(hour)))
      }
      let isHeldOut = start >= firstHeldOut
      if isHeldOut { for (time, truth) in truths { reports.add(truth, in: world, at: time) } }
      guard isHeldOut || day < options.days else { continue }
      let name = start.description.prefix(10).replacing("-", with: "")
      try GRIBWriter.write(
        truths.flatMap { states(at: $0.time, $0.truth, world) },
        to: (isHeldOut ? analyses : learning).appending(path: "\(name).grib"))
    }
    try Data(reports.text.utf8).write(to: observations)
    progress(1)
  }

  /// What has a value at an instant: all but precipitation.
  private func states(at time: UTCTime, _ truth: [[Float]], _ world: DemoWorld) -> [Forecast] {
    zip(DemoWorld.variables, truth).filter { $0.0.processing == .instantaneous }.map { variable, values in
      Forecast(
        variable, initTime: time, leadTime: .zero, values: .fields([Field(values: values, grid: world.grid)]),
        origin: "demo world")
    }
  }
}
