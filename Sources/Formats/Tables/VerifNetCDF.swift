import Fields
import Foundation
import Stations

/// The NetCDF files of the `verif` program: `obs`, `fcst` and `ensemble` over `time`, `leadtime` and
/// `location`, and the older layout of Comps (`Date`, `Offset`, `Location`, `Obs`, `Fcst`).
///
/// Times are seconds since 1970 unless `time` has units; lead times are hours; -999, fill values and what is
/// over 1e30 are missing. Where a time, lead time or location is there more than once the first counts, as in `verif`.
/// A location without an identifier goes by its position, without both by its place in the file
/// (`location 3`).
struct VerifNetCDF {
  /// What a layout calls its dimensions and variables.
  private struct Layout {
    let time: String
    let leadTime: String
    let location: String
    let latitude: String
    let longitude: String
    let altitude: String
    let observation: String
    let forecast: String

    static let verif = Layout(
      time: "time", leadTime: "leadtime", location: "location", latitude: "lat", longitude: "lon", altitude: "altitude",
      observation: "obs", forecast: "fcst")
    static let comps = Layout(
      time: "Date", leadTime: "Offset", location: "Location", latitude: "Lat", longitude: "Lon", altitude: "Elev",
      observation: "Obs", forecast: "Fcst")
  }

  private let dataset: NetCDFDataset
  private let layout: Layout

  /// Whether a NetCDF file says by its conventions, or shows by its dimensions, that it is of this kind.
  static func recognises(_ url: URL) -> Bool {
    guard let dataset = try? NetCDFDataset(url) else { return false }
    if let conventions = dataset.attributes.text("Conventions")?.lowercased(),
      conventions.hasPrefix("verif") || conventions == "comps"
    {
      return true
    }
    return dataset.arrays.contains { Set($0.dimensionNames).isSuperset(of: ["time", "leadtime", "location"]) }
  }

  /// Throws where the file is not of this layout or can't be read.
  static func read(_ url: URL) throws(FormatError) -> VerifTable {
    let dataset = try NetCDFDataset(url)
    let isComps = dataset.attributes.text("Conventions")?.lowercased() == "comps"
    return try VerifNetCDF(dataset: dataset, layout: isComps ? .comps : .verif).table()
  }

  private func table() throws(FormatError) -> VerifTable {
    var table = VerifTable()
    table.variableName = dataset.attributes.text("long_name") ?? dataset.attributes.text("standard_name")
    table.unit = dataset.attributes.text("units")
    let times = try self.times()
    let leadTimes = try coordinate(layout.leadTime).map { hours in
      hours.isFinite && abs(hours) < 1e6 ? TimeSpan.seconds(Int64((hours * 3600).rounded())) : nil
    }
    table.locations = try locations()
    let shape = [times.count, leadTimes.count, table.locations.count]
    let observations = try values(layout.observation, shape)
    let forecasts = try values(layout.forecast, shape)
    let ensemble = try values("ensemble", shape)
    table.hasObservation = observations != nil
    table.hasForecast = forecasts != nil
    table.memberCount = ensemble.map { $0.count / max(1, shape.reduce(1, *)) } ?? 0
    let unique = [firsts(times), firsts(leadTimes), firsts(table.locations.map { $0.id as String? })]
    for (name, count, kept) in zip3([layout.time, layout.leadTime, layout.location], shape, unique)
    where kept.count < count {
      table.remarks.append("\(count - kept.count) of \(name) missing or there before; the first is used")
    }
    for t in unique[0] {
      for l in unique[1] {
        guard let time = times[t], let leadTime = leadTimes[l] else { continue }
        for s in unique[2] {
          let i = (t * shape[1] + l) * shape[2] + s
          table.rows.append(
            VerifTable.Row(
              initTime: time, leadTime: leadTime, location: s, observation: observations?[i] ?? .nan,
              forecast: forecasts?[i] ?? .nan))
          let m = table.memberCount
          if let ensemble { table.members += ensemble[i * m..<(i + 1) * m] }
        }
      }
    }
    return table
  }

  /// The indices of the first of each value, in order; nil values are left out.
  private func firsts<Value: Hashable>(_ values: [Value?]) -> [Int] {
    var seen: Set<Value> = []
    return values.indices.filter { values[$0].map { seen.insert($0).inserted } ?? false }
  }

  private func zip3(_ names: [String], _ counts: [Int], _ kept: [[Int]]) -> [(String, Int, [Int])] {
    names.indices.map { (names[$0], counts[$0], kept[$0]) }
  }

  private func coordinate(_ name: String) throws(FormatError) -> [Double] {
    guard let array = dataset.array(named: name), array.dimensionNames == [name] else {
      throw FormatError(dataset.url, "expected a variable \(name)(\(name)), as verif writes it")
    }
    return try dataset.values(array)
  }

  private func times() throws(FormatError) -> [UTCTime?] {
    let values = try coordinate(layout.time)
    if layout.time == "Date" {
      return values.map { $0.isFinite && (1e7..<1e8).contains($0) ? UTCTime(String(Int($0))) : nil }
    }
    let text = dataset.array(named: layout.time)?.attributes.text("units") ?? "seconds since 1970-01-01"
    do throws(CFTime.Unreadable) {
      let unit = try CFTime(text, calendar: dataset.array(named: layout.time)?.attributes.text("calendar"))
      return values.map { $0 == -999 ? nil : unit.instant($0) }
    } catch {
      throw FormatError(dataset.url, place: "variable \(layout.time)", error.problem)
    }
  }

  private func locations() throws(FormatError) -> [VerifTable.Location] {
    let name = layout.location
    guard let count = dataset.arrays.lazy.flatMap(\.dimensions).first(where: { $0.name == name })?.length else {
      throw FormatError(dataset.url, "expected a dimension \(name), as verif writes it")
    }
    func column(_ name: String) throws(FormatError) -> [Double]? {
      guard let array = dataset.array(named: name) else { return nil }
      guard array.count == count else {
        throw FormatError(
          dataset.url, place: "variable \(name)", "expected \(count) values, one a location; found \(array.count)")
      }
      return try dataset.values(array).map { $0 == -999 ? .nan : $0 }
    }
    let identifiers = try column(name)
    let (latitudes, longitudes) = (try column(layout.latitude), try column(layout.longitude))
    let altitudes = try column(layout.altitude)
    var locations: [VerifTable.Location] = []
    for i in 0..<count {
      var place: Coordinate?
      if let latitude = latitudes?[i], let longitude = longitudes?[i], latitude.isFinite, longitude.isFinite {
        let coordinate = Coordinate(latitude: latitude, longitude: longitude)
        guard coordinate.isValid else {
          throw FormatError(dataset.url, place: "location \(i + 1)", "\(coordinate) is no place on Earth")
        }
        place = coordinate
      }
      let altitude = altitudes.map { $0[i] }.flatMap { $0.isFinite ? $0 : nil }
      let number = identifiers.map { $0[i] }.flatMap { $0.isFinite && abs($0) < 1e15 ? Int($0) : nil }
      let id =
        number.map { StationIdentifier.wmo($0) ?? String($0) } ?? place.map(Station.positionalID)
        ?? "location \(i + 1)"
      locations.append(VerifTable.Location(id: id, coordinate: place, elevation: altitude))
    }
    return locations
  }

  /// A variable over time, lead time and location, and members where it is the ensemble; nil where the
  /// file has none of this name.
  private func values(_ name: String, _ shape: [Int]) throws(FormatError) -> [Double]? {
    guard let array = dataset.array(named: name) else { return nil }
    guard Array(array.dimensions.map(\.length).prefix(3)) == shape,
      Array(array.dimensionNames.prefix(3)) == [layout.time, layout.leadTime, layout.location],
      array.dimensions.count == (name == "ensemble" ? 4 : 3)
    else {
      throw FormatError(
        dataset.url, place: "variable \(name)",
        "expected the dimensions \(layout.time), \(layout.leadTime), \(layout.location); found \(array.dimensionNames.joined(separator: ", "))"
      )
    }
    return try dataset.values(array).map { $0 == -999 || $0 > 1e30 ? .nan : $0 }
  }
}
