import Fields
import Stations

/// Reads the axes and attributes of a climatology.
struct ClimatologyAxes {
  private let dataset: NetCDFDataset

  init(_ dataset: NetCDFDataset) { self.dataset = dataset }

  var layout: ClimatologyLayout {
    get throws(FormatError) {
      let numbers = try integers("dayofyear")
      let days = numbers.compactMap { CalendarDay($0) }
      guard !days.isEmpty, days.count == numbers.count, zip(days, days.dropFirst()).allSatisfy(<) else {
        throw FormatError(
          dataset.url, place: "variable dayofyear", "expected days from 1 to 366 in order, found \(numbers.prefix(5))")
      }
      let isTogether = dataset.array(named: "hour") == nil
      let (places, altitude) = try places
      guard altitude.map({ $0.count == places.count }) ?? true else {
        throw FormatError(dataset.url, place: "variable surface_altitude", "expected a height of each of the places")
      }
      return ClimatologyLayout(
        places: places, surfaceAltitude: altitude, days: days, hours: isTogether ? nil : try integers("hour"),
        levels: try dataset.array(named: "quantile").map { array throws(FormatError) in try dataset.values(array) }
          ?? [],
        events: try dataset.array(named: "event").map { array throws(FormatError) in try dataset.texts(array) } ?? [])
    }
  }

  var origin: ClimatologyOrigin {
    get throws(FormatError) {
      let attributes = dataset.attributes
      guard let from = attributes.text("period_start").flatMap({ UTCTime($0) }),
        let through = attributes.text("period_end").flatMap({ UTCTime($0) }),
        let window = try integers(attributes, "window_days").first,
        let minimum = try integers(attributes, "minimum_sample").first
      else {
        throw FormatError(
          dataset.url,
          "the attributes period_start, period_end, window_days and minimum_sample are not all there; "
            + "build it anew")
      }
      return ClimatologyOrigin(
        from: from, through: through, years: try integers(attributes, "years"),
        withoutYears: try integers(attributes, "years_left_out"), window: window, minimumSample: minimum,
        source: attributes.text("source") ?? "",
        digest: attributes.text("source_digest") ?? "")
    }
  }

  private func array(_ name: String) throws(FormatError) -> CFArray {
    guard let array = dataset.array(named: name) else {
      throw FormatError(dataset.url, "a climatology needs the variable '\(name)', and it is not there; build it anew")
    }
    return array
  }

  private func integers(_ name: String) throws(FormatError) -> [Int] {
    let array = try array(name)
    return try integers(dataset.values(array)) { dataset.error(array, $0) }
  }

  /// Of an attribute of the file; none where it is not there.
  private func integers(_ attributes: CFAttributes, _ name: String) throws(FormatError) -> [Int] {
    try integers(attributes.numbers(name) ?? []) { FormatError(dataset.url, place: "attribute \(name)", $0) }
  }

  private func integers(_ values: [Double], _ error: (String) -> FormatError) throws(FormatError) -> [Int] {
    var integers: [Int] = []
    for value in values {
      guard let integer = Int(exactly: value) else { throw error("expected whole numbers, found \(value)") }
      integers.append(integer)
    }
    return integers
  }

  private var places: (ClimatologyPlaces, altitude: [Float]?) {
    get throws(FormatError) {
      let (latitudes, longitudes) = (try dataset.values(array("latitude")), try dataset.values(array("longitude")))
      if let identifiers = dataset.array(named: "station_id") {
        return (.stations(try stations(identifiers, latitudes, longitudes)), nil)
      }
      let altitude = try dataset.array(named: "surface_altitude").map { array throws(FormatError) in
        try dataset.values(array).map { Float($0) }
      }
      do {
        if dataset.array(named: "latitude")?.dimensionNames == ["latitude"] {
          return (.grid(try RectilinearGrid(latitudes: latitudes, longitudes: longitudes)), altitude)
        }
        guard latitudes.count == longitudes.count else {
          throw FormatError(
            dataset.url, "\(latitudes.count) latitudes and \(longitudes.count) longitudes of cells; build it anew")
        }
        let points = zip(latitudes, longitudes).map { Coordinate(latitude: $0, longitude: $1) }
        return (.grid(try UnstructuredGrid(coordinates: points)), altitude)
      } catch let error as FormatError {
        throw error
      } catch {
        throw FormatError(dataset.url, "its places are on no grid: \(error)")
      }
    }
  }

  private func stations(
    _ identifiers: CFArray, _ latitudes: [Double], _ longitudes: [Double]
  ) throws(FormatError) -> [Station] {
    let ids = try dataset.texts(identifiers)
    let names = try dataset.array(named: "station_name").map { array throws(FormatError) in try dataset.texts(array) }
    let heights = try dataset.array(named: "altitude").map { array throws(FormatError) in try dataset.values(array) }
    guard ids.count == latitudes.count, ids.count == longitudes.count, names.map({ $0.count == ids.count }) ?? true,
      heights.map({ $0.count == ids.count }) ?? true
    else { throw dataset.error(identifiers, "\(ids.count) stations, but other numbers of names, places or heights") }
    return ids.indices.map { i in
      Station(
        id: ids[i], name: names.flatMap { $0[i].isEmpty ? nil : $0[i] },
        coordinate: Coordinate(latitude: latitudes[i], longitude: longitudes[i]),
        elevation: heights.flatMap { $0[i].isNaN ? nil : $0[i] })
    }
  }
}
