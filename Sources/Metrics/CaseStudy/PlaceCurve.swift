public import Fields

/// What was observed at one place through the window, and what each forecast said of it.
public struct PlaceCurve: Hashable, Sendable, Codable {
  public struct Forecast: Hashable, Sendable, Codable {
    public var system: String
    public var initTime: UTCTime
    public var times: [UTCTime]
    public var values: [Double]

    public init(system: String, initTime: UTCTime, times: [UTCTime] = [], values: [Double] = []) {
      self.system = system
      self.initTime = initTime
      self.times = times
      self.values = values
    }
  }

  public var variable: Variable
  public var place: EventPlace
  public var times: [UTCTime] = []
  public var values: [Double] = []
  /// The first threshold at the place; nil where the climatology has none.
  public var limit: Double?
  public var forecasts: [Forecast] = []

  public init(variable: Variable, place: EventPlace) {
    self.variable = variable
    self.place = place
  }

  /// Adds a value of a forecast; those of one forecast come in the order of their times.
  public mutating func add(_ value: Double, at time: UTCTime, of system: String, from initTime: UTCTime) {
    if let known = forecasts.firstIndex(where: { $0.system == system && $0.initTime == initTime }) {
      forecasts[known].times.append(time)
      forecasts[known].values.append(value)
    } else {
      forecasts.append(Forecast(system: system, initTime: initTime, times: [time], values: [value]))
    }
  }
}
