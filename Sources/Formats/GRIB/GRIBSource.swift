import Fields
import Foundation
import Synchronization

/// The forecasts of one system in GRIB files, or in messages that are held in memory. They are indexed once; a request
/// decodes the messages it needs and no other.
final class GRIBSource: ForecastSource {
  let name: String
  private let files: [URL]
  /// The bytes of each file where they are in memory; empty where they are not.
  private let held: [[UInt8]]
  private let fields: [GRIBField]
  private let grids: GRIBGrids
  private let table: [ForecastKey: [Int]]
  /// Sine and cosine of the angle to north at every point, by grid.
  private let turns = Mutex<[Int: GRIBTurn]>([:])

  convenience init(name: String, files: [URL]) throws(FormatError) {
    var grids = GRIBGrids()
    var fields: [GRIBField] = []
    for (number, file) in files.enumerated() {
      fields += try GRIBIndex(file, number: number, grids: &grids).fields
    }
    self.init(name: name, files: files, fields: fields, grids: grids)
  }

  /// The fields of messages in memory, whose positions are the fields' numbers of files; `origin` names all of them.
  convenience init(name: String, messages: [[UInt8]], fields: [GRIBField], grids: GRIBGrids, origin: URL) {
    self.init(
      name: name, files: messages.map { _ in origin }, held: messages, fields: fields, grids: grids)
  }

  private init(name: String, files: [URL], held: [[UInt8]] = [], fields: [GRIBField], grids: GRIBGrids) {
    var table: [ForecastKey: [Int]] = [:]
    for (i, field) in fields.enumerated() {
      if let key = field.key { table[key, default: []].append(i) }
    }
    self.name = name
    self.files = files
    self.held = held
    self.fields = fields
    self.grids = grids
    self.table = table
  }

  func contents() async throws -> [ForecastKey] {
    table.keys.filter { !Self.invariants.contains($0.variable.quantity) }.sorted()
  }

  func forecast(
    _ variable: Variable, from initTime: UTCTime, at leadTime: TimeSpan
  ) async throws -> Forecast? {
    let key = ForecastKey(variable, initTime: initTime, leadTime: leadTime)
    let members = try members(of: key)
    guard let first = members.first else { return nil }
    let decoded = try fields(of: members)
    if let other = decoded.firstIndex(where: { !$0.grid.isEqual(to: decoded[0].grid) }) {
      throw error(members[other], "its grid is not that of \(first.place); members have to share one")
    }
    return Forecast(
      variable, initTime: initTime, leadTime: leadTime, values: .fields(decoded), origin: origin(of: members))
  }

  private static let invariants: Set<Quantity> = [.surfaceAltitude, .landFraction]

  /// The field of the shortest lead time, since it does not change.
  func invariant(_ quantity: Quantity) async throws -> Field? {
    let keys = table.keys.filter { $0.variable.quantity == quantity && Self.invariants.contains(quantity) }
    guard let key = keys.min(), let found = try members(of: key).first else { return nil }
    return try field(found)
  }

  // MARK: - Members

  /// The fields of a forecast, one a member and in the members' order.
  ///
  /// A forecast at its initial time is preferred to the analysis it began from. Copies of a field are
  /// one; two fields that differ where one is expected throw.
  private func members(of key: ForecastKey) throws -> [GRIBField] {
    var found = (table[key] ?? []).map { fields[$0] }
    if found.contains(where: { !$0.isAnalysis }) { found.removeAll { $0.isAnalysis } }
    let groups = Dictionary(grouping: found) { $0.product?.member }
    if let single = groups[nil]?.first, let other = groups.first(where: { $0.key != nil })?.value.first {
      throw error(
        other,
        "is member \(other.memberText) of an ensemble, and \(single.place) the same field of none; "
          + "give the two as systems of their own")
    }
    return try groups.sorted { ($0.key ?? .none) < ($1.key ?? .none) }.map { try only($0.value) }
  }

  private func only(_ copies: [GRIBField]) throws -> GRIBField {
    let first = copies[0]
    guard copies.count > 1 else { return first }
    let values = try field(first).values
    for other in copies.dropFirst() {
      let equal = try field(other).values.elementsEqual(values) { $0 == $1 || $0.isNaN && $1.isNaN }
      guard equal else {
        throw error(
          other,
          "is \(first.key?.variable.description ?? "?") of the same time"
            + "\(first.product?.member == nil ? "" : " and member") as \(files[first.file].lastPathComponent), "
            + "\(first.place), with other values; one of the two is mislabelled or does not belong here")
      }
    }
    return first
  }

  // MARK: - Values

  /// The fields of members, several at a time where there are several.
  private func fields(of members: [GRIBField]) throws -> [Field] {
    guard members.count > 1 else { return try members.map { try field($0) } }
    let decoded = Mutex([Field?](repeating: nil, count: members.count))
    try ParallelPieces.run(members.count, scratch: {}) { (i, _) throws(any Error) in
      let field = try self.field(members[i])
      decoded.withLock { $0[i] = field }
    }
    return decoded.withLock { $0.compactMap { $0 } }
  }

  /// The values of a field in the variable's unit, with wind components turned to east and north.
  private func field(_ field: GRIBField) throws -> Field {
    guard let meaning = field.meaning, let number = field.grid else {
      throw error(field, field.reason ?? "is unmapped")
    }
    let geometry: GRIBGeometry
    do { geometry = try grids[number].get() } catch { throw self.error(field, error.description) }
    guard let projection = geometry.projection, field.product?.gridRelative == true, let partner = meaning.partner
    else {
      let values = try decoded(field) { message in
        try GRIBValues.decode(message, on: geometry, scale: meaning.scale, offset: meaning.offset)
      }
      return Field(values: values, grid: geometry.grid)
    }
    let values = try decoded(field) { try GRIBValues.decode($0, on: geometry) }
    let other = try self.partner(of: field, partner)
    guard let otherMeaning = other.meaning, other.grid == number else {
      throw error(field, "its other component, \(other.place), is on another grid")
    }
    let others = try decoded(other) { try GRIBValues.decode($0, on: geometry) }
    let turned = turn(number, geometry.grid, projection).earthRelative(
      values.map(meaning.canonical), others.map(otherMeaning.canonical),
      eastward: meaning.variable.quantity == .eastwardWind)
    return Field(values: turned.map(Float.init), grid: geometry.grid)
  }

  /// What `decode` makes of the bytes of a field's message.
  private func decoded<Values>(_ field: GRIBField, _ decode: ([UInt8]) throws -> Values) throws -> Values {
    let file =
      held.isEmpty ? try ByteFile(files[field.file]) : ByteFile(files[field.file], holding: held[field.file])
    do {
      return try decode(try field.sections.bytes(in: file))
    } catch let error as FormatError {
      throw error
    } catch {
      throw self.error(field, String(describing: error))
    }
  }

  /// The other component of a wind that is given along the grid's axes.
  private func partner(of field: GRIBField, _ variable: Variable) throws -> GRIBField {
    guard let key = field.key else { throw error(field, "is unmapped") }
    let wanted = ForecastKey(variable, initTime: key.initTime, leadTime: key.leadTime)
    let found = (table[wanted] ?? []).map { fields[$0] }.first {
      $0.product?.member == field.product?.member && $0.isAnalysis == field.isAnalysis
    }
    guard let found else {
      throw error(
        field,
        "\(key.variable) is along the axes of its grid and can't be turned to east and north without "
          + "\(variable), which is not in these files")
    }
    return found
  }

  private func turn(_ number: Int, _ grid: any Grid, _ projection: any Projection) -> GRIBTurn {
    if let known = turns.withLock({ $0[number] }) { return known }
    let turn = GRIBTurn(grid, projection)
    turns.withLock { $0[number] = turn }
    return turn
  }

  // MARK: - Words

  private func error(_ field: GRIBField, _ problem: String) -> FormatError {
    FormatError(files[field.file], place: field.place, problem)
  }

  private func origin(of members: [GRIBField]) -> String {
    guard let first = members.first, let last = members.last else { return "" }
    let place = "\(files[first.file].lastPathComponent), \(first.place)"
    return members.count == 1 ? place : "\(place) to \(last.message), \(members.count) members"
  }
}

extension GRIBMember {
  /// Sorts before every member.
  fileprivate static let none = GRIBMember(number: .min, kind: 0)
}

extension GRIBField {
  /// Whether the centre says that it is an analysis rather than the start of a forecast.
  var isAnalysis: Bool { product?.dataType == "an" }
  var memberText: String { product?.member?.description ?? "none" }
}

extension GRIBMeaning {
  /// The other component, where it is one of a wind.
  var partner: Variable? {
    switch variable.quantity {
    case .eastwardWind: Variable(.northwardWind, variable.level, variable.processing)
    case .northwardWind: Variable(.eastwardWind, variable.level, variable.processing)
    default: nil
    }
  }
}
