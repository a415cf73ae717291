import Fields
import Stations

/// The rows of a table of observations, one after the other.
struct TableRows {
  private let columns: TableColumns
  private let delimiter: UInt8
  private let timeFormat: TableTime
  private let places: StationPlaces?
  /// The collector's numbers of the variables of `columns.values`.
  private let variables: [Int32]
  private var fields: [ByteText] = []
  private var stations: [[UInt8]: Int32] = [:]
  private var stationKey: [UInt8] = []
  private var lastStation: (key: [UInt8], number: Int32)?
  /// In a long table: by the text of variable and unit.
  private var targets: [[UInt8]: Target] = [:]

  private enum Target {
    case values(variable: Int32, scale: Double, offset: Double)
    case rejected(ImportRejection, String)
  }

  init(
    columns: TableColumns, delimiter: UInt8, timeFormat: TableTime, places: StationPlaces?,
    collector: inout ObservationCollector
  ) {
    self.columns = columns
    self.delimiter = delimiter
    self.timeFormat = timeFormat
    self.places = places
    variables = columns.isLong ? [] : columns.values.map { collector.number(of: $0.variable) }
  }

  mutating func take(_ line: ByteText, _ number: Int, into collector: inout ObservationCollector) throws {
    line.csvFields(separatedBy: delimiter, into: &fields)
    guard fields.count == columns.count else {
      collector.reject(.malformed, "line \(number): expected \(columns.count) columns, found \(fields.count)")
      return
    }
    guard let time = time() else {
      let text = columns[.time].map { fields[$0].excerpt } ?? ""
      collector.reject(.invalidTime, count: valueCount, "line \(number): '\(text)'")
      return
    }
    guard let station = try station(number, &collector) else { return }
    let quality = columns[.quality].flatMap { Quality(name: fields[$0].trimmed.string) } ?? .unchecked
    if columns.isLong {
      try takeLong(number, station, time, quality, into: &collector)
    } else {
      for (values, variable) in zip(columns.values, variables) {
        let field = fields[values.column]
        if let value = field.double {
          try collector.add(
            station: station, variable: variable, validTime: time, value: value * values.scale + values.offset,
            quality: quality)
        } else if field.isNoValue {
          collector.countMissing()
        } else {
          collector.reject(.notANumber, "line \(number): \(values.header) is '\(field.excerpt)'")
        }
      }
    }
  }

  private mutating func takeLong(
    _ number: Int, _ station: Int32, _ time: UTCTime, _ quality: Quality, into collector: inout ObservationCollector
  ) throws {
    guard let variableColumn = columns[.variable], let valueColumn = columns[.value] else { return }
    let field = fields[valueColumn]
    if field.isNoValue { return collector.countMissing() }
    var key = Array(fields[variableColumn].bytes)
    key.append(0)
    if let unit = columns[.unit] { key += fields[unit].bytes }
    let target = targets[key] ?? target(fields[variableColumn].trimmed.string, &collector)
    targets[key] = target
    switch target {
    case .rejected(let reason, let text): collector.reject(reason, "line \(number): \(text)")
    case .values(let variable, let scale, let offset):
      guard let value = field.double else {
        collector.reject(.notANumber, "line \(number): the value is '\(field.excerpt)'")
        return
      }
      try collector.add(
        station: station, variable: variable, validTime: time, value: value * scale + offset, quality: quality)
    }
  }

  private func target(_ name: String, _ collector: inout ObservationCollector) -> Target {
    guard let variable = Variable(name) else { return .rejected(.unknownVariable, "'\(name)'") }
    let unit = columns[.unit].map { fields[$0].trimmed.string } ?? ""
    let text = unit.isEmpty ? variable.unit.symbol : unit
    guard let line = TableColumns.line(text, to: variable) else {
      return .rejected(.unknownUnit, "'\(text)' of \(variable); expected one like \(variable.unit)")
    }
    return .values(variable: collector.number(of: variable), scale: line.scale, offset: line.offset)
  }

  /// How many values the row has, at least 1, for counting them where the row as a whole is rejected.
  private var valueCount: Int {
    columns.isLong ? 1 : max(1, columns.values.count { !fields[$0.column].isNoValue })
  }

  private func time() -> UTCTime? {
    guard let column = columns[.time] else { return nil }
    guard let second = columns.secondTime else { return timeFormat.time(fields[column]) }
    let joined = Array(fields[column].trimmed.bytes) + [32] + Array(fields[second].trimmed.bytes)
    return joined.withUnsafeBufferPointer { timeFormat.time(ByteText($0)) }
  }

  /// The collector's number of the row's station, or nil where the row was rejected for it.
  private mutating func station(_ number: Int, _ collector: inout ObservationCollector) throws -> Int32? {
    stationKey.removeAll(keepingCapacity: true)
    for role in [TableColumns.Role.station, .latitude, .longitude, .elevation, .name] {
      if let column = columns[role] { stationKey += fields[column].bytes }
      stationKey.append(0)
    }
    if let last = lastStation, last.key == stationKey { return last.number }
    if let known = stations[stationKey] {
      lastStation = (stationKey, known)
      return known
    }
    let described: Station
    switch describe() {
    case .success(let station): described = station
    case .failure(let problem):
      collector.reject(problem.reason, count: valueCount, "line \(number): \(problem.text)")
      return nil
    }
    guard let known = collector.number(of: described) else {
      collector.reject(
        .invalidPosition, count: valueCount, "line \(number): \(described.id) at \(described.coordinate)")
      return nil
    }
    stations[stationKey] = known
    lastStation = (stationKey, known)
    return known
  }

  private struct Problem: Error {
    var reason: ImportRejection
    var text: String
  }

  private func describe() -> Result<Station, Problem> {
    func field(_ role: TableColumns.Role) -> ByteText? {
      columns[role].map { fields[$0].trimmed }.flatMap { $0.isNoValue ? nil : $0 }
    }
    let id = field(.station).map { StationIdentifier.wmo($0.string) }
    guard let latitudeText = field(.latitude), let longitudeText = field(.longitude) else {
      guard let id else { return .failure(Problem(reason: .unknownStation, text: "no station and no position")) }
      guard let known = places?[id] else {
        let reason: ImportRejection = places == nil ? .missingPosition : .unknownStation
        return .failure(
          Problem(reason: reason, text: places == nil ? "\(id) has no position" : "\(id) is not in the list"))
      }
      return .success(known)
    }
    guard let latitude = latitudeText.double, let longitude = longitudeText.double else {
      return .failure(
        Problem(reason: .invalidPosition, text: "'\(latitudeText.excerpt)', '\(longitudeText.excerpt)' is no position"))
    }
    let coordinate = Coordinate(latitude: latitude, longitude: longitude)
    guard coordinate.isValid else {
      return .failure(Problem(reason: .invalidPosition, text: "\(id ?? "a report") at \(coordinate)"))
    }
    return .success(
      Station(
        id: id ?? Station.positionalID(coordinate), name: field(.name)?.string, coordinate: coordinate,
        elevation: field(.elevation)?.double))
  }
}

extension ByteText {
  /// Whether a field of a table stands for no value.
  fileprivate var isNoValue: Bool {
    let text = trimmed
    switch text.count {
    case 0: return true
    case 1: return text[0] == UInt8(ascii: "-")
    case 2: return text.string.uppercased() == "NA"
    case 3: return text.string.lowercased() == "nan"
    case 4: return ["null", "none"].contains(text.string.lowercased())
    default: return false
    }
  }
}
