public import Fields
public import Stations

/// Where a climatology has values.
public enum ClimatologyPlaces: Sendable {
  case stations([Station])
  case grid(any Grid)

  public var count: Int {
    switch self {
    case .stations(let stations): stations.count
    case .grid(let grid): grid.count
    }
  }

  /// `5 stations`, or the grid in words.
  public var summary: String {
    switch self {
    case .stations(let stations): stations.count == 1 ? "1 station" : "\(stations.count) stations"
    case .grid(let grid): grid.summary
    }
  }
}

/// The axes of a climatology.
public struct ClimatologyLayout: Sendable {
  public var places: ClimatologyPlaces
  /// Metres above mean sea level at each cell of a grid; nil where unknown.
  public var surfaceAltitude: [Float]?
  /// In order.
  public var days: [CalendarDay]
  /// Hours of the day in UTC; nil where values of all hours are taken together.
  public var hours: [Int]?
  /// In order, above 0 and below 1.
  public var levels: [Double]
  /// Events as thresholds are written, in the variable's canonical unit: `>=273.15`.
  public var events: [String]

  public init(
    places: ClimatologyPlaces, surfaceAltitude: [Float]? = nil, days: [CalendarDay], hours: [Int]?, levels: [Double],
    events: [String] = []
  ) {
    self.places = places
    self.surfaceAltitude = surfaceAltitude
    self.days = days
    self.hours = hours
    self.levels = levels
    self.events = events
  }

  /// The dimensions of an array, from the outermost to the innermost.
  func dimensions(of array: ClimatologyArray) -> [CFDimension] {
    var dimensions: [CFDimension] = []
    if array.dependsOnDay {
      dimensions.append(CFDimension(name: "dayofyear", length: days.count))
      if let hours { dimensions.append(CFDimension(name: "hour", length: hours.count)) }
    }
    if let name = array.furtherDimension {
      dimensions.append(CFDimension(name: name, length: furtherLength(of: array)))
    }
    switch places {
    case .stations(let stations): dimensions.append(CFDimension(name: "station", length: stations.count))
    case .grid(let grid as RectilinearGrid):
      dimensions.append(CFDimension(name: "latitude", length: grid.rows))
      dimensions.append(CFDimension(name: "longitude", length: grid.columns))
    case .grid(let grid): dimensions.append(CFDimension(name: "cell", length: grid.count))
    }
    return dimensions
  }

  /// The length of the dimension that an array has beside days, hours and places.
  func furtherLength(of array: ClimatologyArray) -> Int {
    switch array {
    case .quantile: levels.count
    case .dryProbability, .heavyLimit: DryLimit.all.count
    case .eventProbability: events.count
    case .annualMaximum, .annualMinimum: 3
    case .count, .mean, .standardDeviation, .years: 1
    }
  }
}

/// What a climatology was made from and how.
public struct ClimatologyOrigin: Sendable, Hashable {
  /// The first and last valid time of what went into it.
  public var from: UTCTime
  public var through: UTCTime
  /// Years with at least one value.
  public var years: [Int]
  /// Years between that were left out on purpose.
  public var withoutYears: [Int]
  /// Days on either side of a day whose values count for it.
  public var window: Int
  /// The least number of values of a cell that is not missing.
  public var minimumSample: Int
  /// In words: the database or the files.
  public var source: String
  /// SHA-256 of what was read, as hexadecimal digits.
  public var digest: String

  public init(
    from: UTCTime, through: UTCTime, years: [Int], withoutYears: [Int] = [], window: Int, minimumSample: Int,
    source: String, digest: String
  ) {
    self.from = from
    self.through = through
    self.years = years
    self.withoutYears = withoutYears
    self.window = window
    self.minimumSample = minimumSample
    self.source = source
    self.digest = digest
  }

  /// `1991 to 2020`, or the dates where it is less than two years.
  public var period: String {
    "\(from.shortDescription) to \(through.shortDescription)"
      + (withoutYears.isEmpty ? "" : " without \(withoutYears.map(String.init).joined(separator: ", "))")
  }
}
