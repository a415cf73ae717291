public import Fields
public import Foundation

/// A file format that holds forecasts.
public protocol ForecastFormat: Sendable {
  /// The identity in messages and in `inspect`: `GRIB`, `NetCDF`, `Zarr`.
  static var name: String { get }

  /// Whether a path holds this format, by its content alone; the extension says nothing.
  static func recognises(_ path: PathProbe) -> Bool

  /// What a file holds, without decoding its values.
  static func inspect(_ url: URL) throws(FormatError) -> FileInspection

  /// A source over one or more files of this format that together are one system's forecasts.
  static func open(_ urls: [URL], options: SourceOptions) throws(FormatError) -> any ForecastSource
}

/// How a source is to be read, where its files leave a choice.
public struct SourceOptions: Sendable, Hashable {
  /// The name under which its scores are reported.
  public var name: String
  /// The column or model to take from a table that holds several; nil takes the only one.
  public var column: String?
  /// Units by short name of a variable, for files that state none or a wrong one.
  public var units: [String: PhysicalUnit]
  /// The initial time of files that state none.
  public var initTime: UTCTime?
  /// The variable of a table that names none, or one that no lexicon knows.
  public var variable: Variable?

  public init(
    name: String, column: String? = nil, units: [String: PhysicalUnit] = [:], initTime: UTCTime? = nil,
    variable: Variable? = nil
  ) {
    self.name = name
    self.column = column
    self.units = units
    self.initTime = initTime
    self.variable = variable
  }
}

/// The first look at a path: what it begins with, or what a folder contains.
public struct PathProbe: Sendable {
  public let url: URL
  public let isFolder: Bool
  /// The first bytes of a file, at most 4096; empty for a folder.
  public let head: [UInt8]

  /// Throws where the path does not exist, can't be read, or is an empty file.
  public init(_ url: URL) throws(FormatError) {
    self.url = url
    var folder: ObjCBool = false
    guard FileManager.default.fileExists(atPath: url.path, isDirectory: &folder) else {
      throw FormatError(url, "no such file or folder")
    }
    isFolder = folder.boolValue
    guard !isFolder else {
      head = []
      return
    }
    do {
      let handle = try FileHandle(forReadingFrom: url)
      defer { try? handle.close() }
      head = Array(try handle.read(upToCount: 4096) ?? Data())
    } catch {
      throw FormatError(url, "can't be read: \(error.localizedDescription)")
    }
    guard !head.isEmpty else { throw FormatError(url, "the file is empty") }
  }

  public func starts(with magic: String) -> Bool { head.starts(with: magic.utf8) }

  /// Whether the folder contains a file of that name.
  public func contains(_ name: String) -> Bool {
    isFolder && FileManager.default.fileExists(atPath: url.appending(path: name).path)
  }
}

/// Why a file can't be read: the file, the place in it, what was expected and found, what to do.
public struct FormatError: Error, Hashable, Sendable, CustomStringConvertible, LocalizedError {
  public let file: String
  /// `message 3`, `variable t2m`, `line 17`; nil where the whole file is meant.
  public let place: String?
  public let problem: String
  /// No format of the catalogue recognises the file.
  public let isUnrecognised: Bool

  public init(_ url: URL, place: String? = nil, _ problem: String, isUnrecognised: Bool = false) {
    file = url.path
    self.place = place
    self.problem = problem
    self.isUnrecognised = isUnrecognised
  }

  /// What is wrong with forecasts that come from no file; `source` says where they come from.
  public init(from source: String, place: String? = nil, _ problem: String) {
    file = source
    self.place = place
    self.problem = problem
    isUnrecognised = false
  }

  public var description: String {
    place.map { "\(file), \($0): \(problem)" } ?? "\(file): \(problem)"
  }

  public var errorDescription: String? { description }
}
