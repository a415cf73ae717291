/// One variable of one forecast at one lead time: a field, or values at stations, of every member.
public struct Forecast: Sendable {
  public let variable: Variable
  public let initTime: UTCTime
  public let leadTime: TimeSpan
  public let values: Values
  /// Where it came from, for people: `t2m_grib.grib, message 1`.
  public let origin: String

  public enum Values: Sendable {
    /// One field a member, all on one grid; a deterministic forecast has one. Never empty.
    case fields([Field])
    /// Values that were taken at stations before they reached us.
    case stations(StationValues)
  }

  public var validTime: UTCTime { initTime + leadTime }

  public init(
    _ variable: Variable, initTime: UTCTime, leadTime: TimeSpan, values: Values, origin: String
  ) {
    self.variable = variable
    self.initTime = initTime
    self.leadTime = leadTime
    self.values = values
    self.origin = origin
  }

  public var memberCount: Int {
    switch values {
    case .fields(let members): members.count
    case .stations(let stations): stations.members.count
    }
  }
}

/// A forecast at named stations, as tables hold it.
public struct StationValues: Sendable {
  /// Station identifiers, as the table writes them.
  public var identifiers: [String]
  /// The station's position in the table; nil where it gives none.
  public var coordinates: [Coordinate?]
  /// The model's own height of the ground at the station in metres; nil where the table gives none.
  public var elevations: [Double?]
  /// Members × stations, in the variable's canonical unit. NaN is missing.
  public var members: [[Double]]

  /// Traps where the lengths differ.
  public init(
    identifiers: [String], coordinates: [Coordinate?], elevations: [Double?], members: [[Double]]
  ) {
    precondition(coordinates.count == identifiers.count && elevations.count == identifiers.count)
    precondition(members.allSatisfy { $0.count == identifiers.count })
    self.identifiers = identifiers
    self.coordinates = coordinates
    self.elevations = elevations
    self.members = members
  }
}
