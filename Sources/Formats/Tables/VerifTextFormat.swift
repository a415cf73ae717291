public import Fields
public import Foundation

/// Forecasts in the text files of the `verif` program; what they hold as observations is read by
/// `VerifReader`.
public enum VerifTextFormat: ForecastFormat {
  public static let name = "verif text"

  public static func recognises(_ path: PathProbe) -> Bool { !path.isFolder && VerifText.recognises(head: path.head) }

  public static func inspect(_ url: URL) throws(FormatError) -> FileInspection {
    try VerifText.read(url, initTime: UTCTime(secondsSince1970: 0)).inspection(of: url, format: name)
  }

  public static func open(_ urls: [URL], options: SourceOptions) throws(FormatError) -> any ForecastSource {
    var table = StationTable(name: options.name)
    for url in urls {
      try VerifText.read(url, initTime: options.initTime).put(into: &table, from: url, options: options)
    }
    return table
  }
}
