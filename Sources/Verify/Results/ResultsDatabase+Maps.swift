import Fields
import Formats
public import Foundation
import GRDB
import Metrics

extension ResultsDatabase {
  /// Writes the maps of a run to a NetCDF file: of each variable the mean error, the root of the mean squared error,
  /// the difference of the mean squared error to the baseline, and the number of forecasts.
  ///
  /// Throws `VerifyError` where the run has kept no maps or they lack an initial time.
  public func writeMaps(to url: URL) throws {
    if try fact("maps") == "incomplete" {
      throw VerifyError(
        file: self.url.path, "an initial time was computed anew, and the maps that held it are gone",
        suggestion: "Run the evaluation again with --restart to have maps of all initial times.")
    }
    let systems = try systems()
    let maps = try storedMaps()
    let leadTimes = Set(maps.keys.map(\.leadTime)).sorted()
    guard !leadTimes.isEmpty else {
      throw VerifyError(
        file: self.url.path, "the run has kept no maps",
        suggestion: "Give 'maps: {lead-times: [24h]}' under 'analysis' in the evaluation file, and lead times that "
          + "the forecasts have.")
    }
    var writer = try MapWriter.create(
      url, title: try fact("title") ?? "", systems: systems.map(\.name), leadTimes: leadTimes)
    for variable in try variables() {
      guard let places = try mapPlaces(variable) else { continue }
      func laidOut(_ values: (MapSums, MapSums?) -> [Double]?) -> [[[Double]?]] {
        systems.map { system in
          leadTimes.map { lead in
            let baseline = systems.first(where: \.isBaseline).flatMap {
              maps[MapKey(variable: variable, system: $0.name, leadTime: lead)]
            }
            return maps[MapKey(variable: variable, system: system.name, leadTime: lead)].flatMap {
              values($0, baseline)
            }
          }
        }
      }
      let (unit, title) = (variable.unit.symbol, variable.title)
      let square = MetricDefinition.squaredUnit(of: variable)
      try writer.add(
        "\(variable)_mean_error", laidOut { sums, _ in sums.meanErrors }, at: places, units: unit,
        longName: "mean error of \(title)")
      try writer.add(
        "\(variable)_rmse", laidOut { sums, _ in sums.meanSquares.map { $0.squareRoot() } }, at: places, units: unit,
        longName: "root mean squared error of \(title)")
      try writer.add(
        "\(variable)_mse_difference",
        laidOut { sums, baseline in baseline.map { zip(sums.meanSquares, $0.meanSquares).map { $0 - $1 } } },
        at: places, units: square, longName: "mean squared error of \(title) less that of the baseline")
      try writer.add(
        "\(variable)_forecasts", laidOut { sums, _ in sums.weights.map { $0 > 0 ? Double(sums.cases) : .nan } },
        at: places, units: "1", longName: "forecasts of \(title) that were added")
    }
    try writer.finish()
  }

  private struct MapKey: Hashable {
    let variable: Variable
    let system: String
    let leadTime: TimeSpan
  }

  private func storedMaps() throws -> [MapKey: MapSums] {
    try read { connection in
      var maps: [MapKey: MapSums] = [:]
      let rows = try Row.fetchCursor(connection, sql: "SELECT variable, system, lead_time, sums FROM map_sums")
      while let row = try rows.next() {
        let (name, bytes): (String, Data) = (row[0], row[3])
        guard let variable = Variable(name), bytes.count >= 8,
          let sums = MapSums(bytes: [UInt8](bytes), cellCount: (bytes.count / 8 - 1) / 3)
        else { throw ResultsDatabase.unknown(name, "map of the variable", url) }
        maps[MapKey(variable: variable, system: row[1], leadTime: .seconds(row[2]))] = sums
      }
      return maps
    }
  }

  private func mapPlaces(_ variable: Variable) throws -> MapWriter.Places? {
    try read { connection in
      let row = try Row.fetchOne(
        connection, sql: "SELECT rows, columns, latitudes, longitudes FROM map_places WHERE variable = ?",
        arguments: [variable.description])
      guard let row else { return nil }
      return MapGrid.places(rows: row[0], columns: row[1], latitudes: row[2], longitudes: row[3])
    }
  }
}

extension MapGrid {
  /// What is stored of it: rows and columns, 0 rows where it has none, and its coordinates.
  var stored: (rows: Int, columns: Int, latitudes: Data, longitudes: Data) {
    switch places {
    case .grid(let latitudes, let longitudes):
      (blocks.mapRows, blocks.mapColumns, MapGrid.data(latitudes), MapGrid.data(longitudes))
    case .cells(let latitudes, let longitudes): (0, blocks.count, MapGrid.data(latitudes), MapGrid.data(longitudes))
    }
  }

  static func places(rows: Int, columns: Int, latitudes: Data, longitudes: Data) -> MapWriter.Places {
    let (latitudes, longitudes) = (numbers(latitudes), numbers(longitudes))
    return rows > 0
      ? .grid(latitudes: latitudes, longitudes: longitudes) : .cells(latitudes: latitudes, longitudes: longitudes)
  }

  private static func data(_ numbers: [Double]) -> Data {
    numbers.map(\.bitPattern.littleEndian).withUnsafeBytes { Data($0) }
  }

  private static func numbers(_ data: Data) -> [Double] {
    data.withUnsafeBytes { raw in
      (0..<raw.count / 8).map {
        Double(bitPattern: UInt64(littleEndian: raw.loadUnaligned(fromByteOffset: 8 * $0, as: UInt64.self)))
      }
    }
  }
}
