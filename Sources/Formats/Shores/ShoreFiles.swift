public import Fields
public import Foundation

/// The shores that this machine has, by the extent of the map that needs them.
///
/// GSHHG is looked for where Debian's `gmt-gshhg-low`, `-high` and `-full` and Homebrew's `gmt` put it. What was made of
/// it for one scale is kept in the user's folder of caches, and read from there the next time.
public struct ShoreFiles: Sendable {
  private let folders: [URL]
  private let cache: URL?

  /// - Parameters:
  ///   - folders: Where `binned_GSHHS_*.nc` may lie; the first that has one counts.
  ///   - cache: Where simplified shores are kept; nil keeps none.
  public init(folders: [URL] = ShoreFiles.usualFolders, cache: URL? = ShoreFiles.usualCache) {
    self.folders = folders
    self.cache = cache
  }

  public static let usualFolders = [
    "/usr/share/gmt-gshhg", "/usr/local/share/gmt-gshhg", "/opt/homebrew/share/gmt/coast", "/usr/local/share/gmt/coast",
    "/usr/share/gmt/coast",
  ].map { URL(filePath: $0, directoryHint: .isDirectory) }

  public static let usualCache = FileManager.default.urls(for: .cachesDirectory, in: .userDomainMask).first?
    .appending(path: "verify", directoryHint: .isDirectory)

  /// The resolutions of GSHHG from the coarsest, and to how many degrees they are true.
  private static let resolutions: [(letter: String, degrees: Double)] = [
    ("c", 0.225), ("l", 0.045), ("i", 0.009), ("h", 0.0018), ("f", 0.0004),
  ]

  /// The tolerances of which shores are kept: a map needs its own and not less.
  private static let tolerances = [0.1, 0.05, 0.02, 0.01, 0.005, 0.002, 0.001]

  /// The shores of the box around some places, with its surroundings, to a part of 2000 of its longer side.
  ///
  /// - Returns: nil where there are no places, or none of the folders has GSHHG.
  /// - Throws: `FormatError` where it is there and can't be read.
  public func shores(around places: [Coordinate]) throws(FormatError) -> Shores? {
    let valid = places.filter(\.isValid)
    guard let first = valid.first else { return nil }
    let south = valid.map(\.latitude).min() ?? first.latitude
    let north = valid.map(\.latitude).max() ?? first.latitude
    // Turned so that the first place is in the middle, lest the seam of a turn make a box as wide as the Earth.
    let turned = valid.map {
      Coordinate(latitude: 0, longitude: $0.longitude360 - first.longitude360).longitude180
    }
    let (west, east) = (turned.min() ?? 0, turned.max() ?? 0)
    let span = max(1, north - south, east - west)
    let margin = max(3, span)
    let width = east - west + 2 * margin
    let box = Region.Box(
      south: south - margin, north: north + margin, west: width < 360 ? first.longitude360 + west - margin : -180,
      east: width < 360 ? first.longitude360 + east + margin : 180)
    let tolerance = ShoreFiles.tolerances.first { $0 <= span / 2000 } ?? 0.001
    guard let file = file(for: tolerance) else { return nil }
    return try simplified(file, to: tolerance).lines(touching: box)
  }

  /// The coarsest file that is true to a tolerance, or else the finest.
  private func file(for tolerance: Double) -> URL? {
    for folder in folders {
      let files = ShoreFiles.resolutions.compactMap { letter, degrees -> (url: URL, degrees: Double)? in
        let url = folder.appending(path: "binned_GSHHS_\(letter).nc")
        return FileManager.default.fileExists(atPath: url.path) ? (url, degrees) : nil
      }
      if let file = files.first(where: { $0.degrees <= tolerance }) ?? files.last { return file.url }
    }
    return nil
  }

  private func simplified(_ file: URL, to tolerance: Double) throws(FormatError) -> Shores {
    let kept = cache.map { KeptShores(folder: $0, of: file, tolerance: tolerance) }
    if let shores = kept?.read() { return shores }
    // A lake counts from about eight tolerances across.
    let across = 8 * tolerance * 111
    let shores = try GSHHGFile(url: file).shores(smallestLake: across * across).simplified(to: tolerance)
    kept?.write(shores)
    return shores
  }
}
