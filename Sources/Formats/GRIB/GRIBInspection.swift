import Fields
import Foundation

/// What `inspect` says of an index: one entry for the fields that differ in time and member only.
struct GRIBInspection {
  private let index: GRIBIndex
  private let grids: GRIBGrids

  init(_ index: GRIBIndex, _ grids: GRIBGrids) {
    self.index = index
    self.grids = grids
  }

  var report: FileInspection {
    var order: [Group] = []
    var groups: [Group: [GRIBField]] = [:]
    for field in index.fields {
      let group = Group(field)
      if groups[group] == nil { order.append(group) }
      groups[group, default: []].append(field)
    }
    let editions = Set(index.fields.map(\.sections.edition)).sorted().map(String.init)
    return FileInspection(
      file: index.url.path, format: "GRIB \(editions.joined(separator: " and "))", byteCount: index.byteCount,
      entries: order.map { entry($0, groups[$0] ?? []) }, warnings: fileWarnings)
  }

  /// What fields of one entry have in common.
  private struct Group: Hashable {
    var name: String
    var variable: Variable?
    var level: String
    var unit: String
    var grid: Int?
    var packing: String
    var reason: String?

    init(_ field: GRIBField) {
      let product = field.product
      name =
        product.map {
          $0.shortName == "unknown"
            ? "unknown" + ($0.codes.map { " " + $0.map(String.init).joined(separator: ".") } ?? "") : $0.shortName
        } ?? "?"
      variable = field.meaning?.variable
      level = product?.levelText ?? "?"
      unit = product?.unit ?? "?"
      grid = field.grid
      packing = product?.packing ?? "?"
      reason = field.reason
    }
  }

  private func entry(_ group: Group, _ fields: [GRIBField]) -> FileInspection.Entry {
    let times = fields.compactMap(\.time)
    var warnings: [String] = []
    if let reason = group.reason { warnings.append("not read: \(reason)") }
    for warning in times.flatMap(\.warnings) where !warnings.contains(warning) { warnings.append(warning) }
    if let number = group.grid, let geometry = try? grids[number].get() { warnings += geometry.warnings }
    if group.variable != nil { warnings += repeats(fields) + components(fields) }
    return FileInspection.Entry(
      name: group.name, variable: group.variable?.description, level: group.level, unit: group.unit,
      grid: gridText(group, fields.first?.product), packing: group.packing,
      initTimes: Set(times.map(\.initTime)).sorted(), leadTimes: Set(times.map(\.leadTime)).sorted(),
      members: max(1, Set(fields.compactMap { $0.product?.member }).count), count: fields.count, warnings: warnings)
  }

  private func gridText(_ group: Group, _ product: GRIBProduct?) -> String {
    if let number = group.grid, let geometry = try? grids[number].get() {
      let scanning = geometry.scanning
      let order = (scanning.isColumnMajor ? ", by columns" : "") + (scanning.alternates ? ", alternating" : "")
      // A rotated Gaussian grid has no rows of its own, and is a list of points to us.
      let kind = geometry.grid is UnstructuredGrid ? product.map { "\($0.gridType), " } ?? "" : ""
      return kind + geometry.grid.summary + order
    }
    return product.map { "\($0.gridType), \($0.pointCount) points" } ?? "?"
  }

  /// Fields that say they are the same one.
  private func repeats(_ fields: [GRIBField]) -> [String] {
    var seen: [Identity: GRIBField] = [:]
    var repeated: [(GRIBField, GRIBField)] = []
    for field in fields {
      guard let identity = Identity(field) else { continue }
      if let first = seen[identity] { repeated.append((first, field)) } else { seen[identity] = field }
    }
    guard let example = repeated.first, let key = example.0.key else { return [] }
    return [
      "\(repeated.count) repeat another of the same variable, time and member (\(example.1.place) repeats "
        + "\(example.0.place), \(key.validTime.shortDescription)): copies, or mislabelled"
    ]
  }

  private struct Identity: Hashable {
    var key: ForecastKey
    var member: GRIBMember?
    var type: String

    init?(_ field: GRIBField) {
      guard let key = field.key, let product = field.product else { return nil }
      self.key = key
      member = product.member
      type = product.dataType
    }
  }

  /// Components of wind along the grid's axes whose partner is missing.
  private func components(_ fields: [GRIBField]) -> [String] {
    guard let first = fields.first, first.product?.gridRelative == true, let number = first.grid,
      let geometry = try? grids[number].get(), geometry.projection != nil, let partner = first.meaning?.partner
    else { return [] }
    let partners = Set(index.fields.filter { $0.meaning?.variable == partner }.compactMap(\.key))
    let lone = fields.compactMap(\.key).filter {
      !partners.contains(ForecastKey(partner, initTime: $0.initTime, leadTime: $0.leadTime))
    }
    return lone.isEmpty ? [] : ["along the grid's axes, and \(partner) is not here to turn it to true directions"]
  }

  private var fileWarnings: [String] {
    guard let first = index.junk.first else { return [] }
    let count = index.junk.reduce(0) { $0 + $1.count }
    let places = index.junk.count == 1 ? "" : " in \(index.junk.count) places, the first"
    return ["\(count) bytes are in no message\(places) from byte \(first.lowerBound): skipped"]
  }
}
