import Fields

/// A dataset and what of it can be read as forecasts.
struct CFFile: Sendable {
  let dataset: any CFDataset
  let layouts: [CFLayout]
  /// Arrays of data that can't be read as forecasts, and why.
  let refused: [Refused]

  struct Refused: Sendable {
    let array: CFArray
    let meaning: CFMeaning?
    let problem: String
  }

  /// Reads the coordinates and no field. Throws where a coordinate itself can't be read.
  init(_ dataset: some CFDataset, initTime: UTCTime?) throws(FormatError) {
    self.dataset = dataset
    let coordinates = CFCoordinates(dataset)
    var reader = CFLayoutReader(dataset, coordinates, initTime: initTime)
    var layouts: [CFLayout] = []
    var refused: [Refused] = []
    for array in dataset.arrays where coordinates.isData(array) {
      let meaning = CFLexicon.meaning(of: array)
      do {
        guard let meaning else { throw CFProblem("neither its name nor its standard_name is known") }
        layouts.append(try reader.layout(of: array, meaning))
      } catch let error as CFProblem {
        refused.append(Refused(array: array, meaning: meaning, problem: error.text))
      } catch let error as FormatError {
        throw error
      } catch {
        throw dataset.error(array, "\(error)")
      }
    }
    self.layouts = layouts
    self.refused = refused
  }
}

/// Works out the layouts of arrays; times and grids that arrays share are read once.
struct CFLayoutReader<Dataset: CFDataset> {
  private let dataset: Dataset
  private let coordinates: CFCoordinates
  private let timesReader: CFTimesReader<Dataset>
  private let gridsReader: CFGridsReader<Dataset>
  private var grids: [CFGridsReader<Dataset>.Key: CFHorizontal] = [:]
  private var times: [[String]: CFTimes] = [:]

  init(_ dataset: Dataset, _ coordinates: CFCoordinates, initTime: UTCTime?) {
    self.dataset = dataset
    self.coordinates = coordinates
    timesReader = CFTimesReader(dataset: dataset, coordinates: coordinates, initTime: initTime)
    gridsReader = CFGridsReader(dataset: dataset, coordinates: coordinates)
  }

  /// Throws `CFProblem` where the array is no forecast that can be read.
  mutating func layout(of array: CFArray, _ meaning: CFMeaning) throws -> CFLayout {
    let horizontal = try horizontal(of: array)
    let times = try times(of: array)
    let member = array.dimensionNames.first { coordinates.along($0, .member) != nil || isMember($0) }
    let levelAxis = array.dimensionNames.first { coordinates.along($0, .pressure, .height, .modelLevel) != nil }
    for dimension in array.dimensions where dimension.length != 1 {
      let known = [horizontal.row, horizontal.column, member, levelAxis].contains(dimension.name)
      if !known && !times.dimensions.contains(dimension.name) {
        throw CFProblem(
          "its dimension '\(dimension.name)' of \(dimension.length) is no time, level, member, row or column known here"
        )
      }
    }
    return CFLayout(
      array: array, meaning: meaning, horizontal: horizontal, times: times, levelDimension: levelAxis,
      levels: try levels(of: array, meaning, axis: levelAxis), memberDimension: member)
  }

  /// Members are often numbered by nothing but their dimension.
  private func isMember(_ dimension: String) -> Bool {
    coordinates.along(dimension).isEmpty
      && ["number", "realization", "ensemble", "member", "ens", "ensemble_member"].contains(dimension.lowercased())
  }

  private mutating func horizontal(of array: CFArray) throws -> CFHorizontal {
    let key = try gridsReader.key(of: array)
    if let known = grids[key] { return known }
    let horizontal = try gridsReader.horizontal(of: array, key)
    grids[key] = horizontal
    return horizontal
  }

  private mutating func times(of array: CFArray) throws -> CFTimes {
    let key =
      array.dimensionNames.filter { coordinates.along($0, .initTime, .leadTime, .time) != nil }
      + [array.attributes.text("coordinates") ?? ""]
    if let known = times[key] { return known }
    let found = try timesReader.times(of: array)
    times[key] = found
    return found
  }

  private func levels(of array: CFArray, _ meaning: CFMeaning, axis: String?) throws -> [Level?] {
    if let axis, let coordinate = coordinates.along(axis, .pressure, .height, .modelLevel) {
      return try CFLevels.levels(of: coordinate, in: dataset)
    }
    // xarray lists every scalar for every array, so what the name says goes first.
    if let level = meaning.level { return [level] }
    for scalar in coordinates.listedScalars(of: array)
    where [.pressure, .height, .modelLevel].contains(scalar.role) {
      if let level = try CFLevels.levels(of: scalar, in: dataset)[0] { return [level] }
    }
    throw CFProblem("it is \(meaning.quantity.title), and nothing tells at which level")
  }
}
