import CNetCDF
public import Fields
public import Foundation

/// Maps of several systems and lead times that are written to one NetCDF-4 file after the CF conventions.
///
/// Arrays have the dimensions `system`, `lead_time` and those of the map: `latitude` and `longitude`, or `cell`.
/// Missing is NaN.
public struct MapWriter: ~Copyable {
  /// Where the cells of a map are.
  public enum Places: Hashable, Sendable {
    /// Rows and columns.
    case grid(latitudes: [Double], longitudes: [Double])
    /// Cell by cell.
    case cells(latitudes: [Double], longitudes: [Double])
  }

  private var output: NetCDFOutput
  private let systemCount: Int
  private let leadCount: Int
  private let dimensions: (system: Int32, lead: Int32)
  private var known: [Places: [(dimension: Int32, length: Int)]] = [:]

  private init(
    _ output: consuming NetCDFOutput, _ dimensions: (system: Int32, lead: Int32), _ systemCount: Int, _ leadCount: Int
  ) {
    self.output = output
    self.dimensions = dimensions
    self.systemCount = systemCount
    self.leadCount = leadCount
  }

  /// Creates a file with its systems and lead times.
  ///
  /// Throws where the file can't be written.
  public static func create(
    _ url: URL, title: String, systems: [String], leadTimes: [TimeSpan]
  ) throws(FormatError) -> MapWriter {
    let output = try NetCDFOutput(creating: url)
    try output.attribute("Conventions", "CF-1.8")
    try output.attribute("title", title)
    let system = try output.dimension("system", systems.count)
    try output.texts("system", system, systems, ["long_name": "system"])
    let lead = try output.dimension("lead_time", leadTimes.count)
    try output.coordinate(
      "lead_time", lead, leadTimes.map { Double($0.seconds) / 3600 },
      ["standard_name": "forecast_period", "units": "hours"])
    return MapWriter(output, (system, lead), systems.count, leadTimes.count)
  }

  /// Adds an array of maps: one for each system and lead time, nil where there is none.
  ///
  /// Traps where a map has not as many values as there are places.
  public mutating func add(
    _ name: String, _ maps: [[[Double]?]], at places: Places, units: String, longName: String
  ) throws(FormatError) {
    let axes = try axes(of: places)
    let lengths = axes.map(\.length)
    let id = try output.array(
      name, [dimensions.system, dimensions.lead] + axes.map(\.dimension), chunk: [1, 1] + lengths, .single,
      ["units": units, "long_name": longName, "coordinates": lengths.count == 1 ? "latitude longitude" : ""])
    for (system, leads) in maps.enumerated() {
      for (lead, map) in leads.enumerated() {
        guard let map else { continue }
        try output.put(
          map, into: id, start: [system, lead] + lengths.map { _ in 0 }, count: [1, 1] + lengths)
      }
    }
  }

  /// The dimensions of places, defined where they are new.
  private mutating func axes(of places: Places) throws(FormatError) -> [(dimension: Int32, length: Int)] {
    if let axes = known[places] { return axes }
    // A second grid has names of its own.
    let suffix = known.isEmpty ? "" : "_\(known.count + 1)"
    let north: KeyValuePairs = ["standard_name": "latitude", "units": "degrees_north"]
    let east: KeyValuePairs = ["standard_name": "longitude", "units": "degrees_east"]
    var axes: [(dimension: Int32, length: Int)]
    switch places {
    case .grid(let latitudes, let longitudes):
      axes = [
        (try output.dimension("latitude\(suffix)", latitudes.count), latitudes.count),
        (try output.dimension("longitude\(suffix)", longitudes.count), longitudes.count),
      ]
      try output.coordinate("latitude\(suffix)", axes[0].dimension, latitudes, north)
      try output.coordinate("longitude\(suffix)", axes[1].dimension, longitudes, east)
    case .cells(let latitudes, let longitudes):
      axes = [(try output.dimension("cell\(suffix)", latitudes.count), latitudes.count)]
      try output.coordinate("latitude\(suffix)", axes[0].dimension, latitudes, north)
      try output.coordinate("longitude\(suffix)", axes[0].dimension, longitudes, east)
    }
    known[places] = axes
    return axes
  }

  /// Finishes the file and gives it its name.
  public mutating func finish() throws(FormatError) { try output.close() }
}
