import Fields
import Foundation

/// Polygons of GeoJSON (RFC 7946): a collection of features, one feature, or a bare geometry.
///
/// Polygons, multipolygons, and collections of these count; points and lines hold nothing and are refused. Coordinates
/// are longitude and latitude on WGS 84, as the standard has it; any other reference system is refused.
struct GeoJSONRegions {
  let url: URL
  let property: String?

  func features(_ data: Data) throws -> [RegionFile.Feature] {
    let root: Any
    do {
      root = try JSONSerialization.jsonObject(with: data)
    } catch {
      let reason = (error as NSError).userInfo["NSDebugDescription"] ?? error.localizedDescription
      throw FormatError(url, "this is no JSON: \(reason)")
    }
    guard let object = root as? [String: Any] else { throw problem("the file is JSON but no GeoJSON object") }
    try refuseOtherSystems(object)
    let features: [RegionFile.Feature]
    switch object["type"] as? String {
    case "FeatureCollection":
      guard let list = object["features"] as? [Any] else { throw problem("the FeatureCollection has no 'features'") }
      features = try list.enumerated().map { try feature($1, "feature \($0 + 1)") }
    case "Feature": features = [try feature(object, "the feature")]
    default: features = [RegionFile.Feature(name: nil, polygons: try polygons(object, "the geometry"))]
    }
    guard !features.isEmpty else { throw problem("holds no feature") }
    return features
  }

  private func feature(_ value: Any, _ place: String) throws -> RegionFile.Feature {
    guard let feature = value as? [String: Any], feature["type"] as? String == "Feature" else {
      throw problem("\(place) is no Feature")
    }
    let name = try self.name(of: feature, place)
    let place = name.map { "\(place) ('\($0)')" } ?? place
    guard let geometry = feature["geometry"] as? [String: Any] else { throw problem("\(place) has no geometry") }
    return RegionFile.Feature(name: name, polygons: try polygons(geometry, place))
  }

  private func name(of feature: [String: Any], _ place: String) throws -> String? {
    let properties = feature["properties"] as? [String: Any] ?? [:]
    guard let property else {
      return GeoJSONRegions.text(properties["name"]) ?? GeoJSONRegions.text(properties["NAME"])
        ?? GeoJSONRegions.text(feature["id"])
    }
    guard let name = GeoJSONRegions.text(properties[property]) else {
      let known = properties.keys.sorted().joined(separator: ", ")
      throw problem(
        "\(place) has no property '\(property)'", known.isEmpty ? "It has no property." : "It has \(known).")
    }
    return name
  }

  private static func text(_ value: Any?) -> String? {
    switch value {
    case let text as String: text.isEmpty ? nil : text
    case let number as NSNumber: number.stringValue
    default: nil
    }
  }

  private static func numbers(_ values: [Any]) -> [Double]? {
    let numbers = values.compactMap { ($0 as? NSNumber)?.doubleValue }
    return numbers.count == values.count ? numbers : nil
  }

  private func polygons(_ geometry: [String: Any], _ place: String) throws -> [Region.Polygon] {
    let coordinates = geometry["coordinates"] as? [Any]
    switch geometry["type"] as? String {
    case "Polygon": return [try polygon(coordinates, place)]
    case "MultiPolygon":
      guard let list = coordinates, !list.isEmpty else { throw problem("\(place) has no coordinates") }
      return try list.enumerated().map { try polygon($1 as? [Any], "polygon \($0 + 1) of \(place)") }
    case "GeometryCollection":
      guard let list = geometry["geometries"] as? [[String: Any]], !list.isEmpty else {
        throw problem("\(place) has no geometries")
      }
      return try list.flatMap { try polygons($0, place) }
    case let type?:
      throw problem(
        "\(place) is a \(type)", "A region is a Polygon or a MultiPolygon: what has no area contains nothing.")
    case nil: throw problem("\(place) has no 'type'", "GeoJSON is a FeatureCollection, a Feature or a geometry.")
    }
  }

  private func polygon(_ rings: [Any]?, _ place: String) throws -> Region.Polygon {
    guard let rings, !rings.isEmpty else { throw problem("\(place) has no ring") }
    let corners = try rings.enumerated().map { position, ring in
      try self.corners(ring, position == 0 ? "the outer ring of \(place)" : "hole \(position) of \(place)")
    }
    return Region.Polygon(outer: corners[0], holes: Array(corners.dropFirst()))
  }

  private func corners(_ value: Any, _ place: String) throws -> [Coordinate] {
    guard let positions = value as? [Any] else {
      throw problem("\(place) is no list of positions", "A position is [longitude, latitude].")
    }
    let corners = try positions.enumerated().map { index, value in
      guard let numbers = value as? [Any], let position = GeoJSONRegions.numbers(numbers) else {
        throw problem("position \(index + 1) of \(place) is no list of numbers", "It is [longitude, latitude].")
      }
      guard position.count >= 2 else {
        throw problem(
          "position \(index + 1) of \(place) has \(position.count) coordinates", "It is [longitude, latitude].")
      }
      let corner = Coordinate(latitude: position[1], longitude: position[0])
      if let wrong = RegionRing.problem(of: corner) {
        throw problem("position \(index + 1) of \(place): \(wrong)", "GeoJSON has degrees, the longitude first.")
      }
      return corner
    }
    if let wrong = RegionRing(corners: corners).problem { throw problem("\(place) \(wrong)") }
    return corners
  }

  /// A `crs` was part of GeoJSON once; the standard has WGS 84 alone.
  private func refuseOtherSystems(_ object: [String: Any]) throws {
    guard let system = object["crs"] as? [String: Any] else { return }
    let name = (system["properties"] as? [String: Any])?["name"] as? String ?? ""
    guard
      ![
        "urn:ogc:def:crs:OGC:1.3:CRS84", "urn:ogc:def:crs:OGC::CRS84", "OGC:CRS84", "EPSG:4326",
        "urn:ogc:def:crs:EPSG::4326",
      ].contains(name)
    else { return }
    throw problem(
      "its coordinates are in '\(name.isEmpty ? "another reference system" : name)'",
      "Convert it to degrees on WGS 84, as GeoJSON has to be: ogr2ogr -t_srs EPSG:4326 new.geojson \(url.lastPathComponent)"
    )
  }

  private func problem(_ text: String, _ suggestion: String? = nil) -> FormatError {
    FormatError(url, suggestion.map { "\(text). \($0)" } ?? text)
  }
}
