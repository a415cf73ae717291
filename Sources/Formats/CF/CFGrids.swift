import Fields

/// The horizontal geometry of an array and the dimensions that run along it.
struct CFHorizontal: Sendable {
  /// nil where the cells are a list.
  let row: String?
  let column: String
  let grid: any Grid
}

/// Works out grids, each pair of dimensions once.
struct CFGridsReader<Dataset: CFDataset> {
  let dataset: Dataset
  let coordinates: CFCoordinates

  /// What tells one grid from another within a file.
  struct Key: Hashable {
    let row: String?
    let column: String
    let mapping: String?
  }

  /// The dimensions of an array's rows and columns and its grid mapping.
  ///
  /// Throws `CFProblem` where the array lies on points or the file gives it no place.
  func key(of array: CFArray) throws -> Key {
    let names = array.dimensionNames
    let row = names.first { coordinates.along($0, .latitude, .gridLatitude, .projectionY) != nil }
    let column = names.last { coordinates.along($0, .longitude, .gridLongitude, .projectionX) != nil }
    let mapping = array.attributes.text("grid_mapping")
    if let row, let column, row != column { return Key(row: row, column: column, mapping: mapping) }
    if let cells = names.last(where: { isListOfPoints($0) }) {
      if isStations(cells) {
        throw CFProblem(
          "it lies at stations along '\(cells)' and not on a grid; give station forecasts as a station table")
      }
      return Key(row: nil, column: cells, mapping: nil)
    }
    // Rows and columns without coordinates of their own: the dimensions of two-dimensional latitudes.
    if let latitude = coordinates.within(array, .latitude).first(where: { $0.array.dimensions.count == 2 }) {
      let plane = latitude.array.dimensionNames
      let isTrack = [CFRole.time, .initTime, .leadTime].contains { role in
        coordinates.within(array, role).contains { !Set($0.array.dimensionNames).isDisjoint(with: plane) }
      }
      if isTrack { throw CFProblem("its places move with time along '\(plane[1])': it is a track and not a field") }
      return Key(row: plane[0], column: plane[1], mapping: mapping)
    }
    throw CFProblem("no coordinates of latitude and longitude, or of a projection, were found for it")
  }

  private func isListOfPoints(_ dimension: String) -> Bool {
    coordinates.along(dimension, .latitude) != nil && coordinates.along(dimension, .longitude) != nil
  }

  /// Whether the points of a list are places of observation and not the cells of a model.
  private func isStations(_ dimension: String) -> Bool {
    let name = dimension.lowercased()
    return dataset.attributes.text("featureType") != nil
      || ["station", "location", "site", "obs", "point", "airport"].contains { name.hasPrefix($0) }
  }

  func horizontal(of array: CFArray, _ key: Key) throws -> CFHorizontal {
    let lengths = Dictionary(array.dimensions.map { ($0.name, $0.length) }) { first, _ in first }
    let (rows, columns) = (key.row.map { lengths[$0, default: 0] } ?? 1, lengths[key.column, default: 0])
    guard rows > 0, columns > 0 else {
      throw CFProblem("its grid has no cells: \(rows) rows, \(columns) columns")
    }
    do {
      return CFHorizontal(row: key.row, column: key.column, grid: try grid(of: array, key))
    } catch let error as FieldError {
      throw CFProblem("\(error)")
    }
  }

  private func grid(of array: CFArray, _ key: Key) throws -> any Grid {
    guard let row = key.row else { return try unstructured(key.column) }
    if let latitude = coordinates.along(row, .latitude), let longitude = coordinates.along(key.column, .longitude) {
      return try RectilinearGrid(
        latitudes: try degrees(latitude.array), longitudes: try degrees(longitude.array))
    }
    if let name = key.mapping, let mapping = dataset.array(named: CFGridsReader.arrayName(ofMapping: name)) {
      let projection = try CFProjections.projection(mapping)
      let rotated = projection is RotatedPole
      guard let x = coordinates.along(key.column, rotated ? .gridLongitude : .projectionX, .projectionX),
        let y = coordinates.along(row, rotated ? .gridLatitude : .projectionY, .projectionY)
      else {
        throw CFProblem("its grid mapping \(name) needs coordinates along \(row) and \(key.column)")
      }
      return try projected(projection, x: x.array, y: y.array)
    }
    return try curvilinear(array, row: row, column: key.column)
  }

  /// Latitudes or longitudes, which ICON writes in radians.
  private func degrees(_ array: CFArray) throws -> [Double] {
    let values = try dataset.values(array)
    let isRadians = array.attributes.text("units")?.lowercased().hasPrefix("rad") == true
    return isRadians ? values.map { $0 * 180 / .pi } : values
  }

  /// `crs` in the simple form; in the extended form `crs: x y`.
  private static func arrayName(ofMapping text: String) -> String {
    let first = text.split(separator: " ").first.map(String.init) ?? text
    return first.hasSuffix(":") ? String(first.dropLast()) : first
  }

  private func projected(_ projection: any Projection, x: CFArray, y: CFArray) throws -> ProjectedGrid {
    let (xs, ys) = (try axis(x, projection), try axis(y, projection))
    return try ProjectedGrid(
      projection: projection, firstX: xs.first, firstY: ys.first, spacingX: xs.spacing, spacingY: ys.spacing,
      columns: x.count, rows: y.count)
  }

  /// The first value and the spacing of evenly spaced coordinates, in metres or rotated degrees.
  private func axis(_ array: CFArray, _ projection: any Projection) throws -> (first: Double, spacing: Double) {
    var scale = 1.0
    if !(projection is RotatedPole) {
      let text = array.attributes.text("units") ?? "m"
      guard let unit = PhysicalUnit(text), let metres = unit.convert(1, to: .metre) else {
        throw CFProblem("the coordinate \(array.name) has the unit '\(text)'; a projection needs metres or kilometres")
      }
      scale = metres
    }
    let values = try dataset.values(array).map { $0 * scale }
    guard values.count > 1 else { return (values[0], projection is RotatedPole ? 1 : 1000) }
    let spacing = (values[values.count - 1] - values[0]) / Double(values.count - 1)
    for (i, value) in values.enumerated() {
      // Coordinates in single precision are uneven by their own rounding.
      let tolerance = max(1e-3 * abs(spacing), 4e-7 * abs(value))
      guard abs(value - (values[0] + Double(i) * spacing)) <= tolerance else {
        throw CFProblem("the coordinate \(array.name) is not evenly spaced: \(value) at index \(i)")
      }
    }
    return (values[0], spacing)
  }

  /// From two-dimensional coordinates; regular where they repeat one row of longitudes and one column
  /// of latitudes.
  private func curvilinear(_ array: CFArray, row: String, column: String) throws -> any Grid {
    func plane(_ role: CFRole) throws -> [Double] {
      guard let found = coordinates.within(array, role).first(where: { $0.array.dimensionNames == [row, column] })
      else {
        throw CFProblem("no grid mapping and no latitudes and longitudes of its \(row) and \(column) were found")
      }
      return try degrees(found.array)
    }
    let (latitudes, longitudes) = (try plane(.latitude), try plane(.longitude))
    let columns = array.dimensions.first { $0.name == column }?.length ?? 1
    let rows = latitudes.count / columns
    let isRegular = latitudes.indices.allSatisfy { cell in
      abs(latitudes[cell] - latitudes[cell / columns * columns]) < 1e-5
        && abs(longitudes[cell] - longitudes[cell % columns]) < 1e-5
    }
    if isRegular {
      return try RectilinearGrid(
        latitudes: (0..<rows).map { latitudes[$0 * columns] }, longitudes: Array(longitudes[..<columns]))
    }
    return try CurvilinearGrid(latitudes: latitudes, longitudes: longitudes, rows: rows, columns: columns)
  }

  private func unstructured(_ dimension: String) throws -> UnstructuredGrid {
    guard let latitude = coordinates.along(dimension, .latitude),
      let longitude = coordinates.along(dimension, .longitude)
    else { throw CFProblem("the points along '\(dimension)' have no latitudes and longitudes") }
    let places = zip(try degrees(latitude.array), try degrees(longitude.array))
    return try UnstructuredGrid(coordinates: places.map { Coordinate(latitude: $0, longitude: $1) })
  }
}
