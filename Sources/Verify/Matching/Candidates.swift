public import Fields
public import Metrics
public import Stations

/// Reports of one variable that may become pairs at one valid time, one a station, sorted by station.
public struct Candidates: Sendable {
  public private(set) var variable: Variable
  public private(set) var validTime: UTCTime
  /// Where each report was made.
  public private(set) var stations: [Station] = []
  /// The same as numbers of a `StationRegister`.
  public private(set) var stationIndex: [Int32] = []
  /// In the variable's canonical unit; of a wind vector the eastward component.
  public private(set) var values: [Double] = []
  /// The northward components of a wind vector; empty for any other variable.
  public private(set) var northwardValues: [Double] = []
  /// Candidates that fell out before any forecast was looked at.
  public private(set) var rejected = Ledger()

  public var count: Int { values.count }

  /// Candidates from stored reports, by the rules of a selection.
  public init(
    _ reports: Reports, at validTime: UTCTime, selection: ReportSelection, register: StationRegister
  ) {
    variable = reports.variable
    self.validTime = validTime
    let numbers = register.numbers(of: reports.stations)
    for (row, outcome) in selection.outcomes(of: reports, at: validTime).enumerated() {
      switch outcome {
      case .notCandidate: break
      case .rejected(let reason): rejected.reject(reason)
      case .stands:
        let station = Int(reports.stationIndex[row])
        stations.append(reports.stations[station])
        stationIndex.append(numbers[station])
        values.append(reports.values[row])
        if !reports.northwardValues.isEmpty { northwardValues.append(reports.northwardValues[row]) }
      }
    }
  }

  /// Candidates that are given one by one.
  public init(
    variable: Variable, validTime: UTCTime, stations: [Station], values: [Double], register: StationRegister
  ) {
    precondition(stations.count == values.count, "\(stations.count) stations and \(values.count) values")
    self.variable = variable
    self.validTime = validTime
    self.stations = stations
    self.values = values
    stationIndex = register.numbers(of: stations)
  }

  /// The candidates of a wind vector as those of its eastward and of its northward component.
  func components(_ wind: WindVariables) -> (eastward: Candidates, northward: Candidates) {
    var (eastward, northward) = (self, self)
    eastward.variable = wind.eastward
    northward.variable = wind.northward
    northward.values = northwardValues
    (eastward.northwardValues, northward.northwardValues) = ([], [])
    return (eastward, northward)
  }

  /// The same stations as if they reported at another time, to take another forecast there.
  func valid(at time: UTCTime) -> Candidates {
    var moved = self
    moved.validTime = time
    moved.rejected = Ledger()
    return moved
  }

  /// The candidate of one station alone, by its canonical identifier, or none.
  func only(_ station: String) -> Candidates {
    selecting(stations.indices.filter { StationIdentifier.wmo(stations[$0].id) == station })
  }

  /// The candidates at some positions, in that order, without those that fell out before.
  func selecting(_ positions: [Int]) -> Candidates {
    var part = self
    part.stations = positions.map { stations[$0] }
    part.stationIndex = positions.map { stationIndex[$0] }
    part.values = positions.map { values[$0] }
    if !northwardValues.isEmpty { part.northwardValues = positions.map { northwardValues[$0] } }
    part.rejected = Ledger()
    return part
  }
}
