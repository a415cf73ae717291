import Fields
import Foundation

/// One field of a GRIB file: where it is and what it is, without its values.
struct GRIBField: Sendable {
  /// The file's number in the source.
  var file: Int
  /// The message's number in the file, from 1.
  var message: Int
  /// The field's number in a message of several, from 1; nil in a message of one.
  var part: Int?
  var sections: GRIBSections
  /// nil where ecCodes can make nothing of the message.
  var product: GRIBProduct?
  var time: GRIBTime?
  var meaning: GRIBMeaning?
  /// Why `meaning` is nil, or the grid can't be read.
  var reason: String?
  /// The grid's number in the index.
  var grid: Int?

  /// `message 3`, `message 3 field 2`.
  var place: String { "message \(message)" + (part.map { " field \($0)" } ?? "") }

  var key: ForecastKey? {
    guard let meaning, let time else { return nil }
    return ForecastKey(meaning.variable, initTime: time.initTime, leadTime: time.leadTime)
  }
}

/// Every field of a GRIB file, from one pass over its messages.
struct GRIBIndex: Sendable {
  let url: URL
  let byteCount: Int
  private(set) var fields: [GRIBField] = []
  /// The grid definitions that occur, as their bytes; fields refer to them by number.
  private(set) var grids: [[UInt8]] = []
  /// Bytes between messages.
  private(set) var junk: [Range<Int>] = []
  private(set) var messageCount = 0

  /// Throws where the file can't be read, holds no GRIB message, or a message of it is cut short
  /// or damaged: a part of a file is no file.
  init(_ url: URL, number: Int = 0) throws(FormatError) {
    let file = try ByteFile(url)
    self.url = url
    byteCount = file.count
    let found = try MessageScanner(magic: "GRIB", length: GRIBSections.length).scan(file)
    if let broken = found.broken.first {
      throw FormatError(
        url, place: "message \(broken.number) at byte \(broken.offset)",
        "\(broken.problem). \(found.messages.count) other messages are whole; fetch the file again")
    }
    guard !found.messages.isEmpty else { throw FormatError(url, "holds no GRIB message of edition 1 or 2") }
    junk = found.junk
    messageCount = found.messages.count
    var numbers: [[UInt8]: Int] = [:]
    for (i, range) in found.messages.enumerated() {
      let parts: [GRIBSections]
      do {
        parts = try GRIBSections.fields(of: range, in: file)
      } catch let error as FormatError {
        throw error
      } catch {
        throw FormatError(
          url, place: "message \(i + 1) at byte \(range.lowerBound)", "damaged: \(error). Fetch the file again")
      }
      for (p, sections) in parts.enumerated() {
        var field = GRIBField(file: number, message: i + 1, part: parts.count > 1 ? p + 1 : nil, sections: sections)
        if let grid = sections.grid {
          let bytes = try file.bytes(grid)
          if let known = numbers[bytes] {
            field.grid = known
          } else {
            numbers[bytes] = grids.count
            field.grid = grids.count
            grids.append(bytes)
          }
        }
        field.read(from: try sections.bytes(in: file))
        fields.append(field)
      }
    }
  }
}

extension GRIBField {
  fileprivate init(file: Int, message: Int, part: Int?, sections: GRIBSections) {
    self.file = file
    self.message = message
    self.part = part
    self.sections = sections
  }

  /// Fills in what the message says; what it does not say well becomes `reason`.
  fileprivate mutating func read(from bytes: [UInt8]) {
    do {
      let edition = sections.edition
      let (product, time) = try ECCodes.withHandle(of: bytes) {
        (handle: borrowing ECCodesHandle) -> (GRIBProduct, Result<GRIBTime, GRIBUnmapped>) in
        let product = GRIBProduct(handle, edition: edition)
        return (product, Result { () throws(GRIBUnmapped) in try GRIBTime(handle, edition: edition) })
      }
      self.product = product
      let known = try time.get()
      self.time = known
      meaning = try GRIBMeaning(product, known)
    } catch {
      reason = String(describing: error)
    }
  }
}
