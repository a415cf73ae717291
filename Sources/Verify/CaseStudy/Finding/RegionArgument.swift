public import Fields
import Formats
import Foundation

extension Region {
  /// The region of a known identity, of a box `west,south,east,north` in degrees, or of the polygons of a file.
  ///
  /// Throws `VerifyError` where it is none of these.
  public init(named text: String) throws {
    if let known = NamedRegion(id: text) {
      self = .box(known.box)
      return
    }
    let edges = text.split(separator: ",", omittingEmptySubsequences: false).map { Double($0.filter { $0 != " " }) }
    if edges.count == 4, let west = edges[0], let south = edges[1], let east = edges[2], let north = edges[3] {
      guard south <= north, south >= -90, north <= 90, abs(west) <= 360, abs(east) <= 360 else {
        throw VerifyError("the region '\(text)' is no box on the globe", suggestion: "Write west,south,east,north.")
      }
      self = .box(Box(south: south, north: north, west: west, east: east))
      return
    }
    guard FileManager.default.fileExists(atPath: text) else {
      throw VerifyError(
        "no region is known as '\(text)'",
        suggestion: nearestName(to: text, among: NamedRegion.all.map(\.id)).map { "Did you mean '\($0)'?" }
          ?? "Write west,south,east,north, or name a file of polygons.")
    }
    self = .polygons(try RegionFile(URL(filePath: text), property: nil).features.flatMap(\.polygons))
  }
}
