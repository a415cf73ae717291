import Fields
import Foundation

/// Forecasts from one or more CF files that together are one system's.
///
/// A forecast comes from the first file that holds it. Only the block asked for is read.
struct CFSource: ForecastSource {
  let name: String
  private let files: [CFFile]
  private let units: [String: PhysicalUnit]

  /// Throws where a file can't be read, or none of them holds anything that is known.
  init(_ files: [CFFile], options: SourceOptions) throws(FormatError) {
    name = options.name
    units = options.units
    self.files = files
    for file in files where file.layouts.isEmpty {
      // Arrays that are known but for something tell more than those that are not known at all.
      let refused = file.refused.filter { $0.meaning != nil } + file.refused.filter { $0.meaning == nil }
      let reasons = refused.prefix(4).map { "\($0.array.name): \($0.problem)" }
      let more = refused.count > 4 ? "; and \(refused.count - 4) more" : ""
      throw FormatError(
        file.dataset.url,
        reasons.isEmpty
          ? "it holds no fields" : "it holds no fields that can be read: \(reasons.joined(separator: "; "))\(more)")
    }
  }

  func contents() async throws -> [ForecastKey] {
    // Sorted by moment and then by name, each once: a reforecast has millions of keys.
    var held: [CFTimes.Moment: Set<Variable>] = [:]
    for file in files {
      for key in file.layouts.lazy.flatMap(\.keys) {
        held[CFTimes.Moment(initTime: key.initTime, leadTime: key.leadTime), default: []].insert(key.variable)
      }
    }
    let names = Dictionary(
      uniqueKeysWithValues: held.values.reduce(into: Set()) { $0.formUnion($1) }.map { ($0, $0.description) })
    let moments = held.keys.sorted { ($0.initTime, $0.leadTime) < ($1.initTime, $1.leadTime) }
    return moments.flatMap { moment in
      held[moment, default: []].sorted { names[$0, default: ""] < names[$1, default: ""] }.map {
        ForecastKey($0, initTime: moment.initTime, leadTime: moment.leadTime)
      }
    }
  }

  func forecast(_ variable: Variable, from initTime: UTCTime, at leadTime: TimeSpan) async throws -> Forecast? {
    for file in files {
      for layout in file.layouts {
        guard let slab = layout.slab(variable, from: initTime, at: leadTime) else { continue }
        return Forecast(
          variable, initTime: initTime, leadTime: leadTime,
          values: .fields(try fields(layout, slab, in: file, variable)), origin: origin(layout, slab, in: file))
      }
    }
    // Silence about an array that is there and can't be read would look like a missing forecast.
    for file in files where !file.layouts.contains(where: { $0.meaning.quantity == variable.quantity }) {
      if let refused = file.refused.first(where: { $0.meaning?.quantity == variable.quantity }) {
        throw file.dataset.error(refused.array, "it can't be read as \(variable): \(refused.problem)")
      }
    }
    return nil
  }

  func invariant(_ quantity: Quantity) async throws -> Field? {
    for file in files {
      for layout in file.layouts where layout.meaning.quantity == quantity {
        if let field = try first(of: layout, in: file, Variable(quantity, .surface)) { return field }
      }
    }
    guard quantity == .surfaceAltitude else { return nil }
    // The geopotential of the ground, over the standard gravity (9.80665 m s-2).
    for file in files {
      for layout in file.layouts where layout.meaning.quantity == .geopotential && layout.levels == [.surface] {
        if let field = try first(of: layout, in: file, Variable(.geopotential, .surface)) {
          return field.map { Float(Double($0) / 9.80665) }
        }
      }
    }
    return nil
  }

  private func first(of layout: CFLayout, in file: CFFile, _ variable: Variable) throws -> Field? {
    guard let slot = layout.times.slots.first, layout.memberCount > 0 else { return nil }
    return try fields(layout, layout.slab(slot: slot, level: 0), in: file, variable).first
  }

  private func fields(
    _ layout: CFLayout, _ slab: Hyperslab, in file: CFFile, _ variable: Variable
  ) throws(FormatError) -> [Field] {
    let line = try CFUnits.line(of: layout, for: variable, stated: units, in: file.dataset)
    let stored = try file.dataset.read(layout.array, slab)
    let values = layout.packing.unpack(stored, scale: line.scale, offset: line.offset)
    return layout.planes(values, of: slab).map { Field(values: $0, grid: layout.horizontal.grid) }
  }

  private func origin(_ layout: CFLayout, _ slab: Hyperslab, in file: CFFile) -> String {
    let places = zip(layout.array.dimensions, zip(slab.start, slab.count))
      .filter { $0.length > 1 && $1.1 == 1 }
      .map { "\($0.name) \($1.0)" }
    return ([file.dataset.url.lastPathComponent, layout.array.name] + places).joined(separator: ", ")
  }
}

/// Units of arrays.
enum CFUnits {
  /// The straight line from an array's values to the variable's canonical unit.
  ///
  /// A unit that the user states for the variable, its quantity's symbol or the array's own name
  /// replaces the file's. Throws where the unit is unknown or measures something else.
  static func line(
    of layout: CFLayout, for variable: Variable, stated: [String: PhysicalUnit], in dataset: any CFDataset
  ) throws(FormatError) -> (scale: Double, offset: Double) {
    let keys = [variable.description, layout.array.name, variable.quantity.symbol]
    let text = layout.array.attributes.text("units")
    let unit: PhysicalUnit
    if let known = keys.lazy.compactMap({ stated[$0] }).first {
      unit = known
    } else if let problem = problem(text, of: variable.quantity) {
      throw dataset.error(layout.array, problem + "; state its unit for '\(variable)' in the source's units")
    } else {
      unit = text.flatMap(PhysicalUnit.init) ?? .one
    }
    guard let line = unit.line(to: variable.unit) else {
      throw dataset.error(
        layout.array, "its unit '\(unit)' can't become '\(variable.unit)', the unit of \(variable.quantity.title)")
    }
    return line
  }

  /// What is wrong with a unit's text; nil where it will do.
  static func problem(_ text: String?, of quantity: Quantity) -> String? {
    guard let text else {
      return quantity == .landFraction
        ? nil : "it has no units attribute; \(quantity.title) needs '\(quantity.unit)' or alike"
    }
    guard let unit = PhysicalUnit(text) else {
      return "its unit '\(text)' is unknown; \(quantity.title) needs '\(quantity.unit)' or alike"
    }
    guard unit.line(to: quantity.unit) != nil else {
      return "its unit '\(text)' does not measure \(quantity.title), which needs '\(quantity.unit)' or alike"
    }
    return nil
  }
}
