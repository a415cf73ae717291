import Fields

#if canImport(Darwin)
  import Darwin
#elseif canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// The piece of the Earth that a map shows: an equirectangular projection, true to scale in the
/// middle latitude, framed on some places.
struct MapFrame {
  /// Degrees north.
  let south: Double
  let north: Double
  /// Degrees east; `east` may exceed 180 where the frame crosses the antimeridian.
  let west: Double
  let east: Double
  let width: Double
  let height: Double

  /// The frame of a map `width` wide and at most as high. Places a turn apart are one, and the frame
  /// leaves out the widest gap in longitude, so that stations on both sides of a seam stay together.
  init(framing places: [Coordinate], width: Double) {
    let latitudes = places.map(\.latitude)
    let (start, end) = MapFrame.longitudes(places)
    let isGlobal = end - start > 200
    var (low, high) = (latitudes.min() ?? -90, latitudes.max() ?? 90)
    let margin = max(0.5, 0.06 * max(high - low, end - start))
    (low, high) = (max(-90, low - margin), min(90, high + margin))
    var (left, right) = isGlobal ? (-180.0, 180.0) : (start - margin, end + margin)
    let squeeze = max(0.2, cos((low + high) / 2 * .pi / 180))
    // Heights between 0.45 and 0.8 of the width; what is too narrow is widened about its middle.
    let ratio = (high - low) / ((right - left) * squeeze)
    if ratio > 0.8 {
      let half = min(180, (high - low) / 0.8 / squeeze / 2)
      let middle = (left + right) / 2
      (left, right) = (middle - half, middle + half)
    } else if ratio < 0.45 {
      let half = 0.45 * (right - left) * squeeze / 2
      let middle = min(max((low + high) / 2, -90 + half), 90 - half)
      (low, high) = (max(-90, middle - half), min(90, middle + half))
    }
    (south, north, west, east) = (low, high, left, right)
    self.width = width
    height = width * (high - low) / ((right - left) * max(0.2, cos((low + high) / 2 * .pi / 180)))
  }

  /// The shortest arc of longitudes that holds all places.
  private static func longitudes(_ places: [Coordinate]) -> (Double, Double) {
    let sorted = places.map(\.longitude180).sorted()
    guard let first = sorted.first, let last = sorted.last else { return (-180, 180) }
    var (gap, start) = (first + 360 - last, 0)
    for i in sorted.indices.dropFirst() where sorted[i] - sorted[i - 1] > gap {
      (gap, start) = (sorted[i] - sorted[i - 1], i)
    }
    let west = sorted[start]
    return (west, west + 360 - gap)
  }

  /// The position of a place on the map.
  func position(_ place: Coordinate) -> (x: Double, y: Double) {
    position(latitude: place.latitude, longitude: west + turn(place.longitude - west))
  }

  /// The position of a latitude and a longitude that is counted on from `west`.
  func position(latitude: Double, longitude: Double) -> (x: Double, y: Double) {
    ((longitude - west) / (east - west) * width, (north - latitude) / (north - south) * height)
  }

  /// A difference of longitudes in 0..<360.
  private func turn(_ degrees: Double) -> Double { Coordinate(latitude: 0, longitude: degrees).longitude360 }

  /// Round meridians and parallels: degrees apart.
  var graticuleStep: Double {
    let span = max(north - south, (east - west) / 1.6)
    return [0.5, 1, 2, 5, 10, 20, 30].first { span / $0 <= 6 } ?? 45
  }
}
