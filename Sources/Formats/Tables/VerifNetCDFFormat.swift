public import Fields
public import Foundation

/// Forecasts in the NetCDF files of the `verif` program; what they hold as observations is read by
/// `VerifReader`.
public enum VerifNetCDFFormat: ForecastFormat {
  public static let name = "verif NetCDF"

  public static func recognises(_ path: PathProbe) -> Bool {
    NetCDFFormat.recognises(path) && VerifNetCDF.recognises(path.url)
  }

  public static func inspect(_ url: URL) throws(FormatError) -> FileInspection {
    try VerifNetCDF.read(url).inspection(of: url, format: name)
  }

  public static func open(_ urls: [URL], options: SourceOptions) throws(FormatError) -> any ForecastSource {
    var table = StationTable(name: options.name)
    for url in urls { try VerifNetCDF.read(url).put(into: &table, from: url, options: options) }
    return table
  }
}
