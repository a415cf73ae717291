public import Fields
public import Foundation
public import Stations

/// Every format this package reads. A new one is a file of its own and one line here.
public enum Catalogue {
  public static let forecastFormats: [any ForecastFormat.Type] = [
    GRIBFormat.self,
    HarpFormat.self,
    VerifTextFormat.self,
    VerifNetCDFFormat.self,
    MPRFormat.self,
    NetCDFFormat.self,
    ZarrFormat.self,
  ]

  public static let observationReaders: [any ObservationReader.Type] = [
    BUFRSynopReader.self,
    VobsReader.self,
    ISDFullReader.self,
    ISDFullCSVReader.self,
    ISDLiteReader.self,
    GHCNHourlyReader.self,
    METASCIIReader.self,
    METMPRReader.self,
    METARReader.self,
    VerifReader.self,
    GenericCSVReader.self,
  ]

  /// The forecast format of a path, by its content.
  public static func forecastFormat(of url: URL) throws(FormatError) -> any ForecastFormat.Type {
    let probe = try PathProbe(url)
    for format in forecastFormats where format.recognises(probe) { return format }
    throw FormatError(
      url, "no forecast format begins like this; known are \(forecastFormats.map { $0.name }.joined(separator: ", "))")
  }

  /// One source over files that may be of different formats; they are asked in the order given.
  public static func open(_ urls: [URL], options: SourceOptions) throws(FormatError) -> any ForecastSource {
    var groups: [(format: any ForecastFormat.Type, urls: [URL])] = []
    for url in urls {
      let format = try forecastFormat(of: url)
      if let i = groups.firstIndex(where: { $0.format == format }) {
        groups[i].urls.append(url)
      } else {
        groups.append((format, [url]))
      }
    }
    var sources: [any ForecastSource] = []
    for group in groups { sources.append(try group.format.open(group.urls, options: options)) }
    return sources.count == 1 ? sources[0] : CombinedSource(name: options.name, sources: sources)
  }

  /// The format of a file whose columns are named: a file of `verif` knows its times and has but one column
  /// to name, any other is a table.
  private static func tableFormat(of url: URL, columns: String) throws -> String {
    let probe = try PathProbe(url)
    let isVerif = VerifReader.recognises(head: probe.head, fileName: url.lastPathComponent)
    return isVerif && !columns.contains("time=") ? VerifReader.format : GenericCSVReader.format
  }

  /// The reader of an observation file: the one called `format`, or where that is nil the first
  /// that recognises the file by its content and name.
  public static func observationReader(
    of url: URL, format: String? = nil, options: ReaderOptions = ReaderOptions()
  ) throws -> any ObservationReader {
    let known = observationReaders.map { $0.format }.joined(separator: ", ")
    if let format = try format ?? options.columns.map({ try tableFormat(of: url, columns: $0) }) {
      guard let reader = observationReaders.first(where: { $0.format == format }) else {
        throw FormatError(url, "no observation format is called '\(format)'; known are \(known)")
      }
      return try reader.init(options: options)
    }
    let probe = try PathProbe(url)
    guard !probe.isFolder else { throw FormatError(url, "expected a file of observations, found a folder") }
    for reader in observationReaders where reader.recognises(head: probe.head, fileName: url.lastPathComponent) {
      return try reader.init(options: options)
    }
    throw FormatError(
      url,
      "no observation format begins like this; `verify observations import --help` lists those known: name one with "
        + "--format, or the columns of a table with --columns and --delimiter",
      isUnrecognised: true)
  }
}
