import Fields
import Foundation

/// Shores of the Global Self-consistent, Hierarchical, High-resolution Geography, as GMT's packages hold them: NetCDF,
/// cut into bins of some degrees, a point being a part of 65535 of its bin.
///
/// Read are the shores of land, of islands in lakes, and of lakes that are not small; of Antarctica the front of the
/// ice and not the line where it is grounded. Wessel and Smith (1996), doi:10.1029/96JB00104; the file's layout is that
/// of GMT 5 and later.
struct GSHHGFile {
  let url: URL

  /// - Parameter smallestLake: In square kilometres.
  /// - Throws: `FormatError` where it is no such file, or its tables contradict each other.
  func shores(smallestLake: Double) throws(FormatError) -> Shores {
    let dataset = try NetCDFDataset(url)
    let tables = try Tables(dataset)
    let version = dataset.attributes.text("version").map { "GSHHG \($0)" } ?? "GSHHG"
    return Shores(lines: try tables.lines(smallestLake: smallestLake), source: version)
  }
}

/// The file's tables of bins, segments and points.
private struct Tables {
  private static let groundingLine = 6
  private static let lake = 2

  private let url: URL
  /// The width of a bin, in degrees.
  private let size: Double
  private let binsInRow: Int
  private let firstSegments: [Double]
  private let segmentCounts: [Double]
  private let segments: [Double]
  private let firstPoints: [Double]
  private let polygons: [Double]
  private let areas: [Double]
  private let x: [Double]
  private let y: [Double]

  init(_ dataset: some CFDataset) throws(FormatError) {
    url = dataset.url
    func table(_ name: String) throws(FormatError) -> [Double] {
      guard let array = dataset.array(named: name) else {
        throw FormatError(dataset.url, "has no variable '\(name)', so it is no binned file of GSHHG shores")
      }
      return try dataset.values(array)
    }
    let minutes = try table("Bin_size_in_minutes")
    let across = try table("N_bins_in_360_longitude_range")
    firstSegments = try table("Id_of_first_segment_in_a_bin")
    segmentCounts = try table("N_segments_in_a_bin")
    segments = try table("Embedded_npts_levels_exit_entry_for_a_segment")
    firstPoints = try table("Id_of_first_point_in_a_segment")
    polygons = try table("Id_of_GSHHS_ID")
    areas = try table("The_km_squared_area_of_polygons")
    x = try table("Relative_longitude_from_SW_corner_of_bin")
    y = try table("Relative_latitude_from_SW_corner_of_bin")
    guard minutes.count == 1, across.count == 1, minutes[0] > 0, across[0] * minutes[0] == 360 * 60,
      firstSegments.count == segmentCounts.count, Double(firstSegments.count) * minutes[0] <= across[0] * 180 * 60,
      firstPoints.count == segments.count, polygons.count == segments.count, x.count == y.count
    else {
      throw FormatError(url, "the tables of bins, segments and points do not fit each other; the file is corrupt")
    }
    size = minutes[0] / 60
    binsInRow = Int(across[0])
  }

  func lines(smallestLake: Double) throws(FormatError) -> [[Coordinate]] {
    var lines: [[Coordinate]] = []
    for bin in firstSegments.indices {
      let corner = Coordinate(
        latitude: 90 - Double(bin / binsInRow + 1) * size, longitude: Double(bin % binsInRow) * size)
      for segment in try range(firstSegments[bin], segmentCounts[bin], of: segments.count, bin) {
        // The number of points, and below it nine bits: level, and where the segment leaves and enters the bin.
        let packed = Int(segments[segment])
        let level = packed >> 6 & 7
        guard level != Tables.groundingLine, level != Tables.lake || area(segment) >= smallestLake else { continue }
        let points = try range(firstPoints[segment], Double(packed >> 9), of: x.count, bin)
        lines.append(points.map { place(x[$0], y[$0], in: corner) })
      }
    }
    return lines
  }

  private func range(_ first: Double, _ count: Double, of total: Int, _ bin: Int) throws(FormatError) -> Range<Int> {
    guard first >= 0, count >= 0, first + count <= Double(total) else {
      throw FormatError(
        url, place: "bin \(bin)", "reaches beyond the tables of segments or points; the file is corrupt")
    }
    return Int(first)..<Int(first) + Int(count)
  }

  private func area(_ segment: Int) -> Double {
    let polygon = Int(polygons[segment])
    // Both sides of a river that is wide have a negative area.
    return areas.indices.contains(polygon) ? abs(areas[polygon]) : 0
  }

  /// Stored as signed numbers that are to be read as unsigned ones.
  private func place(_ x: Double, _ y: Double, in corner: Coordinate) -> Coordinate {
    func part(_ stored: Double) -> Double { (stored < 0 ? stored + 65_536 : stored) / 65_535 * size }
    return Coordinate(latitude: corner.latitude + part(y), longitude: corner.longitude + part(x))
  }
}
