import Fields
import Formats
import Foundation
import Yams

/// Takes regions from nodes whose shapes are checked: known ones, boxes, and polygons of files.
struct PlannedRegions {
  typealias Found = (node: Node, name: String, region: Region)

  let reader: PlanReader

  func regions(_ node: Node) throws -> [Found] {
    guard case .mapping(let mapping) = node, !isSingle(node) else {
      return try reader.items(node).flatMap(listed)
    }
    return try mapping.map { key, value in
      (key, key.string ?? "", try named(key.string ?? "", value))
    }
  }

  /// `regions: {file: countries.geojson}` is a list of one.
  private func isSingle(_ node: Node) -> Bool { node["file"]?.string != nil }

  /// One without a name of its own: a known region, or each feature of a file.
  private func listed(_ node: Node) throws -> [Found] {
    if let id = node.string, let known = NamedRegion(id: id) { return [(node, id, .box(known.box))] }
    guard node["file"] != nil || isFile(node) else {
      if node.string != nil { throw unknown(node) }
      throw reader.validator.error(
        at: node, "a region of a list has no name", suggestion: "Write 'regions' as names: {my-box: {south: …}}.")
    }
    return try features(node).map { (node, $0.name, .polygons($0.polygons)) }
  }

  /// One region alone, whatever its features are called; `place` is the key that it stands at.
  func region(_ node: Node, place: String) throws -> Region { try named(node.string ?? place, node) }

  private func named(_ name: String, _ node: Node) throws -> Region {
    if let id = node.string, let known = NamedRegion(id: id) { return .box(known.box) }
    if node["file"] != nil || isFile(node) {
      if let edge = ["south", "north", "west", "east"].first(where: { node[$0] != nil }) {
        throw reader.validator.error(
          at: node, "the region '\(name)' has both 'file' and '\(edge)'", suggestion: "Give a file, or a box.")
      }
      return .polygons(try features(node).flatMap(\.polygons))
    }
    if node.string != nil { throw unknown(node) }
    return .box(try box(name, node))
  }

  private func isFile(_ node: Node) -> Bool { node.string.map { $0.contains(".") || $0.contains("/") } ?? false }

  private func unknown(_ node: Node) -> VerifyError {
    let name = node.string ?? ""
    let known = NamedRegion.all.map(\.id)
    let alike = known.filter { $0.hasSuffix("-\(name)") }
    let suggestion =
      alike.isEmpty
      ? nearestName(to: name, among: known).map { "Did you mean '\($0)'?" }
        ?? "Known are \(known.joined(separator: ", ")); or give a box or a file."
      : "Write \(alike.joined(separator: " or ")): their boxes differ."
    return reader.validator.error(at: node, "no region is known as '\(name)'", suggestion: suggestion)
  }

  private func box(_ name: String, _ node: Node) throws -> Region.Box {
    var edges: [Double] = []
    for key in ["south", "north", "west", "east"] {
      guard let edge = node[key].flatMap(reader.number) else {
        throw reader.validator.error(
          at: node, "the region '\(name)' has no '\(key)'",
          suggestion: "A box has south, north, west and east; polygons have 'file'.")
      }
      edges.append(edge)
    }
    guard edges[0] <= edges[1], edges[0] >= -90, edges[1] <= 90, abs(edges[2]) <= 360, abs(edges[3]) <= 360 else {
      throw reader.validator.error(
        at: node, "the region '\(name)' is no box on the globe",
        suggestion: "It needs -90 ≤ south ≤ north ≤ 90, and west and east within -360 and 360.")
    }
    return Region.Box(south: edges[0], north: edges[1], west: edges[2], east: edges[3])
  }

  // MARK: - Files

  /// The features of a file that are asked for; those of one name are one.
  private func features(_ node: Node) throws -> [(name: String, polygons: [Region.Polygon])] {
    guard let url = try reader.path(node["file"] ?? node, in: "strata: regions") else { return [] }
    let file: RegionFile
    do {
      file = try RegionFile(url, property: node["property"]?.string)
    } catch {
      throw reader.validator.error(at: node, "\(error)")
    }
    var found: [(name: String, polygons: [Region.Polygon])] = []
    for (position, feature) in file.features.enumerated() {
      guard let name = feature.name ?? (file.features.count == 1 ? url.deletingPathExtension().lastPathComponent : nil)
      else {
        throw reader.validator.error(
          at: node, "\(url.lastPathComponent): feature \(position + 1) has no name",
          suggestion: "Say which property names the features: {file: \(url.lastPathComponent), property: …}.")
      }
      if let known = found.firstIndex(where: { $0.name == name }) {
        found[known].polygons += feature.polygons
      } else {
        found.append((name, feature.polygons))
      }
    }
    let wanted = reader.items(node["only"]).compactMap(\.string)
    guard !wanted.isEmpty else { return found }
    return try wanted.map { name in
      guard let feature = found.first(where: { $0.name == name }) else {
        throw reader.validator.error(
          at: node["only"] ?? node, "\(url.lastPathComponent) has no feature named '\(name)'",
          suggestion: nearestName(to: name, among: found.map(\.name)).map { "Did you mean '\($0)'?" }
            ?? "It has \(found.prefix(20).map(\.name).joined(separator: ", ")).")
      }
      return feature
    }
  }
}

extension PlanReader {
  /// The file that says what is land for `land-sea`; nil where nothing asks.
  func landMask(_ node: Node?, of systems: [PlannedSystem]) throws -> URL? {
    guard let node else { return nil }
    if node["mask"] != nil, node["sea-stations"] != nil {
      throw validator.error(
        at: node, "'strata: land-sea' has both 'mask' and 'sea-stations'", suggestion: "Give one of them.")
    }
    if let mask = try path(node["mask"], in: "strata: land-sea: mask") { return mask }
    guard node.string != nil else {
      guard node["sea-stations"] != nil else {
        throw validator.error(
          at: node, "'strata: land-sea' is empty", suggestion: "Give 'mask' or 'sea-stations'.")
      }
      return nil
    }
    guard flag(node) else { return nil }
    guard let mask = (systems.filter(\.isBaseline) + systems).compactMap(\.landMask).first else {
      throw validator.error(
        at: node, "'strata: land-sea' is true, and nothing says what is land",
        suggestion: "Write {mask: FILE} with a field of the fraction of land, or {sea-stations: [IDENTIFIERS]}.")
    }
    return mask
  }
}
