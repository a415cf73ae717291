public import Fields
import Foundation

/// What became of one file: `read = kept + rejected + passed over`, and `kept = new + unchanged + replaced`.
public struct ImportSummary: Sendable, Codable, Hashable {
  public var file: String
  public var format: String
  public var source: String
  public var byteCount: Int
  /// Lower-case hexadecimal SHA-256 of the file's bytes.
  public var sha256: String
  /// Values the reader found, kept or not. Values marked as missing are counted in `missing` alone.
  public var read = 0
  /// Values the store did not hold before.
  public var new = 0
  /// Values the store held already.
  public var unchanged = 0
  /// Values that took the place of a different one, or of the same one with another quality, which is
  /// kept aside.
  public var replaced = 0
  /// Values of variables that were not asked for; nil where all were.
  public var passedOver: Int?
  public var rejected: [ImportRejection: Int] = [:]
  /// The first few rejections of each reason, for people.
  public var examples: [ImportRejection: [String]] = [:]
  public var missing = 0
  /// What else is to be said of the file, such as columns that were passed over; nil where there is nothing.
  public var notes: [String]?
  /// Stations whose height is out of range, and so unknown; nil for files that were imported before these
  /// were counted.
  public var unlikelyHeights: Int?
  /// The first of them, for people: `01492, -9999.0 m`.
  public var unlikelyHeightExample: String?
  /// Stations with a kept value.
  public var stations = 0
  public var first: UTCTime?
  public var last: UTCTime?
  /// The store holds this file already and nothing was read; the counts are those of the first time.
  public var alreadyImported = false

  public var kept: Int { new + unchanged + replaced }
  public var rejectedCount: Int { rejected.values.reduce(0, +) }

  public init(file: String, format: String, source: String, byteCount: Int, sha256: String) {
    self.file = file
    self.format = format
    self.source = source
    self.byteCount = byteCount
    self.sha256 = sha256
  }
}

extension ImportSummary {
  /// Reads a summary as the store keeps it.
  init(json: String) throws { self = try JSONDecoder().decode(ImportSummary.self, from: Data(json.utf8)) }

  func json() throws -> String { String(decoding: try JSONEncoder().encode(self), as: UTF8.self) }
}
