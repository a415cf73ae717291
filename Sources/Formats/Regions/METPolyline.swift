import Fields
import Foundation

/// A polyline mask of MET: a name on the first line, then latitude and longitude of a corner on each. Longitudes are
/// degrees east; the ring is closed where its end does not repeat its beginning.
struct METPolyline {
  let url: URL

  func feature(_ data: Data) throws -> RegionFile.Feature {
    guard let text = String(data: data, encoding: .utf8) else {
      throw FormatError(url, "the file is neither GeoJSON nor a text polyline")
    }
    let lines = text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline)
    var name: String?
    var corners: [Coordinate] = []
    for (number, line) in lines.enumerated() {
      let words = line.split(whereSeparator: \.isWhitespace)
      guard !words.isEmpty else { continue }
      if name == nil {
        name = words.joined(separator: " ")
        continue
      }
      guard words.count == 2, let latitude = Double(words[0]), let longitude = Double(words[1]) else {
        throw FormatError(
          url, place: "line \(number + 1)",
          "'\(line)' is no corner of a polyline; expected its latitude and longitude. "
            + "A region is GeoJSON, or a name on the first line and a corner on each other")
      }
      let corner = Coordinate(latitude: latitude, longitude: longitude)
      if let problem = RegionRing.problem(of: corner) { throw FormatError(url, place: "line \(number + 1)", problem) }
      corners.append(corner)
    }
    var ring = RegionRing(corners: corners)
    ring.close()
    if let problem = ring.problem { throw FormatError(url, "the polyline \(problem)") }
    return RegionFile.Feature(name: name, polygons: [Region.Polygon(outer: ring.corners)])
  }
}
