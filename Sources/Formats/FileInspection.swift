public import Fields

/// What a file holds, as `verify inspect` prints it and its preflight reads it.
public struct FileInspection: Sendable, Codable, Hashable {
  /// One variable as the file has it.
  public struct Entry: Sendable, Codable, Hashable {
    /// The file's own name: `2t`, `air_temperature`.
    public var name: String
    /// The variable it was mapped to, by short name; nil where no lexicon knows it.
    public var variable: String?
    public var level: String
    /// The file's own unit.
    public var unit: String
    public var grid: String
    public var packing: String
    public var initTimes: [UTCTime]
    public var leadTimes: [TimeSpan]
    /// Members; 1 where it is deterministic.
    public var members: Int
    /// Messages, or arrays.
    public var count: Int
    /// What looks wrong: an identifier that contradicts the name, an unknown unit.
    public var warnings: [String]

    public init(
      name: String, variable: String?, level: String, unit: String, grid: String, packing: String,
      initTimes: [UTCTime], leadTimes: [TimeSpan], members: Int, count: Int, warnings: [String] = []
    ) {
      self.name = name
      self.variable = variable
      self.level = level
      self.unit = unit
      self.grid = grid
      self.packing = packing
      self.initTimes = initTimes
      self.leadTimes = leadTimes
      self.members = members
      self.count = count
      self.warnings = warnings
    }
  }

  public var file: String
  /// `GRIB 2`, `NetCDF-4 (HDF5)`, `Zarr v2`.
  public var format: String
  public var byteCount: Int
  public var entries: [Entry]
  /// What looks wrong with the whole file.
  public var warnings: [String]
  /// What else is to be known of it, such as the columns of values in a table.
  public var notes: [String]

  public init(
    file: String, format: String, byteCount: Int, entries: [Entry], warnings: [String] = [], notes: [String] = []
  ) {
    self.file = file
    self.format = format
    self.byteCount = byteCount
    self.entries = entries
    self.warnings = warnings
    self.notes = notes
  }
}
