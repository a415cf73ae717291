public import Fields
public import Foundation

/// NetCDF with CF conventions: classic, 64-bit offset, CDF-5, and NetCDF-4 on HDF5.
public enum NetCDFFormat: ForecastFormat {
  public static let name = "NetCDF"

  /// By the first bytes: `CDF` and a version, or the HDF5 signature.
  public static func recognises(_ path: PathProbe) -> Bool {
    let head = path.head
    if head.count >= 4, head.starts(with: "CDF".utf8) { return [1, 2, 5].contains(head[3]) }
    return head.starts(with: HDF5Superblock.signature)
  }

  public static func inspect(_ url: URL) throws(FormatError) -> FileInspection {
    try CFFile(try NetCDFDataset(url), initTime: nil).inspection
  }

  public static func open(_ urls: [URL], options: SourceOptions) throws(FormatError) -> any ForecastSource {
    var files: [CFFile] = []
    for url in urls { files.append(try CFFile(try NetCDFDataset(url), initTime: options.initTime)) }
    return try CFSource(files, options: options)
  }
}
