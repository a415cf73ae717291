public import Fields
public import Foundation

/// GRIB editions 1 and 2, decoded by ecCodes.
///
/// Read are regular and reduced latitude-longitude and Gaussian grids and parts of them in every
/// scanning mode, rotated ones, Lambert conformal, polar stereographic and Mercator grids, with
/// bitmaps, ensemble members, and messages of several fields. Winds along the axes of a grid are
/// turned to east and north. What else a file holds is listed by `inspect` with the reason why it
/// is not read.
public enum GRIBFormat: ForecastFormat {
  public static let name = "GRIB"

  /// A file that begins with a message, or has one in its first bytes after a bulletin's heading.
  public static func recognises(_ path: PathProbe) -> Bool {
    let head = path.head
    guard head.count >= 8, !path.isFolder else { return false }
    let word = Array("GRIB".utf8)
    for i in 0...head.count - 8 where head[i] == word[0] && head[i..<i + 4].elementsEqual(word) {
      if head[i + 7] == 1 || head[i + 7] == 2 { return true }
    }
    return false
  }

  /// Throws where a message is cut short or damaged, or there is none.
  public static func inspect(_ url: URL) throws(FormatError) -> FileInspection {
    var grids = GRIBGrids()
    let index = try GRIBIndex(url, grids: &grids)
    return GRIBInspection(index, grids).report
  }

  /// Indexes the files. Throws where one of them can't be read whole.
  public static func open(_ urls: [URL], options: SourceOptions) throws(FormatError) -> any ForecastSource {
    try GRIBSource(name: options.name, files: urls)
  }
}
