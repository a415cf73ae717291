import Fields
import Foundation

/// A message of a stream and what it holds: fields of one lead time.
struct StreamedMessage: Sendable {
  enum Content: Sendable {
    /// The fields that are known.
    case grib([UInt8], [GRIBField])
    case netCDF(CFFile)
  }

  let content: Content
  let leadTime: TimeSpan
  let keys: Set<ForecastKey>
  /// Fields that are no variable of ours, in words.
  let unread: [String]
  /// Whether it is of one member of an ensemble, so that how many are to come is not known.
  let isOfOneMember: Bool

  /// Throws `FormatError` where a message can't be read, holds no field, or fields of another initial time or of several
  /// lead times.
  init(_ message: MessageStream.Message, number: Int, from initTime: UTCTime, grids: inout GRIBGrids) throws {
    switch message {
    case .grib(let bytes): try self.init(grib: bytes, number: number, from: initTime, grids: &grids)
    case .netCDF(let dataset): try self.init(netCDF: dataset, from: initTime)
    }
  }

  private init(grib bytes: [UInt8], number: Int, from initTime: UTCTime, grids: inout GRIBGrids) throws {
    let file = ByteFile(URL(filePath: "/standard output"), holding: bytes)
    let fields = try GRIBField.fields(of: 0..<bytes.count, number: number, in: file, number: 0, grids: &grids)
    var moments: [CFTimes.Moment] = []
    for field in fields {
      guard let time = field.time else { throw FormatError(file.url, field.reason ?? "has no time that can be read") }
      moments.append(CFTimes.Moment(initTime: time.initTime, leadTime: time.leadTime))
    }
    leadTime = try StreamedMessage.leadTime(of: moments, from: initTime, file.url)
    let known = fields.filter { $0.key != nil }
    content = .grib(bytes, known)
    keys = Set(known.compactMap(\.key))
    unread = fields.filter { $0.key == nil }.map { "\($0.place): \($0.reason ?? "is unmapped")" }
    isOfOneMember = known.contains { $0.product?.member != nil }
  }

  private init(netCDF dataset: NetCDFDataset, from initTime: UTCTime) throws {
    let file: CFFile
    do throws(FormatError) {
      file = try CFFile(dataset, initTime: nil)
    } catch {
      throw FormatError(dataset.url, [error.place, error.problem].compactMap { $0 }.joined(separator: ": "))
    }
    let layouts = file.layouts.filter { !$0.isInvariant }
    unread = file.refused.map { "\($0.array.name): \($0.problem)" }
    guard !layouts.isEmpty else {
      throw FormatError(
        dataset.url,
        unread.isEmpty
          ? "holds no field" : "holds no field that can be read: \(unread.prefix(4).joined(separator: "; "))")
    }
    let moments = layouts.flatMap(\.times.slots).map { CFTimes.Moment(initTime: $0.initTime, leadTime: $0.leadTime) }
    // So are valid times read that stand alone.
    if let first = moments.first, first.initTime != initTime, first.leadTime == .zero {
      throw FormatError(
        dataset.url,
        "is an analysis of \(first.initTime.shortDescription), or tells no initial time (forecast_reference_time); "
          + "expected a forecast from \(initTime.shortDescription)")
    }
    leadTime = try StreamedMessage.leadTime(of: moments, from: initTime, dataset.url)
    content = .netCDF(file)
    keys = Set(layouts.flatMap(\.keys))
    isOfOneMember = false
  }

  /// The one lead time of some fields.
  private static func leadTime(of fields: [CFTimes.Moment], from initTime: UTCTime, _ url: URL) throws -> TimeSpan {
    guard let first = fields.first else { throw FormatError(url, "holds no field") }
    for field in fields {
      guard field.initTime == initTime else {
        throw FormatError(
          url, "is from \(field.initTime.shortDescription); expected \(initTime.shortDescription)")
      }
      guard field.leadTime == first.leadTime else {
        throw FormatError(
          url,
          "has fields of \(field.leadTime) beside those of \(first.leadTime); a message or file is of one lead time")
      }
    }
    return first.leadTime
  }
}
