public import Fields
public import Foundation

/// Regions read from a file: GeoJSON, or a polyline of MET.
///
/// Which of the two is told by the content: GeoJSON begins with a brace.
public struct RegionFile: Sendable {
  public struct Feature: Sendable {
    /// What tells it from the others: the property asked for, or the first line of a polyline. nil where there is none.
    public var name: String?
    public var polygons: [Region.Polygon]
  }

  public let features: [Feature]

  /// Reads a file.
  ///
  /// - Parameter property: The property of a feature that names it; nil takes `name`, `NAME` or the feature's `id`.
  /// - Throws: `FormatError` where it is neither, has no polygon, or a coordinate or a ring is wrong.
  public init(_ url: URL, property: String? = nil) throws {
    let data: Data
    do {
      data = try Data(contentsOf: url)
    } catch {
      throw FormatError(url, "the file can't be read. Check that it exists and may be read")
    }
    let first = data.first { !RegionFile.isBlank($0) }
    if first == UInt8(ascii: "{") {
      features = try GeoJSONRegions(url: url, property: property).features(data)
    } else {
      features = [try METPolyline(url: url).feature(data)]
    }
  }

  /// White space, and the bytes of a byte order mark.
  private static func isBlank(_ byte: UInt8) -> Bool { [9, 10, 13, 32, 0xEF, 0xBB, 0xBF].contains(byte) }
}
