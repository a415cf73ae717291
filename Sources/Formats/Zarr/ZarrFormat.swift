public import Fields
public import Foundation

/// Zarr groups on disk, versions 2 and 3, with CF attributes as xarray writes them.
///
/// Read by this package alone: the C library for NetCDF gives wrong numbers for compressed Zarr.
public enum ZarrFormat: ForecastFormat {
  public static let name = "Zarr"

  /// By the metadata files in a folder.
  public static func recognises(_ path: PathProbe) -> Bool {
    ["zarr.json", ".zgroup", ".zmetadata", ".zarray"].contains { path.contains($0) }
  }

  public static func inspect(_ url: URL) throws(FormatError) -> FileInspection {
    try CFFile(try ZarrDataset(url), initTime: nil).inspection
  }

  public static func open(_ urls: [URL], options: SourceOptions) throws(FormatError) -> any ForecastSource {
    var files: [CFFile] = []
    for url in urls { files.append(try CFFile(try ZarrDataset(url), initTime: options.initTime)) }
    return try CFSource(files, options: options)
  }
}
