import CNetCDF
public import Fields
public import Foundation
import Stations

/// A climatology file that is being written, part by part: NetCDF-4 after the CF conventions.
///
/// Arrays are called `t2m_mean`, `t2m_quantile` and so on. Their dimensions are `dayofyear`, `hour` unless all hours
/// are one, a further one (`quantile`), and `station`, `latitude` and `longitude`, or `cell`. What is never written
/// is missing. The file takes its name when it is closed.
public struct ClimatologyWriter: ~Copyable {
  private var output: NetCDFOutput
  private let layout: ClimatologyLayout
  private let placeCounts: [Int]
  private var arrays: [Array: Int32] = [:]

  private struct Array: Hashable {
    let variable: Variable
    let array: ClimatologyArray
  }

  private init(_ output: consuming NetCDFOutput, _ layout: ClimatologyLayout, placeCounts: [Int]) {
    self.output = output
    self.layout = layout
    self.placeCounts = placeCounts
  }

  /// Creates a file with its axes, and no array.
  ///
  /// Throws where the file can't be written.
  public static func create(
    _ url: URL, _ layout: ClimatologyLayout, _ origin: ClimatologyOrigin, title: String
  ) throws(FormatError) -> ClimatologyWriter {
    let output = try NetCDFOutput(creating: url)
    try describe(output, layout, origin, title: title)
    let placeCounts = try places(output, layout)
    try axes(output, layout)
    return ClimatologyWriter(output, layout, placeCounts: placeCounts)
  }

  /// Adds an array of a variable, with nothing in it.
  ///
  /// - places: how many places are written at a time, for the layout of the file.
  public mutating func add(_ array: ClimatologyArray, of variable: Variable, places: Int) throws(FormatError) {
    let further = layout.furtherLength(of: array)
    let band = max(1, min(places, layout.places.count))
    let days = max(1, min(layout.days.count, 1 << 16 / max(1, band * further)))
    var chunk = array.dependsOnDay ? [days] + (layout.hours == nil ? [] : [1]) : []
    if array.furtherDimension != nil { chunk.append(further) }
    chunk += placeCounts.count == 2 ? [max(1, min(placeCounts[0], band / placeCounts[1])), placeCounts[1]] : [band]
    let isInteger = array == .count || array == .years
    let id = try output.array(
      "\(variable)_\(array.rawValue)",
      try layout.dimensions(of: array).map { axis throws(FormatError) in try output.dimension(named: axis.name) },
      chunk: chunk, isInteger ? .integer : isOfStations ? .double : .single,
      [
        "long_name": "\(array.longName), \(variable.title)",
        "units": array.hasUnitOfVariable ? variable.unit.symbol : "1", "verify_variable": variable.description,
      ])
    if isOfStations { try output.attribute("coordinates", "station_name latitude longitude altitude", of: id) }
    arrays[Array(variable: variable, array: array)] = id
  }

  /// Writes what an array has of one day and hour at some places: the further dimension, then places.
  ///
  /// - day, hour: positions in the layout, not read where the array does not depend on them.
  /// - places: for a latitude-longitude grid whole rows.
  public func write(
    _ values: [Double], to array: ClimatologyArray, of variable: Variable, day: Int, hour: Int, places: Range<Int>
  ) throws(FormatError) {
    guard let id = arrays[Array(variable: variable, array: array)] else {
      preconditionFailure("\(array) of \(variable) was not added")
    }
    var start = array.dependsOnDay ? [day] + (layout.hours == nil ? [] : [hour]) : []
    var count = start.map { _ in 1 }
    if array.furtherDimension != nil {
      start.append(0)
      count.append(layout.furtherLength(of: array))
    }
    if placeCounts.count == 2 {
      start += [places.lowerBound / placeCounts[1], 0]
      count += [places.count / placeCounts[1], placeCounts[1]]
    } else {
      start.append(places.lowerBound)
      count.append(places.count)
    }
    try output.put(values, into: id, start: start, count: count)
  }

  /// Finishes the file and gives it its name.
  ///
  /// - digest: of what was read; nil keeps that of the origin.
  public mutating func finish(digest: String? = nil) throws(FormatError) {
    if let digest { try output.attribute("source_digest", digest) }
    try output.close()
  }

  private var isOfStations: Bool {
    if case .stations = layout.places { true } else { false }
  }
}

// MARK: - Axes

extension ClimatologyWriter {
  private static func describe(
    _ output: borrowing NetCDFOutput, _ layout: ClimatologyLayout, _ origin: ClimatologyOrigin, title: String
  ) throws(FormatError) {
    try output.attribute("Conventions", "CF-1.8")
    try output.attribute("title", title)
    try output.attribute(ClimatologyFile.mark, "1")
    try output.attribute("source", origin.source)
    try output.attribute("source_digest", origin.digest)
    try output.attribute("period_start", origin.from.description)
    try output.attribute("period_end", origin.through.description)
    try output.attribute("years", origin.years.map(Double.init))
    if !origin.withoutYears.isEmpty { try output.attribute("years_left_out", origin.withoutYears.map(Double.init)) }
    try output.attribute("window_days", [Double(origin.window)])
    try output.attribute("minimum_sample", [Double(origin.minimumSample)])
    try output.attribute("hours", layout.hours == nil ? "all together" : "each for itself")
    if case .stations = layout.places { try output.attribute("featureType", "timeSeries") }
  }

  /// Defines the dimensions of places and their coordinates; gives the lengths.
  private static func places(_ output: borrowing NetCDFOutput, _ layout: ClimatologyLayout) throws(FormatError) -> [Int]
  {
    let north: KeyValuePairs = ["standard_name": "latitude", "units": "degrees_north"]
    let east: KeyValuePairs = ["standard_name": "longitude", "units": "degrees_east"]
    let height: KeyValuePairs = ["standard_name": "surface_altitude", "units": "m"]
    switch layout.places {
    case .stations(let stations):
      let station = try output.dimension("station", stations.count)
      try output.texts("station_id", station, stations.map(\.id), ["cf_role": "timeseries_id"])
      try output.texts("station_name", station, stations.map { $0.name ?? "" }, ["long_name": "name of the station"])
      try output.coordinate("latitude", station, stations.map(\.coordinate.latitude), north)
      try output.coordinate("longitude", station, stations.map(\.coordinate.longitude180), east)
      try output.coordinate("altitude", station, stations.map { $0.elevation ?? .nan }, height)
      return [stations.count]
    case .grid(let grid as RectilinearGrid):
      let (rows, columns) = (
        try output.dimension("latitude", grid.rows), try output.dimension("longitude", grid.columns)
      )
      let latitudes = (0..<grid.rows).map { grid.coordinate(of: $0 * grid.columns).latitude }
      try output.coordinate("latitude", rows, latitudes, north)
      try output.coordinate("longitude", columns, (0..<grid.columns).map { grid.coordinate(of: $0).longitude }, east)
      if let altitude = layout.surfaceAltitude {
        let array = try output.array(
          "surface_altitude", [rows, columns], chunk: [grid.rows, grid.columns], .single, height)
        try output.put(altitude.map(Double.init), into: array, start: [0, 0], count: [grid.rows, grid.columns])
      }
      return [grid.rows, grid.columns]
    case .grid(let grid):
      let cell = try output.dimension("cell", grid.count)
      let points = (0..<grid.count).map(grid.coordinate)
      try output.coordinate("latitude", cell, points.map(\.latitude), north)
      try output.coordinate("longitude", cell, points.map(\.longitude), east)
      if let altitude = layout.surfaceAltitude {
        try output.coordinate("surface_altitude", cell, altitude.map(Double.init), height)
      }
      return [grid.count]
    }
  }

  private static func axes(_ output: borrowing NetCDFOutput, _ layout: ClimatologyLayout) throws(FormatError) {
    let day = try output.dimension("dayofyear", layout.days.count)
    try output.coordinate(
      "dayofyear", day, layout.days.map { Double($0.number) },
      ["long_name": "day of a leap year: 60 is 29 February, 61 is 1 March in every year", "units": "1"])
    try output.coordinate("month", day, layout.days.map { Double($0.month) }, ["units": "1"])
    try output.coordinate("day", day, layout.days.map { Double($0.day) }, ["units": "1"])
    if let hours = layout.hours {
      let hour = try output.dimension("hour", hours.count)
      try output.coordinate("hour", hour, hours.map(Double.init), ["long_name": "hour of the day, UTC", "units": "1"])
    }
    if !layout.levels.isEmpty {
      let level = try output.dimension("quantile", layout.levels.count)
      try output.coordinate("quantile", level, layout.levels, ["long_name": "level of the quantile", "units": "1"])
    }
    let limit = try output.dimension("seeps_limit", DryLimit.all.count)
    try output.texts("seeps_limit", limit, DryLimit.all.map(\.label), ["long_name": "what is not dry"])
    if !layout.events.isEmpty {
      let event = try output.dimension("event", layout.events.count)
      try output.texts("event", event, layout.events, ["long_name": "event, in the unit of the variable"])
    }
    let parameter = try output.dimension("gev_parameter", 3)
    try output.texts("gev_parameter", parameter, ["location", "scale", "shape"], ["long_name": "parameter"])
  }
}
