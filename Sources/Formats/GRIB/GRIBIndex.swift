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
  /// The grid's number among the source's grids; nil where the message has no definition of one.
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
  /// What stands between messages and is not padding.
  private(set) var junk: [Range<Int>] = []
  private(set) var messageCount = 0

  /// Throws where the file can't be read, holds no GRIB message, or a message of it is cut short
  /// or damaged: a part of a file is no file.
  ///
  /// Grids that are not yet in `grids` are built and added.
  init(_ url: URL, number: Int = 0, grids: inout GRIBGrids) throws(FormatError) {
    let file = try ByteFile(url)
    self.url = url
    byteCount = file.count
    let found = try MessageScanner(magic: "GRIB", length: GRIBSections.length).scan(file)
    if let broken = found.broken.first {
      throw FormatError(
        url, place: "message \(broken.number) at byte \(broken.offset)",
        "\(broken.problem). Whole messages: \(found.messages.count); fetch the file again")
    }
    guard !found.messages.isEmpty else { throw FormatError(url, "holds no GRIB message of edition 1 or 2") }
    // Archives pad messages with zeros to a whole number of blocks.
    for range in found.junk where try file.bytes(range).contains(where: { $0 != 0 }) { junk.append(range) }
    messageCount = found.messages.count
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
        let definition = try sections.grid.map { range throws(FormatError) in try file.bytes(range) }
        field.read(from: try sections.bytes(in: file), definition: definition, grids: &grids)
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
  fileprivate mutating func read(from bytes: [UInt8], definition: [UInt8]?, grids: inout GRIBGrids) {
    let edition = sections.edition
    let known = definition.flatMap { grids.number(of: $0) }
    do {
      let found = try ECCodes.withHandle(of: bytes) {
        (handle: borrowing ECCodesHandle) -> (GRIBProduct, Result<GRIBTime, GRIBUnmapped>, GRIBGridDefinition?) in
        let product = GRIBProduct(handle, edition: edition)
        let time = Result { () throws(GRIBUnmapped) in try GRIBTime(handle, edition: edition) }
        return (product, time, known == nil ? GRIBGridDefinition(handle) : nil)
      }
      product = found.0
      // A damaged size, before memory is asked for it.
      guard !found.0.takesBits || found.0.pointCount <= 8 * bytes.count else {
        throw GRIBUnmapped("its \(found.0.pointCount) points do not fit into its \(bytes.count) bytes")
      }
      if let known {
        grid = known
      } else if let definition, let numbers = found.2 {
        grid = grids.add(
          definition,
          Result { () throws(GRIBUnmapped) in
            try GRIBGeometry(numbers, pointCount: found.0.pointCount)
          })
      }
      time = try? found.1.get()
      guard let grid else { throw GRIBUnmapped("it defines no grid") }
      _ = try grids[grid].get()
      meaning = try GRIBMeaning(found.0, try found.1.get())
    } catch {
      reason = String(describing: error)
    }
  }
}

/// The grids of a source, each built once however many messages are on it.
struct GRIBGrids: Sendable {
  private var geometries: [Result<GRIBGeometry, GRIBUnmapped>] = []
  private var numbers: [[UInt8]: Int] = [:]

  func number(of definition: [UInt8]) -> Int? { numbers[definition] }

  mutating func add(_ definition: [UInt8], _ geometry: Result<GRIBGeometry, GRIBUnmapped>) -> Int {
    numbers[definition] = geometries.count
    geometries.append(geometry)
    return geometries.count - 1
  }

  subscript(number: Int) -> Result<GRIBGeometry, GRIBUnmapped> { geometries[number] }
}
