public import Fields

/// What forecasts and observations look like at one valid time, or over the window, for a map.
public struct EventMap: Sendable {
  public enum Span: Hashable, Sendable {
    /// One valid time.
    case time(UTCTime, leadTime: TimeSpan)
    /// The most extreme value of each place in the window.
    case window
  }

  /// One place with both values.
  public struct Point: Hashable, Sendable {
    public var place: EventPlace
    public var forecast: Double
    public var observed: Double
    public var limit: Double

    public init(place: EventPlace, forecast: Double, observed: Double, limit: Double) {
      self.place = place
      self.forecast = forecast
      self.observed = observed
      self.limit = limit
    }
  }

  public var system: String
  public var variable: Variable
  public var threshold: String
  public var initTime: UTCTime
  public var span: Span
  /// Of stations; empty where there are rasters.
  public var points: [Point] = []
  public var forecast: EventRaster?
  public var observed: EventRaster?
  public var limit: EventRaster?

  public init(system: String, variable: Variable, threshold: String, initTime: UTCTime, span: Span) {
    self.system = system
    self.variable = variable
    self.threshold = threshold
    self.initTime = initTime
    self.span = span
  }
}

extension EventMap {
  /// Where its places are; of a field, points around them.
  public var coordinates: [Coordinate] {
    guard let forecast else { return points.map(\.place.coordinate) }
    return [forecast.south, forecast.north].flatMap { latitude in
      [forecast.west, (forecast.west + forecast.east) / 2, forecast.east].map {
        Coordinate(latitude: latitude, longitude: $0)
      }
    }
  }
}

/// A field on equal steps of latitude and longitude, for pictures.
public struct EventRaster: Hashable, Sendable {
  /// The edges in degrees; east is more than west.
  public var south: Double
  public var north: Double
  public var west: Double
  public var east: Double
  public var rows: Int
  public var columns: Int
  /// Row by row from the north-west; NaN where there is nothing.
  public var values: [Float]

  public init(south: Double, north: Double, west: Double, east: Double, rows: Int, columns: Int, values: [Float]) {
    precondition(values.count == rows * columns, "\(values.count) values of \(rows) by \(columns)")
    self.south = south
    self.north = north
    self.west = west
    self.east = east
    self.rows = rows
    self.columns = columns
    self.values = values
  }
}
