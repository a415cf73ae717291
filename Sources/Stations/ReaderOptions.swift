public import Fields
public import Foundation

/// What an observation file does not say and its reader needs to know.
public struct ReaderOptions: Sendable, Hashable {
  /// A list of stations with their positions, for formats whose reports carry none (`isd-history.csv`).
  public var stationList: URL?
  /// Which column of a table holds what: `station=STN,time=date,t2m=temp:degC`.
  public var columns: String?
  /// What separates the columns of a table; nil finds it in the header.
  public var delimiter: Character?
  /// How a table writes its times: `iso`, `epoch`, or a pattern such as `dd.MM.yyyy HH:mm`; nil
  /// recognises ISO 8601.
  public var timeFormat: String?
  /// The first instant of the month of reports that give no more than the day (METAR).
  public var month: UTCTime?

  public init(
    stationList: URL? = nil, columns: String? = nil, delimiter: Character? = nil, timeFormat: String? = nil,
    month: UTCTime? = nil
  ) {
    self.stationList = stationList
    self.columns = columns
    self.delimiter = delimiter
    self.timeFormat = timeFormat
    self.month = month
  }

  /// The options that are set, in one line; two readings of one file differ where this differs.
  public var description: String {
    [
      stationList.map { "stations=\($0.lastPathComponent)" }, columns.map { "columns=\($0)" },
      delimiter.map { "delimiter=\($0)" }, timeFormat.map { "time=\($0)" },
      month.map { "month=\($0.description.prefix(7))" },
    ].compactMap { $0 }.joined(separator: ";")
  }
}
