import Fields
import Foundation
import Stations

/// Forecasts at stations that are held in memory, as tables of text are.
struct StationTable: ForecastSource {
  let name: String
  private var forecasts: [ForecastKey: Held] = [:]

  private struct Held: Sendable {
    var origin: String
    var identifiers: [String] = []
    var coordinates: [Coordinate?] = []
    var elevations: [Double?] = []
    /// Stations × members.
    var values: [[Double]] = []
    var positions: [String: Int] = [:]
  }

  init(name: String) { self.name = name }

  /// Puts in the values of one station, or in place of those it had.
  ///
  /// - Returns: what was there before; nil where there was nothing.
  @discardableResult
  mutating func put(
    _ members: [Double], at station: (id: String, coordinate: Coordinate?, elevation: Double?), _ key: ForecastKey,
    origin: @autoclosure () -> String
  ) -> [Double]? {
    var held = forecasts.removeValue(forKey: key) ?? Held(origin: origin())
    defer { forecasts[key] = held }
    if let position = held.positions[station.id] {
      let before = held.values[position]
      held.values[position] = members
      return before
    }
    held.positions[station.id] = held.identifiers.count
    held.identifiers.append(station.id)
    held.coordinates.append(station.coordinate)
    held.elevations.append(station.elevation)
    held.values.append(members)
    return nil
  }

  func contents() async throws -> [ForecastKey] { forecasts.keys.sorted() }

  func forecast(_ variable: Variable, from initTime: UTCTime, at leadTime: TimeSpan) async throws -> Forecast? {
    guard let held = forecasts[ForecastKey(variable, initTime: initTime, leadTime: leadTime)] else { return nil }
    let memberCount = held.values.map(\.count).max() ?? 0
    let members = (0..<memberCount).map { m in held.values.map { m < $0.count ? $0[m] : .nan } }
    return Forecast(
      variable, initTime: initTime, leadTime: leadTime,
      values: .stations(
        StationValues(
          identifiers: held.identifiers, coordinates: held.coordinates, elevations: held.elevations, members: members)),
      origin: held.origin)
  }

  /// What `inspect` says of the forecasts of one variable.
  static func entry(
    name: String, variable: Variable?, unit: String, packing: String, keys: [(initTime: UTCTime, leadTime: TimeSpan)],
    members: Int, warnings: [String]
  ) -> FileInspection.Entry {
    FileInspection.Entry(
      name: name, variable: variable?.description, level: variable?.level.label ?? "", unit: unit, grid: "stations",
      packing: packing, initTimes: Set(keys.map(\.initTime)).sorted(), leadTimes: Set(keys.map(\.leadTime)).sorted(),
      members: members, count: keys.count, warnings: warnings)
  }
}

extension Level {
  /// For people: `2 m above ground`, `850 hPa`.
  var label: String {
    func number(_ x: Double) -> String { x == x.rounded() && abs(x) < 1e9 ? String(Int(x)) : String(x) }
    switch self {
    case .surface: return "surface"
    case .meanSeaLevel: return "mean sea level"
    case .column: return "column"
    case .height(let metres): return "\(number(metres)) m above ground"
    case .pressure(let hectopascals): return "\(number(hectopascals)) hPa"
    case .model(let level): return "model level \(level)"
    }
  }
}
